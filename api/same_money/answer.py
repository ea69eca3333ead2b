"""How does core's same-money comparison become JSON? Fractions become percent here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.same_money.cash_flow_models import ChartPoints
from api.same_money.chart_points import chart_indices
from api.same_money.models import (
    BenchmarkComparisonAnswer,
    BenchmarkSide,
    ComparisonClosing,
    ComparisonPoint,
    HoldingLine,
    UnpricedLine,
)
from core.market.levels import LevelSeries
from core.returns.time_weighted import TimeWeightedReturn
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Holding, Valuation


@dataclass(frozen=True, slots=True, eq=False)
class AskedBenchmark:
    """A benchmark as it was asked for, and its levels in its own currency under the name people say."""

    ticker: str
    levels: LevelSeries


def percent(fraction: float | None) -> float | None:
    """0.125 → 12.5; unknown stays unknown."""
    return None if fraction is None else fraction * 100


def comparison_answer(
    valuation: Valuation, asked: Sequence[AskedBenchmark], found: Sequence[SameMoney], every_point: bool
) -> BenchmarkComparisonAnswer:
    """The first benchmark leads; the others are in ``benchmarks`` and in the chart."""
    lead, chart = found[0], _chart(asked, found, every_point)
    deposit = lead.risk_free.account
    assert isinstance(lead.risk_free_rate, float)
    return BenchmarkComparisonAnswer(
        portfolio_id=valuation.portfolio_id,
        portfolio_name=valuation.name,
        currency=valuation.currency,
        benchmark_ticker=asked[0].ticker,
        benchmark_name=lead.benchmark_name,
        start=lead.period.start,
        end=lead.period.end,
        as_of=valuation.as_of,
        portfolio_xirr=percent(lead.portfolio_xirr.rate),
        benchmark_xirr=percent(lead.benchmark_xirr.rate),
        risk_free_xirr=percent(lead.risk_free_xirr.rate),
        xirr_difference=percent(lead.xirr_difference),
        risk_free_difference=percent(lead.risk_free_difference),
        risk_free_rate=round(lead.risk_free_rate * 100, 10),
        risk_free_name=deposit.name,
        portfolio_time_weighted_return=percent(lead.portfolio_time_weighted.total),
        portfolio_time_weighted_return_annualised=percent(lead.portfolio_time_weighted.annualised),
        opening_value=lead.portfolio.opening_value,
        closing=_closing(lead),
        risk_free_exhausted_on=deposit.exhausted_on,
        risk_free_shortfall=deposit.shortfall,
        chart_data=chart,
        chart_points=ChartPoints(shown=len(chart), of=lead.dates.size),
        category_data=None,
        benchmarks=[_side(one, same_money) for one, same_money in zip(asked, found, strict=True)],
        holdings=[_holding(holding) for holding in valuation.holdings],
        unpriced=[UnpricedLine(symbol=one.symbol, name=one.name, reason=one.reason) for one in valuation.unpriced],
        complete=valuation.complete,
        carried_days=valuation.carried_days,
        cash=valuation.cash_account.reason,
        simulated=any(one.simulated for one in found),
        reasons=dict(_reasons(found)),
        notes=_notes(found),
    )


def _closing(lead: SameMoney) -> ComparisonClosing:
    return ComparisonClosing(
        date=lead.period.end,
        portfolio_value=lead.portfolio.closing_value,
        benchmark_value=lead.benchmark.closing_value,
        invested_amount=float(lead.invested[-1]),
        risk_free_value=lead.risk_free.closing_value,
        ahead=lead.ahead,
        ahead_of_risk_free=lead.ahead_of_risk_free,
    )


def _side(asked: AskedBenchmark, found: SameMoney) -> BenchmarkSide:
    account = found.benchmark.account
    return BenchmarkSide(
        ticker=asked.ticker,
        name=asked.levels.name,
        currency=asked.levels.currency,
        basis=asked.levels.basis,
        simulated=asked.levels.simulated,
        xirr=percent(found.benchmark_xirr.rate),
        xirr_difference=percent(found.xirr_difference),
        time_weighted_return=percent(found.benchmark_time_weighted.total),
        time_weighted_return_annualised=percent(found.benchmark_time_weighted.annualised),
        closing_value=found.benchmark.closing_value,
        ahead=found.ahead,
        exhausted_on=account.exhausted_on,
        shortfall=account.shortfall,
        carried_days=account.carried_days,
    )


def _chart(asked: Sequence[AskedBenchmark], found: Sequence[SameMoney], every_point: bool) -> list[ComparisonPoint]:
    lead = found[0]
    at = chart_indices(lead.dates.size, every_point)
    columns = (lead.dates, lead.values, lead.invested, lead.risk_free.account.values)
    accounts = [one.benchmark.account.values[at].tolist() for one in found]
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


def _holding(holding: Holding) -> HoldingLine:
    return HoldingLine(
        symbol=holding.symbol,
        name=holding.name,
        asset_type=holding.asset_type,
        currency=holding.currency,
        quantity=holding.quantity,
        price=holding.price,
        priced_on=holding.priced_on,
        value=holding.value,
        invested=holding.invested,
        gain=holding.gain,
        weight=percent(holding.weight),
        simulated=holding.simulated,
    )


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


def _notes(found: Sequence[SameMoney]) -> list[str]:
    """Every sentence that belongs beside the numbers, once: about the rates, the data, the range."""
    lead = found[0]
    warnings = [
        lead.portfolio_xirr.warning,
        lead.risk_free_xirr.warning,
        *(one.benchmark_xirr.warning for one in found),
    ]
    sentences = [*(warning for warning in warnings if warning), *(note for one in found for note in one.notes)]
    return list(dict.fromkeys(sentences))
