"""What is inside an index by the stored lists of constituents? Members with their prices, and the sectors of what is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from sqlalchemy import Engine

from core.allocation.buckets import Dimension, bucket_named
from core.attribution.constituent_segments import MOST_IN_ALL, IndexMembers, PricedMember
from core.attribution.segments import ListedSector, Segment, segment_of_index
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.sources import Sources
from core.index.constituents import Constituent, ConstituentList, plain_symbol
from core.index.membership import FOLLOWED_INDEXES, Membership, SecurityFacts, membership
from core.market.index import MarketIndex
from core.market.levels import LevelSeries
from core.valuation.portfolio_value import Holding
from core.wording import spoken_date
from data.benchmark_library import Library
from data.catalogue import load_catalogue
from data.sample.levels import sample_levels, sample_symbols
from data.store.index.constituents import load_all_constituents, load_constituents
from data.store.prices.histories import load_levels, stored_symbols

# What stands behind a member's symbol where the same instrument is priced: lists of these countries name it without.
_SUFFIXES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "India": ("NS", "BO"),
        "United Kingdom": ("L",),
        "Germany": ("DE",),
        "France": ("PA",),
        "Japan": ("T",),
        "Hong Kong": ("HK",),
    }
)


def judge_membership(engine: Engine, symbol: str, index: str, facts: SecurityFacts) -> Membership:
    """Whether a security is in an index: its stored list decides; without one, rules of thumb on the facts given do."""
    return membership(symbol, index, facts, load_constituents(engine, index))


def sectors_listed(engine: Engine, holdings: Iterable[Holding]) -> dict[str, ListedSector]:
    """The sector of every holding that stands in a stored list of an index of its currency; the newest list decides."""
    held = {(plain_symbol(one.symbol), one.currency): one.symbol for one in holdings}
    found: dict[str, ListedSector] = {}
    for listed in load_all_constituents(engine):
        index = load_catalogue().get(listed.index)
        for member in listed.constituents if index else ():
            for name in _names(member.symbol, index) if member.sector else ():
                symbol = held.get((name, index.currency if index else ""))
                if symbol is not None:
                    found.setdefault(symbol, ListedSector(_sector(member), _by_list(listed, index)))
    return found


def members_of(
    engine: Engine, blend: Blend, sources: Sources, library: Library, holdings: Iterable[Holding]
) -> tuple[dict[str, IndexMembers], tuple[str, ...]]:
    """The inside of every component whose list is stored, by component, and why a list is not used.

    Members are priced in the index's currency and on its basis; those of a simulated index at simulated prices. An index that the
    portfolio holds itself stays whole, so that it meets itself.
    """
    held = {one.symbol for one in holdings}
    found: dict[str, IndexMembers] = {}
    notes = []
    for component in blend.ids:
        record, levels = library.find(component), sources.series.get(component)
        index = load_catalogue().get(record.symbol) if record and record.kind is BenchmarkKind.INDEX else None
        listed = load_constituents(engine, index.symbol) if index else None
        if index is None or listed is None or not isinstance(levels, LevelSeries):
            continue
        reason = _not_used(index, listed, held)
        members = () if reason else tuple(_priced(engine, index, listed, levels))
        if reason or not members:
            priced = "sample" if levels.simulated else "stored"
            reason = reason or f"none of its {len(listed.members)} members has {priced} prices"
            notes.append(f"{index.name} is not taken apart into its members: {reason}.")
            continue
        found[component] = IndexMembers(index.name, levels, listed.as_of, len(listed.members), members)
    return found, tuple(notes)


def _not_used(index: MarketIndex, listed: ConstituentList, held: set[str]) -> str:
    twins = {one for pair in FOLLOWED_INDEXES.items() for one in pair if index.symbol in pair} | {index.symbol}
    if itself := sorted(twins & held):
        return f"the portfolio holds {itself[0]} itself"
    weights = [one.weight for one in listed.members]
    if any(one is None for one in weights):
        return "its list tells no weights"
    if not 0 < sum(one or 0.0 for one in weights) <= MOST_IN_ALL:
        return "the weights in its list are no parts of one whole"
    return ""


def _priced(engine: Engine, index: MarketIndex, listed: ConstituentList, levels: LevelSeries) -> Iterator[PricedMember]:
    symbols = sample_symbols() if levels.simulated else stored_symbols(engine)
    known = {plain_symbol(one): one for one in symbols}
    priced = {
        member: known[name]
        for member in listed.members
        if (name := next((one for one in _names(member.symbol, index) if one in known), None)) is not None
    }
    wanted = set(priced.values())
    prices = sample_levels(wanted, levels.basis) if levels.simulated else load_levels(engine, wanted, levels.basis)
    whole = segment_of_index(index)
    known_by = _by_list(listed, index)
    for member, symbol in priced.items():
        own = prices.get(symbol)
        if own is not None and own.currency == levels.currency and member.weight and member.weight > 0:
            sector = _sector(member)
            place = Segment(symbol, member.name or symbol, whole.asset_class, sector, own.currency, known_by, known_by)
            yield PricedMember(place, member.weight, own, member.added)


def _names(symbol: str, index: MarketIndex | None) -> tuple[str, ...]:
    """How a member may be called where it is priced, the likeliest first; compared without dots and dashes."""
    plain = plain_symbol(symbol)
    return (*(f"{plain}{suffix}" for suffix in _SUFFIXES.get(index.region if index else "", ())), plain)


def _sector(member: Constituent) -> str:
    return bucket_named(Dimension.SECTOR, member.sector) if member.sector else ""


def _by_list(listed: ConstituentList, index: MarketIndex | None) -> str:
    dated = f" of {spoken_date(listed.as_of)}" if listed.as_of else ""
    return f"by the list of {index.name if index else listed.index}{dated}"
