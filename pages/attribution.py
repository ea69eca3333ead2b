"""Where did the difference against the benchmark come from, and does it add up to the cent?"""

from __future__ import annotations

import streamlit as st

from ui.choices.benchmark_choices import choose_all
from ui.choices.selection import choice_bar, rate_after_all
from ui.reads.benchmarks import why_not_taken_apart
from ui.reads.portfolio import portfolio_choices
from ui.views.attribution.choices import choose_how
from ui.views.attribution.view import attribution_view
from ui.views.same_money.deposit_alone import without_benchmark
from ui.widgets.notices import guarded, no_portfolio_yet


def page() -> None:
    """Choices, the answer, the waterfall, the segments, and the gap in money."""
    st.title("Attribution", anchor=False)
    st.caption("Where did the difference against the benchmark come from?")
    if not portfolio_choices():
        no_portfolio_yet()
        return
    bar = choice_bar()
    chosen = choose_all(bar, why_not_taken_apart)
    with guarded("The attribution"):
        if chosen.benchmarks:
            attribution_view(choose_how(bar, chosen), bar.rate)
        else:
            without_benchmark(chosen.portfolio.id, chosen.currency)
    rate_after_all(bar.rate, chosen.currency)
