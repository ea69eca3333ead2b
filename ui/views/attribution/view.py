"""What does the page show of one attribution? The answer, the cards, the waterfall, the segments, the bridge in money, the notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.attribution.effects import Attribution
from core.attribution.linking import Linking
from core.attribution.portfolio import ComparedSegments
from core.attribution.yearly import attribution_a_year, currencies_a_year
from core.market.deposit_rate import rate_as_asked
from ui.choices.selection import VIEW, rate_at_the_click
from ui.reads.answers import attribution_json
from ui.reads.attribution import AttributedPortfolio, attribution_of
from ui.reads.benchmarks import blend_sources
from ui.views.attribution import pictures, tables, words
from ui.views.attribution.bridge import gap_bridge, parts_of
from ui.views.attribution.choices import INTERACTION_WORDS, LINKING_WORDS, MODEL_WORDS, AttributionChoice
from ui.views.trust.self_check import attribution_line
from ui.views.trust.value_notices import value_notices
from ui.widgets.downloads import json_button
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, sample_banner, simulated_benchmarks
from ui.wording.number_format import count, days_from_to, percent, percentage_points
from ui.wording.plain_text import as_markdown, escaped

_NOTHING = 1e-9
_WEIGHTS = (
    "**Weights:** each day's opening weights; the day's net payment in is at work from its start, one out until its end, "
    "and what was bought at the day's own price from its end on. Those of the benchmark are its effective weights of that day, "
    "beginning at its targets on the first day of the range."
)


def attribution_view(choice: AttributionChoice, slider: DeltaGenerator) -> None:
    """Everything below the choices; ``slider``: where the deposit's rate is set."""
    portfolio = attribution_of(choice.portfolio.id, choice.blend, choice.range, choice.currency)
    compared = portfolio.compared
    found = compared.attribution(method=choice.method)
    _trust(compared)
    with st.container(key="ys-headline"):
        st.markdown(as_markdown(words.answer(found, compared)))
    metric_row(_cards(found, attribution_a_year(found, compared.days_held)), key="attribution")
    text, colour = words.badge(found)
    icon = ":material/functions:" if found.linking is not Linking.NONE else ":material/link_off:"
    st.badge(text, icon=icon, color=colour, help=words.BADGE_HELP)
    notes = notes_of(portfolio)
    if notes:
        st.caption(" ".join(escaped(note, longest=600) for note in notes))
    attribution_line(choice.portfolio.id, choice.blend, choice.range, choice.currency, choice.method)
    _pictures(found, compared, choice)
    st.header("By segment", anchor=False)
    with guarded("The segments"):
        tables.segments(compared, choice.method)
    st.header("The gap in money", anchor=False)
    with guarded("The bridge"):
        gap_bridge(portfolio, parts_of(portfolio, found), slider)
    tables.mapping(compared)
    _method_notes(found, compared, choice)
    _download(portfolio, choice)


def _trust(compared: ComparedSegments) -> None:
    if compared.valuation.simulated:
        sample_banner()
    elif compared.path.simulated:
        simulated_benchmarks(blend_sources(compared.path.blend).simulated_parts(compared.path.blend))
    value_notices(compared.valuation)


def _pictures(found: Attribution, compared: ComparedSegments, choice: AttributionChoice) -> None:
    names = ["Waterfall", "Over time", *(["Currencies"] if len(compared.currencies) > 1 else [])]
    opened = st.tabs(names, key=f"attribution-{VIEW}", on_change="rerun", bind="query-params")
    told = attribution_a_year(found, compared.days_held) or found
    often = ", a year" if told is not found else ""
    revision = f"{choice.portfolio.id} {choice.blend.id} {choice.range} {choice.currency}"
    with opened[0], guarded("The waterfall"):
        if opened[0].open:
            pictures.return_waterfall(told, compared, often)
    with opened[1], guarded("The effects over time"):
        if opened[1].open:
            pictures.over_time(found, compared, revision)
    for tab in opened[2:]:
        with tab, guarded("The currencies"):
            if tab.open:
                apart = currencies_a_year(compared.currency_attribution(choice.method), found, compared.days_held)
                tables.currency_sentence(apart, often.lstrip(","))
                pictures.currency_waterfall(told, apart, compared, often)
                tables.currencies(apart, compared.valuation.name)


