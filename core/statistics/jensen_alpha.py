"""How much return was there beyond what the market's movement explains, and how sure is it? Jensen's alpha with its errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.market.levels import Floats
from core.statistics.moments import NO_VARIATION

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Alpha:
    """Jensen's alpha a year and how sure it is: ordinary and Newey–West standard error, Newey–West t and 95 % interval.

    The errors are None below three observations and where the portfolio is an exact multiple of the benchmark; the Newey–West error,
    and what rests on it, also where its lagged products cancel. ``lags``: how many lagged products that error takes in.
    """

    value: float
    standard_error: float | None = None
    newey_west_error: float | None = None
    t: float | None = None
    interval: tuple[float, float] | None = None
    lags: int = 0


def newey_west_lags(observations: int) -> int:
    """Newey and West's rule of thumb (1994): ⌊4 (n/100)^(2/9)⌋."""
    return min(int(4.0 * (observations / 100.0) ** (2.0 / 9.0)), observations - 1)


def jensen_alpha(
    value: float, residuals: Floats, centred: Floats, mean: float, deviation: float, periods_per_year: float
) -> Alpha:
    """``value``, the yearly alpha, with its errors from a regression of excess returns with intercept.

    ``residuals``: shape (n,), portfolio less fitted, mean 0. ``centred``: the benchmark's excess returns less their ``mean``, shape
    (n,), with a sample standard ``deviation`` above 0. Ordinary error: s²(1/n + mean²/Σ centred²), s² with n − 2 degrees of
    freedom. Newey–West: Bartlett weights on the alpha's own influence series, times n/(n − 2), as Stata does.
    """
    n = residuals.size
    squares, spread = float(residuals.dot(residuals)), deviation * deviation * (n - 1)
    if n < 3 or math.sqrt(squares / n) <= NO_VARIATION:
        return Alpha(value)
    ordinary = math.sqrt(squares / (n - 2) * (1.0 / n + mean * mean / spread))
    lags = newey_west_lags(n)
    influence = centred * (-mean / spread)
    influence += 1.0 / n
    influence *= residuals
    robust = _newey_west(influence, lags)
    if not robust:
        return Alpha(value, ordinary * periods_per_year)
    error, half = robust * periods_per_year, robust * periods_per_year * student_quantile(n - 2)
    return Alpha(value, ordinary * periods_per_year, error, value / error, (value - half, value + half), lags)


def slope_interval(beta: float, own: Floats, market: Floats) -> tuple[float, float] | None:
    """Beta's 95 % interval; ``own``, ``market``: excess returns less their mean, shape (n,). None without a sampling error."""
    n, residuals = own.size, own - beta * market
    if n < 3 or math.sqrt(float(residuals.dot(residuals)) / n) <= NO_VARIATION:
        return None
    robust = _newey_west(market * residuals / float(market.dot(market)), newey_west_lags(n))
    half = robust * student_quantile(n - 2)
    return (beta - half, beta + half) if robust else None


def _newey_west(influence: Floats, lags: int) -> float:
    """The error of a coefficient whose estimate is the sum of its ``influence`` (n,): Bartlett weights, × n/(n − 2)."""
    # The Bartlett-weighted sum of autocovariances is the mean square of the influence's moving sums over lags + 1 observations.
    moving = np.convolve(influence, np.ones(lags + 1))
    return math.sqrt(float(moving.dot(moving)) / (lags + 1) * influence.size / (influence.size - 2))


@lru_cache(maxsize=1024)
def student_quantile(degrees: float, above: float = (1.0 - CONFIDENCE) / 2.0) -> float:
    """The t value that leaves 2.5 %, or as much as is asked, above it."""
    from scipy.special import stdtrit

    return -float(stdtrit(degrees, above))
