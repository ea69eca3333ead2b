"""How does core's same-money comparison become JSON? Fractions become percent here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.same_money.cash_flow_models import ChartPoints
from api.same_money.categories import category_data, category_reasons, category_split
from api.same_money.chart_points import chart_positions
from api.same_money.models import (
    BenchmarkComparisonAnswer,
    BenchmarkSide,
    ComparisonPoint,
)
from core.category.comparison import CategoryBenchmarking
from core.market.levels import LevelSeries
from core.returns.time_weighted import TimeWeightedReturn
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation


@dataclass(frozen=True, slots=True, eq=False)
class AskedBenchmark:
    """A benchmark as it was asked for, and its levels in its own currency under the name people say."""

    ticker: str
    levels: LevelSeries


def comparison_answer(
    valuation: Valuation,
    asked: Sequence[AskedBenchmark],
    found: Sequence[SameMoney],
    every_point: bool,
    categories: CategoryBenchmarking | None = None,
) -> BenchmarkComparisonAnswer:
    """The first benchmark leads; the others are in ``benchmarks`` and in the chart. ``categories``: where they are asked for."""
    lead, chart = found[0], _chart(asked, found, every_point)
    sides = zip(asked, found, strict=True)
    parts = [one.same_money for one in categories.categories if one.same_money] if categories else []
    return BenchmarkComparisonAnswer.from_result(
        lead,
        valuation=valuation,
        benchmark_ticker=asked[0].ticker,
        closing=lead,
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=lead.dates.size),
        category_data=category_data(categories, every_point) if categories else None,
        category_split=category_split(categories) if categories else None,
        benchmarks=[BenchmarkSide.from_result(same, ticker=one.ticker, levels=one.levels) for one, same in sides],
        unpriced=valuation.unpriced,
        complete=valuation.complete,
        simulated=any(one.simulated for one in (*found, *parts)),
        reasons=dict(_reasons(found)) | (category_reasons(categories) if categories else {}),
        notes=list(dict.fromkeys([*_notes(found), *(categories.notes if categories else ())])),
    )


def _chart(asked: Sequence[AskedBenchmark], found: Sequence[SameMoney], every_point: bool) -> list[ComparisonPoint]:
    lead = found[0]
    values = [one.benchmark.account.values for one in found]
    at = chart_positions([lead.values, *values], every_point)
    columns = (lead.dates, lead.values, lead.invested, lead.risk_free.account.values)
    accounts = [one[at].tolist() for one in values]
    rows = zip(*(column[at].tolist() for column in columns), zip(*accounts, strict=True), strict=True)
    tickers = [one.ticker for one in asked]
    return [
        ComparisonPoint(
            date=on,
            portfolio_value=value,
            benchmark_value=benchmarks[0],
            invested_amount=invested,
            risk_free_value=deposit,
            benchmark_values=dict(zip(tickers, benchmarks, strict=True)) if len(tickers) > 1 else None,
        )
        for on, value, invested, deposit, benchmarks in rows
    ]


def _reasons(found: Sequence[SameMoney]) -> Iterable[tuple[str, str]]:
    """Why each null is one, by its field; those of a benchmark under ``benchmarks[1].…``."""
    lead = found[0]
    portfolio, benchmark, deposit = lead.portfolio_xirr, lead.benchmark_xirr, lead.risk_free_xirr
    yield from _without("portfolio_xirr", portfolio.rate, portfolio.reason)
    yield from _without("benchmark_xirr", benchmark.rate, benchmark.reason)
    yield from _without("risk_free_xirr", deposit.rate, deposit.reason)
    yield from _without("xirr_difference", lead.xirr_difference, portfolio.reason or benchmark.reason)
    yield from _without("risk_free_difference", lead.risk_free_difference, portfolio.reason or deposit.reason)
    yield from _return_reasons("portfolio_", lead.portfolio_time_weighted)
    for index, one in enumerate(found):
        yield from _side_reasons(f"benchmarks[{index}].", one)


def _side_reasons(place: str, found: SameMoney) -> Iterable[tuple[str, str]]:
    benchmark = found.benchmark_xirr
    yield from _without(f"{place}xirr", benchmark.rate, benchmark.reason)
    yield from _without(
        f"{place}xirr_difference", found.xirr_difference, found.portfolio_xirr.reason or benchmark.reason
    )
    yield from _return_reasons(place, found.benchmark_time_weighted)


def _return_reasons(prefix: str, found: TimeWeightedReturn) -> Iterable[tuple[str, str]]:
    yield from _without(f"{prefix}time_weighted_return", found.total, found.reason)
    yield from _without(f"{prefix}time_weighted_return_annualised", found.annualised, found.reason)


def _without(field: str, value: float | None, reason: str | None) -> Iterable[tuple[str, str]]:
    """The field with its reason where it has no value."""
    if value is None:
        yield field, reason or "It cannot be computed."


def _notes(found: Sequence[SameMoney]) -> Iterable[str]:
    """Every sentence that belongs beside the numbers: about the rates, the data, the range."""
    lead = found[0]
    for rate in (lead.portfolio_xirr, lead.risk_free_xirr, *(one.benchmark_xirr for one in found)):
        if rate.warning:
            yield rate.warning
    for one in found:
        yield from one.notes
