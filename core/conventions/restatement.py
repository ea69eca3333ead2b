"""What would each headline number be under other conventions? By default it is exactly what the pages show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.conventions.choices import (
    AlphaKind,
    Annualising,
    Capture,
    Carry,
    Conventions,
    DayCount,
    FlowTime,
    Information,
    PartYear,
    RateStep,
    RateUse,
    Reward,
    Sampling,
    Spread,
    Target,
)
from core.conventions.day_count import years_between_dates, years_from
from core.errors import BenchmarkingError, InsufficientData
from core.market.clocks import why_apart
from core.market.levels import Floats, LevelSeries, to_date, to_day
from core.market.period import DAYS_PER_YEAR, Period
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.cash_flows import CashFlows, MoneyWeightedReturn, rate_over, xirr
from core.returns.held import days_of
from core.returns.series import ReturnSeries, compounded_by, returns_of
from core.returns.time_weighted import (
    PART_OF_A_YEAR,
    TimeWeightedReturn,
    time_weighted_over,
    time_weighted_returns,
)
from core.same_money.comparison import SameMoney
from core.statistics.capture import NO_FALL, NO_RISE, month_starts
from core.statistics.periods import periods_of, rates_per_period
from core.statistics.relative import Comparison, compare
from core.valuation.portfolio_value import Valuation
from core.valuation.window import PortfolioWindow
from core.wording import spoken_date


class Figure(StrEnum):
    """The headline numbers."""

    TWR = "twr"
    BENCHMARK_TWR = "benchmark_twr"
    XIRR = "xirr"
    BENCHMARK_XIRR = "benchmark_xirr"
    XIRR_DIFFERENCE = "xirr_difference"
    ALPHA = "alpha"
    BETA = "beta"
    VOLATILITY = "volatility"
    TRACKING_ERROR = "tracking_error"
    INFORMATION_RATIO = "information_ratio"
    SHARPE = "sharpe"
    SORTINO = "sortino"
    UP_CAPTURE = "up_capture"
    DOWN_CAPTURE = "down_capture"


@dataclass(frozen=True, slots=True, eq=False)
class Restatable:
    """All that the headline numbers are made of.

    ``cadence``: whether days serve. ``benchmark_returns``: on the days in common with the portfolio, whose base is ``base_on``. ``daily``:
    the portfolio's returns by when deposits are at work: as dealt on those days, else on all days of its own. ``fresh``: shape (n,), days
    of ``benchmark_returns`` on which no price is of an earlier day. ``returns_reason``: why ``benchmark_returns`` are not there;
    ``reasons``: why some of ``daily`` are not.
    """

    same_money: SameMoney
    daily: Mapping[FlowTime, ReturnSeries | None]
    benchmark_returns: ReturnSeries | None
    fresh: NDArray[np.bool_]
    base_on: np.datetime64
    returns_reason: str = ""
    reasons: Mapping[FlowTime, str] = field(default_factory=dict)
    cadence: Cadence = BY_DAYS


@dataclass(frozen=True, slots=True)
class Restated:
    """``values``: every headline number, fractions where rates are meant; None with an entry in ``reasons``."""

    values: Mapping[Figure, float | None]
    reasons: Mapping[Figure, str] = field(default_factory=dict)


def restatable_comparison(
    same: SameMoney, valuation: Valuation, own: LevelSeries | str, market: LevelSeries | None
) -> Restatable:
    """Everything about a portfolio beside one benchmark. ``own``, ``market``: levels on the same dates, in one currency; ``own`` is the
    reason where there are none.
    """
    daily, reasons = _otherwise_dealt(valuation)
    if isinstance(own, str) or market is None:
        said = own if isinstance(own, str) else ""
        return Restatable(same, daily, None, np.zeros(0, dtype=np.bool_), same.dates[0], said, reasons)
    mine, theirs = returns_of(own), returns_of(market)
    place = np.searchsorted(valuation.dates, mine.dates, side="right") - 1
    fresh = ~np.asarray(valuation.holding_carried.any(axis=1))[place]
    daily[FlowTime.AS_DEALT] = mine
    cadence = cadence_of(mine, (theirs,), (why_apart(own.name, own.clocks, market.name, market.clocks),))
    return Restatable(same, daily, theirs, fresh, own.dates[0], reasons=reasons, cadence=cadence)


def _otherwise_dealt(valuation: Valuation) -> tuple[dict[FlowTime, ReturnSeries | None], dict[FlowTime, str]]:
    """The daily returns under each other rule for the deals of a day, or why there are none."""
    daily: dict[FlowTime, ReturnSeries | None] = dict.fromkeys(FlowTime)
    reasons = {}
    for flow_time in (FlowTime.START, FlowTime.END):
        try:
            daily[flow_time] = returns_dealt_at(flow_time, valuation)
        except InsufficientData as refused:
            reasons[flow_time] = refused.message
    return daily, reasons


def restate(data: Restatable, conventions: Conventions, risk_free_rate: float) -> Restated:
    """Every headline number by these conventions. ``risk_free_rate``: a fraction a year, compounded yearly."""
    found = {**_time_weighted(data, conventions), **_money_weighted(data.same_money, conventions)}
    found |= _risk(data, conventions, risk_free_rate)
    reasons = {name: why for name, (value, why) in found.items() if value is None}
    return Restated({name: found[name][0] for name in Figure}, reasons)


Found = dict[Figure, tuple[float | None, str]]


def _time_weighted(data: Restatable, conventions: Conventions) -> Found:
    same, own = data.same_money, data.same_money.portfolio_time_weighted
    daily, why = data.daily[conventions.flow_time], data.reasons.get(conventions.flow_time, "")
    if conventions.flow_time is not FlowTime.AS_DEALT:
        none = TimeWeightedReturn(None, None, same.period.days, why)
        own = none if daily is None else time_weighted_over(daily, same.period, days_of(same.portfolio.held))
    sides = {Figure.TWR: (own, daily), Figure.BENCHMARK_TWR: (same.benchmark_time_weighted, data.benchmark_returns)}
    return {
        name: _yearly(
            total,
            None if returns is None else _sampled(returns, conventions, data.cadence),
            same.portfolio,
            conventions,
        )
        for name, (total, returns) in sides.items()
    }


def _yearly(
    total: TimeWeightedReturn, sampled: ReturnSeries | None, window: PortfolioWindow, conventions: Conventions
) -> tuple[float | None, str]:
    """The return a year."""
    if total.total is None:
        return None, total.reason or ""
    if days_of(window.held) < DAYS_PER_YEAR and conventions.part_year is PartYear.NEVER:
        return None, PART_OF_A_YEAR
    if conventions.annualising is Annualising.CALENDAR:
        exponent = _per_year(window.held, conventions.day_count)
        return (1.0 + total.total) ** exponent - 1.0 if exponent else None, "A single day has no yearly rate."
    if sampled is None:
        return None, "There are no common days of returns to count."
    a_year = periods_of(sampled, conventions.a_year)
    if conventions.annualising is Annualising.ARITHMETIC:
        return float(sampled.returns.mean()) * a_year, ""
    return (1.0 + total.total) ** (a_year / sampled.dates.size) - 1.0, ""


def _per_year(held: Iterable[Period], count: DayCount) -> float:
    """1 over the years in which something was held; 0 for none."""
    if count is DayCount.ACT_365F:
        days = days_of(held)
        return DAYS_PER_YEAR / days if days else 0.0
    years = sum(years_between_dates(one.start, one.end, count) for one in held)
    return 1.0 / years if years else 0.0


def _money_weighted(same: SameMoney, conventions: Conventions) -> Found:
    sides = {
        Figure.XIRR: (same.portfolio.flows, same.portfolio.closing_value, same.portfolio_xirr),
        Figure.BENCHMARK_XIRR: (same.benchmark.account.flows, same.benchmark.closing_value, same.benchmark_xirr),
    }
    if conventions.day_count is DayCount.ACT_365F:
        rates = {name: rate for name, (_, _, rate) in sides.items()}
    else:
        rates = {
            name: money_weighted(flows, value, to_day(same.period.end), conventions.day_count)
            for name, (flows, value, _) in sides.items()
        }
    if same.benchmark.ran_dry:
        rates[Figure.BENCHMARK_XIRR] = MoneyWeightedReturn(None, same.benchmark.ran_dry)
    own, other = rates[Figure.XIRR], rates[Figure.BENCHMARK_XIRR]
    difference = None if own.rate is None or other.rate is None else own.rate - other.rate
    found: Found = {name: (rate.rate, rate.reason or "") for name, rate in rates.items()}
    return found | {Figure.XIRR_DIFFERENCE: (difference, own.reason or other.reason or "")}


def money_weighted(
    flows: CashFlows, closing_value: float, closing_on: np.datetime64, count: DayCount
) -> MoneyWeightedReturn:
    """XIRR by another day count; :func:`core.returns.cash_flows.xirr` by the usual one."""
    usual = xirr(flows, closing_value, to_date(closing_on))
    if count is DayCount.ACT_365F or usual.rate is None:
        return usual
    received = CashFlows(np.append(flows.days, closing_on), np.append(-flows.amounts, closing_value))
    moved = received.amounts != 0
    days, amounts = received.days[moved], received.amounts[moved]
    years, place = np.unique(years_from(days[0], days, count), return_inverse=True)  # 30/360 has two dates at one time
    together = np.bincount(place, weights=amounts).astype(np.float64)
    kept = together != 0
    if np.count_nonzero(kept) < 2:
        return MoneyWeightedReturn(None, "By this day count all the money moved on one day.")
    return rate_over(years[kept] - years[kept][0], together[kept])


def _risk(data: Restatable, conventions: Conventions, rate: float) -> Found:
    names = tuple(Figure)[tuple(Figure).index(Figure.ALPHA) :]
    own = data.daily[conventions.flow_time]
    if own is None or data.benchmark_returns is None:
        return dict.fromkeys(names, (None, data.returns_reason or data.reasons.get(conventions.flow_time, "")))
    try:
        market, own = data.benchmark_returns, _returns_on(own, data.benchmark_returns)
        if conventions.carry is Carry.NONE:
            own, market = _linked_over(own, data.fresh), _linked_over(market, data.fresh)
        return _figures((own, market), conventions, rate, data.cadence)
    except BenchmarkingError as refused:
        return dict.fromkeys(names, (None, refused.message))


def _figures(days: tuple[ReturnSeries, ReturnSeries], conventions: Conventions, rate: float, cadence: Cadence) -> Found:
    own, market = (_sampled(one, conventions, cadence) for one in days)
    a_year = periods_of(own, conventions.a_year)
    rates = _rates(own, conventions, 0.0 if conventions.rate_use is RateUse.ZERO else rate, a_year)
    target = 0.0 if conventions.target is Target.ZERO else None
    found = compare(own, market, rates * a_year, a_year, target=target)
    if conventions.sampling is Sampling.CLOCKS:
        found = replace(found, unlinked=days, cadence=cadence)
    n = found.observations
    wider = 1.0 if conventions.spread is Spread.SAMPLE else math.sqrt((n - 1) / n)
    reasons = found.reasons
    captures = _captures(found, conventions.capture)
    values: dict[Figure, float | None] = {
        Figure.ALPHA: getattr(found, _ALPHA[conventions.alpha]),
        Figure.BETA: found.beta,
        Figure.VOLATILITY: found.volatility * wider,
        Figure.TRACKING_ERROR: found.tracking_error * wider,
        Figure.INFORMATION_RATIO: _divided(_information(found, conventions.information), wider),
        Figure.SHARPE: _divided(_sharpe(found, conventions.reward, rates), wider),
        Figure.SORTINO: found.sortino,
        **captures,
    }
    return {name: (value, _undefined_reason(name, reasons, conventions)) for name, value in values.items()}


def _rates(own: ReturnSeries, conventions: Conventions, rate: float, a_year: float) -> Floats:
    """The risk-free rate of each observation, shape (n,)."""
    if conventions.rate_step is RateStep.DAYS:
        return np.asarray(rates_per_period(rate, own))
    step = (1.0 + rate) ** (1.0 / a_year) - 1.0 if conventions.rate_step is RateStep.ROOT else rate / a_year
    return np.full(own.dates.size, step)


def _undefined_reason(name: Figure, reasons: Mapping[str, str], conventions: Conventions) -> str:
    """Why a figure may be undefined."""
    if name in (Figure.UP_CAPTURE, Figure.DOWN_CAPTURE):
        return NO_RISE if name is Figure.UP_CAPTURE else NO_FALL
    return reasons.get(_ALPHA[conventions.alpha] if name is Figure.ALPHA else str(name), "It is undefined.")


_ALPHA = {
    AlphaKind.JENSEN: "alpha",
    AlphaKind.ZERO_RATE: "alpha_without_risk_free",
    AlphaKind.COMPOUNDED: "alpha_geometric",
    AlphaKind.ANNUAL_RETURNS: "alpha_annualised_returns",
    AlphaKind.WHOLE_PERIOD: "alpha_whole_period",
}


def _divided(value: float | None, wider: float) -> float | None:
    return None if value is None else value / wider


def _information(found: Comparison, kind: Information) -> float | None:
    if kind is Information.ARITHMETIC or found.information_ratio is None:
        return found.information_ratio
    if kind is Information.ONE_PERIOD:
        return found.active_mean / found.active_deviation
    own, market = (
        compounded_a_year(one, found.periods_per_year) for one in (found.portfolio.returns, found.benchmark.returns)
    )
    return (own - market) / found.tracking_error


def _sharpe(found: Comparison, kind: Reward, rates: Floats) -> float | None:
    if kind is Reward.ARITHMETIC or found.sharpe is None:
        return found.sharpe
    excess = compounded_a_year(found.portfolio.returns - rates, found.periods_per_year)
    return excess / (found.portfolio_moments.excess_deviation * math.sqrt(found.periods_per_year))


def compounded_a_year(returns: Floats, periods_per_year: float) -> float:
    """Linked over all observations, a year: Π(1 + r)^(periods / n) − 1."""
    return float(np.prod(1.0 + returns) ** (periods_per_year / returns.size) - 1.0)


def _captures(found: Comparison, kind: Capture) -> dict[Figure, float | None]:
    if kind is Capture.MONTHS:
        return {Figure.UP_CAPTURE: found.up_capture, Figure.DOWN_CAPTURE: found.down_capture}
    own, market = found.portfolio.returns, found.benchmark.returns
    chosen = {Figure.UP_CAPTURE: market > 0, Figure.DOWN_CAPTURE: market < 0}
    return {name: _capture(own[which], market[which], kind, found.periods_per_year) for name, which in chosen.items()}


def _capture(own: Floats, market: Floats, kind: Capture, a_year: float) -> float | None:
    if not own.size:
        return None
    power = {Capture.OBSERVATIONS: 1.0 / own.size, Capture.ANNUALISED: a_year / own.size, Capture.LINKED: 1.0}[kind]
    mine, other = (float(np.prod(1.0 + one)) ** power - 1.0 for one in (own, market))
    return mine / other if other else None


def _returns_on(own: ReturnSeries, market: ReturnSeries) -> ReturnSeries:
    """The portfolio's returns linked to the market's dates, each since the market's is earned."""
    dates = market.dates
    if own.dates.size == dates.size and bool((own.dates == dates).all()):
        return own
    at = np.searchsorted(own.dates, dates)
    if (at >= own.dates.size).any() or bool((own.dates[np.minimum(at, own.dates.size - 1)] != dates).any()):
        raise InsufficientData("The days of the portfolio and of the benchmark do not fit each other here.")
    growth = np.concatenate([[1.0], np.cumprod(1.0 + own.returns)])
    begins = growth[np.searchsorted(own.dates, market.began, side="right")]
    if (begins <= 0).any():
        raise InsufficientData("By this convention everything was lost at times, from which no return follows.")
    return ReturnSeries(own.name, dates, growth[at + 1] / begins - 1.0, market.began, own.basis)


