"""How far could the excess have come out by chance? A block bootstrap of the yearly excess return."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats

RESAMPLES = 2_000
SEED = 20_251_231  # the same question has the same answer every time


@dataclass(frozen=True, slots=True)
class ExcessBand:
    """The mean excess (p − b) × periods a year with the middle ``confidence`` of its resamples; ``block``: observations a block."""

    mean: float
    low: float
    high: float
    confidence: float
    block: int
    resamples: int

    @property
    def includes_zero(self) -> bool:
        return self.low <= 0.0 <= self.high


def excess_band(
    excess: Floats,
    periods_per_year: float,
    confidence: float = 0.95,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> ExcessBand:
    """Circular block bootstrap (Politis and Romano 1992) of the mean of ``excess`` (n,), with blocks of ⌈n^(1/3)⌉ observations.

    A resample joins blocks drawn with equal chance from every starting place, the series closed to a ring, cut to n.
    Raises InvalidSpecification below two observations or for a confidence outside (0, 1).
    """
    if excess.size < 2 or not 0 < confidence < 1 or resamples < 1:
        raise InvalidSpecification("A bootstrap needs two observations, a confidence between 0 and 1, and a resample.")
    n, block = excess.size, math.ceil(round(excess.size ** (1 / 3), 9))
    blocks, rest = divmod(n, block)
    sums = np.concatenate(([0.0], np.cumsum(np.concatenate((excess, excess[:block])))))
    whole = sums[block : block + n] - sums[:n]
    part = sums[rest : rest + n] - sums[:n]
    random = np.random.default_rng(seed)
    means = whole[random.integers(n, size=(resamples, blocks))].sum(axis=1)
    if rest:
        means += part[random.integers(n, size=resamples)]
    tail = (1.0 - confidence) / 2.0
    low, high = np.quantile(means / n * periods_per_year, [tail, 1.0 - tail])
    return ExcessBand(float(excess.mean()) * periods_per_year, float(low), float(high), confidence, block, resamples)
