"""What is asked of the style analysis and the factor regression?"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from api.index.models.fit import Candidate
from api.index.models.returns import MOST_RETURNS, DatedReturn, PeriodsPerYear
from api.server.fields import Name, Question

MOST_INDEXES = 50
MOST_TABLES = 3


class StyleQuestion(Question):
    """A portfolio's returns and those of the indexes it may be a mix of."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "portfolio": [{"date": "2023-01-31", "ret": 0.03}, {"date": "2023-02-28", "ret": 0.01}],
                    "candidates": [{"symbol": "SPY", "observations": [{"date": "2023-01-31", "ret": 0.045}]}],
                    "periods_per_year": 12,
                }
            ]
        }
    )

    portfolio: Annotated[list[DatedReturn], Field(min_length=1, max_length=MOST_RETURNS)]
    candidates: Annotated[list[Candidate], Field(min_length=1, max_length=MOST_INDEXES)]
    periods_per_year: PeriodsPerYear = None
    window: Annotated[
        int | None,
        Field(strict=True, ge=20, le=MOST_RETURNS, description="Returns a rolling window; half of all unless given."),
    ] = None


class FactorQuestion(Question):
    """A portfolio's returns, and factors: the text of files as published, stored tables, or both."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "portfolio": [{"date": "2023-01-31", "ret": 0.03}, {"date": "2023-02-28", "ret": 0.01}],
                    "files": [",Mkt-RF,SMB,HML,RF\n202301,6.65,5.02,-4.05,0.35\n202302,-2.58,1.21,-0.78,0.34\n"],
                }
            ]
        }
    )

    portfolio: Annotated[list[DatedReturn], Field(min_length=1, max_length=MOST_RETURNS)]
    files: Annotated[
        list[str],
        Field(
            default_factory=list,
            max_length=MOST_TABLES,
            description="Three or five factors, and momentum; all of one frequency.",
        ),
    ]
    tables: Annotated[
        list[Name],
        Field(default_factory=list, max_length=MOST_TABLES, description="Names of stored tables, joined to them."),
    ]

    @model_validator(mode="after")
    def _check_count(self) -> Self:
        if not 1 <= len(self.files) + len(self.tables) <= MOST_TABLES:
            raise ValueError(f"should have 1 to {MOST_TABLES} files and tables together")
        return self
