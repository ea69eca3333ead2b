"""Which index is meant? A catalogue entry with what must be known before its levels are compared with anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.market.clocks import CLOSES, Clock, clock_of, dealt_elsewhere
from core.market.exchanges import split_symbol
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

    @property
    def clock(self) -> Clock | None:
        """When its levels are made; None for an exchange rate, which is made around the clock.

        A fund on shares of many markets is dealt where its symbol and currency say, and is foreign there.
        """
        if self.asset_class is AssetClass.CURRENCY:
            return None
        _, exchange = split_symbol(self.symbol)
        if exchange is None and self.region in CLOSES:
            return Clock(self.region)
        dealt = clock_of(self.symbol, self.currency)
        foreign = (
            dealt is not None and self.asset_class is AssetClass.EQUITY and dealt_elsewhere(dealt.market, self.region)
        )
        return dealt and Clock(dealt.market, foreign)
