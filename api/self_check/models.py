"""What does the engine check answer? Every identity with what was expected and what was found."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from studies.answers.fields import Answer, Finite


class Identity(Answer):
    """A number that is known beforehand. `found` is null, with its `reason`, where the engine gave none: that is a failure."""

    name: str
    expected: Finite
    found: Finite | None
    difference: Finite | None
    tolerance: Finite
    passed: bool
    reason: str | None = None


class Checked(Answer):
    """A comparison on a mirror, the own transactions, or the known cases. `passed` is null where nothing could be checked: `left_out`."""

    subject: Annotated[
        Literal["same_money", "category", "attribution", "index_fit", "transactions", "known_cases"],
        Field(
            description="Which comparison was run with the portfolio replaced by its benchmark; `transactions`: the gain of the "
            "portfolio itself, worked out a second time."
        ),
    ]
    portfolio_id: str | None
    portfolio_name: str | None
    benchmark: str | None
    risk_free_rate: Annotated[Finite | None, Field(description="Percent a year.")]
    start: dt.date | None
    end: dt.date | None
    passed: bool | None
    largest_difference: Finite | None
    identities: list[Identity]
    left_out: list[str]


class EngineCheckAnswer(Answer):
    """`passed` where every identity holds. An arithmetic test: it does not test data, prices, dividends or settings (`notes`).

    Differences are fractions; those of money are shares of all money moved.
    """

    passed: bool
    largest_difference: Finite | None
    identities_checked: int
    failed: Annotated[
        list[str], Field(description="Portfolio, comparison and identity of everything that does not hold.")
    ]
    checks: list[Checked]
    notes: list[str]
