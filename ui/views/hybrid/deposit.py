"""What if the deposit paid another rate? Slider, number and switch, and the card, sentence and picture that follow them alone."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.market.deposit_rate import deposit_name
from ui.choices.kept_choices import RATE, keep, show
from ui.choices.selection import DEPOSIT_LINE, HIGHEST_RATE, LOWEST_RATE, RATE_STEP, rate_in_percent, risk_free_rate
from ui.reads.portfolio import Comparisons
from ui.views.same_money.what_if import Places, redraw

NUMBER = "ys-rate-number"


@dataclass(frozen=True, slots=True)
class DepositPlaces(Places):
    """Where the parts stand that depend on the rate; on ``line``, its number and the switch of its dashed line."""

    line: DeltaGenerator


@st.fragment
def deposit_what_if(places: DepositPlaces, comparisons: Comparisons, begins_later: bool, revision: str) -> None:
    """Computes only the deposit's account anew and redraws the picture in place."""
    rate, shown = deposit_controls(places, comparisons.valuation.currency)
    redraw(places, comparisons, rate, begins_later, revision, deposit=shown)


def deposit_controls(places: DepositPlaces, currency: str) -> tuple[float, bool]:
    """The yearly rate as a fraction, by slider or as a number, and whether its dashed line is drawn."""
    with places.slider:
        rate = risk_free_rate(currency)
    with places.line:
        _number(currency)
        shown = st.toggle(
            "Show Risk-Free Rate",
            value=True,
            key=DEPOSIT_LINE,
            bind="query-params",
            help=f"The dashed green line: {deposit_name(rate)}.",
        )
    return rate, bool(shown)


def _number(currency: str) -> None:
    show(NUMBER, rate_in_percent(currency))
    st.number_input(
        "Risk-free rate, percent a year",
        LOWEST_RATE,
        HIGHEST_RATE,
        step=RATE_STEP,
        key=NUMBER,
        on_change=_take_number,
        width=210,
    )


def _take_number() -> None:
    keep(RATE, f"{st.session_state[NUMBER]:g}")
