"""What is a price in JSON, and what does the store answer when it is given some?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from api.server.fields import IsoDate, Name, Positive, Question, QuotedUnit
from studies.answers.fields import Answer, origin

MOST_PRICES = 100_000


class PriceIn(Question):
    """One closing price of one day."""

    symbol: Annotated[Name, Field(max_length=64)]
    date: IsoDate
    close: Annotated[Positive, Field(description="Split-adjusted close in `currency`.")]
    adjusted_close: Annotated[Positive | None, Field(description="Close with dividends reinvested, where known.")] = (
        None
    )
    currency: Annotated[
        QuotedUnit, Field(description="A minor unit such as `GBp` or `GBX` too: the price is stored in pounds.")
    ]


class PricesIn(Question):
    """Prices to be stored; a price of the same symbol and day is replaced."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"prices": [{"symbol": "INFY.NS", "date": "2024-01-02", "close": 1542.5, "currency": "INR"}]},
            ]
        }
    )

    prices: Annotated[list[PriceIn], Field(min_length=1, max_length=MOST_PRICES)]


class PricesSaved(Answer):
    """How many prices were stored, and of which symbols."""

    saved: int
    symbols: list[str]


class SeriesCoverage(Answer):
    """From when to when prices of one symbol are known, and where they are from."""

    symbol: str
    currency: str
    first_date: Annotated[dt.date, origin("first")]
    last_date: Annotated[dt.date, origin("last")]
    count: int
    source: Annotated[str, Field(description="`upload` for the user's own prices, whichever way they came.")]
    in_use: Annotated[bool, Field(description="Whether this series stands for its symbol, where several are stored.")]
    note: str


class PriceCoverage(Answer):
    """Every stored series."""

    series: list[SeriesCoverage]
