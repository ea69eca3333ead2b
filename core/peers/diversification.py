"""How evenly is it spread? The evenness of weights, not risk: one score over sector, stage and geography, and the ranking by it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.allocation.buckets import FIXED, Dimension
from core.allocation.concentration import Concentration, concentration_of, hhi, score_of_hhi
from core.market.levels import Floats
from core.peers.investor import Investor
from core.peers.universe import Mask, PeerUniverse

WEIGHTS: Mapping[Dimension, float] = MappingProxyType(
    {Dimension.SECTOR: 0.5, Dimension.STAGE: 0.25, Dimension.GEOGRAPHY: 0.25}
)
_TIE = 9  # decimals of a score beyond which two are equal


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension's part. ``weight``: its share in the overall score after re-weighting over what is known."""

    dimension: Dimension
    weight: float
    concentration: Concentration


@dataclass(frozen=True, slots=True)
class DiversificationScore:
    """The evenness of weights. ``overall``: 0–100, None with ``reason`` where no dimension is known."""

    overall: float | None
    parts: tuple[DimensionScore, ...]
    reason: str | None = None


Allocation = Mapping[str, float]


def effective_weights(known: Mapping[Dimension, bool]) -> dict[Dimension, float]:
    """Shares summing to 1 over the known dimensions; where none of them has a weight, asset class alone stands for all."""
    kept = {one: weight for one, weight in WEIGHTS.items() if known.get(one)}
    total = math.fsum(kept.values())
    if total > 0:
        return {one: weight / total for one, weight in kept.items()}
    return {Dimension.ASSET_CLASS: 1.0} if known.get(Dimension.ASSET_CLASS) else {}


def score_allocation(allocations: Mapping[Dimension, Allocation]) -> DiversificationScore:
    """The evenness of one investor's allocations (fractions by bucket), over the fixed universe of each dimension.

    A bucket outside the universe counts in the HHI as one of its own and leaves N as it is; the score stops at 100.
    """
    found = {
        one: concentration_of(tuple(held), np.array(list(held.values()), dtype=np.float64), len(FIXED[one]))
        for one, held in allocations.items()
        if held
    }
    shares = effective_weights({one: part is not None for one, part in found.items()})
    parts = tuple(DimensionScore(one, shares.get(one, 0.0), part) for one, part in found.items() if part is not None)
    if not shares:
        return DiversificationScore(None, parts, "No allocation is known in any dimension of the score.")
    return DiversificationScore(math.fsum(one.weight * one.concentration.score for one in parts), parts)


def allocations_of(universe: PeerUniverse, position: int, year: int) -> dict[Dimension, dict[str, float]]:
    """One investor's allocations of a year, for the dimensions it told: the fixed buckets and what else it holds itself."""
    row = universe.at_year(year)
    return {
        one: {
            name: weight
            for name, weight in zip(cube.buckets, cube.weights[row, position].tolist(), strict=True)
            if weight > 0 or name in FIXED[one]
        }
        for one, cube in universe.cubes.items()
        if cube.reported[row, position]
    }


def all_scores(universe: PeerUniverse, year: int) -> Floats:
    """The overall evenness of every investor in a year: shape (n,), NaN where no dimension is known."""
    row, n = universe.at_year(year), len(universe)
    total, shares = np.zeros(n), np.zeros(n)
    for one, cube in universe.cubes.items():
        share = WEIGHTS.get(one, 0.0)
        if share > 0:
            told = cube.reported[row] & (cube.weights[row].sum(axis=1) > 0)
            score = score_of_hhi(hhi(cube.weights[row]), len(FIXED[one]))
            total[told] += share * score[told]
            shares[told] += share
    answer = np.full(n, np.nan)
    known = shares > 0
    answer[known] = total[known] / shares[known]
    classes = universe.cubes[Dimension.ASSET_CLASS]
    alone = ~known & classes.reported[row]
    answer[alone] = score_of_hhi(hhi(classes.weights[row, alone]), len(FIXED[Dimension.ASSET_CLASS]))
    return answer


@dataclass(frozen=True, slots=True)
class RankedInvestor:
    """One line of the ranking; equal scores share a rank. ``bucket_count`` and ``hhi``: of the sectors, else of the asset classes."""

    rank: int
    investor: Investor
    score: float
    bucket_count: int
    hhi: float
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class ScoreDistribution:
    """Of all ranked scores; ``std_dev`` is the sample's (n − 1), None for fewer than two."""

    count: int
    mean: float | None
    median: float | None
    std_dev: float | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Everybody with a score in that year, best first."""

    year: int | None
    ranked: tuple[RankedInvestor, ...]
    distribution: ScoreDistribution


def rank_investors(universe: PeerUniverse, year: int, among: Mask, most: int | None = None) -> Ranking:
    """The ranking of ``among`` (n,); ``most``: only the first so many lines (the distribution stays that of all)."""
    scores = all_scores(universe, year)
    places = np.flatnonzero(among & np.isfinite(scores))
    own = scores[places]
    order = np.lexsort((places, -np.round(own, _TIE)))
    ranks = ranks_of(own[order])
    shown = order[:most]
    lines = _lines(universe, year, places[shown], ranks[:most], own[shown])
    return Ranking(year, tuple(lines), distribution_of(own))


def ranks_of(descending: Floats) -> NDArray[np.int64]:
    """Competition ranks (1, 2, 2, 4) of scores in descending order."""
    rounded = np.round(descending, _TIE)
    starts = np.concatenate([[True], rounded[1:] < rounded[:-1]]) if rounded.size else np.zeros(0, dtype=np.bool_)
    return np.asarray(np.maximum.accumulate(np.where(starts, np.arange(1, rounded.size + 1), 0)), dtype=np.int64)


def distribution_of(scores: Floats) -> ScoreDistribution:
    """Mean, median and sample standard deviation of (n,) scores."""
    if scores.size == 0:
        return ScoreDistribution(0, None, None, None)
    spread = float(scores.std(ddof=1)) if scores.size > 1 else None
    return ScoreDistribution(int(scores.size), float(scores.mean()), float(np.median(scores)), spread)


def _lines(
    universe: PeerUniverse, year: int, positions: NDArray[np.intp], ranks: NDArray[np.int64], scores: Floats
) -> list[RankedInvestor]:
    """The lines of the ranking, HHI and counts of all of them taken at once."""
    row = universe.at_year(year)
    sectors, classes = universe.cubes[Dimension.SECTOR], universe.cubes[Dimension.ASSET_CLASS]
    by_sector = sectors.reported[row, positions]
    held, other = sectors.weights[row, positions], classes.weights[row, positions]
    index = np.where(by_sector, hhi(held), hhi(other))
    count = np.where(by_sector, (held > 0).sum(axis=1), (other > 0).sum(axis=1))
    return [
        RankedInvestor(
            int(ranks[at]),
            universe.investors[position],
            float(scores[at]),
            int(count[at]),
            float(index[at]),
            Dimension.SECTOR if by_sector[at] else Dimension.ASSET_CLASS,
        )
        for at, position in enumerate(positions.tolist())
    ]
