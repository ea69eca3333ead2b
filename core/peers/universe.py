"""Whom can be compared with whom? All investors and their allocations by year, as arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.allocation.buckets import Dimension, universe_of_buckets
from core.errors import InsufficientData, InvalidSpecification, NotFound
from core.market.levels import Floats, frozen
from core.peers.investor import LARGE_FROM, MEDIUM_FROM, SIZES, TYPES, Investor, SizeBucket

Indices = NDArray[np.intp]
Mask = NDArray[np.bool_]
Codes = NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class AllocationCube:
    """Allocations in one dimension. ``weights``: shape (years, investors, buckets), fractions, 0 where nothing is held.

    ``reported``: shape (years, investors), whether the investor told anything for that year.
    """

    dimension: Dimension
    buckets: tuple[str, ...]
    weights: Floats
    reported: Mask

    def __post_init__(self) -> None:
        if self.weights.shape != (*self.reported.shape, len(self.buckets)):
            raise InvalidSpecification(f"Weights and buckets by {self.dimension} do not belong together.")


def make_cube(
    dimension: Dimension,
    shape: tuple[int, int],
    places: tuple[Indices, Indices, Indices],
    names: Sequence[str],
    weights: Floats,
) -> AllocationCube:
    """A cube from rows. ``shape``: (years, investors). ``places``: the rows' year, investor and position in ``names``."""
    year_at, investor_at, name_at = places
    buckets = universe_of_buckets(dimension, names)
    position = np.array([buckets.index(name) for name in names], dtype=np.intp)
    cube = np.zeros((*shape, len(buckets)))
    reported = np.zeros(shape, dtype=np.bool_)
    if weights.size:
        cube[year_at, investor_at, position[name_at]] = weights
        reported[year_at, investor_at] = True
    return AllocationCube(dimension, buckets, cube, reported)


@dataclass(frozen=True, slots=True, eq=False)
class PeerUniverse:
    """Investors in a fixed order, ``years`` ascending. ``usd_assets`` and ``performance``: shape (years, investors), NaN unknown.

    Derived: ``type_codes`` (n,) into TYPES, ``region_codes`` (n,) into ``regions``, ``size_codes`` (years, n) into SIZES.
    """

    investors: tuple[Investor, ...]
    years: tuple[int, ...]
    usd_assets: Floats
    performance: Floats
    cubes: Mapping[Dimension, AllocationCube]
    positions: Mapping[str, int] = field(init=False)
    regions: tuple[str, ...] = field(init=False)
    type_codes: Codes = field(init=False)
    region_codes: Codes = field(init=False)
    size_codes: Codes = field(init=False)
    simulated: Mask = field(init=False)
    placed: Mask = field(init=False)

    def __post_init__(self) -> None:
        shape = (len(self.years), len(self.investors))
        arrays = (self.usd_assets, self.performance, *(cube.reported for cube in self.cubes.values()))
        if any(array.shape != shape for array in arrays):
            raise InvalidSpecification("Investors, years and allocations do not belong together.")
        regions = tuple(sorted({one.region for one in self.investors}))
        region_at, type_at = {name: at for at, name in enumerate(regions)}, {one: at for at, one in enumerate(TYPES)}
        derived = {
            "positions": {one.id: at for at, one in enumerate(self.investors)},
            "regions": regions,
            "type_codes": np.array([type_at[one.type] for one in self.investors], dtype=np.int16),
            "region_codes": np.array([region_at[one.region] for one in self.investors], dtype=np.int16),
            "size_codes": size_codes(self.usd_assets),
            "simulated": np.array([one.simulated for one in self.investors], dtype=np.bool_),
            "placed": np.array([bool(one.portfolio_id) for one in self.investors], dtype=np.bool_),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, frozen(value) if isinstance(value, np.ndarray) else value)

    def __len__(self) -> int:
        return len(self.investors)

    def position(self, investor_id: str) -> int:
        """The investor's place in every array; raises NotFound with close spellings."""
        if investor_id not in self.positions:
            raise NotFound("investor", investor_id, self.positions)
        return self.positions[investor_id]

    def at_year(self, year: int) -> int:
        """The year's place in every array; raises InsufficientData naming the years there are."""
        if year not in self.years:
            told = f"There is data for {self.years[0]} to {self.years[-1]}." if self.years else "There is no data yet."
            raise InsufficientData(f"No investor reported for {year}. {told}", year=year, years=list(self.years))
        return self.years.index(year)

    def weights(self, dimension: Dimension, year: int) -> Floats:
        """Shape (investors, buckets) for one year."""
        view: Floats = self.cubes[dimension].weights[self.at_year(year)]
        return view

    def reported(self, dimension: Dimension, year: int) -> Mask:
        """Shape (investors,): who told its allocation for that year."""
        view: Mask = self.cubes[dimension].reported[self.at_year(year)]
        return view

    def years_of(self, position: int, dimension: Dimension) -> tuple[int, ...]:
        """The years for which one investor told its allocation."""
        told = self.cubes[dimension].reported[:, position]
        return tuple(year for year, there in zip(self.years, told.tolist(), strict=True) if there)

    def dimensions_of(self, position: int) -> tuple[Dimension, ...]:
        """The dimensions in which one investor told anything, in the usual order."""
        return tuple(one for one, cube in self.cubes.items() if cube.reported[:, position].any())

    @property
    def telling(self) -> Mask:
        """Shape (investors,): who told anything at all."""
        told = np.zeros(len(self), dtype=np.bool_)
        for cube in self.cubes.values():
            told |= cube.reported.any(axis=0)
        return told

    def size_of(self, position: int, year: int) -> SizeBucket:
        """The investor's size in that year."""
        return SIZES[int(self.size_codes[self.at_year(year), position])]


def size_codes(usd_assets: Floats) -> Codes:
    """Places in SIZES for assets in US dollars of any shape; NaN is unknown."""
    codes = np.searchsorted(np.array([MEDIUM_FROM, LARGE_FROM]), usd_assets, side="right").astype(np.int16)
    codes[np.isnan(usd_assets)] = SIZES.index(SizeBucket.UNKNOWN)
    return codes
