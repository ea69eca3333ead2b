"""How would a portfolio of securities look in the universe of investors? Its weights by value, where they are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.allocation.buckets import AllocationShare, Dimension, bucket_named
from core.allocation.regions import region_of
from core.ledger.transaction import AssetType
from core.market.exchanges import split_symbol
from core.valuation.portfolio_value import Holding, Valuation

ENOUGH = 0.90

_CLASS_OF_TYPE: Mapping[AssetType, str] = {
    AssetType.STOCK: "Equity",
    AssetType.ESPP: "Equity",
    AssetType.RSU: "Equity",
    AssetType.BOND: "Fixed Income",
    AssetType.FIXED_DEPOSIT: "Fixed Income",
    AssetType.RECURRING_DEPOSIT: "Fixed Income",
    AssetType.PPF: "Fixed Income",
    AssetType.EPF: "Fixed Income",
    AssetType.GOLD: "Commodities",
    AssetType.CRYPTO: "Alternatives",
    AssetType.CASH: "Cash",
    AssetType.PROPERTY: "Real Estate",
    AssetType.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class SecurityClass:
    """Sector, geography and asset class of a security; empty where unknown."""

    sector: str = ""
    geography: str = ""
    asset_class: str = ""


@dataclass(frozen=True, slots=True)
class PortfolioAllocation:
    """``shares``: of the dimensions of which at least nine tenths of the value are known. ``missing``: why the others are not."""

    year: int
    value: float
    shares: tuple[AllocationShare, ...]
    missing: tuple[tuple[Dimension, str], ...]


def guessed_class(holding: Holding) -> SecurityClass:
    """What its type and the exchange in its symbol tell without doubt; a fund's asset class, and every sector, are not guessed."""
    _, exchange = split_symbol(holding.symbol)
    region = region_of(exchange.country) if exchange else ""
    return SecurityClass("", region, _CLASS_OF_TYPE.get(holding.asset_type, ""))


def portfolio_allocation(valuation: Valuation, classes: Mapping[str, SecurityClass]) -> PortfolioAllocation:
    """The allocation at the as-of date by asset class and geography of all, and by sector of the equity, weights by value."""
    held = [one for one in valuation.holdings if one.value > 0]
    shares: list[AllocationShare] = []
    missing = []
    for dimension in (Dimension.SECTOR, Dimension.GEOGRAPHY, Dimension.ASSET_CLASS):
        whole = [
            one for one in held if dimension is not Dimension.SECTOR or _class(one, classes).asset_class == "Equity"
        ]
        found, reason = _shares_in(dimension, whole, classes, valuation.as_of.year)
        shares += found
        if reason:
            missing.append((dimension, reason))
    return PortfolioAllocation(valuation.as_of.year, sum(one.value for one in held), tuple(shares), tuple(missing))


def _class(holding: Holding, classes: Mapping[str, SecurityClass]) -> SecurityClass:
    """What was said, completed by what its type tells."""
    said, guessed = classes.get(holding.symbol, SecurityClass()), guessed_class(holding)
    return SecurityClass(said.sector, said.geography or guessed.geography, said.asset_class or guessed.asset_class)


def _shares_in(
    dimension: Dimension, holdings: list[Holding], classes: Mapping[str, SecurityClass], year: int
) -> tuple[list[AllocationShare], str]:
    total = sum(one.value for one in holdings)
    if total <= 0:
        return [], "No equity is held." if dimension is Dimension.SECTOR else "Nothing is held."
    by_bucket: dict[str, float] = {}
    for one in holdings:
        bucket = getattr(_class(one, classes), dimension.value)
        if bucket:
            name = bucket_named(dimension, bucket)
            by_bucket[name] = by_bucket.get(name, 0.0) + one.value
    known = sum(by_bucket.values())
    if known < ENOUGH * total:
        return [], f"Known for {known / total:.0%} of the value only; say for each holding what it is."
    return [AllocationShare(year, dimension, name, min(value / known, 1.0)) for name, value in by_bucket.items()], ""
