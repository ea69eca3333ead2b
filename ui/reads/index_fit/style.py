"""Which mix of indexes explains a stored subject best? Cached by id, choice, revision and day."""

from __future__ import annotations

import numpy as np

from core.index.style import Style
from core.returns.series import ReturnSeries
from studies.index.style import (
    MOST_INDEXES,
    StyleCandidates,
    StyleChoice,
    choose_usual,
    count_returns,
    distinct_names,
    find_late,
    fit_mix,
    shortest_window,
    style_candidates,
)
from ui.reads.index_fit.fit import AT_ANY_RATE, FitQuestion, asked_period, subject_levels
from ui.reads.portfolio import engine, remembered

__all__ = ["MOST_INDEXES", "StyleChoice", "shortest_window"]


@remembered(64, spinner="Looking through the catalogue …", keys=AT_ANY_RATE)
def style_candidates_of(question: FitQuestion) -> StyleCandidates:
    """The subject in its range and every index with levels in it."""
    start, end = asked_period(question)
    return style_candidates(
        engine(), subject_levels(question.subject), start, end, question.indexes, question.subject.security
    )


@remembered(64, keys=AT_ANY_RATE)
def _aligned_returns(question: FitQuestion, symbols: tuple[str, ...]) -> tuple[ReturnSeries, tuple[ReturnSeries, ...]]:
    return style_candidates_of(question).aligned_returns(symbols)


@remembered(64, keys=AT_ANY_RATE)
def usual_choice(question: FitQuestion) -> StyleChoice:
    """What the mix may hold before anybody chose."""
    return choose_usual(style_candidates_of(question), question.subject.currency, question.indexes)


def returns_there_are(question: FitQuestion, choice: StyleChoice) -> int:
    """How many returns the subject and the chosen indexes share."""
    return count_returns(_aligned_returns(question, choice.symbols)[0], choice.spacing)


def begins_late(question: FitQuestion, symbols: tuple[str, ...]) -> tuple[str, np.datetime64] | None:
    """The chosen index that begins last and the day, where that takes more than a twentieth of the subject's days."""
    return find_late(style_candidates_of(question), symbols)


@remembered(128, keys=AT_ANY_RATE)
def fit_style(question: FitQuestion, choice: StyleChoice) -> Style:
    """The mix, with the indexes under their names in the order of ``choice.symbols``. Errors as in ``style_of`` and ``StyleCandidates``."""
    return fit_mix(_aligned_returns(question, choice.symbols), choice)


def offered_indexes(question: FitQuestion) -> dict[str, str]:
    """Every index that can be part of the mix: symbol and name, the order of the catalogue."""
    return distinct_names(style_candidates_of(question))
