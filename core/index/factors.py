"""Which known sources of return does it hold? Regression on factors such as those of Fama and French."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification
from core.market.levels import Days, Floats, LevelSeries
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.sampling import Spacing
from core.returns.series import ReturnSeries, compounded_by, returns_of
from core.statistics.jensen_alpha import newey_west_lags, student_quantile
from core.statistics.moments import NO_VARIATION

LEAST_OBSERVATIONS, LEAST_PER_COEFFICIENT = 20, 3
COLLINEAR = 1e-10  # smallest over largest singular value of the scaled factors
BEGINS_BY, ENDS_FROM = 7, 24  # days of the month between which the returns of a whole month reach


class Frequency(StrEnum):
    """How often the factors are known; weekly: daily ones that are linked by weeks."""

    MONTHLY = "monthly"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, eq=False)
class FactorTable:
    """Factor returns as fractions a period. ``dates``: (n,), of a month its first day; ``values``: (k, n); ``risk_free``: (n,) or None."""

    names: tuple[str, ...]
    frequency: Frequency
    dates: Days
    values: Floats
    risk_free: Floats | None

    def __post_init__(self) -> None:
        if self.values.shape != (len(self.names), self.dates.size) or not np.all(np.isfinite(self.values)):
            raise InvalidSpecification("A factor table needs one finite return a date for every factor.")
        if np.any(np.diff(self.dates.astype(np.int64)) <= 0):
            raise InvalidSpecification("The dates of the factors must increase, without repeats.")

    def periods_within(self, first: np.datetime64, last: np.datetime64) -> float:
        """The factors' observations a year between two of their dates; a month is a twelfth."""
        if self.frequency is Frequency.MONTHLY:
            return 12.0
        dates = self.dates[(self.dates >= first) & (self.dates <= last)]
        return ReturnSeries("", dates, np.zeros(dates.size)).periods_per_year


@dataclass(frozen=True, slots=True)
class Loading:
    """One coefficient with its ordinary and its Newey–West standard error; t is over the ordinary one."""

    name: str
    value: float
    standard_error: float
    newey_west_error: float

    @property
    def t(self) -> float | None:
        return self.value / self.standard_error if self.standard_error else None

    @property
    def newey_west_t(self) -> float | None:
        return self.value / self.newey_west_error if self.newey_west_error else None


@dataclass(frozen=True, slots=True, eq=False)
class FactorRegression:
    """p − rf = alpha + Σ loading · factor + e over ``dates``. ``alpha``: a period, as fractions; ``lags``: of the Newey–West errors.

    ``periods_per_year``: of the factors over those dates; ``cadence``: whether days became weeks, and why.
    """

    portfolio: str
    frequency: Frequency
    periods_per_year: float
    dates: Days
    alpha: Loading
    loadings: tuple[Loading, ...]
    r_squared: float
    adjusted_r_squared: float
    lags: int
    cadence: Cadence = BY_DAYS

    @property
    def alpha_a_year(self) -> float:
        """Arithmetic: alpha × periods a year."""
        return self.alpha.value * self.periods_per_year

    def interval(self, one: Loading) -> tuple[float, float]:
        """The 95 % interval of a coefficient by its Newey–West error, with n − k degrees of freedom."""
        half = student_quantile(self.dates.size - len(self.loadings) - 1) * one.newey_west_error
        return one.value - half, one.value + half


def joined_tables(tables: Sequence[FactorTable]) -> FactorTable:
    """Several tables (three factors and momentum) on their common dates; the first risk-free rate counts.

    Raises InvalidSpecification for different frequencies or a factor that stands twice, InsufficientData without common dates.
    """
    if len({one.frequency for one in tables}) != 1:
        raise InvalidSpecification("Give factor files of one frequency: all monthly, or all daily.")
    names = tuple(name for one in tables for name in one.names)
    if len(set(names)) < len(names):
        raise InvalidSpecification("A factor stands in two of the files. Give each of them once.")
    dates = tables[0].dates
    for one in tables[1:]:
        dates = np.intersect1d(dates, one.dates, assume_unique=True)
    if dates.size == 0:
        raise InsufficientData("The factor files have no date in common.")
    rows = np.vstack([one.values[:, one.dates.searchsorted(dates)] for one in tables])
    rates = [one.risk_free[one.dates.searchsorted(dates)] for one in tables if one.risk_free is not None]
    return FactorTable(names, tables[0].frequency, dates, rows, rates[0] if rates else None)


def whole_months(series: ReturnSeries) -> ReturnSeries:
    """Returns linked by calendar month, dated by its first day. Of more than one return a month, only whole months are kept:
    those whose returns begin by the 7th and end from the 24th on. Of no return there is none."""
    if not series.dates.size:
        return series
    months = series.dates.astype("datetime64[M]")
    starts = np.flatnonzero(np.concatenate(([True], months[1:] != months[:-1])))
    linked = compounded_by(series.returns, starts)
    firsts = months[starts].astype("datetime64[D]")
    if starts.size < series.dates.size:
        last = np.concatenate((starts[1:], [series.dates.size])) - 1
        day_of = (series.dates - months.astype("datetime64[D]")).astype(np.int64) + 1
        whole = (day_of[starts] <= BEGINS_BY) & (day_of[last] >= ENDS_FROM)
        firsts, linked = firsts[whole], linked[whole]
    return ReturnSeries(series.name, firsts, linked)


