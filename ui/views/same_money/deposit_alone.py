"""What does a page show where no benchmark of one's market has real levels? The deposit, and the way to a real benchmark."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.valuation.cash_account import missing_note
from core.valuation.stale import notes_on_stale
from ui.charts.theme import Role
from ui.choices.selection import risk_free_rate
from ui.reads.benchmarks import beside_the_deposit, invented_benchmarks
from ui.reads.portfolio import Comparisons, valuation
from ui.reads.selection import Selection
from ui.views.same_money.cards import portfolio_card, risk_free_card
from ui.views.same_money.pictures import wealth_picture
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.views.same_money.what_if import at_rate
from ui.views.trust.value_notices import value_notices
from ui.views.your_data.price_refresh import fetch_under_bar, report_outcome
from ui.widgets.destinations import lead_to_your_data
from ui.widgets.metric_row import card_places, draw_card
from ui.widgets.notices import guarded
from ui.wording.headline import deposit_sentence, what_became
from ui.wording.number_format import listed
from ui.wording.plain_text import escaped
from ui.writes.portfolio import symbols_beside

_UNLESS = " Invented ones stand beside your money only if you pick one by name."
_OUTCOME = "ys-benchmark-outcome"


def without_benchmark(portfolio_id: str, currency: str) -> None:
    """Says that nothing real is stored to compare with, offers to fetch it, and what must be known of the portfolio's own value."""
    _offer_benchmark(portfolio_id, currency)
    value_notices(valuation(portfolio_id, currency))


def _offer_benchmark(portfolio_id: str, currency: str) -> None:
    if (outcome := st.session_state.pop(_OUTCOME, None)) is not None:
        report_outcome(outcome)
    with st.container(key="ys-notice-note-no-benchmark", horizontal=True, vertical_alignment="center", gap="small"):
        wanted = symbols_beside(portfolio_id, currency)
        names = listed([one.symbol for one in wanted])
        unless = _UNLESS if invented_benchmarks() else ""
        st.markdown(f"**No benchmark with real levels is stored yet.**{unless}", width="content")
        asked = st.button(
            f"Fetch {names}",
            icon=":material/sync:",
            key="ys-fetch-benchmark",
            help="From Yahoo: the benchmark of your market and the exchange rates to convert it with. Only symbols and dates are sent.",
        )
        lead_to_your_data("Upload levels", "Prices")
    if asked:
        with guarded("Fetching"):
            st.session_state[_OUTCOME] = fetch_under_bar(wanted)
            st.rerun(scope="app")


def deposit_alone(chosen: Selection, slider: DeltaGenerator) -> None:
    """The portfolio beside a deposit at the rate of the ``slider``, without any benchmark."""
    without_benchmark(chosen.portfolio.id, chosen.currency)
    _what_if(beside_the_deposit(chosen.portfolio.id, chosen.range, chosen.currency), slider)


@st.fragment
def _what_if(comparisons: Comparisons, slider: DeltaGenerator) -> None:
    with slider:
        rate = risk_free_rate(comparisons.valuation.currency)
    (same,) = at_rate(comparisons, rate)
    outcome = outcome_of(same, same.period.start != comparisons.valuation.begins)
    with st.container(key="ys-headline"):
        st.markdown(what_became(outcome))
        st.markdown(deposit_sentence(outcome, alternative_of(same.risk_free, "a deposit"), rate))
    for place, card in zip(card_places(2, key="cards"), (portfolio_card(same), risk_free_card(same)), strict=True):
        with place:
            draw_card(card)
    missing = comparisons.valuation.cash_account.missing
    above = {*notes_on_stale(comparisons.valuation), *([missing_note(missing)] if missing else [])}
    if beside := [note for note in same.notes if note not in above]:
        st.caption(" ".join(escaped(note, longest=600) for note in beside))
    revision = f"{same.portfolio_id} {same.currency} {same.period.start}"
    wealth_picture((same,), revision, without=frozenset({Role.BENCHMARK}))
