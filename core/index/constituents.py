"""What is an index made of? Its members with weights and sectors, and the weight of each sector."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from core.errors import InsufficientData, InvalidSpecification
from core.market.exchanges import split_symbol

MOST_CONSTITUENTS = 20_000
NO_SECTOR = "Unknown"


@dataclass(frozen=True, slots=True)
class Constituent:
    """One member. ``weight``: a fraction of the index, None where it is not told; ``removed``: the day it left, None while it is in."""

    symbol: str
    name: str = ""
    weight: float | None = None
    sector: str = ""
    added: date | None = None
    removed: date | None = None

    def __post_init__(self) -> None:
        if not self.symbol.strip():
            raise InvalidSpecification("A constituent needs a symbol.")
        if self.weight is not None and not -1.0 <= self.weight <= 1.0:
            raise InvalidSpecification(f"{self.symbol}: a weight is a fraction of at most 1, not {self.weight}.")
        if self.added and self.removed and self.removed < self.added:
            raise InvalidSpecification(f"{self.symbol} was removed before it was added. Correct one of the dates.")


@dataclass(frozen=True, slots=True)
class ConstituentList:
    """The members of an index by symbol, as told by ``source`` for the day ``as_of`` (None where it does not say).

    ``home``: the country whose exchanges a bare symbol means (Nifty 50: RELIANCE is RELIANCE.NS); empty where there are several.
    """

    index: str
    as_of: date | None
    constituents: tuple[Constituent, ...]
    source: str = ""
    home: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not 0 < len(self.constituents) <= MOST_CONSTITUENTS:
            raise InvalidSpecification(
                f"A list of constituents holds 1 to {MOST_CONSTITUENTS:,} members, not {len(self.constituents)}."
            )

    def find(self, symbol: str) -> Constituent | None:
        """The row of a symbol, however its share class and home exchange are written; one that is still in before one that has left."""
        return self.by_key().get(self.key(symbol))

    def namesake(self, symbol: str) -> Constituent | None:
        """The row of the same letters on another exchange, which may be the same company or another one."""
        letters = plain_symbol(split_symbol(symbol)[0])
        return next((one for one in self.members if plain_symbol(split_symbol(one.symbol)[0]) == letters), None)

    def by_key(self) -> dict[str, Constituent]:
        """Every row by the ``key`` of its symbol."""
        rows: dict[str, Constituent] = {}
        for one in self.constituents:
            at = self.key(one.symbol)
            if at not in rows or rows[at].removed is not None:
                rows[at] = one
        return rows

    def key(self, symbol: str) -> str:
        """What makes two spellings one symbol: the exchange counts only where it is not at home."""
        stem, exchange = split_symbol(symbol)
        foreign = exchange is not None and exchange.country != self.home
        return f"{plain_symbol(stem)}@{exchange.country}" if exchange and foreign else plain_symbol(stem)

    @property
    def members(self) -> tuple[Constituent, ...]:
        """Those that have not left."""
        return tuple(one for one in self.constituents if one.removed is None)


def plain_symbol(symbol: str) -> str:
    """``BRK.B``, ``BRK-B``, ``BRK/B`` and ``BRKB`` are one symbol, as are ``0700`` and ``700``."""
    letters = re.sub(r"[^0-9A-Z]", "", symbol.strip().upper())
    return letters.lstrip("0") if letters.isdigit() else letters


def sector_weights(listed: ConstituentList) -> Mapping[str, float]:
    """Fractions by sector, largest first; they sum to what the weights of the list sum to.

    Members without a sector count as ``Unknown``. Raises InsufficientData where a member has no weight.
    """
    weights: dict[str, float] = {}
    for one in listed.members:
        if one.weight is None:
            raise InsufficientData(
                f"The list of {listed.index} tells no weight for {one.symbol}, so there are no sector weights. "
                "Upload a list with weights, such as a fund's holdings file.",
                index=listed.index,
            )
        weights[one.sector or NO_SECTOR] = weights.get(one.sector or NO_SECTOR, 0.0) + one.weight
    return dict(sorted(weights.items(), key=lambda item: -item[1]))
