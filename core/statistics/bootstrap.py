"""How far could alpha have come out by chance? A block bootstrap of Jensen's alpha, with beta estimated anew in every draw."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.market.levels import Floats
from core.statistics.relative import Comparison

CONFIDENCE = 0.95
RESAMPLES = 2_000
SEED = 20_251_231  # the same question has the same answer every time


@dataclass(frozen=True, slots=True)
class AlphaBand:
    """Jensen's alpha a year with the middle 95 % of its resamples, fractions; ``block``: observations a block."""

    alpha: float
    low: float
    high: float
    block: int

    @property
    def includes_zero(self) -> bool:
        return self.low <= 0.0 <= self.high


def alpha_band(found: Comparison) -> AlphaBand | None:
    """Circular block bootstrap (Politis and Romano 1992) of the pairs of excess returns, with blocks of ⌈n^(1/3)⌉ observations.

    A resample joins blocks drawn with equal chance from every starting place, the series closed to a ring, cut to n. Market risk moves
    both sides alike, so it is in no band. None where alpha is.
    """
    if found.alpha is None or found.beta is None:
        return None
    own, market = found.excess
    block = math.ceil(round(own.size ** (1 / 3), 9))
    p, b, pb, bb = _resampled_means(np.column_stack((own, market, own * market, market * market)), block)
    spread = bb - b * b
    beta = np.divide(pb - p * b, spread, out=np.full(RESAMPLES, found.beta), where=spread > 1e-12 * bb)
    means = p + found.portfolio_moments.excess_mean, b + found.benchmark_moments.excess_mean
    alphas = (means[0] - beta * means[1]) * found.periods_per_year
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(alphas, [tail, 1.0 - tail])
    return AlphaBand(found.alpha, float(low), float(high), block)


def _resampled_means(rows: Floats, block: int) -> Floats:
    """Means of each column of ``rows`` (n, k) in every resample: (k, RESAMPLES)."""
    n = rows.shape[0]
    blocks, rest = divmod(n, block)
    sums = np.concatenate((np.zeros((1, rows.shape[1])), np.cumsum(np.concatenate((rows, rows[:block])), axis=0)))
    random = np.random.default_rng(SEED)
    drawn = np.zeros((RESAMPLES, rows.shape[1]))
    whole, taken = sums[block : block + n] - sums[:n], np.empty_like(drawn)
    for starts in random.integers(n, size=(blocks, RESAMPLES)):
        drawn += np.take(
            whole, starts, axis=0, out=taken, mode="clip"
        )  # as they stand, into one place: thrice as quick
    if rest:
        drawn += (sums[rest : rest + n] - sums[:n])[random.integers(n, size=RESAMPLES)]
    return np.asarray(drawn.T / n)
