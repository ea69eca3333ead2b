"""What would bare flows have become in a benchmark and in a deposit? Stateless: nothing is stored, rates are fractions."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from fastapi import APIRouter

from api.same_money.cash_flow_models import CashFlowMatchAnswer, CashFlowMatchQuestion, MatchPoint
from api.server.rates import asked_rate
from api.server.strict_json import StrictJsonRoute
from core.market.levels import LevelSeries, to_days
from core.returns.cash_flows import CashFlow, CashFlows, MoneyWeightedReturn
from core.same_money.flow_comparison import FlowComparison, compare_flows
from core.wording import spoken_date
from studies.answers.chart_points import ChartPoints, chart_positions

NO_CURRENCY = ""  # unless the question names one: flows and levels are in the same, whichever that is

router = APIRouter(prefix="/v1/analytics", tags=["Analytics"], route_class=StrictJsonRoute)


@router.post("/cash-flow-match", summary="What would the same money have become in a benchmark and in a deposit?")
def cash_flow_match(question: CashFlowMatchQuestion) -> CashFlowMatchAnswer:
    """Every flow buys or sells the benchmark at the last level known on its date, and another account grows at `risk_free_rate`.

    An account never goes short: a withdrawal larger than it empties it. Rates are internal rates of return (XIRR, ACT/365).
    """
    comparison = compare_flows(
        CashFlows.of(CashFlow(flow.date, flow.amount) for flow in question.flows),
        _levels(question),
        asked_rate(question),
        question.as_of,
        question.closing_value,
    )
    return _answer(comparison, every_point=question.points == "all")


def _levels(question: CashFlowMatchQuestion) -> LevelSeries:
    ordered = sorted(question.levels, key=lambda level: level.date)
    levels = np.array([level.level for level in ordered])
    return LevelSeries(
        question.benchmark_name, to_days([level.date for level in ordered]), levels, question.currency or NO_CURRENCY
    )


def _answer(comparison: FlowComparison, every_point: bool) -> CashFlowMatchAnswer:
    chart = _chart(comparison, every_point)
    rates = {
        "benchmark_xirr": comparison.benchmark.money_weighted,
        "portfolio_xirr": comparison.portfolio_xirr,
        "risk_free_xirr": comparison.risk_free.money_weighted,
    }
    return CashFlowMatchAnswer.from_result(
        comparison,
        closing=comparison,
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=comparison.dates.size),
        reasons=dict(_reasons(rates)),
        notes=list(_notes(comparison, rates.values())),
    )


def _chart(comparison: FlowComparison, every_point: bool) -> list[MatchPoint]:
    at = chart_positions([comparison.benchmark.account.values, comparison.invested], every_point)
    columns = (
        comparison.dates,
        comparison.benchmark.account.values,
        comparison.invested,
        comparison.risk_free.account.values,
    )
    return [
        MatchPoint(date=on, benchmark_value=benchmark, invested_amount=invested, risk_free_value=deposit)
        for on, benchmark, invested, deposit in zip(*(column[at].tolist() for column in columns), strict=True)
    ]


def _reasons(rates: dict[str, MoneyWeightedReturn]) -> Iterable[tuple[str, str]]:
    """Why a rate is null; the difference of two needs both."""
    missing = {name: rate.reason or "" for name, rate in rates.items() if rate.rate is None}
    yield from missing.items()
    for name in ("portfolio_xirr", "benchmark_xirr"):
        if name in missing:
            yield "xirr_difference", missing[name]
            return


def _notes(comparison: FlowComparison, rates: Iterable[MoneyWeightedReturn]) -> Iterable[str]:
    yield from (rate.warning for rate in rates if rate.warning)
    if comparison.later_flows:
        verb = "date lies" if comparison.later_flows == 1 else "dates lie"
        yield f"Flows of {comparison.later_flows} {verb} after {spoken_date(comparison.as_of)} and are left out."
