"""Is an answer kept exactly as long as it is true: by its own arguments, until something is stored or the day changes?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from core.benchmark.blend import Blend, Component
from core.market.period import NamedRange
from tests.pages.conftest import own_store, standing
from tests.pages.own_portfolio import bought, stored
from ui.reads import portfolio as loading
from ui.reads.index_fit.fit import AT_ANY_RATE, FitQuestion, FitSubject, SubjectKind
from ui.reads.portfolio import remembered

__all__ = ["own_store", "standing"]

HALVES = Blend("MIX", "USD", (Component("SPY", 0.5), Component("AGG", 0.5)))
asked: list[object] = []


@remembered(8)
def first(name: str, currency: str = "") -> tuple[str, str, str]:
    asked.append(name)
    return ("first", name, currency)


@remembered(8)
def second(name: str, currency: str = "") -> tuple[str, str, str]:
    return ("second", name, currency)


@remembered(8)
def label(blend: Blend) -> str:
    asked.append(blend)
    return repr(blend.components)


@remembered(8, keys=AT_ANY_RATE)
def indexes(question: FitQuestion) -> tuple[str, ...]:
    asked.append(question)
    return question.indexes


@pytest.fixture(autouse=True)
def nothing_asked(own_store: Engine) -> None:
    asked.clear()


def test_an_answer_belongs_to_one_question_and_its_arguments() -> None:
    assert first("a") == ("first", "a", "")
    assert (first("a", ""), first(name="a"), first("a", "USD")) == (first("a"), first("a"), ("first", "a", "USD"))
    assert second("a") == ("second", "a", "")
    assert asked == ["a", "a"]


def test_it_ends_when_something_is_stored_and_when_the_day_changes(
    own_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    first("a")
    stored(own_store, bought())
    first("a")
    monkeypatch.setattr(loading, "current_date", lambda: date(2031, 5, 6))
    first("a")
    first("a")
    assert asked == ["a", "a", "a"]


def test_a_blend_counts_by_all_that_it_says() -> None:
    other = replace(HALVES, components=(Component("SPY", 0.6), Component("AGG", 0.4)))
    assert label(HALVES) == label(replace(HALVES)) != label(other)
    assert asked == [HALVES, other]


def test_a_rate_asks_for_no_other_data_but_an_index_and_a_range_do() -> None:
    subject = FitSubject(SubjectKind.SECURITY, "SPY", "SPY", "USD", False)
    question = FitQuestion(subject, ("QQQ",), NamedRange.ONE_YEAR, 0.05)
    indexes(question)
    indexes(replace(question, rate=0.07))
    assert indexes(replace(question, indexes=("IWM",))) == ("IWM",)
    indexes(replace(question, range=NamedRange.THREE_YEARS))
    indexes(replace(question, subject=replace(subject, id="AGG")))
    assert len(asked) == 4
