"""What does the page show of one subject beside its indexes? One view after the other, each computed when it is opened."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.choices.selection import VIEW
from ui.reads.benchmarks import usual_of
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind
from ui.reads.portfolio import valuation
from ui.views.index_fit.comparison import comparison_tab
from ui.views.index_fit.factors import factors_tab
from ui.views.index_fit.members.members import members_tab
from ui.views.index_fit.rolling import rolling_tab
from ui.views.index_fit.scan import scan_tab
from ui.views.index_fit.sizing.position import position_section
from ui.views.index_fit.sizing.signal import signal_section
from ui.views.index_fit.style import style_tab
from ui.views.same_money.deposit_alone import without_benchmark
from ui.views.trust.self_check import fit_line
from ui.views.trust.value_notices import value_notices
from ui.widgets.notices import guarded, sample_banner


def _size_and_signal(question: FitQuestion) -> None:
    with guarded("The position size"):
        position_section(question)
    with guarded("The signal"):
        signal_section(question)


TABS: dict[str, tuple[str, Callable[[FitQuestion], None]]] = {
    "Fit": ("The comparison", comparison_tab),
    "Scan": ("The scan", scan_tab),
    "Rolling": ("The rolling fit", rolling_tab),
    "Style": ("The style", style_tab),
    "Factors": ("The factors", factors_tab),
    "Members": ("The membership", members_tab),
    "Size and signal": ("Size and signal", _size_and_signal),
}


def _portfolio_notices(subject: FitSubject) -> None:
    """What must be known of its value and, where no benchmark of its market is real, the way to one."""
    if usual_of(subject.currency, subject.simulated) is None:
        without_benchmark(subject.id, subject.currency)
    else:
        value_notices(valuation(subject.id))


def fit_view(question: FitQuestion) -> None:
    """Everything below the choices."""
    if question.subject.simulated:
        sample_banner()
    if question.subject.kind is SubjectKind.PORTFOLIO:
        _portfolio_notices(question.subject)
    opened = st.tabs(list(TABS), key=f"fit-{VIEW}", on_change="rerun", bind="query-params")
    for tab, (what, draw) in zip(opened, TABS.values(), strict=True):
        if tab.open:
            with tab, guarded(what):
                draw(question)
            if draw is not comparison_tab:  # which shows it right under its own numbers
                with tab:
                    fit_line(question)
