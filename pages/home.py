"""Compared with what? Every short answer about one portfolio, each with the way to the whole."""

from __future__ import annotations

import streamlit as st

from ui.choices.benchmark_choices import choose_all
from ui.choices.selection import choice_bar, risk_free_rate
from ui.reads.benchmarks import beside_the_deposit, compared_with_all, why_not_compared
from ui.reads.portfolio import portfolio_choices
from ui.reads.selection import Selection
from ui.views.home.questions import Questions
from ui.views.home.tiles import draw_tiles
from ui.views.report.downloads import report_downloads
from ui.views.same_money import explanations
from ui.views.same_money.deposit_alone import without_benchmark
from ui.views.same_money.sentence import outcome_of
from ui.widgets.destinations import lead_to_your_data
from ui.widgets.notices import empty_state, guarded
from ui.wording.headline import what_became


def page() -> None:
    """Choices, what became of the money, and a tile for every question."""
    st.title("Compared with what?", anchor=False)
    st.caption("One portfolio, every short answer; each leads to the page that tells the rest.")
    if not portfolio_choices():
        empty_state("No portfolio yet", "Bring your transactions on **Your Data**; it takes a minute.")
        lead_to_your_data("Bring your transactions")
        return
    bar = choice_bar()
    chosen = choose_all(bar, why_not_compared, several=True)
    with bar.rate:
        rate = risk_free_rate(chosen.currency)
    with guarded("The overview"):
        _show(chosen, rate)


def _show(chosen: Selection, rate: float) -> None:
    if chosen.benchmarks:
        comparisons = compared_with_all(chosen)
        explanations.trust_notices(comparisons)
    else:
        comparisons = beside_the_deposit(chosen.portfolio.id, chosen.range, chosen.currency)
        without_benchmark(chosen.portfolio.id, chosen.currency)
    asked = Questions(chosen, comparisons, rate)
    with st.container(key="ys-headline"):
        st.markdown(what_became(outcome_of(asked.same_money, asked.begins_later)))
    with draw_tiles(asked.tiles()):
        st.markdown("## To take along")
        if chosen.benchmarks:
            st.markdown("All of it in one file that prints, or every input and result with a script that checks them.")
            report_downloads(chosen)
        else:
            st.markdown("A report and an audit pack, once there is a benchmark.")
    explanations.notes_beside_numbers(comparisons)
