"""To which asset class, sector and currency does a holding belong, or a component of the benchmark, and how is that known?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.allocation.buckets import Dimension, bucket_named
from core.allocation.securities import SecurityClass, guessed_class
from core.category.fund_names import GOLD, shares_in_name
from core.market.index import AssetClass, MarketIndex
from core.valuation.portfolio_value import Holding

EQUITY, FIXED_INCOME, COMMODITIES, CASH, MIXED, OTHER = (
    "Equity",
    "Fixed Income",
    "Commodities",
    "Cash",
    "Mixed",
    "Other",
)
UNKNOWN_SECTOR = "Sector not known"
AS_OWNER_SAID = "as you said"
CLASS_OF_INDEX: Mapping[AssetClass, str] = MappingProxyType(
    {
        AssetClass.EQUITY: EQUITY,
        AssetClass.BOND: FIXED_INCOME,
        AssetClass.COMMODITY: COMMODITIES,
        AssetClass.CURRENCY: CASH,
        AssetClass.CASH: CASH,
    }
)
_SECTOR_OF_INDEX: Mapping[str, str] = MappingProxyType(
    {
        "XLE": "Energy",
        "XLF": "Financials",
        "XLK": "Information Technology",
        "XLV": "Health Care",
        "XLI": "Industrials",
        "XLY": "Consumer Discretionary",
        "XLP": "Consumer Staples",
        "XLU": "Utilities",
        "XLB": "Materials",
        "XLRE": "Real Estate",
        "XLC": "Communication Services",
        "^NSEBANK": "Financials",
        "^CNXIT": "Information Technology",
    }
)


@dataclass(frozen=True, slots=True)
class Segment:
    """Where one instrument stands. ``sector``: empty where not known. ``known_by``, ``sector_known_by``: how, as a phrase.

    ``said_by_owner``: whether the asset class is what the owner said it is.
    """

    symbol: str
    name: str
    asset_class: str
    sector: str
    currency: str
    known_by: str
    sector_known_by: str = ""
    said_by_owner: bool = False


@dataclass(frozen=True, slots=True)
class ListedSector:
    """The sector of a security in a list of constituents. ``known_by``: which list, as a phrase."""

    sector: str
    known_by: str


NOT_LISTED: Mapping[str, ListedSector] = MappingProxyType({})


def segment_of_holding(
    holding: Holding,
    said: Mapping[str, SecurityClass],
    catalogue: Mapping[str, MarketIndex],
    listed: Mapping[str, ListedSector] = NOT_LISTED,
) -> Segment:
    """What the owner said of it wins, then the catalogue, then its type; a fund of which nothing is known counts as equity.

    Its sector: what the owner said, then a list of constituents (``listed``, by symbol), then the sector of a catalogue's fund.
    """
    own, index = said.get(holding.symbol, SecurityClass()), catalogue.get(holding.symbol)
    if own.asset_class:
        found = bucket_named(Dimension.ASSET_CLASS, own.asset_class), AS_OWNER_SAID
    elif index is not None:
        found = CLASS_OF_INDEX[index.asset_class], "by the catalogue"
    else:
        found = _by_type_or_name(holding)
    sector, how = _sector(holding.symbol, own, listed)
    return Segment(
        holding.symbol, holding.name, found[0], sector, holding.currency, found[1], how, bool(own.asset_class)
    )


def _sector(symbol: str, own: SecurityClass, listed: Mapping[str, ListedSector]) -> tuple[str, str]:
    if own.sector:
        return bucket_named(Dimension.SECTOR, own.sector), AS_OWNER_SAID
    if symbol in listed:
        return listed[symbol].sector, listed[symbol].known_by
    sector = _SECTOR_OF_INDEX.get(symbol, "")
    return sector, "by the catalogue" if sector else ""


def _by_type_or_name(holding: Holding) -> tuple[str, str]:
    guess = guessed_class(holding).asset_class
    if guess:
        return guess, "by its type"
    read = shares_in_name(holding.name)
    if read is None or len(read[0]) > 1:
        return EQUITY, "a fund whose name does not say otherwise counts as equity"
    return (COMMODITIES if read[0] == GOLD else FIXED_INCOME), f"by the word “{read[1]}” in its name"


def segment_of_index(index: MarketIndex, name: str = "") -> Segment:
    """A component that stands in the catalogue."""
    sector, how = _sector(index.symbol, SecurityClass(), NOT_LISTED)
    asset_class = CLASS_OF_INDEX[index.asset_class]
    return Segment(index.symbol, name or index.name, asset_class, sector, index.currency, "by the catalogue", how)


def segment_of_mix(component: str, name: str, currency: str, inside: tuple[Segment, ...]) -> Segment:
    """A blend within the benchmark: of its parts' asset class where they share one, else a class of its own."""
    classes = {one.asset_class for one in inside}
    if len(classes) == 1:
        return Segment(component, name, classes.pop(), "", currency, "by its parts")
    return Segment(component, name, MIXED, "", currency, "a mix within the mix, not taken apart")
