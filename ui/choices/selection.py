"""What has the visitor chosen? The one place that names the controls, their session keys and their URL parameters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.index.membership import FOLLOWED_INDEXES
from core.market.deposit_rate import DepositRate
from core.market.home import home_of
from core.market.period import NamedRange
from core.wording import spoken_date
from ui.choices.deposit_terms import choose_deposit_terms, say_misread_terms, terms_at_the_click
from ui.choices.kept_choices import (
    BENCHMARK,
    CURRENCY,
    MIX,
    PORTFOLIO,
    RANGE,
    RATE,
    SUBJECT,
    announce,
    announced,
    arrive,
    choice,
    forget,
    is_shown,
    keep,
    later_choice,
    misread,
    misreadings,
    share,
    show,
)
from ui.reads.selection import BenchmarkChoice, PortfolioChoice, Selection
from ui.widgets.notices import note_line
from ui.wording.plain_text import escaped

VIEW = "view"
CATEGORY = "category"
DEPOSIT_LINE, HYBRID_VIEW = "deposit", "hybrid-view"
MODEL, LINKING, INTERACTION, INSIDE = "model", "linking", "interaction", "inside"
INVESTOR, PEERS, SIZE, REGION, YEAR, DIMENSION = "investor", "peers", "size", "region", "year", "by"
FIT_MAP, FIT_WINDOW, FIT_BESIDE = "upwards", "window", "beside"
CONVENTION = "as"
SCALE = "log"

OWN_CURRENCY = "own"
CURRENCIES = ("INR", "USD", "EUR", "GBP", "JPY", "HKD", "CHF", "SGD", "AUD", "CAD", "AED", "CNY")
MOST_BENCHMARKS = 4
RANGE_WORDS = {
    NamedRange.ONE_MONTH: "1 month",
    NamedRange.THREE_MONTHS: "3 months",
    NamedRange.SIX_MONTHS: "6 months",
    NamedRange.YEAR_TO_DATE: "This year",
    NamedRange.ONE_YEAR: "1 year",
    NamedRange.THREE_YEARS: "3 years",
    NamedRange.FIVE_YEARS: "5 years",
    NamedRange.SINCE_START: "Since start",
}
LOWEST_RATE, HIGHEST_RATE, RATE_STEP = -1.0, 15.0, 0.05
NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Bar:
    """Places in the row of shared choices; ``rate`` may be filled by the part of the page that the rate moves,
    ``page_choices`` by the page.
    """

    portfolio: DeltaGenerator
    benchmarks: DeltaGenerator
    range: DeltaGenerator
    rate: DeltaGenerator
    currency: DeltaGenerator
    page_choices: DeltaGenerator


def choice_bar() -> Bar:
    """The thin row at the top, the same on every page; on a phone it stands behind a button, which the styles show only there."""
    with st.container(key="ys-choices-button"):
        st.checkbox("Change what is compared", key="ys-choices-open")
    with st.container(key="ys-choices"):
        places = st.columns([3.0, 3.5, 1.7, 2.6, 1.75], gap="small", vertical_alignment="top")
        own = st.container(key="ys-choices-own", horizontal=True, vertical_alignment="bottom", gap="medium")
        return Bar(*places, own)


def choose(
    bar: Bar,
    portfolios: Sequence[PortfolioChoice],
    benchmarks: Sequence[BenchmarkChoice],
    usual_for: Callable[[PortfolioChoice], str | None],
    measured: Mapping[str, str] = NOBODY,
    several: bool = True,
) -> Selection:
    """All but the rate. Needs at least one portfolio and one benchmark to choose from.

    ``usual_for``: the benchmark of a portfolio for which none is picked. ``measured``: what portfolios are measured by, by id.
    ``several``: whether the page takes more benchmarks than the first.
    """
    with bar.portfolio:
        portfolio = choose_portfolio(portfolios)
    with bar.benchmarks:
        chosen = choose_benchmarks(benchmarks, usual_for(portfolio), measured.get(portfolio.id), several)
    with bar.range:
        period = choose_range()
    with bar.currency:
        currency = choose_currency(portfolio.currency)
    say_what_was_misread()
    say_what_is_refused(benchmarks, chosen)
    if not portfolio.simulated:  # the sample has levels of every benchmark
        say_what_serves(benchmarks, portfolio.currency, chosen)
    return Selection(portfolio, chosen, period, currency)


def choose_portfolio(portfolios: Sequence[PortfolioChoice]) -> PortfolioChoice:
    """One portfolio; needs at least one."""
    arrive()
    by_id = {one.id: one for one in portfolios}
    labels = _distinct_names({one.id: one.name for one in portfolios})
    now = next(iter(_known_choice(PORTFOLIO, labels)), portfolios[0].id)
    show(PORTFOLIO, now)
    chosen = by_id[
        st.selectbox(
            "Portfolio",
            list(by_id),
            format_func=labels.__getitem__,
            key=PORTFOLIO,
            on_change=_take_portfolio,
            args=({one.id: one.currency for one in portfolios}, now),
        )
    ]
    announce(PORTFOLIO, chosen.id)
    return chosen


def choose_benchmarks(
    benchmarks: Sequence[BenchmarkChoice], usual: str | None, measured: str | None = None, several: bool = True
) -> tuple[str, ...]:
    """Those of the chosen benchmarks that the page can take; where it can take none, the ``usual`` one, or none where there is none.

    ``measured``: what the subject is measured by, before what is usual.
    """
    arrive()
    labels = _distinct_names({one.symbol: one.label for one in benchmarks})
    here = {one.symbol: labels[one.symbol] for one in benchmarks if not one.refused}
    leading = measured if measured in labels else usual
    wanted = _known_choice(BENCHMARK, labels)[:MOST_BENCHMARKS] or _known(leading)
    shown = [one for one in wanted if one in here] or list(_known(leading if leading in here else usual))
    announce(BENCHMARK, *wanted)
    return _pick_several(here, shown, leading) if several else _pick_one(here, shown, leading, wanted)


def _known(benchmark: str | None) -> tuple[str, ...]:
    return () if benchmark is None else (benchmark,)


def choose_range() -> NamedRange:
    """The range control: how far back."""
    arrive()
    show(RANGE, NamedRange(next(iter(_known_choice(RANGE, RANGE_WORDS)), NamedRange.SINCE_START)))
    chosen = st.selectbox(
        "Range", list(NamedRange), format_func=RANGE_WORDS.__getitem__, key=RANGE, on_change=_take, args=(RANGE,)
    )
    announce(RANGE, str(chosen))
    return chosen


def choose_currency(own: str) -> str:
    """The currency in which everything is told: the portfolio's ``own`` unless another is chosen."""
    arrive()
    others = [one for one in CURRENCIES if one != own]
    asked = next(iter(_known_choice(CURRENCY, {one: one for one in (OWN_CURRENCY, own, *CURRENCIES)})), OWN_CURRENCY)
    show(CURRENCY, asked if asked in others else OWN_CURRENCY)
    chosen = st.selectbox(
        "Currency",
        [OWN_CURRENCY, *others],
        format_func=lambda one: f"{own} (own)" if one == OWN_CURRENCY else one,
        key=CURRENCY,
        on_change=_take,
        args=(CURRENCY,),
        help="The portfolio, the benchmark and the deposit are told in this currency, every amount at the exchange rate of its own day. "
        "The deposit's rate stays what you set, before tax: a rate paid in this currency.",
    )
    announce(CURRENCY, asked)
    return own if chosen == OWN_CURRENCY else str(chosen)


