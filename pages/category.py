"""How did equity and debt each do against their own benchmark, and what did the mix of them add?"""

from __future__ import annotations

import streamlit as st

from ui.choices.benchmark_choices import choose_all
from ui.choices.selection import choice_bar, rate_after_all
from ui.reads.benchmarks import why_not_by_name
from ui.reads.category import categories_of, settings_of
from ui.reads.portfolio import portfolio_choices, valuation
from ui.views.category.settings_editor import settings_editor, suggestions
from ui.views.category.tabs import Places, category_tabs
from ui.views.same_money.deposit_alone import without_benchmark
from ui.views.trust.value_notices import value_notices
from ui.widgets.notices import guarded, no_portfolio_yet, note_line, sample_banner, simulated_benchmarks


def page() -> None:
    """Choices, the strip in which the categories add up, a tab for each, and how they are sorted."""
    st.title("Category", anchor=False)
    st.caption("How did equity and debt each do against their own benchmark, and what did the mix of them add?")
    if not portfolio_choices():
        no_portfolio_yet()
        return
    bar = choice_bar()
    chosen = choose_all(bar, why_not_by_name)
    portfolio_id, equity = chosen.portfolio.id, next(iter(chosen.benchmarks), "")
    with guarded("The portfolio"):
        valued = valuation(portfolio_id)
        if valued.simulated:
            sample_banner()
        if equity:
            value_notices(valued)
        else:
            without_benchmark(portfolio_id, chosen.currency)
        if settings_of(portfolio_id).decides_on_equity:
            note_line("Equity is measured as your own rule below says, not with the benchmark chosen above.", "rule")
        with guarded("The comparison"):
            revision = f"{portfolio_id} {chosen.range} {chosen.currency}"
            study = categories_of(portfolio_id, chosen.range, chosen.currency, equity)
            if not valued.simulated:
                simulated_benchmarks(study.study.simulated_benchmarks)
            category_tabs(Places(bar.rate, bar.page_choices), study, revision)
        rate_after_all(bar.rate, chosen.currency)
        suggestions(portfolio_id)
        settings_editor(portfolio_id, valued)
