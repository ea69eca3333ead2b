"""How are these numbers made, and what would they be if they were made otherwise?"""

from __future__ import annotations

import streamlit as st

from ui.choices.benchmark_choices import choose_all
from ui.choices.selection import choice_bar, rate_after_all
from ui.reads.benchmarks import why_not_compared
from ui.reads.portfolio import portfolio_choices
from ui.views.conventions.view import conventions_view, which_tools
from ui.views.same_money.deposit_alone import without_benchmark
from ui.widgets.notices import no_portfolio_yet


def page() -> None:
    """Choices, the switches, every headline number by both, and what known tools do."""
    st.title("Conventions", anchor=False)
    st.caption("How are these numbers made, and what would they be if they were made otherwise?")
    if portfolio_choices():
        bar = choice_bar()
        chosen = choose_all(bar, why_not_compared)
        if chosen.benchmarks:
            conventions_view(chosen, bar.rate)
        else:
            without_benchmark(chosen.portfolio.id, chosen.currency)
            rate_after_all(bar.rate, chosen.currency)
    else:
        no_portfolio_yet()
    which_tools()
