"""Which of a symbol's stored series counts? One, whole: two origins are never spliced into one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from core.market.rhythm import rhythm_at
from data.store.schema import price_series, prices

OWN = "upload"  # the user's own prices, through whichever door they came
MARKET_SOURCES = frozenset({"yahoo"})


@dataclass(frozen=True, slots=True)
class Series:
    """One stored series: a symbol's prices from one source."""

    id: int
    symbol: str
    source: str
    currency: str
    note: str


@dataclass(frozen=True, slots=True)
class Extent:
    """From when to when a series reaches, with how many prices."""

    first: date
    last: date
    count: int


def source_key(source: str) -> str:
    """The word a source is stored under: market sources keep their own, everything else is the user's own prices."""
    return source if source in MARKET_SOURCES else OWN


def standing(extents: dict[str, Extent]) -> str:
    """The source that stands, of one symbol's extents by source.

    The user's own prices stand wherever they reach as far as the market source's (but for a price that still counts at either end)
    with at least half as many prices; otherwise the series with more prices stands, so that a few prices entered by
    hand never hide years of history.
    """
    most = max(extents, key=lambda source: (extents[source].count, source == OWN))
    own = extents.get(OWN)
    if own is not None and all(_reaches(own, other) for other in extents.values()):
        return OWN
    return most


def _reaches(own: Extent, other: Extent) -> bool:
    slack = timedelta(days=rhythm_at((own.last - own.first).days / max(1, own.count - 1)).max_age_days)
    ends = own.first <= other.first + slack and own.last >= other.last - slack
    return ends and 2 * own.count >= other.count


def stored_series(connection: Connection, symbols: Collection[str] | None = None) -> list[Series]:
    """Every stored series, of all symbols or of those given, by symbol and source."""
    query = select(
        price_series.c.id, price_series.c.symbol, price_series.c.source, price_series.c.currency, price_series.c.note
    ).order_by(price_series.c.symbol, price_series.c.source)
    if symbols is not None:
        query = query.where(price_series.c.symbol.in_(list(symbols)))
    return [Series(*row) for row in connection.execute(query)]


def extents(connection: Connection, series: Collection[Series]) -> dict[int, Extent]:
    """The extent of each series that has prices."""
    owner, on = prices.c.series_id, prices.c.priced_on
    query = select(owner, func.min(on), func.max(on), func.count()).group_by(owner)
    query = query.where(owner.in_([one.id for one in series]))
    return {row[0]: Extent(row[1], row[2], row[3]) for row in connection.execute(query)}


def standing_series(connection: Connection, symbols: Collection[str] | None = None) -> dict[str, Series]:
    """The series that stands for each symbol that has one."""
    by_symbol: dict[str, list[Series]] = defaultdict(list)
    for one in stored_series(connection, symbols):
        by_symbol[one.symbol].append(one)
    contested = [one for several in by_symbol.values() if len(several) > 1 for one in several]
    reach = extents(connection, contested) if contested else {}
    return {symbol: _standing_of(several, reach) for symbol, several in by_symbol.items()}


def _standing_of(several: list[Series], reach: dict[int, Extent]) -> Series:
    by_source = {one.source: one for one in several}
    if len(several) == 1:
        return several[0]
    return by_source[standing({source: reach[one.id] for source, one in by_source.items() if one.id in reach})]
