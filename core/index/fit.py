"""Which index does it really behave like? Many securities beside many indexes in one pass, and the best benchmark by its fit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.errors import InsufficientData, InsufficientHistoryError, InvalidSpecification
from core.market.levels import Basis, Days, Floats
from core.market.yields import checked_rate
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.common_returns import CommonReturns, common_returns
from core.returns.sampling import Spacing
from core.returns.series import ReturnSeries
from core.statistics.moments import NO_VARIATION
from core.statistics.periods import periods_of, rates_per_period
from core.statistics.record import Record, Side
from core.statistics.relative import MINIMUM_OBSERVATIONS
from core.statistics.undefined import CONSTANT_BENCHMARK, CONSTANT_PORTFOLIO

TIE = 0.005  # R² that is no farther apart counts as the same fit
BLOCK = 32  # securities at a time
ONE_THREAD = 250_000  # multiplications: a larger product is spread over threads, whose meeting takes longer than so short a product
# Of the summed variances: a smaller difference of theirs is computed from the differences themselves.
CANCELS_BELOW = 1e-4


@dataclass(frozen=True, slots=True)
class BenchmarkFit:
    """One security beside one index, fractions a year where a rate is meant; None where undefined, with its ``reason``.

    ``total_return``: the index's over the range; ``excess_return``: the security's total less it. ``like_subject``: whether it counts
    dividends as the security does; where it does not, there is no alpha.
    """

    index: str
    total_return: float
    excess_return: float
    tracking_error: float
    alpha: float | None
    beta: float | None
    correlation: float | None
    r_squared: float | None
    reason: str | None = None
    like_subject: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class IndexFit:
    """One security beside several indexes on the dates that all of them share; ``best`` first in ``ranking``.

    ``cadence``: whether by those days or by weeks; ``dates``: the last day of each return, ``first``: the first day of one.
    """

    security: str
    total_return: float
    volatility: float
    dates: Days
    periods_per_year: float
    fits: tuple[BenchmarkFit, ...]
    first: np.datetime64
    cadence: Cadence = BY_DAYS

    @property
    def observations(self) -> int:
        return self.dates.size

    @property
    def ranking(self) -> tuple[BenchmarkFit, ...]:
        """From the best benchmark to the worst; indexes without an R² are left out."""
        return rank_by_fit(self.fits)

    @property
    def best(self) -> BenchmarkFit:
        """The best benchmark; raises InsufficientData where no index has an R²."""
        ranked = self.ranking
        if not ranked:
            reasons = " ".join(dict.fromkeys(one.reason for one in self.fits if one.reason))
            raise InsufficientData(f"{self.security} fits no index: {reasons}")
        return ranked[0]

    @property
    def runner_up(self) -> BenchmarkFit | None:
        """The best of the others."""
        ranked = self.ranking
        return ranked[1] if len(ranked) > 1 else None

    @property
    def tied(self) -> bool:
        """Whether best and runner-up explain the same, so that the lower tracking error decided."""
        return self.runner_up is not None and abs(_explained(self.best) - _explained(self.runner_up)) <= TIE


@dataclass(frozen=True, slots=True, eq=False)
class FitScan:
    """Statistics of s securities × k indexes on ``dates`` (n,): every array of shape (s, k) unless said otherwise.

    NaN stands where a statistic is undefined, which :meth:`fit` turns into None with a reason. ``total_returns``,
    ``volatilities``: (s,); ``index_returns``, ``index_volatilities``: (k,). Rates are fractions a year. ``days``: over which the
    returns were earned; ``bases``: of the securities, then of the indexes.
    """

    securities: tuple[str, ...]
    indexes: tuple[str, ...]
    dates: Days
    periods_per_year: float
    total_returns: Floats
    volatilities: Floats
    index_returns: Floats
    index_volatilities: Floats
    alpha: Floats
    beta: Floats
    correlation: Floats
    tracking_error: Floats
    days: int
    bases: tuple[Basis | None, ...]

    @property
    def r_squared(self) -> Floats:
        return np.asarray(self.correlation**2)

    def fit(self, at: int) -> IndexFit:
        """One security's row."""
        total, volatility = float(self.total_returns[at]), float(self.volatilities[at])
        fits = tuple(self._fit(at, index) for index in range(len(self.indexes)))
        return IndexFit(self.securities[at], total, volatility, self.dates, self.periods_per_year, fits, self.dates[0])

    def _record(self, at: int, index: int) -> Record:
        own = Side(self.securities[at], self.bases[at])
        other = Side(self.indexes[index], self.bases[len(self.securities) + index])
        return Record(self.days, self.dates.size, own, other)

    def _fit(self, at: int, index: int) -> BenchmarkFit:
        correlation = _known(self.correlation[at, index])
        constant = CONSTANT_BENCHMARK if self.index_volatilities[index] == 0 else CONSTANT_PORTFOLIO
        unlike = self._record(at, index).unlike
        return BenchmarkFit(
            self.indexes[index],
            float(self.index_returns[index]),
            float(self.total_returns[at] - self.index_returns[index]),
            float(self.tracking_error[at, index]),
            None if unlike else _known(self.alpha[at, index]),
            _known(self.beta[at, index]),
            correlation,
            None if correlation is None else correlation**2,
            constant if correlation is None else unlike or None,
            not unlike,
        )


