"""Who is in the index, and what of it is held? The stored lists beside a portfolio, cached by id and revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.errors import NotFound
from core.index.constituents import ConstituentList
from core.index.membership import SecurityFacts
from core.index.overlap import HeldWeight, IndexOverlap, SectorPair, index_overlap, looked_through, sector_pairs
from core.index.performance import IndexObservation
from core.ledger.transaction import AssetType
from core.market.exchanges import split_symbol
from data.catalogue import load_catalogue
from data.store.index.constituents import load_constituents
from data.store.index.performance import latest_performance
from data.store.portfolios.holding_classes import load_holding_classes
from ui.reads.portfolio import engine, remembered, valuation

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


@remembered(16)
def constituents_of(index: str) -> ConstituentList | None:
    """The stored list of an index, or of the index that its fund follows; None without one."""
    return load_constituents(engine(), index)


def index_sectors(index: str) -> tuple[SectorPair, ...]:
    """The sectors of an index by its stored list; none without one."""
    listed = constituents_of(index)
    return () if listed is None else sector_pairs(listed)


@remembered(16)
def held_weights(portfolio_id: str) -> tuple[HeldWeight, ...]:
    """What is held at the as-of date, largest first, as fractions of all that has a value."""
    held = [one for one in valuation(portfolio_id).holdings if one.value > 0]
    said, total = load_holding_classes(engine()), sum(one.value for one in held)
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


@remembered(32)
def portfolio_in_index(portfolio_id: str, index: str) -> PortfolioInIndex | None:
    """How much of a portfolio is the index; None where no list of it is stored."""
    listed = constituents_of(index)
    if listed is None:
        return None
    valued, held = valuation(portfolio_id), held_weights(portfolio_id)
    funds = _lists_of_funds(held)
    rows = listed.by_key()
    pieces = looked_through(held, funds)
    apart = sum(one.weight for one in pieces if not one.is_share and listed.key(one.symbol) not in rows)
    overlap, sectors = index_overlap(held, listed, funds), sector_pairs(listed, held, funds)
    return PortfolioInIndex(valued.name, valued.as_of, valued.simulated, overlap, sectors, apart)


def _lists_of_funds(held: tuple[HeldWeight, ...]) -> Mapping[str, ConstituentList]:
    """The stored lists of held funds that the catalogue knows."""
    known = (one.symbol for one in held if one.symbol in load_catalogue())
    return {symbol: listed for symbol in known if (listed := constituents_of(symbol)) is not None}


def known_facts(symbol: str) -> SecurityFacts:
    """What the exchange in its symbol, and the user on other pages, already said of a security."""
    _, exchange = split_symbol(symbol)
    said = load_holding_classes(engine()).get(symbol)
    return SecurityFacts(
        sector=(said.sector or None) if said else None,
        country=exchange.country if exchange else None,
        exchange=exchange.name if exchange else None,
    )


def is_index_or_fund(symbol: str) -> bool:
    """Whether the catalogue has it: then it is no company, and no index has it as a member."""
    return symbol in load_catalogue()


def usual_members(symbol: str) -> int | None:
    """About how many members the catalogue says an index has."""
    entry = load_catalogue().get(symbol)
    return entry.constituents if entry else None


def last_observation(symbol: str) -> IndexObservation | None:
    """The last stored figure of an index; None where there is none."""
    try:
        return latest_performance(engine(), symbol)
    except NotFound:
        return None
