"""Does every error keep its facts, write its own sentence and say what to do next?"""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import (
    BenchmarkingError,
    Conflict,
    InsufficientData,
    InsufficientHistoryError,
    InvalidSpecification,
    MissingExchangeRateError,
    MissingLevelsError,
    NotFound,
)
from core.wording import did_you_mean, spoken_date


def test_a_date_as_people_read_it() -> None:
    assert spoken_date(date(2025, 12, 1)) == "1 Dec 2025"


@pytest.mark.parametrize(
    ("wrong", "known", "hint"),
    [
        ("^nsie", ["^NSEI", "^GSPC"], " Did you mean ^NSEI?"),
        ("sample-us", ["sample-us-growth", "sample-household"], " Did you mean sample-us-growth or sample-household?"),
        ("zzzz", ["^NSEI"], ""),
        ("x", [], ""),
    ],
)
def test_near_spellings_are_offered(wrong: str, known: list[str], hint: str) -> None:
    assert did_you_mean(wrong, known) == hint


def test_every_error_is_one_of_ours_with_a_code_of_its_own() -> None:
    insufficient = [MissingLevelsError, InsufficientHistoryError, MissingExchangeRateError]
    family = [InvalidSpecification, InsufficientData, NotFound, Conflict, *insufficient]
    assert all(issubclass(error, BenchmarkingError) for error in family)
    assert all(issubclass(error, InsufficientData) for error in insufficient)
    assert len({error.code for error in family}) == 7


def test_facts_are_kept() -> None:
    error = InvalidSpecification("No.", total=0.9)
    assert (str(error), error.message, error.details) == ("No.", "No.", {"total": 0.9})
    absent = NotFound("index", "^NSE", ["^NSEI"])
    assert absent.message == "There is no index “^NSE”. Did you mean ^NSEI?"
    assert (absent.kind, absent.name) == ("index", "^NSE")


def test_missing_levels_say_why_and_what_to_do() -> None:
    late = MissingLevelsError("Nifty", date(2024, 5, 9), date(2024, 5, 1), 7)
    assert "the last one is of 1 May 2024, more than 7 days before" in late.message
    assert "add the missing prices" in late.message
    assert late.details == {"name": "Nifty", "on": "2024-05-09", "last_known": "2024-05-01"}
    early = MissingLevelsError("Nifty", date(2024, 5, 9), None, 7)
    assert "its data begins later" in early.message
    assert early.details["last_known"] is None


def test_too_short_a_history_and_a_missing_pair_say_which() -> None:
    short = InsufficientHistoryError("Beta", 12, 20)
    assert "at least 20 observations, but there are 12" in short.message
    assert (short.observations, short.needed) == (12, 20)
    pair = MissingExchangeRateError("USD", "INR")
    assert "USDINR" in pair.message
    assert pair.details == {"base": "USD", "quote": "INR"}
