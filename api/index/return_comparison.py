"""How does one return series compare with another? Both are sent along: nothing is stored, rates are fractions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from fastapi import APIRouter

from api.index.models.returns import DatedReturn, ReturnComparisonAnswer, ReturnComparisonQuestion
from api.server.large_returns import refuse_too_large
from api.server.rates import asked_rate
from api.server.strict_json import StrictJsonRoute
from core.market.levels import to_days
from core.returns.alignment import aligned_returns
from core.returns.cadence import BY_DAYS, cadence_of
from core.returns.series import ReturnSeries
from core.statistics.relative import Comparison, compare

OF_ALPHA = ("alpha_standard_error", "alpha_newey_west_error", "alpha_t", "alpha_low", "alpha_high")

router = APIRouter(prefix="/v1/analytics", tags=["Analytics"], route_class=StrictJsonRoute)


@router.post("/comparison", summary="How does one return series compare with another?")
def comparison(question: ReturnComparisonQuestion) -> ReturnComparisonAnswer:
    """Alpha with its errors, beta, risk, reward and captures, on the dates that both series have.

    Sample statistics (n − 1); a year has `periods_per_year` periods. Unless they are given, days become weeks where one series follows
    the other a day late, as a fund of foreign shares does. Below `minimum_observations` the answer is 422.
    """
    portfolio = return_series(question.portfolio_name, question.portfolio)
    benchmark = return_series(question.benchmark_name, question.benchmark)
    with refuse_too_large(), np.errstate(invalid="raise"):
        own, market = aligned_returns(portfolio, benchmark)
        cadence = BY_DAYS if question.periods_per_year else cadence_of(own, (market,))
        found = compare(
            portfolio,
            benchmark,
            asked_rate(question),
            question.periods_per_year,
            question.minimum_observations,
            cadence=cadence,
        )
        return _answer(found, list(_notes(found, portfolio, benchmark)))


def return_series(name: str, rows: Sequence[DatedReturn]) -> ReturnSeries:
    """Dated returns in any order as core's series; raises InvalidSpecification for a date that stands twice."""
    ordered = sorted(rows, key=lambda row: row.date)
    return ReturnSeries(name, to_days([row.date for row in ordered]), np.array([row.ret for row in ordered]))


def _answer(found: Comparison, notes: list[str]) -> ReturnComparisonAnswer:
    answer = ReturnComparisonAnswer.from_result(found, reasons={}, notes=notes)
    return answer.model_copy(update={"reasons": _reasons(found, answer)})


def _reasons(found: Comparison, answer: ReturnComparisonAnswer) -> dict[str, str]:
    """Core's reasons under the names of the answer's fields; the errors of alpha share one."""
    reasons = found.reasons
    shared = reasons.get("jensen.t") or reasons.get("alpha", "")
    own = {name: reason for name, reason in reasons.items() if name in ReturnComparisonAnswer.model_fields}
    if "beta_interval" in reasons:
        own |= dict.fromkeys(("beta_low", "beta_high"), reasons["beta_interval"])
    return own | {name: shared for name in OF_ALPHA if getattr(answer, name) is None}


def _notes(found: Comparison, *given: ReturnSeries) -> Iterable[str]:
    """How many of the returns that were sent stand in no observation of their own."""
    if found.cadence.note:
        yield found.cadence.note
    for series in given:
        left = series.dates.size - found.unlinked[0].dates.size
        if left:
            yield f"{left} of the {series.dates.size} returns of {series.name} have no date in common and are linked over or left out."
