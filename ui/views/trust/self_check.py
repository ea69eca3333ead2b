"""Does the benchmark compared with itself give 0, and what does that not test? A grey line, and the identities behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.attribution.portfolio import Method
from core.benchmark.blend import Blend
from core.market.deposit_rate import as_quoted
from core.market.period import NamedRange
from core.self_check.identities import GIVES_0, NOT_TESTED, CheckedIdentity, EngineCheck, attempt, merged_checks
from core.self_check.vectors import KNOWN
from ui.reads.category import PortfolioCategories
from ui.reads.index_fit.fit import FitQuestion
from ui.reads.selection import Selection
from ui.reads.self_check import (
    attribution_check,
    fit_check,
    known_cases_check,
    mix_check,
    same_money_check,
    transactions_check,
)
from ui.widgets.destinations import CONVENTIONS, lead_to
from ui.widgets.notices import guarded
from ui.wording.plain_text import escaped

_MOST_NAMED = 3
Draw = Callable[[], EngineCheck]
Badge = Callable[[float], None]


def same_money_line(chosen: Selection, spoken_name: str) -> Badge:
    """The line of a page that compares with benchmarks as they are; the rate draws its badge."""
    place, more = (
        _trust_line("money"),
        " (and each of the other benchmarks in turn)" if len(chosen.benchmarks) > 1 else "",
    )
    what = f"one that bought {spoken_name} itself{more} with your payments, on the same days"
    check, own = same_money_check(chosen), partial(transactions_check, chosen.portfolio.id, chosen.currency)
    return lambda rate: engine_badge(place, partial(check, rate), what, "money", rate, own)


def mix_line(portfolio_id: str, blend: Blend, name: NamedRange, currency: str) -> Badge:
    """The line of the page on which the mix can be changed."""
    place = _trust_line("mix")
    what = f"one that bought {escaped(blend.label)} itself with your payments, on the same days"
    check, own = mix_check(portfolio_id, blend, name, currency), partial(transactions_check, portfolio_id, currency)
    return lambda rate: engine_badge(place, partial(check, rate), what, "mix", rate, own)


def category_line(categories: PortfolioCategories) -> Badge:
    """Every category is its own benchmark; the study at a rate draws the badge."""
    place = _trust_line("category")
    what = "one that bought each category’s own benchmark with that category’s payments, and the reference mix with all of them"
    return lambda rate: engine_badge(place, partial(categories.check, rate), what, "category", rate)


def attribution_line(portfolio_id: str, blend: Blend, name: NamedRange, currency: str, method: Method) -> None:
    """Both sides are the benchmark."""
    what = "the benchmark’s own parts at their weights of each day"
    check = partial(attribution_check, portfolio_id, blend, name, currency, method)
    engine_badge(_trust_line("attribution"), check, what, "attribution")


def fit_line(question: FitQuestion) -> None:
    """The index in the subject's place."""
    what = "the index itself, beside itself and the other indexes"
    engine_badge(
        _trust_line("fit"), partial(attempt, "The fit", partial(fit_check, question)), what, "fit", question.rate
    )


def _trust_line(key: str) -> DeltaGenerator:
    """One quiet line: a place for the badge, and the way to the conventions."""
    with st.container(key=f"ys-trust-{key}", horizontal=True, vertical_alignment="center", gap="small"):
        place = st.container(width="content")
        lead_to(CONVENTIONS, "How these numbers are made", ":material/tune:")
    return place


def engine_badge(
    place: DeltaGenerator,
    check: Draw,
    what: str,
    key: str,
    rate: float | None = None,
    own: Draw | None = None,
) -> None:
    """The line and what is behind it; ``what``: Markdown, what was put in the portfolio's place. ``own``: its own transactions' check."""
    with place, guarded("The arithmetic test"):
        mirrored = check()
        more = [own()] if own is not None else []
        found = merged_checks([mirrored, *more, known_cases_check()]) if mirrored.items else mirrored
        with st.popover(label_of(found), type="tertiary", key=f"ys-engine-check-{key}"):
            missing = " ".join(escaped(one, longest=400) for one in found.left_out)
            if not found.items and missing:
                st.markdown(missing)
                return
            st.markdown(explanation(found, what, rate))
            if found.items:
                st.markdown(table_of(found))
                st.caption(known_in_words(found))
            if missing:
                st.caption(f"Not checked: {missing}")
        if found.passed:
            st.caption(NOT_TESTED)


def label_of(found: EngineCheck) -> str:
    """Markdown: grey where all holds or nothing could be checked, red with what failed. Never green: it says nothing of the data."""
    if not found.items:
        why = "cannot be made yet" if found.left_out else "nothing to check here"
        return f":gray[Arithmetic test: {why}]"
    if found.passed:
        return f":gray[{GIVES_0}]"
    names = [one.name for one in found.failed]
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    named = ", ".join(escaped(one) for one in names[:_MOST_NAMED])
    return f":red[:material/error: Arithmetic test failed: {named}{more}]"


def explanation(found: EngineCheck, what: str, rate: float | None) -> str:
    """The check in words: what was done, and what does its outcome mean?"""
    at = "" if rate is None else f" The deposit pays {as_quoted(rate)}."
    done = (
        f"**What is checked:** the portfolio is replaced by {what}, and everything on this page is computed once more by the same engine. "
        f"Every difference, alpha and effect must then be 0, beta and captures 1.{at} {NOT_TESTED}"
    )
    if found.failed:
        return (
            f"{done}\n\n**Do not rely on this page:** {len(found.failed)} of {len(found.items)} identities do not hold."
        )
    return done


def table_of(found: EngineCheck) -> str:
    """Markdown: every identity, those that failed first; of the known cases only these."""
    rows = sorted((one for one in found.items if not (_is_known(one) and one.passed)), key=lambda one: one.passed)
    lines = [
        f"| {'' if one.passed else '✗'} | {_cell(one.name)} | {one.expected:g} | {_difference_cell(one)} |"
        for one in rows
    ]
    return "\n".join(["| | Identity | Must be | Off by |", "|:-:|:--|--:|--:|", *lines])


def known_in_words(found: EngineCheck) -> str:
    """How many of the known cases come out as they were worked out elsewhere."""
    known = [one for one in found.items if _is_known(one)]
    right = sum(one.passed for one in known)
    return (
        f"Beside it {right} of {len(known)} numbers known from elsewhere came out right: risk and alpha by days, weeks, months and "
        "quarters, one fund bought and sold at its price, a switch, cash that earns, XIRR, deposits, mixes and effects."
    )


def _is_known(one: CheckedIdentity) -> bool:
    return one.name.startswith(f"{KNOWN}:")


def difference_text(difference: float | None) -> str:
    """``3e-16``; an exact 0 as such."""
    if difference is None:
        return "—"
    return "0" if difference == 0 else f"{difference:.0e}".replace("e-0", "e-").replace("-", "−")


def _difference_cell(one: CheckedIdentity) -> str:
    if one.difference is None:
        return f"— {_cell(one.reason or '')}".strip()
    return difference_text(one.difference)


def _cell(text: str) -> str:
    return escaped(text, longest=300)
