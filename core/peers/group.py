"""Who are the peers? Investors of the same type, size and region, the criteria widened openly where too few are left."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.allocation.buckets import Dimension
from core.peers.investor import SIZES, TYPES, InvestorType, SizeBucket
from core.peers.universe import Indices, Mask, PeerUniverse

FEWEST_PEERS = 5
FEWEST_FOR_QUARTILES, FEWEST_FOR_DECILES = (
    12,
    30,
)  # fewer cannot fill the parts: an equal of five falls outside their quartiles in 67 %


@dataclass(frozen=True, slots=True)
class PeerCriteria:
    """What peers must share; an empty set asks for nothing. ``label`` names the types as they were asked for."""

    types: frozenset[InvestorType] = frozenset()
    sizes: frozenset[SizeBucket] = frozenset()
    regions: frozenset[str] = frozenset()
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class PeerGroup:
    """The peers of one year. ``criteria``: those at first; ``remaining_criteria``: without those ``dropped``, which were given up.

    ``members``: places in the universe, the subject never among them. ``name``: set for a group made by hand.
    """

    year: int
    dimension: Dimension
    criteria: PeerCriteria
    remaining_criteria: PeerCriteria
    dropped: tuple[str, ...]
    members: Indices
    name: str = ""

    @property
    def count(self) -> int:
        """How many peers there are."""
        return int(self.members.size)

    @property
    def sufficient(self) -> bool:
        """Whether there are enough of them for statistics to be shown."""
        return self.count >= FEWEST_PEERS

    @property
    def quartiles_shown(self) -> bool:
        """Whether there are enough of them to say where a quarter ends; below that the rank is told."""
        return self.count >= FEWEST_FOR_QUARTILES

    @property
    def deciles_shown(self) -> bool:
        """Whether there are enough of them to say where a tenth ends."""
        return self.count >= FEWEST_FOR_DECILES

    @property
    def quartiles_reason(self) -> str | None:
        """Why no verdict by quartiles is said; None where one is."""
        if self.quartiles_shown:
            return None
        fewest = FEWEST_FOR_QUARTILES if self.sufficient else FEWEST_PEERS
        instead = "the rank is told instead of a quarter" if self.sufficient else "nothing is told"
        return f"Peers: {self.count}. Below {fewest} {instead}."


def pool(universe: PeerUniverse, subject: int | None = None) -> Mask:
    """Shape (n,): who may be compared at all. Invented and real investors are not mixed once there are enough real ones.

    An illustrative subject meets illustrative investors. A real one, or none, meets the real ones where there are at least
    ``FEWEST_PEERS`` beside the portfolios placed by hand, else all.
    """
    if subject is not None and universe.simulated[subject]:
        return universe.simulated
    real = ~universe.simulated
    others = real & ~universe.placed
    if subject is not None and not universe.placed[subject]:
        others = others.copy()
        others[subject] = False
    if int(np.count_nonzero(others)) >= FEWEST_PEERS or not universe.simulated.any():
        return real
    return np.ones(len(universe), dtype=np.bool_)


def criteria_of_investor(
    universe: PeerUniverse, subject: int, year: int, types: frozenset[InvestorType] | None = None, label: str = ""
) -> PeerCriteria:
    """The subject's own type (or the ``types`` asked for), size in that year and region, where known."""
    investor = universe.investors[subject]
    own = types or frozenset({investor.type})
    regions = frozenset({investor.region}) if investor.region else frozenset[str]()
    return PeerCriteria(own, frozenset({universe.size_of(subject, year)}), regions, label or investor.type.value)


def form_group(
    universe: PeerUniverse,
    year: int,
    dimension: Dimension,
    criteria: PeerCriteria,
    subject: int | None = None,
    widen: bool = True,
) -> PeerGroup:
    """Who meets the criteria and reported in that year; widened by giving up the region, then the size, while fewer than
    ``FEWEST_PEERS`` are left. Raises InsufficientData for a year nobody reported."""
    eligible = pool(universe, subject) & universe.reported(dimension, year)
    if subject is not None:
        eligible[subject] = False
    used, dropped = criteria, list[str]()
    members = np.flatnonzero(eligible & matching_investors(universe, year, used))
    for name in ("region", "size"):
        if members.size >= FEWEST_PEERS or not widen:
            break
        wider = replace(used, regions=frozenset()) if name == "region" else replace(used, sizes=frozenset())
        if wider == used:
            continue
        used = wider
        dropped.append(name)
        members = np.flatnonzero(eligible & matching_investors(universe, year, used))
    return PeerGroup(year, dimension, criteria, used, tuple(dropped), members)


def group_by_hand(
    universe: PeerUniverse, year: int, dimension: Dimension, members: Indices, name: str, subject: int | None = None
) -> PeerGroup:
    """The named investors that reported in that year, without the subject; nothing is widened."""
    reported = universe.reported(dimension, year)[members]
    kept = np.unique(members[reported & (members != (-1 if subject is None else subject))])
    return PeerGroup(year, dimension, PeerCriteria(), PeerCriteria(), (), kept, name)


def matching_investors(universe: PeerUniverse, year: int, criteria: PeerCriteria) -> Mask:
    """Shape (n,): who meets the criteria in that year."""
    fits = np.ones(len(universe), dtype=np.bool_)
    if criteria.types:
        fits &= np.isin(universe.type_codes, [TYPES.index(one) for one in criteria.types])
    if criteria.sizes:
        fits &= np.isin(universe.size_codes[universe.at_year(year)], [SIZES.index(one) for one in criteria.sizes])
    if criteria.regions:
        known = [at for at, name in enumerate(universe.regions) if name in criteria.regions]
        fits &= np.isin(universe.region_codes, known)
    return fits


def latest_year(universe: PeerUniverse, dimension: Dimension, among: Mask) -> int | None:
    """The last year for which at least ``FEWEST_PEERS`` of ``among`` reported; else the last with any; None without any."""
    counts = (universe.cubes[dimension].reported & among).sum(axis=1)
    for fewest in (FEWEST_PEERS, 1):
        there = np.flatnonzero(counts >= fewest)
        if there.size:
            return universe.years[int(there[-1])]
    return None
