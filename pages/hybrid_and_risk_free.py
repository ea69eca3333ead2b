"""What if the same money had gone into a mix, rebalanced by a rule, or into a deposit?"""

from __future__ import annotations

import streamlit as st

from ui.choices.selection import choice_bar, rate_after_all
from ui.reads.portfolio import portfolio_choices
from ui.reads.selection import Selection
from ui.views.hybrid.choices import choose
from ui.views.hybrid.view import hybrid_view
from ui.views.same_money.deposit_alone import deposit_alone
from ui.widgets.notices import guarded, no_portfolio_yet


def page() -> None:
    """Choices, the answer, the picture, then the lab and the break-even."""
    st.title("Hybrid and Risk-Free", anchor=False)
    st.caption(
        "What would the same money have become in a mix of indexes, rebalanced by a rule, and in a bank deposit?"
    )
    if not portfolio_choices():
        no_portfolio_yet()
        return
    bar = choice_bar()
    choice = choose(bar)
    if choice.benchmark_id:
        hybrid_view(choice, bar.rate, bar.page_choices)
        return
    with guarded("The comparison"):
        deposit_alone(Selection(choice.portfolio, (), choice.range, choice.currency), bar.rate)
    rate_after_all(bar.rate, choice.currency)