def scan(
    securities: Sequence[ReturnSeries],
    indexes: Sequence[ReturnSeries],
    risk_free_rate: float = 0.04,
    periods_per_year: float | None = None,
    minimum_observations: int = MINIMUM_OBSERVATIONS,
) -> FitScan:
    """All securities beside all indexes, on the dates that every series has; definitions as in :func:`core.statistics.relative.compare`.

    ``risk_free_rate``: a fraction a year. ``periods_per_year``: None for those of the data. Raises InsufficientHistoryError below
    ``minimum_observations`` (at least two),
    InsufficientData without common dates, InvalidSpecification for an index given twice or none at all.
    """
    names = tuple(one.name for one in indexes)
    _check(names, len(securities))
    shared = common_returns([*securities, *indexes])
    needed, observations = max(minimum_observations, 2), shared.dates.size
    if observations < needed:
        what = securities[0].name if len(securities) == 1 else f"{len(securities)} securities"
        raise InsufficientHistoryError(f"Comparing {what} with {', '.join(names[:5])}", observations, needed)
    own, market = shared.rows[: len(securities)], _Rows.of(shared.rows[len(securities) :])
    # In blocks that stay in the processor's cache: ten years of 500 securities at once would not.
    blocks = [_block(_Rows.of(own[at : at + BLOCK]), market) for at in range(0, len(own), BLOCK)]
    joined = _Block(*(np.concatenate(parts) for parts in zip(*(one.columns for one in blocks), strict=True)))
    days = shared.series(0)
    rates = rates_per_period(checked_rate(risk_free_rate), days, periods_per_year)
    over = _OverRate.of(joined, own, market, rates)
    return _scan(joined, market, over, shared, periods_of(days, periods_per_year))


def best_fit(
    security: ReturnSeries,
    indexes: Sequence[ReturnSeries],
    risk_free_rate: float = 0.04,
    periods_per_year: float | None = None,
    minimum_observations: int = MINIMUM_OBSERVATIONS,
    cadence: Cadence | None = None,
) -> IndexFit:
    """One security beside several indexes; errors as in :func:`scan`.

    ``cadence``: by days or by weeks, for all of them; None: as the returns themselves tell, or as they are where ``periods_per_year`` is
    asked for.
    """
    asked = BY_DAYS if periods_per_year is not None or not indexes else cadence
    series = [security, *indexes] if asked is BY_DAYS else _on_common_dates([security, *indexes])
    own, market = series[0], series[1:]
    by = cadence_of(own, market) if asked is None else asked
    weeks = by.linked_alike(series) if by.spacing is Spacing.WEEKLY else list(series)
    fit = scan(weeks[:1], weeks[1:], risk_free_rate, periods_per_year, minimum_observations).fit(0)
    return replace(fit, first=own.dates[0], cadence=by) if by.why else fit


def _on_common_dates(series: Sequence[ReturnSeries]) -> Sequence[ReturnSeries]:
    """The series themselves where they are earned over the same days."""
    shared = common_returns(series)
    as_they_are = shared.dates is series[0].dates and shared.since is series[0].since
    return series if as_they_are else [shared.series(at) for at in range(len(series))]


def rank_by_fit(fits: Sequence[BenchmarkFit]) -> tuple[BenchmarkFit, ...]:
    """Highest R² first; of those within ``TIE`` of the highest left, what counts dividends as the subject does before the rest, then the
    lowest tracking error. Never by total return.
    """
    left, ranked = [one for one in fits if one.r_squared is not None], []
    while left:
        highest = max(_explained(one) for one in left)
        tied = [one for one in left if _explained(one) >= highest - TIE]
        ranked.append(min(tied, key=lambda one: (not one.like_subject, one.tracking_error, -_explained(one))))
        left.remove(ranked[-1])
    return tuple(ranked)