def period_returns(levels: LevelSeries, factors: FactorTable) -> tuple[ReturnSeries, int]:
    """Returns that span one period of the factors each, and how many were left out because they span several.

    For daily factors, levels on days without factors (weekends, holidays elsewhere) are linked over; for monthly ones the months are
    those of :func:`whole_months`.
    """
    if factors.frequency is Frequency.DAILY:
        return _by_day(levels, factors)
    months = whole_months(returns_of(levels))
    own = levels.dates.astype("datetime64[M]")
    after_gap = own[1:][np.diff(own.astype(np.int64)) > 1]
    kept = ~np.isin(months.dates.astype("datetime64[M]"), after_gap)
    return ReturnSeries(levels.name, months.dates[kept], months.returns[kept]), int(np.count_nonzero(~kept))


def _by_day(levels: LevelSeries, factors: FactorTable) -> tuple[ReturnSeries, int]:
    dates, at, of = np.intersect1d(levels.dates, factors.dates, assume_unique=True, return_indices=True)
    returns = levels.levels[at][1:] / levels.levels[at][:-1] - 1.0
    one_day = np.diff(of) == 1
    return ReturnSeries(levels.name, dates[1:][one_day], returns[one_day]), int(np.count_nonzero(~one_day))


def factor_regression(portfolio: ReturnSeries, factors: FactorTable, why_weeks: str = "") -> FactorRegression:
    """Ordinary least squares on the dates that both have; daily returns are linked to months for monthly factors.

    Daily ones are linked to weeks, as the factors are, where ``why_weeks`` or the returns themselves say that clocks differ (as
    :func:`core.returns.cadence.cadence_of` tells it beside the first factor). Raises InsufficientData without a risk-free rate,
    InsufficientHistoryError below 20 observations or 3 a coefficient, InvalidSpecification where one factor is a mix of the others,
    InsufficientData where the portfolio never varied.
    """
    if factors.risk_free is None:
        raise InsufficientData("The factor files hold no risk-free rate (RF). Add the three- or five-factor file.")
    own = whole_months(portfolio) if factors.frequency is Frequency.MONTHLY else portfolio
    dates, at, of = np.intersect1d(own.dates, factors.dates, assume_unique=True, return_indices=True)
    needed = max(LEAST_OBSERVATIONS, LEAST_PER_COEFFICIENT * (len(factors.names) + 1))
    if dates.size < needed:
        raise InsufficientHistoryError(
            f"A regression of {portfolio.name} on {len(factors.names)} factors", dates.size, needed
        )
    rows = [own.returns[at], factors.risk_free[of], *factors.values[:, of]]
    if factors.frequency is Frequency.DAILY:
        series = [
            ReturnSeries(name, dates, row) for name, row in zip((own.name, "RF", *factors.names), rows, strict=True)
        ]
        cadence = cadence_of(series[0], series[2:3], (why_weeks,))
        if cadence.spacing is Spacing.WEEKLY and cadence.linked(series[0]).dates.size >= needed:
            return _by_weeks([cadence.linked(one) for one in series], cadence)
        return replace(_regress(portfolio.name, factors, dates, rows), cadence=replace(cadence, spacing=Spacing.DAILY))
    return _regress(portfolio.name, factors, dates, rows)


def _by_weeks(linked: Sequence[ReturnSeries], cadence: Cadence) -> FactorRegression:
    """Of returns, risk-free rate and factors that are linked alike."""
    own, rate, *values = linked
    table = FactorTable(
        tuple(one.name for one in values),
        Frequency.WEEKLY,
        own.dates,
        np.array([one.returns for one in values]),
        rate.returns,
    )
    return replace(_regress(own.name, table, own.dates, [one.returns for one in linked]), cadence=cadence)


def _regress(name: str, factors: FactorTable, dates: Days, rows: Sequence[Floats]) -> FactorRegression:
    """``rows``: the portfolio's returns, the risk-free rate and every factor, each of shape (n,)."""
    excess, design = rows[0] - rows[1], np.column_stack((np.ones(dates.size), *rows[2:]))
    n, k = design.shape
    scales = np.sqrt(np.square(design).mean(axis=0))
    if not scales.all() or np.linalg.cond(design / scales) > 1.0 / COLLINEAR:
        raise InvalidSpecification("One factor never varies or is a mix of the others. Leave it out.")
    spread = float(np.square(excess - excess.mean()).sum())
    if math.sqrt(spread / (n - 1)) <= NO_VARIATION:
        raise InsufficientData(
            f"The returns of {name} never vary over the risk-free rate, so there is nothing to explain."
        )
    inverse = np.asarray(np.linalg.pinv(design), dtype=np.float64)
    coefficients = inverse @ excess
    residuals = excess - design @ coefficients
    squares, lags = float(residuals @ residuals), newey_west_lags(n)
    ordinary = np.sqrt(np.square(inverse).sum(axis=1) * squares / (n - k))
    robust = _newey_west(inverse, residuals, lags) * math.sqrt(n / (n - k))
    names = ("alpha", *factors.names)
    told = [Loading(*row) for row in zip(names, coefficients.tolist(), ordinary.tolist(), robust.tolist(), strict=True)]
    explained = 1.0 - squares / spread
    adjusted = 1.0 - (1.0 - explained) * (n - 1) / (n - k)
    periods = factors.periods_within(dates[0], dates[-1])
    return FactorRegression(
        name, factors.frequency, periods, dates, told[0], tuple(told[1:]), explained, adjusted, lags
    )


def _newey_west(inverse: Floats, residuals: Floats, lags: int) -> Floats:
    """Standard errors (k,) with Bartlett weights: of the influence series, each coefficient's own moving sums over lags + 1."""
    influence = inverse * residuals
    kernel = np.ones(lags + 1)
    moving = np.array([np.convolve(row, kernel) for row in influence])
    return np.asarray(np.sqrt(np.square(moving).sum(axis=1) / (lags + 1)))
