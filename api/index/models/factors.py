"""What is asked of, and answered about, stored factor tables?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import ConfigDict, Field

from api.server.fields import Currency, Question
from studies.answers.fields import Answer, Finite, origin


class FactorFileIn(Question):
    """A factor file as published, to be kept under a name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"file": ",Mkt-RF,SMB,HML,RF\n202301,6.65,5.02,-4.05,0.35\n202302,-2.58,1.21,-0.78,0.34\n"},
            ]
        }
    )

    file: Annotated[str, Field(min_length=1, description="Its text: percent a period, months or days.")]
    currency: Annotated[Currency, Field(description="In which its returns are earned.")] = "USD"


class FactorTableOut(Answer):
    """What a stored table holds; `start` and `end` of monthly factors are the first days of their months."""

    name: str
    currency: str
    frequency: str
    factors: list[str]
    has_risk_free: bool
    start: Annotated[dt.date, origin("first")]
    end: Annotated[dt.date, origin("last")]
    observations: int


class FactorTableList(Answer):
    """All stored tables by name."""

    tables: list[FactorTableOut]


class FactorReturnsOut(FactorTableOut):
    """The table with its returns as fractions a period, in the order of `dates`."""

    dates: list[dt.date]
    returns: dict[str, list[Finite]]
    risk_free: list[Finite] | None
