"""What is looked at, beside which indexes, since when, and against which risk-free rate?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from core.market.home import home_of
from core.wording import did_you_mean
from ui.choices.benchmark_choices import benchmarks_for
from ui.choices.kept_choices import (
    BENCHMARK,
    PORTFOLIO,
    RATE,
    SUBJECT,
    announce,
    arrive,
    choice,
    forget,
    keep,
    misread,
    misreadings,
    show,
)
from ui.choices.selection import (
    choice_bar,
    choose_benchmarks,
    choose_currency,
    choose_range,
    risk_free_rate,
    say_what_is_refused,
    say_what_was_misread,
)
from ui.reads.benchmarks import measurements, usual_of, why_not_fitted
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind
from ui.widgets.notices import note_line
from ui.wording.plain_text import escaped


def choose(subjects: Sequence[FitSubject]) -> FitQuestion:
    """The thin row at the top; on a phone it stands behind a button. Needs at least one subject."""
    bar = choice_bar()
    with bar.portfolio:
        subject = _choose_subject(subjects)
    offered = benchmarks_for(why_not_fitted)
    with bar.benchmarks:
        measured = measurements().get(subject.id) if subject.kind is SubjectKind.PORTFOLIO else None
        usual = usual_of(subject.currency, subject.simulated) or home_of(subject.currency).index
        indexes = choose_benchmarks(offered, usual, measured)
    with bar.currency:
        subject = _told_in(subject)
    with bar.range:
        period = choose_range()
    with bar.rate:
        rate = risk_free_rate(subject.currency)
    say_what_was_misread()
    say_what_is_refused(offered, indexes)
    _hint(subjects, subject)
    return FitQuestion(subject, indexes, period, rate)


def _told_in(subject: FitSubject) -> FitSubject:
    """A portfolio can be told in any currency; a security is compared in the one of its prices, and the control says so."""
    if subject.kind is SubjectKind.PORTFOLIO:
        return replace(subject, currency=choose_currency(subject.currency))
    st.selectbox(
        "Currency",
        [subject.currency],
        key=f"ys-security-currency-{subject.currency}",
        disabled=True,
        help="A security or index is compared in the currency of its own prices; only a portfolio can be told in another.",
    )
    return subject


def labels_of(subjects: Sequence[FitSubject]) -> dict[str, str]:
    """What the control calls each subject, by its key; a name that stands twice is followed by its id."""
    names = [one.name for one in subjects]
    return {one.key: one.name if names.count(one.name) == 1 else f"{one.name} ({one.id})" for one in subjects}


def _choose_subject(subjects: Sequence[FitSubject]) -> FitSubject:
    arrive()
    by_key, labels = {one.key: one for one in subjects}, labels_of(subjects)
    now = _kept_subject(labels) or next(iter(by_key))
    show(SUBJECT, now)
    chosen = by_key[
        st.selectbox(
            "What does this behave like",
            list(by_key),
            format_func=labels.__getitem__,
            key=SUBJECT,
            on_change=_take,
            args=(by_key, by_key[now]),
            help="A portfolio by its daily time-weighted returns, or any instrument or index by its prices. Type to search.",
        )
    ]
    is_portfolio = chosen.kind is SubjectKind.PORTFOLIO
    announce(SUBJECT, *(() if is_portfolio else (chosen.id,)))
    if is_portfolio:
        announce(PORTFOLIO, chosen.id)
    return chosen


def _kept_subject(labels: Mapping[str, str]) -> str | None:
    """The security asked for, else the portfolio that is chosen on every page; each by id or by label, in any letters."""
    by_id = {key.partition(":")[2].casefold(): key for key in reversed(labels)}
    known = by_id | {label.casefold(): key for key, label in labels.items()}
    for said in choice(SUBJECT):
        if said.casefold() in known:
            return known[said.casefold()]
        misread(SUBJECT, said)
    portfolios = {word: key for word, key in known.items() if key.startswith(f"{SubjectKind.PORTFOLIO}:")}
    return next((portfolios[said.casefold()] for said in choice(PORTFOLIO) if said.casefold() in portfolios), None)


def _take(by_key: Mapping[str, FitSubject], before: FitSubject) -> None:
    """A portfolio chosen here is the one that the other pages show next; another currency has another home index and rate."""
    chosen = by_key[st.session_state[SUBJECT]]
    if chosen.currency != before.currency:
        forget(BENCHMARK, RATE)
    if chosen.kind is SubjectKind.PORTFOLIO:
        forget(SUBJECT)
        keep(PORTFOLIO, chosen.id)
    else:
        keep(SUBJECT, chosen.id)


def _hint(subjects: Sequence[FitSubject], shown: FitSubject) -> None:
    """What was probably meant by a subject that nobody knows."""
    asked = misreadings().get(SUBJECT)
    if asked is None:
        return
    near = did_you_mean(asked, [*labels_of(subjects).values(), *(one.id for one in subjects)]).strip()
    text = f"{near or 'Its prices can be brought on “Your Data”.'} You see {shown.name} meanwhile."
    note_line(escaped(text, longest=400), "subject")
