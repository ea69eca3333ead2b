"""What if the deposit paid another rate? Slider, number and switch, and the card, sentence and picture that follow them alone."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.headline import deposit_sentence
from ui.loading import Comparisons
from ui.metric_row import draw_card
from ui.same_money.cards import risk_free_card
from ui.same_money.pictures import wealth_picture
from ui.same_money.sentence import alternative_of, outcome_of
from ui.same_money.what_if import at_rate
from ui.selection import DEPOSIT_LINE, HIGHEST_RATE, LOWEST_RATE, RATE, home_rate

NUMBER = "ys-rate-number"
STEP = 0.05


@dataclass(frozen=True, slots=True)
class DepositPlaces:
    """Where the parts stand that depend on the rate; ``picture`` is None while another view is open."""

    controls: DeltaGenerator
    sentence: DeltaGenerator
    card: DeltaGenerator
    picture: DeltaGenerator | None


@st.fragment
def deposit_what_if(places: DepositPlaces, comparisons: Comparisons, begins_later: bool, revision: str) -> None:
    """Computes only the deposit's account anew and redraws the picture in place."""
    with places.controls:
        rate, shown = deposit_controls(comparisons.valuation.currency)
    several = at_rate(comparisons, rate)
    with places.sentence:
        alternative = alternative_of(several[0].risk_free, "a deposit")
        st.markdown(deposit_sentence(outcome_of(several[0], begins_later), alternative, rate))
    with places.card:
        draw_card(risk_free_card(several[0]))
    if places.picture is not None:
        with places.picture:
            wealth_picture(several, revision, deposit=shown)


def deposit_controls(currency: str) -> tuple[float, bool]:
    """The yearly rate as a fraction, by slider or as a number, and whether its dashed line is drawn."""
    st.session_state.setdefault(RATE, _asked_rate(currency))
    st.session_state[NUMBER] = st.session_state[RATE]
    st.slider(
        "Risk-free deposit",
        LOWEST_RATE,
        HIGHEST_RATE,
        step=STEP,
        format="%.2f\u202f%%",
        key=RATE,
        bind="query-params",
        help="The yearly interest of a deposit into which the same money might have gone, compounded by the day.",
    )
    left, right = st.columns(2, vertical_alignment="center")
    left.number_input(
        "Percent a year",
        LOWEST_RATE,
        HIGHEST_RATE,
        step=STEP,
        key=NUMBER,
        on_change=_take_number,
        label_visibility="collapsed",
    )
    shown = right.toggle("Line", value=True, key=DEPOSIT_LINE, bind="query-params", help="Draw the dashed green line.")
    return float(st.session_state[RATE]) / 100.0, bool(shown)


def _take_number() -> None:
    st.session_state[RATE] = st.session_state[NUMBER]


def _asked_rate(currency: str) -> float:
    """What the address says, or the usual rate of the currency."""
    try:
        asked = float(st.query_params.get(RATE, ""))
    except ValueError:
        return home_rate(currency)
    return asked if LOWEST_RATE <= asked <= HIGHEST_RATE else home_rate(currency)
