"""How did portfolio and benchmarks do over the usual periods, month by month and year by year?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from core.errors import InsufficientData, MissingExchangeRateError
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.market.period import NamedRange, Period, months_before, resolve_range
from core.market.price_coverage import is_known
from core.returns.held import days_of, growth_while_held, held_within
from core.returns.series import ReturnSeries, compounded
from core.returns.time_weighted import TimeWeightedReturn, time_weighted_over
from core.valuation.portfolio_value import Valuation
from core.valuation.window import whole_period
from core.wording import spoken_date

Month = tuple[int, int]
"""(year, month)."""


@dataclass(frozen=True, slots=True)
class PeriodReturn:
    """One row of the table; ``benchmarks`` follow the order they were asked in."""

    range: NamedRange
    period: Period
    portfolio: TimeWeightedReturn
    benchmarks: tuple[TimeWeightedReturn, ...]

    @property
    def differences(self) -> tuple[float | None, ...]:
        """Portfolio minus benchmark, annualised where both are, else over the period; None where either is missing."""
        return tuple(_difference(self.portfolio, one) for one in self.benchmarks)


@dataclass(frozen=True, slots=True)
class MonthlyReturns:
    """Returns by calendar month for a heat map. ``returns[y][m]``: month m + 1 of ``years[y]``, None where there is no data.

    ``yearly``: the year's linked return over the months that are there, None where one inside is missing. ``partial``: months, as
    (year, month), that the data covers only in part.
    """

    name: str
    years: tuple[int, ...]
    returns: tuple[tuple[float | None, ...], ...]
    yearly: tuple[float | None, ...]
    partial: frozenset[tuple[int, int]]


def period_table(
    valuation: Valuation, benchmarks: Sequence[LevelSeries], rates: ExchangeRates
) -> tuple[PeriodReturn, ...]:
    """Time-weighted returns over 1M 3M 6M YTD 1Y 3Y 5Y and since the first flow, all ending at the as-of date (or the cash-out).

    Benchmarks are taken over the same dates, in the portfolio's currency. What cannot be computed is None with a reason. Raises
    InsufficientData for a portfolio without flows, MissingExchangeRateError where a benchmark's currency cannot be converted.
    """
    whole, stretches = whole_period(valuation), valuation.stretches
    returns = _returns(valuation)
    rows = []
    for name in NamedRange:
        period = resolve_range(name, whole.end, whole.start if name is NamedRange.SINCE_START else date.min)
        assert period is not None  # the last day is on or after the first flow
        # Of a range that begins before the portfolio does, a benchmark shows its own growth.
        held = held_within(stretches, period) if period.start >= whole.start else (period,)
        own = _portfolio_return(returns, whole, period, days_of(held))
        growth = tuple(_growth(one, rates, valuation.currency, held) for one in benchmarks)
        rows.append(PeriodReturn(name, period, own, growth))
    return tuple(rows)


def monthly_returns(series: LevelSeries, *spans: Period) -> MonthlyReturns:
    """Returns from month end to month end (last known levels), within each of ``spans`` (in order) or the series' own dates.

    In each the first month is earned since its first day, the last up to its last one; no month spans a gap between two, and what
    several earn in one month is linked. A month whose edge has no level that counts is None.
    """
    found: dict[Month, float | None] = {}
    partial: set[Month] = set()
    for span in spans or (series.coverage,):
        edges = _month_edges(span)
        for month, earned in _earned(series, edges).items():
            before = found.get(month, 0.0)
            found[month] = None if before is None or earned is None else (1.0 + before) * (1.0 + earned) - 1.0
        partial |= _partial(span, edges[1:])
    return _by_month(series.name, found, frozenset(partial))


def _earned(series: LevelSeries, edges: Sequence[date]) -> dict[Month, float | None]:
    days = to_days(edges)
    known = is_known(series, days)
    levels = np.full(len(edges), np.nan)
    levels[known] = series.known(days[known]).levels
    returns = (levels[1:] / levels[:-1] - 1.0).tolist()
    return {(end.year, end.month): None if np.isnan(one) else one for end, one in zip(edges[1:], returns, strict=True)}


def _returns(valuation: Valuation) -> ReturnSeries | str:
    try:
        return valuation.returns
    except InsufficientData as none:
        return none.message


def _portfolio_return(returns: ReturnSeries | str, whole: Period, period: Period, days: int) -> TimeWeightedReturn:
    if isinstance(returns, str):
        return TimeWeightedReturn(None, None, period.days, returns)
    if period.start < whole.start:
        reason = f"The portfolio begins on {spoken_date(whole.start)}, after the start of this range."
        return TimeWeightedReturn(None, None, period.days, reason)
    return time_weighted_over(returns, period, days)


def _growth(benchmark: LevelSeries, rates: ExchangeRates, currency: str, held: Sequence[Period]) -> TimeWeightedReturn:
    days = np.unique(to_days([on for one in held for on in (one.start, one.end)]))
    try:
        levels = rates.levels_in(benchmark, currency, days).levels
    except MissingExchangeRateError:
        raise
    except InsufficientData as missing:
        return TimeWeightedReturn(None, None, days_of(held), missing.message)
    return growth_while_held(days, levels, held)


def _difference(portfolio: TimeWeightedReturn, benchmark: TimeWeightedReturn) -> float | None:
    if portfolio.annualised is not None and benchmark.annualised is not None:
        return portfolio.annualised - benchmark.annualised
    if portfolio.total is None or benchmark.total is None:
        return None
    return portfolio.total - benchmark.total


def _month_edges(span: Period) -> list[date]:
    """The span's first day, every month end inside it and its last day."""
    edges = [span.start]
    while edges[-1] < span.end:
        edges.append(min(_month_end(edges[-1] + timedelta(days=1)), span.end))
    return edges


def _month_end(on: date) -> date:
    return months_before(on.replace(day=1), -1) - timedelta(days=1)


def _by_month(name: str, found: Mapping[Month, float | None], partial: frozenset[Month]) -> MonthlyReturns:
    years = tuple(sorted({year for year, _ in found}))
    grid = tuple(tuple(found.get((year, month)) for month in range(1, 13)) for year in years)
    yearly = tuple(_linked_year([one for (y, _), one in found.items() if y == year]) for year in years)
    return MonthlyReturns(name, years, grid, yearly, partial)


def _linked_year(returns: Sequence[float | None]) -> float | None:
    known = [one for one in returns if one is not None]
    return compounded(np.array(known)) if len(known) == len(returns) else None


def _partial(span: Period, ends: Sequence[date]) -> set[Month]:
    cut = set()
    if ends and span.start != _month_end(span.start):
        cut.add((ends[0].year, ends[0].month))
    if ends and span.end != _month_end(span.end):
        cut.add((span.end.year, span.end.month))
    return cut
