"""How much of a portfolio is an index? What is held beside the stored list of members, with held funds looked through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from core.index.constituents import ConstituentList
from core.index.overlap import HeldWeight, IndexOverlap, SectorPair, index_overlap, looked_through, sector_pairs
from core.ledger.transaction import AssetType
from core.valuation.portfolio_value import Valuation
from data.catalogue import load_catalogue
from data.store.index.constituents import load_constituents
from data.store.portfolios.holding_classes import load_holding_classes

_SHARES = frozenset({AssetType.STOCK, AssetType.ESPP, AssetType.RSU})


@dataclass(frozen=True, slots=True, eq=False)
class PortfolioInIndex:
    """A portfolio beside an index. ``as_of``: the day of its weights; ``in_no_sector``: the part that is funds, bonds, deposits, cash."""

    name: str
    as_of: date
    simulated: bool
    overlap: IndexOverlap
    sectors: tuple[SectorPair, ...]
    in_no_sector: float


def weigh_holdings(engine: Engine, valued: Valuation) -> tuple[HeldWeight, ...]:
    """What is held at the as-of date, largest first, as fractions of all that has a value."""
    held = [one for one in valued.holdings if one.value > 0]
    said, total = load_holding_classes(engine), sum(one.value for one in held)
    weights = [
        HeldWeight(
            one.symbol,
            one.name or one.symbol,
            one.value / total,
            one.asset_type in _SHARES,
            said[one.symbol].sector if one.symbol in said else "",
        )
        for one in held
    ]
    return tuple(sorted(weights, key=lambda one: -one.weight))


def compare_with_members(engine: Engine, valued: Valuation, index: str) -> PortfolioInIndex | None:
    """How much of a portfolio is the index; None where no list of it is stored."""
    listed = load_constituents(engine, index)
    if listed is None:
        return None
    held = weigh_holdings(engine, valued)
    funds = _lists_of_funds(engine, held)
    rows = listed.by_key()
    pieces = looked_through(held, funds)
    apart = sum(one.weight for one in pieces if not one.is_share and listed.key(one.symbol) not in rows)
    overlap, sectors = index_overlap(held, listed, funds), sector_pairs(listed, held, funds)
    return PortfolioInIndex(valued.name, valued.as_of, valued.simulated, overlap, sectors, apart)


def _lists_of_funds(engine: Engine, held: tuple[HeldWeight, ...]) -> Mapping[str, ConstituentList]:
    """The stored lists of held funds that the catalogue knows."""
    known = (one.symbol for one in held if one.symbol in load_catalogue())
    return {symbol: listed for symbol in known if (listed := load_constituents(engine, symbol)) is not None}
