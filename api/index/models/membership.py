"""What is asked of, and answered by, the constituents, membership and performance of indexes?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, model_validator

from api.server.fields import (
    FIRST_DAY,
    LAST_DAY,
    Currency,
    IsoDate,
    Money,
    Name,
    NonNegative,
    Positive,
    Question,
    Symbol,
    Text,
)
from studies.answers.fields import Answer, Finite

MOST_OBSERVATIONS = 10_000

Weight = Annotated[float, Field(strict=True, ge=-1, le=1, allow_inf_nan=False)]


def in_our_time(value: dt.datetime) -> dt.datetime:
    """A time that every database can hold in UTC."""
    if not FIRST_DAY.year <= value.year <= LAST_DAY.year:
        raise ValueError("should lie between 1900 and 2199")
    return value


Moment = Annotated[AwareDatetime, AfterValidator(in_our_time)]


class MembershipOut(Answer):
    """Whether a symbol is in an index. `confidence` is that of the answer given, 0 to 1, be it yes or no."""

    symbol: str
    index: str
    likely_member: Annotated[bool | None, Field(description="Null where nothing can be said.")]
    confidence: Finite
    reason: str
    market_cap: Finite | None
    sector: str | None
    basis: Annotated[str, Field(description="`constituents` where a list decided, `rule` for a rule of thumb.")]


class ConstituentIn(Question):
    """One member."""

    symbol: Annotated[Name, Field(max_length=64)]
    name: Text = ""
    weight: Annotated[Weight | None, Field(description="A fraction of the index.")] = None
    sector: Annotated[Text, Field(max_length=100)] = ""
    added: IsoDate | None = None
    removed: IsoDate | None = None


class ConstituentsIn(Question):
    """A list of members, or the text of a file as it is published; it replaces the list that was there."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"as_of": "2024-01-02", "constituents": [{"symbol": "A", "weight": 0.6, "sector": "Energy"}]},
                {"csv": "Ticker,Name,Weight (%)\\nA,Alpha,60\\n"},
            ]
        }
    )

    as_of: IsoDate | None = None
    constituents: Annotated[list[ConstituentIn] | None, Field(min_length=1, max_length=20_000)] = None
    csv: Annotated[str | None, Field(min_length=1, description="A fund's holdings file or a table, as text.")] = None
    source: Text = "API"

    @model_validator(mode="after")
    def either_form(self) -> ConstituentsIn:
        if (self.constituents is None) == (self.csv is None):
            raise ValueError("give either constituents or csv")
        return self


class ProblemOut(Answer):
    """A row that could not be taken over."""

    line: int
    column: str
    message: str


class ConstituentsSaved(Answer):
    """How many members were stored."""

    index: str
    saved: int
    left_out: Annotated[int, Field(description="Rows of cash and derivatives.")]
    problems: list[ProblemOut]


class ObservationIn(Question):
    """How an index stood at a time."""

    symbol: Annotated[Name, Field(max_length=64)]
    name: Text = ""
    region: Annotated[Text, Field(max_length=100)] = ""
    asset_class: Annotated[Symbol, Field(max_length=32)] = "EQUITY"
    value: Positive
    change_percent: Annotated[Money | None, Field(ge=-100)] = None
    constituents: Annotated[int | None, Field(strict=True, ge=0, le=100_000)] = None
    market_cap: NonNegative | None = None
    currency: Currency
    timestamp: Annotated[Moment, Field(description="With its zone: 2024-01-02T16:00:00Z.")]
    metadata: Annotated[dict[str, Any], Field(default_factory=dict)]


class ObservationsIn(Question):
    """Observations to be stored; one of the same symbol and time is replaced."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "observations": [
                        {"symbol": "^GSPC", "value": 4742.83, "currency": "USD", "timestamp": "2024-01-02T21:00:00Z"}
                    ]
                }
            ]
        }
    )

    observations: Annotated[list[ObservationIn], Field(min_length=1, max_length=MOST_OBSERVATIONS)]


class ObservationsSaved(Answer):
    """How many observations were stored."""

    saved: int


class ObservationOut(Answer):
    """How an index stood at a time; the time is UTC."""

    symbol: str
    name: str
    region: str
    asset_class: str
    value: Finite
    change_percent: Finite | None
    constituents: int | None
    market_cap: Finite | None
    currency: str
    timestamp: dt.datetime
    metadata: dict[str, Any]


class ObservationList(Answer):
    """Observations, oldest first, or the last of each index by symbol."""

    observations: list[ObservationOut]


class ObservationsDeleted(Answer):
    """How many observations are gone."""

    deleted: int
