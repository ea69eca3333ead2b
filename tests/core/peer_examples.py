"""Investors that the tests of peers and diversification compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from core.allocation.buckets import AllocationShare, Dimension
from core.peers.investor import Investor, InvestorRecord, InvestorType, InvestorYear
from core.peers.universe import AllocationCube, PeerUniverse, make_cube

PENSION = InvestorType.PUBLIC_PENSION


def investor(
    name: str,
    kind: InvestorType = PENSION,
    assets: float | None = 20e9,
    region: str = "North America",
    simulated: bool = False,
    currency: str = "USD",
    portfolio_id: str = "",
) -> Investor:
    return Investor(
        id=name.lower().replace(" ", "-"),
        name=name,
        type=kind,
        assets=assets,
        currency=currency,
        region=region,
        simulated=simulated,
        portfolio_id=portfolio_id,
    )


def shares(
    weights: Mapping[str, float], dimension: Dimension = Dimension.SECTOR, year: int = 2024
) -> list[AllocationShare]:
    return [AllocationShare(year, dimension, bucket, weight) for bucket, weight in weights.items()]


def record(
    who: Investor, allocations: Sequence[AllocationShare] = (), years: Sequence[InvestorYear] = ()
) -> InvestorRecord:
    return InvestorRecord(who, tuple(allocations), tuple(years))


def energy_holders(
    weights: Sequence[float], kind: InvestorType = PENSION, region: str = "North America"
) -> list[InvestorRecord]:
    """One investor for each weight in Energy, the rest in Utilities."""
    return [
        record(
            investor(f"{kind.name} {region} {at}", kind, region=region),
            shares({"Energy": weight, "Utilities": 1 - weight} if weight else {"Utilities": 1.0}),
        )
        for at, weight in enumerate(weights)
    ]


def universe_from(records: Iterable[InvestorRecord], usd_per_unit: Mapping[str, float] | None = None) -> PeerUniverse:
    """A universe from whole records. ``usd_per_unit``: dollars per unit of a currency; a currency without one is of unknown size."""
    every = tuple(records)
    rates = {"USD": 1.0, **(usd_per_unit or {})}
    told = {one.year for record in every for one in record.allocations}
    told |= {one.year for record in every for one in record.years}
    years = tuple(sorted(told))
    year_at = {year: at for at, year in enumerate(years)}
    shape = (len(years), len(every))
    assets, performance = np.full(shape, np.nan), np.full(shape, np.nan)
    for column, record in enumerate(every):
        rate = rates.get(record.investor.currency, np.nan)
        if record.investor.assets is not None:
            assets[:, column] = record.investor.assets * rate
        for one in record.years:
            row = year_at[one.year]
            assets[row, column] = assets[row, column] if one.assets is None else one.assets * rate
            performance[row, column] = np.nan if one.performance is None else one.performance
    cubes = {one: _cube_of(one, every, shape, year_at) for one in Dimension}
    return PeerUniverse(tuple(record.investor for record in every), years, assets, performance, cubes)


def _cube_of(
    dimension: Dimension, records: Sequence[InvestorRecord], shape: tuple[int, int], year_at: Mapping[int, int]
) -> AllocationCube:
    rows = [
        (year_at[one.year], column, one.bucket, one.weight)
        for column, record in enumerate(records)
        for one in record.allocations
        if one.dimension is dimension
    ]
    names = sorted({name for _, _, name, _ in rows})
    name_at = {name: at for at, name in enumerate(names)}
    years = np.array([row[0] for row in rows], dtype=np.intp)
    columns = np.array([row[1] for row in rows], dtype=np.intp)
    places = np.array([name_at[row[2]] for row in rows], dtype=np.intp)
    return make_cube(dimension, shape, (years, columns, places), names, np.array([row[3] for row in rows]))
