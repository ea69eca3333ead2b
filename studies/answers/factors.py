"""Which factors does it hold? The regression in fractions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from core.index.factors import Loading
from studies.answers.fields import Answer, Finite, FirstDay, LastDay, Statistic, origin
from studies.index.factors import FactorFit


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
    periods_per_year: Finite
    start: FirstDay
    end: LastDay
    frequency: str
    alpha: Annotated[Finite, origin("alpha_a_year")]
    intercept: Annotated[LoadingOut, origin("alpha")]
    loadings: Annotated[dict[str, LoadingOut], BeforeValidator(by_name)]
    r_squared: Finite
    adjusted_r_squared: Finite
    lags: Annotated[int, Field(description="Of the Newey–West errors.")]
    notes: Annotated[list[str], origin("cadence.notes"), Field(description="Why days became weeks, where they did.")]


class StoredFactorAnswer(FactorAnswer):
    """A regression of something stored on stored factors; what was done to its returns first."""

    currency: Annotated[str, Field(description="Of the factors, in which everything is computed.")]
    converted_from: Annotated[str | None, Field(description="The subject's own currency, where it is another.")]
    left_out: Annotated[int, Field(description="Returns that span several periods of the factors.")]
    reasons: Annotated[dict[str, str], Field(description="Why nothing, or nothing sure, is said of `alpha`.")]


def stored_factor_answer(found: FactorFit) -> StoredFactorAnswer:
    """The regression, and what was done to the returns first."""
    return StoredFactorAnswer.from_result(
        found.regression,
        currency=found.factors.currency,
        converted_from=found.converted_from,
        left_out=found.left_out,
        reasons={"alpha": found.record.reason} if found.record.reason else {},
    )
