"""Which index is meant? A catalogue entry with what must be known before its levels are compared with anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.market.levels import Basis


class AssetClass(StrEnum):
    """The kind of asset that an index is made of."""

    EQUITY = "EQUITY"
    BOND = "BOND"
    COMMODITY = "COMMODITY"
    CURRENCY = "CURRENCY"
    CASH = "CASH"


@dataclass(frozen=True, slots=True)
class MarketIndex:
    """One catalogue entry. ``constituents`` is the usual number of members, None where it has none or is not known."""

    symbol: str
    name: str
    region: str
    asset_class: AssetClass
    currency: str
    basis: Basis
    constituents: int | None
    source: str
