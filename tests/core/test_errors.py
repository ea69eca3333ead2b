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
    family = [InvalidSpecification, InsufficientData, NotFound, Conflict, MissingLevelsError, InsufficientHistoryError]
    assert all(issubclass(error, BenchmarkingError) for error in [*family, MissingExchangeRateError])
    assert len({error.code for error in [*family, MissingExchangeRateError]}) == 7


def test_what_does_not_reach_is_insufficient_data() -> None:
    for error in (MissingLevelsError, InsufficientHistoryError, MissingExchangeRateError):
        assert issubclass(error, InsufficientData)


def test_facts_are_kept() -> None:
    error = InvalidSpecification("No.", total=0.9)
    assert (str(error), error.message, error.details) == ("No.", "No.", {"total": 0.9})


def test_not_found_names_the_thing_and_near_spellings() -> None:
    error = NotFound("index", "^NSE", ["^NSEI"])
    assert error.message == "There is no index “^NSE”. Did you mean ^NSEI?"
    assert (error.kind, error.name) == ("index", "^NSE")


def test_missing_levels_say_why_and_what_to_do() -> None:
    late = MissingLevelsError("Nifty", date(2024, 5, 9), date(2024, 5, 1), 7)
    assert "the last one is of 1 May 2024, more than 7 days before" in late.message
    assert "add the missing prices" in late.message
    assert late.details == {"name": "Nifty", "on": "2024-05-09", "last_known": "2024-05-01"}
    early = MissingLevelsError("Nifty", date(2024, 5, 9), None, 7)
    assert "its data begins later" in early.message
    assert early.details["last_known"] is None


def test_too_short_a_history_says_how_short() -> None:
    error = InsufficientHistoryError("Beta", 12, 20)
    assert "at least 20 observations, but there are 12" in error.message
    assert (error.observations, error.needed) == (12, 20)


def test_a_missing_exchange_rate_names_the_pair() -> None:
    error = MissingExchangeRateError("USD", "INR")
    assert "USDINR" in error.message
    assert error.details == {"base": "USD", "quote": "INR"}
