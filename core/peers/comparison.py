"""How does one investor's allocation stand among its peers? Ranks, bands, gaps, and what the best performers held."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.allocation.buckets import Dimension
from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Floats
from core.peers.group import FEWEST_PEERS, PeerGroup
from core.peers.investor import Investor
from core.peers.statistics import EQUAL, Position, percentile_ranks, position_of, quantiles, ranks_among, variance_text
from core.peers.universe import Mask, PeerUniverse

PROBABILITIES = (0.10, 0.25, 0.50, 0.75, 0.90)


@dataclass(frozen=True, slots=True)
class Band:
    """What peers hold of one bucket: five quantiles of their weights, those who hold nothing counted as 0."""

    bucket: str
    p10: float
    p25: float
    median: float
    p75: float
    p90: float

    def __post_init__(self) -> None:
        if not self.p10 <= self.p25 <= self.median <= self.p75 <= self.p90:
            raise InvalidSpecification(f"The quantiles of {self.bucket} do not increase.")


@dataclass(frozen=True, slots=True)
class BucketGap:
    """One bucket of the investor against its band. ``percentile``: 0–100, the share of peers below (half of the equal ones).

    ``rank``: its place by weight among the peers and itself, 1 the largest, equal ones sharing it; ``of``: how many these are.
    """

    band: Band
    weight: float
    percentile: float
    rank: int
    of: int

    @property
    def bucket(self) -> str:
        return self.band.bucket

    @property
    def gap(self) -> float:
        """The weight minus the peers' median, a fraction."""
        return self.weight - self.band.median

    @property
    def position(self) -> Position:
        return position_of(self.weight, self.band.p25, self.band.median, self.band.p75)

    @property
    def variance(self) -> str:
        """The gap in signed percentage points, as the published contract writes it."""
        return variance_text(self.gap)

    @property
    def overweight(self) -> bool:
        """Over-represented: more than three quarters of the peers hold less."""
        return self.weight > self.band.p75 + EQUAL

    @property
    def underweight(self) -> bool:
        """Under-represented: more than three quarters of the peers hold more."""
        return self.weight < self.band.p25 - EQUAL


@dataclass(frozen=True, slots=True, eq=False)
class PeerComparison:
    """The investor's allocation beside its peers'. ``gaps``: by size of the gap; empty, with ``reason``, below five peers.

    ``overweights`` and ``underweights`` are verdicts by quartiles, empty below twelve.
    """

    investor: Investor
    year: int
    dimension: Dimension
    group: PeerGroup
    weights: tuple[tuple[str, float], ...]
    gaps: tuple[BucketGap, ...]
    reason: str | None = None

    @property
    def overweights(self) -> tuple[BucketGap, ...]:
        return tuple(one for one in self.gaps if one.overweight and self.group.quartiles_shown)

    @property
    def underweights(self) -> tuple[BucketGap, ...]:
        return tuple(one for one in self.gaps if one.underweight and self.group.quartiles_shown)


def too_few(count: int) -> str:
    """Why statistics are hidden."""
    peers = "is 1 peer" if count == 1 else f"are {count} peers"
    return f"There {peers}; below {FEWEST_PEERS} no statistics are shown. Choose wider criteria, or add investors."


def bands_of(universe: PeerUniverse, group: PeerGroup) -> tuple[Band, ...]:
    """The quantiles of each bucket over the group; empty for a group of fewer than five."""
    if not group.sufficient:
        return ()
    held = universe.weights(group.dimension, group.year)[group.members]
    found = quantiles(held, PROBABILITIES)
    buckets = universe.cubes[group.dimension].buckets
    return tuple(Band(name, *map(float, column)) for name, column in zip(buckets, found.T, strict=True))