def risk_free_rate(currency: str) -> DepositRate:
    """The rate of the deposit to compare with; moves only what is drawn around it. ``currency``: the one told in."""
    arrive()
    show(RATE, rate_in_percent(currency))
    percent = st.slider(
        "Risk-free rate",
        LOWEST_RATE,
        HIGHEST_RATE,
        step=RATE_STEP,
        format="%.2f\u202f%%",
        key=RATE,
        on_change=_take,
        args=(RATE,),
        help=rate_help(currency),
    )
    announce(RATE, f"{percent:g}")
    rate = choose_deposit_terms(float(percent) / 100.0)
    share()
    return rate


def rate_help(currency: str) -> str:
    """What the rate is used for, and where the usual one is from."""
    usual = home_of(currency).usual_rate
    return (
        f"A bank deposit in {currency} at this rate a year, before tax, into which the same money might have gone. It is also the rate "
        "used as risk-free in alpha and ratios: a bank’s promise, safe only as far as it is insured. Usual here: "
        f"{usual.rate * 100:g}\u202f%, {usual.source} (as of {spoken_date(usual.as_of)}, from public sources). Set your own."
    )


def rate_after_all(place: DeltaGenerator, currency: str) -> None:
    """The slider, where the answer that it moves could not be given: the bar is the same in good and in bad days."""
    if not is_shown(RATE):
        with place:
            risk_free_rate(currency)


def rate_at_the_click(currency: str) -> Callable[[], DepositRate]:
    """The rate that counts by the time it is asked for: for files that are made apart from the session."""
    arrive()
    later, terms, usual = later_choice(RATE), terms_at_the_click(), _usual_percent(currency)

    def rate() -> DepositRate:
        percent = next((one for said in later() if (one := _percent(said)) is not None), usual)
        return DepositRate(percent / 100.0, *terms())

    return rate


def rate_in_percent(currency: str) -> float:
    """What was chosen, else the usual rate of the currency."""
    for said in choice(RATE):
        if (percent := _percent(said)) is not None:
            return percent
        misread(RATE, said)
    return _usual_percent(currency)


