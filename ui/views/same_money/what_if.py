"""What if the deposit paid another rate? The slider and everything that depends on it, and nothing else, run again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.same_money.comparison import SameMoney
from ui.charts.theme import Role
from ui.choices.selection import risk_free_rate
from ui.reads.portfolio import Comparisons
from ui.views.same_money.cards import risk_free_card
from ui.views.same_money.pictures import wealth_picture
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.widgets.metric_row import draw_card
from ui.wording.headline import deposit_sentence


@dataclass(frozen=True, slots=True)
class Places:
    """Where on the page the parts stand that depend on the rate; ``picture`` is None while another view is open.

    ``badge``: draws the arithmetic test at a rate.
    """

    slider: DeltaGenerator
    sentence: DeltaGenerator
    card: DeltaGenerator
    picture: DeltaGenerator | None
    badge: Callable[[float], None]


@st.fragment
def what_if(places: Places, comparisons: Comparisons, begins_later: bool, revision: str) -> None:
    """Computes only the deposit's account anew and redraws the picture in place."""
    with places.slider:
        rate = risk_free_rate(comparisons.valuation.currency)
    redraw(places, comparisons, rate, begins_later, revision)


def redraw(
    places: Places, comparisons: Comparisons, rate: float, begins_later: bool, revision: str, deposit: bool = True
) -> None:
    """Sentence, card, picture and badge at this rate. ``deposit``: whether its dashed line is drawn."""
    several = at_rate(comparisons, rate)
    with places.sentence:
        alternative = alternative_of(several[0].risk_free, "a deposit")
        st.markdown(deposit_sentence(outcome_of(several[0], begins_later), alternative, rate))
    with places.card:
        draw_card(risk_free_card(several[0]))
    if places.picture is not None:
        with places.picture:
            wealth_picture(several, revision, frozenset() if deposit else frozenset({Role.RISK_FREE}))
    places.badge(rate)


def at_rate(comparisons: Comparisons, rate: float) -> tuple[SameMoney, ...]:
    """The comparisons with the deposit at this rate; its account is the same beside every benchmark."""
    first = comparisons.same_money[0].at_risk_free_rate(rate)
    return (first, *comparisons.same_money[1:])
