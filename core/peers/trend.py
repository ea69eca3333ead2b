"""How did the peers' allocation change over the years? Quartiles by year, with the number of investors behind each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.allocation.buckets import Dimension
from core.market.levels import Floats
from core.peers.group import FEWEST_PEERS
from core.peers.statistics import quantiles
from core.peers.universe import Indices, PeerUniverse


@dataclass(frozen=True, slots=True, eq=False)
class PeerTrend:
    """Quartiles by year. ``counts``: shape (y,), who reported. ``p25``, ``median``, ``p75``: shape (y, k), NaN below five.

    ``same_members``: only investors that reported in every one of these years.
    """

    dimension: Dimension
    buckets: tuple[str, ...]
    years: tuple[int, ...]
    counts: NDArray[np.int64]
    p25: Floats
    median: Floats
    p75: Floats
    same_members: bool


def peer_trend(universe: PeerUniverse, dimension: Dimension, members: Indices, same_members: bool = False) -> PeerTrend:
    """The quartiles of ``members`` in every year in which any of them reported."""
    cube = universe.cubes[dimension]
    told = cube.reported[:, members]
    rows = np.flatnonzero(told.any(axis=1))
    told = told[rows]
    if same_members and rows.size:
        told = np.broadcast_to(told.all(axis=0), told.shape)
    found = np.full((3, rows.size, len(cube.buckets)), np.nan)
    for at, row in enumerate(rows):
        if int(told[at].sum()) >= FEWEST_PEERS:
            found[:, at] = quantiles(cube.weights[row, members[told[at]]])
    years = tuple(universe.years[row] for row in rows)
    p25, median, p75 = found
    return PeerTrend(dimension, cube.buckets, years, told.sum(axis=1), p25, median, p75, same_members)


def path_of(universe: PeerUniverse, dimension: Dimension, subject: int, years: tuple[int, ...]) -> Floats:
    """One investor's weights in those years: shape (y, k), NaN where it told nothing."""
    cube = universe.cubes[dimension]
    rows = [universe.at_year(year) for year in years]
    path = cube.weights[rows, subject].copy()
    path[~cube.reported[rows, subject]] = np.nan
    return np.asarray(path, dtype=np.float64)
