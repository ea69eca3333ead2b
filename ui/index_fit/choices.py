"""What is looked at, beside which indexes, since when, and against which risk-free rate?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from core.errors import did_you_mean
from ui.fit_loading import FitQuestion, FitSubject, SubjectKind
from ui.loading import benchmark_choices
from ui.notices import warning_line
from ui.plain_text import escaped
from ui.selection import (
    BENCHMARK,
    PORTFOLIO,
    RATE,
    SUBJECT,
    choice_bar,
    choose_benchmarks,
    choose_range,
    risk_free_rate,
)


def choose(subjects: Sequence[FitSubject]) -> FitQuestion:
    """The thin row at the top; on a phone it stands behind a button. Needs at least one subject."""
    labels = labels_of(subjects)
    unknown = _accept_address(labels)
    bar = choice_bar()
    with bar.portfolio:
        subject = _choose_subject(subjects, labels)
    with bar.benchmarks:
        indexes = choose_benchmarks(benchmark_choices(), subject.currency)
    with bar.range:
        period = choose_range()
    with bar.rate:
        rate = risk_free_rate(subject.currency)
    if unknown:
        near = did_you_mean(unknown, [*labels.values(), *(one.id for one in subjects)])
        warning_line(
            f"**There is no portfolio or security “{escaped(unknown)}”.** {escaped(near)} Shown instead: {escaped(subject.name)}.",
            "unknown-subject",
        )
    return FitQuestion(subject, indexes, period, rate)


def labels_of(subjects: Sequence[FitSubject]) -> dict[str, str]:
    """What the control and the address call each subject, by its key; a name that stands twice is followed by its id."""
    names = [one.name for one in subjects]
    return {one.key: one.name if names.count(one.name) == 1 else f"{one.name} ({one.id})" for one in subjects}


def _choose_subject(subjects: Sequence[FitSubject], labels: Mapping[str, str]) -> FitSubject:
    by_key = {one.key: one for one in subjects}
    shared = f"{SubjectKind.PORTFOLIO}:{st.session_state.get(PORTFOLIO)}"
    keys = list(by_key)
    chosen = st.selectbox(
        "What does this behave like",
        keys,
        index=keys.index(shared) if shared in by_key else 0,
        format_func=labels.__getitem__,
        key=SUBJECT,
        bind="query-params",
        on_change=_forget_what_belonged_to_the_other_subject,
        help="A portfolio by its daily time-weighted returns, or any instrument or index by its prices. Type to search.",
    )
    return by_key[chosen]


def _forget_what_belonged_to_the_other_subject() -> None:
    """Another subject may have another currency; a portfolio chosen here is the one that the other pages show next."""
    for key in (BENCHMARK, RATE):
        st.session_state.pop(key, None)
    kind, _, portfolio = str(st.session_state.get(SUBJECT, "")).partition(":")
    if kind == SubjectKind.PORTFOLIO:
        st.session_state[PORTFOLIO] = portfolio


def _accept_address(labels: Mapping[str, str]) -> str | None:
    """An address may name a subject by symbol, by portfolio id or by label; returns what it names where that is nothing known."""
    asked = st.query_params.get(SUBJECT)
    if asked is None or asked in labels.values():
        return None
    found = _key_of(asked, labels)
    st.session_state.pop(SUBJECT, None)
    if found is not None:
        st.query_params[SUBJECT] = labels[found]
        st.rerun()
    del st.query_params[SUBJECT]
    return asked


def _key_of(asked: str, labels: Mapping[str, str]) -> str | None:
    """The subject with this id, or with this label in other letters."""
    by_id = {key.partition(":")[2].casefold(): key for key in reversed(labels)}
    by_label = {label.casefold(): key for key, label in labels.items()}
    return by_id.get(asked.casefold()) or by_label.get(asked.casefold())