def _cards(found: Attribution, yearly: Attribution | None) -> list[Card]:
    """A year with the total beside it, where it is more than one."""
    apart = abs(found.interaction_effect) > _NOTHING
    inside = f" {words.INTERACTION} Here both are counted together." if apart else ""
    meanings = (
        (
            "Your return",
            percent,
            lambda one: one.portfolio_return,
            "Time-weighted, whatever the timing of your payments.",
        ),
        ("Benchmark", percent, lambda one: one.benchmark_return, "Over the same days, in your currency."),
        (
            "Difference",
            percentage_points,
            lambda one: one.active_return,
            "Your return minus the benchmark's, in percentage points.",
        ),
        ("Asset classes", percentage_points, lambda one: one.allocation, f"Allocation. {words.ALLOCATION}"),
        (
            "Choice inside them",
            percentage_points,
            lambda one: one.selection + one.interaction_effect,
            f"Selection. {words.SELECTION}{inside}",
        ),
    )
    return [_card(label, written, value, meaning, found, yearly) for label, written, value, meaning in meanings]


def _card(
    label: str,
    written: Callable[[float], str],
    value: Callable[[Attribution], float],
    meaning: str,
    found: Attribution,
    yearly: Attribution | None,
) -> Card:
    if yearly is None:
        return Card(label, written(value(found)), f"{meaning} Over the whole range.")
    return Card(
        f"{label}, a year",
        written(value(yearly)),
        f"{meaning} A year.",
        written(value(found)),
        reference="over the whole range",
    )


def notes_of(portfolio: AttributedPortfolio) -> list[str]:
    """Sentences about this comparison that belong beside its numbers, each once; those about the portfolio alone stand below."""
    about = set(portfolio.compared.valuation.notes)
    several = dict.fromkeys((*portfolio.compared.notes, *portfolio.same_money.notes))
    return [one for one in several if one not in about]


def _method_notes(found: Attribution, compared: ComparedSegments, choice: AttributionChoice) -> None:
    method = choice.method
    apart = INTERACTION_WORDS[method.interaction].lower()
    lines = [
        f"**Range:** {days_from_to(compared.period.start, compared.period.end)}, {count(found.dates.size, 'day')} of either side.",
        f"**Method:** {MODEL_WORDS[method.model]}, linked by {LINKING_WORDS[method.linking]}, interaction {apart}.",
        _WEIGHTS,
        words.ONE_SIDE,
        words.A_YEAR,
        f"**Cash:** {escaped(compared.valuation.cash_account.reason, longest=600)}",
        *(escaped(note, longest=600) for note in compared.valuation.notes),
    ]
    with st.expander("About these numbers"):
        st.markdown(as_markdown("\n".join(f"- {line}" for line in lines)))


def _download(portfolio: AttributedPortfolio, choice: AttributionChoice) -> None:
    rate = rate_at_the_click(portfolio.same_money.currency)
    json_button(
        "View as JSON",
        portfolio.same_money.name,
        "attribution",
        lambda: view_content(portfolio, choice, rate()),
        key="attribution-json",
    )


def view_content(portfolio: AttributedPortfolio, choice: AttributionChoice, rate: float) -> dict[str, Any]:
    """Inputs and the API's answer."""
    method, period = choice.method, portfolio.compared.period
    inputs = {
        "portfolio": {
            "id": choice.portfolio.id,
            "name": choice.portfolio.name,
            "currency": portfolio.same_money.currency,
        },
        "benchmark": {"id": choice.blend.id, "name": choice.blend.label, "components": list(choice.blend.ids)},
        "period": {"start": period.start, "end": period.end},
        "model": method.model,
        "linking": method.linking,
        "interaction": method.interaction,
        **rate_as_asked(rate),
    }
    return {"inputs": inputs, **attribution_json(portfolio, method, rate)}
