"""What did the whole range bring, and how were the market's rises and falls captured? Statistics of linked returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from core.market.levels import Days, Floats
from core.returns.series import ReturnSeries, growth_by

NO_RISE = "The benchmark did not rise in any period, so there is no up capture."
NO_FALL = "The benchmark did not fall in any period, so there is no down capture."
MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class PathStatistics:
    """What is made of linked returns. Fractions over the whole range, not a year.

    ``up_capture``: the portfolio's geometric mean return over the periods in which the benchmark rose, over the benchmark's;
    ``down_capture`` alike. The periods are calendar months, or the observations where those are not finer.
    """

    total_return: float
    benchmark_total_return: float
    up_capture: float | None
    down_capture: float | None
    reasons: Mapping[str, str] = field(default_factory=dict)


def path_statistics(portfolio: ReturnSeries, benchmark: ReturnSeries, periods_per_year: float) -> PathStatistics:
    """Totals and captures of two series on the same dates."""
    by_month = periods_per_year > MONTHS_A_YEAR
    starts = month_starts(portfolio.dates) if by_month else np.arange(portfolio.dates.size)
    growth = growth_by(np.stack([portfolio.returns, benchmark.returns]), starts)
    up, down = growth[1] > 1.0, growth[1] < 1.0
    ups, downs = int(np.count_nonzero(up)), int(np.count_nonzero(down))
    up_capture, down_capture = _capture(growth, up, ups), _capture(growth, down, downs)
    own, market = _products(growth)
    undefined = {"up_capture": (up_capture, NO_RISE), "down_capture": (down_capture, NO_FALL)}
    return PathStatistics(
        total_return=own - 1.0,
        benchmark_total_return=market - 1.0,
        up_capture=up_capture,
        down_capture=down_capture,
        reasons={name: reason for name, (value, reason) in undefined.items() if value is None},
    )


def month_starts(dates: Days) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """The position of the first date of each calendar month that has one; ``dates`` ascending, not empty."""
    first, last = dates[[0, -1]].astype("datetime64[M]").view(np.int64).tolist()
    turns = np.arange(first, last + 1).view("datetime64[M]").astype("datetime64[D]")
    starts = dates.searchsorted(turns)
    return np.unique(starts) if dates.size < turns.size or (starts[1:] == starts[:-1]).any() else starts


def _products(growth: Floats) -> tuple[float, float]:
    """The products of both rows."""
    own, market = np.multiply.reduce(growth, axis=1).tolist()
    return own, market


def _capture(growth: Floats, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]], count: int) -> float | None:
    """``growth``: portfolio and benchmark, shape (2, k), of which the ``count`` ``chosen`` periods are looked at."""
    if count == 0:
        return None
    own, market = (total ** (1.0 / count) - 1.0 for total in _products(growth.compress(chosen, axis=1)))
    return own / market if market else None  # a rise too small to survive the root is none
