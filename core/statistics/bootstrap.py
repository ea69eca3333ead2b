"""How far could the excess have come out by chance? A block bootstrap of the yearly excess return."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats

CONFIDENCE = 0.95
RESAMPLES = 2_000
SEED = 20_251_231  # the same question has the same answer every time


@dataclass(frozen=True, slots=True)
class ExcessBand:
    """The mean excess (p − b) × periods a year with the middle 95 % of its resamples; ``block``: observations a block."""

    mean: float
    low: float
    high: float
    block: int

    @property
    def includes_zero(self) -> bool:
        return self.low <= 0.0 <= self.high


def excess_band(excess: Floats, periods_per_year: float) -> ExcessBand:
    """Circular block bootstrap (Politis and Romano 1992) of the mean of ``excess`` (n,), with blocks of ⌈n^(1/3)⌉ observations.

    A resample joins blocks drawn with equal chance from every starting place, the series closed to a ring, cut to n.
    Raises InvalidSpecification below two observations.
    """
    if excess.size < 2:
        raise InvalidSpecification("A bootstrap needs two observations. Choose a longer range.")
    n, block = excess.size, math.ceil(round(excess.size ** (1 / 3), 9))
    blocks, rest = divmod(n, block)
    sums = np.concatenate(([0.0], np.cumsum(np.concatenate((excess, excess[:block])))))
    whole = sums[block : block + n] - sums[:n]
    part = sums[rest : rest + n] - sums[:n]
    random = np.random.default_rng(SEED)
    means = whole[random.integers(n, size=(RESAMPLES, blocks))].sum(axis=1)
    if rest:
        means += part[random.integers(n, size=RESAMPLES)]
    tail = (1.0 - CONFIDENCE) / 2.0
    low, high = np.quantile(means / n * periods_per_year, [tail, 1.0 - tail])
    return ExcessBand(float(excess.mean()) * periods_per_year, float(low), float(high), block)