def compare_with_peers(universe: PeerUniverse, subject: int, group: PeerGroup) -> PeerComparison:
    """The subject's weights in the group's year and dimension against the group's bands.

    Raises InsufficientData, naming the years there are, where the subject told nothing for that year.
    """
    check_reported(universe, subject, group.dimension, group.year)
    buckets = universe.cubes[group.dimension].buckets
    own = universe.weights(group.dimension, group.year)[subject]
    gaps = gaps_to(own, universe, group)
    weights = tuple((name, float(weight)) for name, weight in zip(buckets, own, strict=True))
    reason = None if gaps else too_few(group.count)
    investor = universe.investors[subject]
    return PeerComparison(investor, group.year, group.dimension, group, weights, gaps, reason)


def gaps_to(own: Floats, universe: PeerUniverse, group: PeerGroup) -> tuple[BucketGap, ...]:
    """Anybody's weights (k,), in the order of the dimension's buckets, against the group's bands, by size of the gap; empty below five
    peers."""
    bands = bands_of(universe, group)
    if not bands:
        return ()
    held = universe.weights(group.dimension, group.year)[group.members]
    columns = zip(bands, own, percentile_ranks(own, held), ranks_among(own, held), strict=True)
    gaps = [
        BucketGap(band, float(weight), float(percentile), int(rank), group.count + 1)
        for band, weight, percentile, rank in columns
    ]
    return tuple(sorted(gaps, key=lambda one: (-abs(one.gap), one.bucket)))


def check_reported(universe: PeerUniverse, subject: int, dimension: Dimension, year: int) -> None:
    """Raises InsufficientData unless the subject told its allocation in that dimension and year."""
    years = universe.years_of(subject, dimension)
    if year not in years:
        name, what = universe.investors[subject].name, dimension.replace("_", " ")
        told = f"it did for {', '.join(map(str, years))}" if years else "it never did"
        raise InsufficientData(
            f"{name} did not report its allocation by {what} for {year}; {told}.", year=year, years=list(years)
        )


@dataclass(frozen=True, slots=True, eq=False)
class BestQuartile:
    """What the best-performing quarter of the peers held as the year began. ``best`` and ``all``: mean weights, shape (k,).

    ``known``: peers with the year's return and weights at its beginning; ``count``: the best quarter of them; ``threshold``: the
    return that these reached at least; ``without_weights``: peers with a return that had reported no weights the year before.
    """

    buckets: tuple[str, ...]
    known: int
    count: int
    threshold: float
    best: Floats
    all: Floats
    without_weights: int


FEWEST_WITH_RETURNS = 20


def best_quartile(universe: PeerUniverse, group: PeerGroup) -> BestQuartile:
    """The mean allocation of the peers whose return in the group's year reached the 75th percentile, beside that of all of them.

    Weights are those reported for the year before, the beginning of the year: at its end they have moved with the return, and the
    best would hold more of what rose by arithmetic alone. It shows what they held, not why they did well; who closed or fell
    silent is missing. Raises InsufficientData below twenty peers with both.
    """
    returns = universe.performance[universe.at_year(group.year), group.members]
    known, before = np.isfinite(returns), group.year - 1
    weighed = known & _reported(universe, group, before)
    count, missing = int(weighed.sum()), int((known & ~weighed).sum())
    if count < FEWEST_WITH_RETURNS:
        raise InsufficientData(
            f"Peers with a return in {group.year} and weights at the end of {before}, where that year begins: {count}; with a return "
            f"but without these weights: {missing}. Below {FEWEST_WITH_RETURNS} no best quarter is shown.",
            year=group.year,
            count=count,
            without_weights=missing,
        )
    members, returns = group.members[weighed], returns[weighed]
    threshold = float(np.quantile(returns, 0.75))
    top = returns >= threshold
    held = universe.weights(group.dimension, before)[members]
    buckets = universe.cubes[group.dimension].buckets
    return BestQuartile(buckets, count, int(top.sum()), threshold, held[top].mean(axis=0), held.mean(axis=0), missing)


def _reported(universe: PeerUniverse, group: PeerGroup, year: int) -> Mask:
    """Shape (members,): which of them reported for a year, which nobody need have done."""
    if year not in universe.years:
        return np.zeros(group.count, dtype=np.bool_)
    return np.asarray(universe.reported(group.dimension, year)[group.members], dtype=np.bool_)
