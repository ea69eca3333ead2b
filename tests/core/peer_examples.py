"""Investors that the tests of peers and diversification compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.allocation.buckets import AllocationShare, Dimension
from core.peers.investor import Investor, InvestorRecord, InvestorType, InvestorYear

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
