"""How concentrated is an allocation? Herfindahl–Hirschman index, effective number, and a score over a fixed universe."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats

LARGEST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Concentration:
    """``hhi``: Σ w². ``effective_number``: 1/HHI. ``score``: evenness, 0 (all in one) to 100 (equal over ``universe_size`` buckets).

    ``held``: how many buckets have a weight; ``largest``: the heaviest of them with their weights.
    """

    hhi: float
    effective_number: float
    score: float
    universe_size: int
    held: int
    largest: tuple[tuple[str, float], ...]


def hhi(weights: Floats) -> Floats:
    """Σ w² along the last axis of ``weights`` (…, k); NaN where nothing is held.

    Taken of shares of the sum, so that published weights that are rounded to 0.998 do not count as less concentrated.
    Source: Hirschman (1964), *The Paternity of an Index*.
    """
    total = weights @ np.ones(weights.shape[-1])
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.einsum("...k,...k->...", weights, weights) / (total * total), dtype=np.float64)


def score_of_hhi(index: Floats | float, universe_size: int) -> Floats:
    """100 · (1 − HHI) / (1 − 1/N), N the size of the fixed universe of buckets; raises InvalidSpecification for N < 2."""
    if universe_size < 2:
        raise InvalidSpecification(f"A score needs a universe of at least 2 buckets, not {universe_size}.")
    return np.asarray(np.clip(100.0 * (1.0 - np.asarray(index)) / (1.0 - 1.0 / universe_size), 0.0, 100.0))


def concentration_of(buckets: Sequence[str], weights: Floats, universe_size: int | None = None) -> Concentration | None:
    """The concentration of one allocation (k,); None where nothing is held. ``universe_size``: as many as buckets unless given."""
    if weights.shape != (len(buckets),) or np.any(weights < 0) or not np.all(np.isfinite(weights)):
        raise InvalidSpecification("An allocation needs one weight of at least 0 for each bucket.")
    total = math.fsum(weights.tolist())
    if total <= 0:
        return None
    index = float(hhi(weights))
    size = universe_size or len(buckets)
    order = np.argsort(-weights, kind="stable")[:LARGEST_NAMED]
    largest = tuple((buckets[at], float(weights[at])) for at in order if weights[at] > 0)
    held = int(np.count_nonzero(weights > 0))
    return Concentration(index, 1.0 / index, float(score_of_hhi(index, size)), size, held, largest)
