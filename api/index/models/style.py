"""What is asked of, and answered by, the style analysis and the factor regression?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from api.index.models.fit import Candidate, Statistic
from api.index.models.returns import MOST_RETURNS, DatedReturn
from api.server.fields import Answer, Finite, FirstDay, LastDay, Name, Question, origin
from core.index.factors import Loading

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
    periods_per_year: Annotated[float, Field(strict=True, ge=1, le=366, allow_inf_nan=False)] = 252
    window: Annotated[
        int | None,
        Field(strict=True, ge=20, le=MOST_RETURNS, description="Returns a rolling window; half of all unless given."),
    ] = None


class StyleAt(Answer):
    """The mix of the window that ends on a date."""

    date: dt.date
    weights: dict[str, float]


class StyleAnswer(Answer):
    """Fractions. `weights` are none below 0 and sum to 1; undefined is null with an entry in `reasons`."""

    observations: Annotated[int, origin("dates.size")]
    start: FirstDay
    end: LastDay
    weights: dict[str, float]
    r_squared: Statistic
    out_of_sample_r_squared: Annotated[
        Statistic, Field(description="Over returns after each rolling window, mixed with its weights.")
    ]
    tracking_error: Finite
    window: Annotated[int, origin("mixes.window")]
    rolling: list[StyleAt]
    reasons: dict[str, str]


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
    def _some(self) -> Self:
        if not 1 <= len(self.files) + len(self.tables) <= MOST_TABLES:
            raise ValueError(f"should have 1 to {MOST_TABLES} files and tables together")
        return self


class LoadingOut(Answer):
    """One coefficient. `t` is over the ordinary standard error, `newey_west_t` over that of Newey and West."""

    loading: Annotated[Finite, origin("value")]
    standard_error: Finite
    t: Statistic
    newey_west_error: Finite
    newey_west_t: Statistic


def by_name(loadings: Sequence[Loading]) -> dict[str, Loading]:
    """Coefficients by the names of their factors."""
    return {loading.name: loading for loading in loadings}


class FactorAnswer(Answer):
    """Fractions. `alpha` is a year, arithmetic; its coefficient and errors a period stand in `intercept`."""

    observations: Annotated[int, origin("dates.size")]
    start: FirstDay
    end: LastDay
    frequency: str
    alpha: Annotated[Finite, origin("alpha_a_year")]
    intercept: Annotated[LoadingOut, origin("alpha")]
    loadings: Annotated[dict[str, LoadingOut], BeforeValidator(by_name)]
    r_squared: Finite
    adjusted_r_squared: Finite
    lags: Annotated[int, Field(description="Of the Newey–West errors.")]
