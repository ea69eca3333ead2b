"""What would the same money have become in the benchmark, and in a deposit?"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from ui.choices.benchmark_choices import choose_all
from ui.choices.selection import VIEW, choice_bar, rate_after_all
from ui.reads.benchmarks import compared_with_all, name_of_the_first, why_not_compared
from ui.reads.portfolio import Comparisons, portfolio_choices
from ui.reads.selection import Selection
from ui.views.report.downloads import report_downloads
from ui.views.same_money import cards, explanations, pictures, return_tables
from ui.views.same_money.deposit_alone import deposit_alone
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.views.same_money.what_if import Places, what_if
from ui.views.trust.self_check import same_money_line
from ui.widgets.destinations import lead_to_your_data
from ui.widgets.metric_row import card_places, draw_card
from ui.widgets.notices import empty_state, guarded
from ui.wording.headline import headline


def page() -> None:
    """Choices, the answer in a sentence and five cards, the picture, then tables and notes."""
    st.title("Portfolio vs Benchmark", anchor=False)
    st.caption("What would the same money, on the same days, have become in an index or in a bank deposit?")
    if not portfolio_choices():
        empty_state("No portfolio yet", "Bring your transactions on **Your Data**; it takes a minute.")
        lead_to_your_data("Bring your transactions")
        return
    bar = choice_bar()
    chosen = choose_all(bar, why_not_compared, several=True)
    with guarded("The comparison"):
        if chosen.benchmarks:
            _show(compared_with_all(chosen), chosen, bar.rate)
        else:
            deposit_alone(chosen, bar.rate)
    rate_after_all(bar.rate, chosen.currency)


def _show(comparisons: Comparisons, chosen: Selection, slider: st.delta_generator.DeltaGenerator) -> None:
    first = comparisons.same_money[0]
    begins_later = first.period.start != comparisons.valuation.begins
    revision = f"{chosen.portfolio.id} {chosen.range} {chosen.currency} {first.period.start}"
    explanations.trust_notices(comparisons)
    with st.container(key="ys-headline"):
        alternative = alternative_of(first.benchmark, name_of_the_first(chosen, first.benchmark_name))
        st.markdown(headline(outcome_of(first, begins_later), alternative))
        deposit = st.container()
    places = card_places(5, key="cards")
    for place, card in zip((*places[:3], places[4]), _steady_cards(comparisons), strict=True):
        with place:
            draw_card(card)
    explanations.notes_beside_numbers(comparisons)
    badge = same_money_line(chosen, name_of_the_first(chosen, first.benchmark_name))
    value, growth, drawdown = st.tabs(["Value", "Growth of 100", "Drawdown"], key=VIEW, bind="query-params")
    parts = Places(slider, deposit, places[3], value if value.open else None, badge)
    what_if(parts, comparisons, begins_later, revision)
    with growth, guarded("Growth of 100"):
        if growth.open:
            pictures.growth_picture(comparisons, revision)
    with drawdown, guarded("The drawdown"):
        if drawdown.open:
            pictures.drawdown_picture(comparisons, revision)
    _below_the_picture(comparisons, chosen.benchmarks)
    with guarded("The report"):
        report_downloads(chosen)


def _steady_cards(comparisons: Comparisons) -> tuple[cards.Card, ...]:
    first = comparisons.same_money[0]
    return (
        cards.portfolio_card(first),
        cards.benchmark_card(first),
        cards.difference_card(first),
        cards.time_weighted_card(first, pictures.portfolio_growth(comparisons)),
    )


def _below_the_picture(comparisons: Comparisons, tickers: Sequence[str]) -> None:
    if len(comparisons.same_money) > 1:
        st.header("The same money in each benchmark", anchor=False)
        return_tables.beside_each_other(comparisons.same_money)
    st.header("Returns by period", anchor=False)
    with guarded("The table of periods"):
        return_tables.returns_by_period(comparisons)
    st.header("Month by month", anchor=False)
    with guarded("The months"):
        pictures.heat_maps(comparisons)
    st.header("Your holdings, each beside its own same money", anchor=False)
    with guarded("The table of holdings"):
        return_tables.holdings(comparisons)
    explanations.about_the_numbers(comparisons)
    explanations.view_download(comparisons, tickers)
