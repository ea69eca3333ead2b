"""Who is in the index, and what of it is held? The stored lists beside a portfolio, cached by id and revision."""

from __future__ import annotations

from core.errors import NotFound
from core.index.constituents import ConstituentList
from core.index.membership import Membership, SecurityFacts
from core.index.overlap import HeldWeight, SectorPair, sector_pairs
from core.index.performance import IndexObservation
from core.market.exchanges import split_symbol
from data.catalogue import load_catalogue
from data.store.index.constituents import load_constituents
from data.store.index.performance import latest_performance
from data.store.portfolios.holding_classes import load_holding_classes
from studies.index.members import judge_membership
from studies.index.overlap import PortfolioInIndex, compare_with_members, weigh_holdings
from ui.reads.portfolio import engine, remembered, valuation

__all__ = ["PortfolioInIndex"]


@remembered(16)
def constituents_of(index: str) -> ConstituentList | None:
    """The stored list of an index, or of the index that its fund follows; None without one."""
    return load_constituents(engine(), index)


@remembered(64)
def membership_of(symbol: str, index: str, facts: SecurityFacts) -> Membership:
    """Whether a security is in an index, by its stored list or by what is known of the security."""
    return judge_membership(engine(), symbol, index, facts)


def index_sectors(index: str) -> tuple[SectorPair, ...]:
    """The sectors of an index by its stored list; none without one."""
    listed = constituents_of(index)
    return () if listed is None else sector_pairs(listed)


@remembered(16)
def held_weights(portfolio_id: str) -> tuple[HeldWeight, ...]:
    """What is held at the as-of date, largest first, as fractions of all that has a value."""
    return weigh_holdings(engine(), valuation(portfolio_id))


@remembered(32)
def portfolio_in_index(portfolio_id: str, index: str) -> PortfolioInIndex | None:
    """How much of a portfolio is the index; None where no list of it is stored."""
    return compare_with_members(engine(), valuation(portfolio_id), index)


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
