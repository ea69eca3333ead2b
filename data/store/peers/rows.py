"""How do all investors come out of the store at once? As columns, ready to become arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select

from core.allocation.buckets import Dimension
from core.market.levels import Floats
from core.peers.investor import Investor
from core.peers.universe import Indices
from data.store.peers.investors import investor_of
from data.store.peers.tables import allocation_buckets, investor_allocations, investor_years, investors

Years = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class YearRows:
    """What is known of investors by year. ``investor``: places in the list of investors. NaN where unknown."""

    investor: Indices
    year: Years
    assets: Floats
    performance: Floats


@dataclass(frozen=True, slots=True, eq=False)
class AllocationRows:
    """Allocations in one dimension. ``bucket``: places in ``names``."""

    investor: Indices
    year: Years
    bucket: Indices
    names: tuple[str, ...]
    weight: Floats


@dataclass(frozen=True, slots=True, eq=False)
class PeerRows:
    """Everything stored about investors, ordered by name."""

    investors: tuple[Investor, ...]
    years: YearRows
    allocations: dict[Dimension, AllocationRows]


def load_peer_rows(engine: Engine) -> PeerRows:
    """All investors with all their years, the state of one moment."""
    with engine.connect() as connection:
        heads = connection.execute(select(investors).order_by(investors.c.name)).all()
        years = connection.execute(select(investor_years)).all()
        shares = connection.execute(select(investor_allocations)).all()
        buckets = connection.execute(select(allocation_buckets)).all()
    place = np.zeros(max((row.number for row in heads), default=0) + 1, dtype=np.intp)
    place[[row.number for row in heads]] = np.arange(len(heads))
    by_year = np.array([tuple(row) for row in years], dtype=np.float64).reshape(-1, 4)
    table = np.array([tuple(row) for row in shares], dtype=np.float64).reshape(-1, 4)
    known = YearRows(place[by_year[:, 0].astype(np.intp)], by_year[:, 1].astype(np.int64), by_year[:, 2], by_year[:, 3])
    allocations = {}
    for dimension in Dimension:
        own = [row for row in buckets if row.dimension == dimension.value]
        allocations[dimension] = _allocations(table, place, [(row.number, row.name) for row in own])
    return PeerRows(tuple(investor_of(row) for row in heads), known, allocations)


def _allocations(table: Floats, place: Indices, buckets: list[tuple[int, str]]) -> AllocationRows:
    largest = int(table[:, 2].max(initial=0)) + 1
    position = np.full(max([largest, *(number + 1 for number, _ in buckets)]), -1, dtype=np.intp)
    for at, (number, _) in enumerate(buckets):
        position[number] = at
    bucket = position[table[:, 2].astype(np.intp)]
    kept = bucket >= 0
    rows = table[kept]
    names = tuple(name for _, name in buckets)
    return AllocationRows(
        place[rows[:, 0].astype(np.intp)], rows[:, 1].astype(np.int64), bucket[kept], names, rows[:, 3]
    )