def _explained(fit: BenchmarkFit) -> float:
    return -1.0 if fit.r_squared is None else fit.r_squared


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """``centred``: returns (r, n) less their row's mean; ``means``, ``variances`` (n − 1), ``totals``: (r,)."""

    centred: Floats
    means: Floats
    variances: Floats
    totals: Floats

    @classmethod
    def of(cls, rows: Sequence[Floats]) -> _Rows:
        returns = np.array(rows)
        means = returns.mean(axis=1)
        work = returns + 1.0
        totals = np.multiply.reduce(work, axis=1) - 1.0
        centred = np.subtract(returns, means[:, None], out=work)
        variances = np.einsum("ij,ij->i", centred, centred) / (returns.shape[1] - 1)
        variances[np.sqrt(variances) <= NO_VARIATION] = 0.0
        return cls(centred, means, variances, totals)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Of r securities beside k indexes: ``means``, ``variances``, ``totals``: (r,); ``covariance``, ``active``, var(p − b): (r, k)."""

    means: Floats
    variances: Floats
    totals: Floats
    covariance: Floats
    active: Floats

    @property
    def columns(self) -> tuple[Floats, ...]:
        return self.means, self.variances, self.totals, self.covariance, self.active


def _block(own: _Rows, market: _Rows) -> _Block:
    covariance = np.empty((own.means.size, market.means.size))
    step = max(1, ONE_THREAD // market.centred.size)
    for at in range(0, own.means.size, step):
        np.matmul(own.centred[at : at + step], market.centred.T, out=covariance[at : at + step])
    covariance /= own.centred.shape[1] - 1
    return _Block(own.means, own.variances, own.totals, covariance, _active_variances(own, market, covariance))


@dataclass(frozen=True, slots=True, eq=False)
class _OverRate:
    """Of excess returns over a risk-free rate: ``security_means``, (s,); ``index_means``, (k,); ``covariance``: (s, k); ``variances``:
    the indexes', (k,)."""

    security_means: Floats
    index_means: Floats
    covariance: Floats
    variances: Floats

    @classmethod
    def of(cls, block: _Block, own: Sequence[Floats], market: _Rows, rates: float | Floats) -> _OverRate:
        """From cov(p − f, b − f) = cov(p, b) − cov(p, f) − cov(b, f) + var(f), without a second pass over all pairs."""
        mean = float(np.mean(rates))
        means = block.means - mean, market.means - mean
        if not isinstance(rates, np.ndarray) or not np.ptp(rates):
            return cls(*means, block.covariance, market.variances)
        moved, freedom = rates - mean, rates.size - 1
        with_own = np.array([row @ moved for row in own]) / freedom
        with_market, spread = market.centred @ moved / freedom, float(moved @ moved) / freedom
        covariance = block.covariance - with_own[:, None] - with_market + spread
        variances = market.variances - 2.0 * with_market + spread
        for column in np.flatnonzero(variances <= (market.variances + spread) * CANCELS_BELOW):
            excess = market.centred[column] - moved
            exact = float(excess @ excess) / freedom
            variances[column] = exact if math.sqrt(exact) > NO_VARIATION else 0.0
        return cls(*means, covariance, variances)


def _scan(own: _Block, market: _Rows, over: _OverRate, shared: CommonReturns, periods: float) -> FitScan:
    with np.errstate(divide="ignore", invalid="ignore"):
        beta = np.where(over.variances, over.covariance / over.variances, np.nan)
        spread = np.sqrt(np.outer(own.variances, np.where(over.variances, market.variances, 0.0)))
        correlation = np.clip(np.where(spread, own.covariance / spread, np.nan), -1.0, 1.0)
    alpha = (over.security_means[:, None] - beta * over.index_means) * periods
    split, root = own.means.size, math.sqrt(periods)
    return FitScan(
        securities=shared.names[:split],
        indexes=shared.names[split:],
        dates=shared.dates,
        periods_per_year=periods,
        total_returns=own.totals,
        volatilities=np.sqrt(own.variances) * root,
        index_returns=market.totals,
        index_volatilities=np.sqrt(market.variances) * root,
        alpha=alpha,
        beta=beta,
        correlation=correlation,
        tracking_error=np.sqrt(own.active) * root,
        days=shared.series(0).days,
        bases=shared.bases,
    )


def _active_variances(own: _Rows, market: _Rows, covariance: Floats) -> Floats:
    """var(p − b), shape (r, k); where var(p) + var(b) − 2·cov would cancel, from the differences themselves."""
    summed = own.variances[:, None] + market.variances
    active = summed - 2.0 * covariance
    for row, column in np.argwhere(active <= summed * CANCELS_BELOW):
        difference = own.centred[row] - market.centred[column]
        exact = float(difference @ difference) / (difference.size - 1)
        active[row, column] = exact if math.sqrt(exact) > NO_VARIATION else 0.0
    return np.asarray(active)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _check(indexes: tuple[str, ...], securities: int) -> None:
    if not indexes or not securities:
        raise InvalidSpecification("There is nothing to compare. Give at least one security and one index.")
    twice = next((name for at, name in enumerate(indexes) if name in indexes[:at]), None)
    if twice is not None:
        raise InvalidSpecification(f"{twice} is given twice. Name every index once.")
