"""How does a question about bare flows become core's, and core's answer JSON?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from api.same_money.cash_flow_models import (
    CashFlowMatchAnswer,
    CashFlowMatchQuestion,
    ChartPoints,
    MatchClosing,
    MatchPoint,
)
from api.same_money.chart_points import chart_indices
from core.market.levels import LevelSeries, to_days
from core.returns.cash_flows import CashFlow, CashFlows, MoneyWeightedReturn
from core.same_money.flow_comparison import FlowComparison, compare_flows
from core.wording import spoken_date

NO_CURRENCY = ""  # unless the question names one: flows and levels are in the same, whichever that is


def answer_cash_flow_match(question: CashFlowMatchQuestion) -> CashFlowMatchAnswer:
    """The question put to core and its answer in JSON's terms."""
    found = compare_flows(
        CashFlows.of(CashFlow(flow.date, flow.amount) for flow in question.flows),
        _levels(question),
        question.risk_free_rate / 100,
        question.as_of,
        question.closing_value,
    )
    return _answer(found, every_point=question.points == "all")


def _levels(question: CashFlowMatchQuestion) -> LevelSeries:
    ordered = sorted(question.levels, key=lambda level: level.date)
    levels = np.array([level.level for level in ordered])
    return LevelSeries(
        question.benchmark_name, to_days([level.date for level in ordered]), levels, question.currency or NO_CURRENCY
    )


def _answer(found: FlowComparison, every_point: bool) -> CashFlowMatchAnswer:
    chart = _chart(found, every_point)
    benchmark, deposit = found.benchmark.account, found.risk_free.account
    rates = {
        "benchmark_xirr": found.benchmark.money_weighted,
        "portfolio_xirr": found.portfolio_xirr,
        "risk_free_xirr": found.risk_free.money_weighted,
    }
    return CashFlowMatchAnswer(
        **{name: rate.rate for name, rate in rates.items()},
        xirr_difference=found.xirr_difference,
        closing=_closing(found),
        exhausted_on=benchmark.exhausted_on,
        shortfall=benchmark.shortfall,
        risk_free_exhausted_on=deposit.exhausted_on,
        risk_free_shortfall=deposit.shortfall,
        as_of=found.as_of,
        carried_days=benchmark.carried_days,
        benchmark_name=benchmark.name,
        risk_free_name=deposit.name,
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=found.dates.size),
        reasons=dict(_reasons(rates)),
        notes=list(_notes(found, rates.values())),
    )


def _closing(found: FlowComparison) -> MatchClosing:
    return MatchClosing(
        date=found.as_of,
        benchmark_value=found.benchmark.closing_value,
        invested_amount=float(found.invested[-1]),
        risk_free_value=found.risk_free.closing_value,
        portfolio_value=found.closing_value,
    )


def _chart(found: FlowComparison, every_point: bool) -> list[MatchPoint]:
    at = chart_indices(found.dates.size, every_point)
    columns = (found.dates, found.benchmark.account.values, found.invested, found.risk_free.account.values)
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


def _notes(found: FlowComparison, rates: Iterable[MoneyWeightedReturn]) -> Iterable[str]:
    yield from (rate.warning for rate in rates if rate.warning)
    if found.later_flows:
        verb = "date lies" if found.later_flows == 1 else "dates lie"
        yield f"Flows of {found.later_flows} {verb} after {spoken_date(found.as_of)} and are left out."
