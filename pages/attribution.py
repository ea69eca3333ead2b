"""Where did the difference against the benchmark come from, and does it add up to the cent?"""

from __future__ import annotations

import streamlit as st

from ui.choices.selection import choice_bar, rate_after_all
from ui.reads.portfolio import portfolio_choices
from ui.views.attribution.choices import choose
from ui.views.attribution.view import attribution_view
from ui.widgets.notices import guarded, no_portfolio_yet


def page() -> None:
    """Choices, the answer, the waterfall, the segments, and the gap in money."""
    st.title("Attribution", anchor=False)
    st.caption("Where did the difference against the benchmark come from?")
    if not portfolio_choices():
        no_portfolio_yet()
        return
    bar = choice_bar()
    choice = choose(bar)
    with guarded("The attribution"):
        attribution_view(choice, bar.rate)
    rate_after_all(bar.rate, choice.currency)
