"""What did the whole range bring, and how were the market's rises and falls captured? Statistics of linked returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.levels import Days, Floats
from core.returns import ReturnSeries

NO_RISE = "The benchmark did not rise in any period, so there is no up capture."
NO_FALL = "The benchmark did not fall in any period, so there is no down capture."
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class PathStatistics:
    """What is made of linked returns. Fractions over the whole range, not a year.

    ``up_capture``: the portfolio's geometric mean return over the ``up_periods`` in which the benchmark rose, over the benchmark's;
    ``down_capture`` alike. The periods are calendar months, or the observations where those are not finer.
    """

    total_return: float
    benchmark_total_return: float
    up_capture: float | None
    down_capture: float | None
    up_periods: int
    down_periods: int
    reasons: Mapping[str, str] = field(default_factory=dict)


def path_statistics(portfolio: ReturnSeries, benchmark: ReturnSeries, periods_per_year: float) -> PathStatistics:
    """Totals and captures of two series on the same dates."""
    by_month = periods_per_year > MONTHS_A_YEAR
    starts = month_starts(portfolio.dates) if by_month else np.arange(portfolio.dates.size)
    own, market = growth_by_period(portfolio.returns, starts), growth_by_period(benchmark.returns, starts)
    up, down = market > 1.0, market < 1.0
    up_capture, down_capture = _capture(own, market, up), _capture(own, market, down)
    undefined = {"up_capture": (up_capture, NO_RISE), "down_capture": (down_capture, NO_FALL)}
    return PathStatistics(
        total_return=float(own.prod() - 1.0),
        benchmark_total_return=float(market.prod() - 1.0),
        up_capture=up_capture,
        down_capture=down_capture,
        up_periods=int(np.count_nonzero(up)),
        down_periods=int(np.count_nonzero(down)),
        reasons={name: reason for name, (value, reason) in undefined.items() if value is None},
    )


def month_starts(dates: Days) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The position of the first date of each calendar month that has one; ``dates`` ascending, not empty."""
    first, last = dates[0].astype("datetime64[M]"), dates[-1].astype("datetime64[M]")
    turns = np.arange(first, last + 1).astype("datetime64[D]")
    starts = dates.searchsorted(turns)
    return np.unique(starts) if dates.size < turns.size or (starts[1:] == starts[:-1]).any() else starts


def growth_by_period(returns: Floats, starts: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Floats:
    """Linked growth factors Π(1 + r) of the stretches that begin at ``starts``, shape (k,)."""
    return np.asarray(np.multiply.reduceat(1.0 + returns, starts))


def _capture(own: Floats, market: Floats, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float | None:
    count = int(np.count_nonzero(chosen))
    if count == 0:
        return None
    means = (growth[chosen].prod() ** (1.0 / count) - 1.0 for growth in (own, market))
    return float(next(means) / next(means))
