"""What do numbers say that were sent along? Stateless analytics: nothing is stored, rates are answered as fractions."""

from __future__ import annotations

from fastapi import APIRouter

from api.index.models.returns import ReturnComparisonAnswer, ReturnComparisonQuestion
from api.index.return_comparison import answer_return_comparison
from api.same_money.cash_flow_match import answer_cash_flow_match
from api.same_money.cash_flow_models import CashFlowMatchAnswer, CashFlowMatchQuestion
from api.server.strict_json import StrictJsonRoute

router = APIRouter(prefix="/v1/analytics", tags=["Analytics"], route_class=StrictJsonRoute)


@router.post("/cash-flow-match", summary="What would the same money have become in a benchmark and in a deposit?")
def cash_flow_match(question: CashFlowMatchQuestion) -> CashFlowMatchAnswer:
    """Every flow buys or sells the benchmark at the last level known on its date, and another account grows at `risk_free_rate`.

    An account never goes short: a withdrawal larger than it empties it. Rates are internal rates of return (XIRR, ACT/365).
    """
    return answer_cash_flow_match(question)


@router.post("/comparison", summary="How does one return series compare with another?")
def comparison(question: ReturnComparisonQuestion) -> ReturnComparisonAnswer:
    """Alpha with its errors, beta, risk, reward and captures, on the dates that both series have.

    Sample statistics (n − 1); a year has `periods_per_year` periods. Below `minimum_observations` the answer is 422.
    """
    return answer_return_comparison(question)