def _percent(said: str) -> float | None:
    """A rate that the slider has room for; None for anything else."""
    try:
        percent = float(said)
    except ValueError:
        return None
    return percent if LOWEST_RATE <= percent <= HIGHEST_RATE else None


def _usual_percent(currency: str) -> float:
    return round(home_of(currency).deposit_rate * 100.0, 4)


def say_what_was_misread() -> None:
    """One line about what the address asks for and nobody knows; until something else is chosen."""
    rate_in_percent(OWN_CURRENCY)
    say_misread_terms()
    if spoilt := misreadings():
        named = ", ".join(f"{key} “{escaped(said, 60)}”" for key, said in spoilt.items())
        note_line(
            f"**The address asks for what is not here:** {named}. The usual choice stands in its place.", "misread"
        )


def say_what_is_refused(benchmarks: Sequence[BenchmarkChoice], used: tuple[str, ...]) -> None:
    """One line about a chosen benchmark that this page cannot take, and what stands in its place."""
    by_symbol = {one.symbol: one for one in benchmarks}
    for one in announced(BENCHMARK):
        if one in by_symbol and (why := by_symbol[one].refused):
            instead = f" Compared with {escaped(by_symbol[used[0]].name)} here." if used else ""
            note_line(f"**{escaped(by_symbol[one].name)}** {why}{instead}", "refused")


def say_what_serves(benchmarks: Sequence[BenchmarkChoice], currency: str, used: tuple[str, ...]) -> None:
    """One line where nobody picked a benchmark and another than the home index serves, for that one has no real levels."""
    names, home = {one.symbol: escaped(one.name) for one in benchmarks}, home_of(currency)
    if choice(BENCHMARK) or not used or used[0] == home.index or used[0] not in home.benchmarks:
        return
    twin = FOLLOWED_INDEXES.get(used[0]) == home.index
    why = "its real levels are stored" if twin else "it is the nearest benchmark with real levels"
    note_line(f"**{names[used[0]]}** stands for the {names[home.index]}: {why}.", "serves")


def _pick_several(labels: Mapping[str, str], shown: list[str], usual: str | None) -> tuple[str, ...]:
    if st.session_state.get(BENCHMARK) != [] or choice(
        BENCHMARK
    ):  # an emptied control stays so while the usual one stands in
        show(BENCHMARK, shown)
    chosen = st.multiselect(
        "Compared with",
        list(labels),
        format_func=labels.__getitem__,
        max_selections=MOST_BENCHMARKS,
        key=BENCHMARK,
        on_change=_take_benchmarks,
        args=(usual,),
        placeholder="Choose a benchmark",
        select_all=False,
    )
    return tuple(chosen) or _known(usual)


def _pick_one(
    labels: Mapping[str, str], shown: list[str], usual: str | None, wanted: tuple[str, ...]
) -> tuple[str, ...]:
    show(BENCHMARK, shown[0] if shown else None)
    chosen = st.selectbox(
        "Compared with",
        list(labels),
        format_func=labels.__getitem__,
        key=BENCHMARK,
        on_change=_take_benchmarks,
        args=(usual, wanted[1:]),
        help="The first of the benchmarks chosen anywhere leads; this page takes one.",
        placeholder="Choose a benchmark",
    )
    return _known(chosen)


def _take_benchmarks(usual: str | None, others: tuple[str, ...] = ()) -> None:
    value = st.session_state[BENCHMARK]
    forget(MIX)
    chosen = tuple(value) if isinstance(value, list) else (*_known(value), *(one for one in others if one != value))
    keep(BENCHMARK, *(() if chosen == (usual,) else chosen))


def _take_portfolio(currencies: Mapping[str, str], before: str) -> None:
    """Another portfolio may have another currency: its home index and its rate are offered anew."""
    keep(PORTFOLIO, st.session_state[PORTFOLIO])
    forget(SUBJECT)
    told_in_another = choice(CURRENCY) in ((), (OWN_CURRENCY,))
    if told_in_another and currencies.get(before) != currencies.get(st.session_state[PORTFOLIO]):
        forget(BENCHMARK, RATE)


def _take(key: str) -> None:
    keep(key, str(st.session_state[key]))


def _known_choice(key: str, labels: Mapping[Any, str]) -> tuple[str, ...]:
    """What was chosen or asked for, by id or label, as ids; what nobody knows is left out and said."""
    by_label = {label: str(one) for one, label in labels.items()} | {str(one): str(one) for one in labels}
    known = tuple(dict.fromkeys(by_label[one] for one in choice(key) if one in by_label))
    unknown = [one for one in choice(key) if one not in by_label]
    if unknown:
        misread(key, unknown[0], *known)
    elif known != choice(key):
        keep(key, *known)
    return known


def _distinct_names(names: Mapping[str, str]) -> dict[str, str]:
    """Names as labels; a name that stands twice is followed by its id."""
    labels = list(names.values())
    return {one: name if labels.count(name) == 1 else f"{name} ({one})" for one, name in names.items()}