def _linked_over(series: ReturnSeries, fresh: NDArray[np.bool_]) -> ReturnSeries:
    """Only the days that are kept, each return linked over those left out before it."""
    kept = np.flatnonzero(fresh)
    if not kept.size:
        raise InsufficientData("On every day some price is of an earlier day. Count days that are carried.")
    starts = np.concatenate([[0], kept[:-1] + 1])
    linked = compounded_by(series.returns[: kept[-1] + 1], starts)
    return ReturnSeries(series.name, series.dates[kept], linked, series.began[starts], series.basis)


def _sampled(series: ReturnSeries, conventions: Conventions, cadence: Cadence) -> ReturnSeries:
    """By calendar months where months are the observations; parts of months at either end count as months."""
    if conventions.sampling is not Sampling.MONTHS:
        return cadence.linked(series) if conventions.sampling is Sampling.CLOCKS else series
    starts = month_starts(series.dates)
    ends = np.append(starts[1:], series.dates.size) - 1
    linked = compounded_by(series.returns, starts)
    return ReturnSeries(series.name, series.dates[ends], linked, series.began[starts], series.basis)


def returns_dealt_at(flow_time: FlowTime, valuation: Valuation) -> ReturnSeries:
    """The daily returns with every deposit at work from the start, or from the end of its day.

    At the start: r_t = (V_t + max(−F_t, 0))/(V_{t−1} + max(F_t, 0)) − 1, F_t the net flow.
    At the end: r_t = (V_t + out_t − in_t)/V_{t−1} − 1, and 0 on a day that began with nothing: right where deposits buy at the close of
    their day; one that is large beside what was there, and bought at another price, then counts as a gain or loss of what was there.
    Raises InsufficientData where that is more than all of it.
    """
    usual = valuation.returns
    at = np.searchsorted(valuation.dates, usual.dates)
    money = valuation.inflows, valuation.outflows, np.zeros(valuation.dates.size)
    if flow_time is FlowTime.START:
        returns = time_weighted_returns(valuation.dates, valuation.values, *money)[at]
        return replace(usual, returns=returns)
    before = np.where(at > 0, valuation.values[at - 1], 0.0)
    after = valuation.values[at] + valuation.outflows[at] - valuation.inflows[at]
    wrong = (before > 0) & (after < 0)
    if wrong.any():
        on = spoken_date(to_date(usual.dates[int(np.argmax(wrong))]))
        raise InsufficientData(
            f"With deposits at the end of the day the portfolio would have lost more than everything on {on}: the deposit of that day is "
            "too large beside what was held before. Count deposits as they were dealt, or from the start of their day."
        )
    growth = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    return replace(usual, returns=growth - 1.0)
