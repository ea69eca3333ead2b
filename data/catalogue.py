"""Which indexes does Yardstick know? The catalogue, read from the table beside this file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from core.errors import NotFound
from core.market.index import AssetClass, MarketIndex
from core.market.levels import Basis

TABLE = Path(__file__).parent / "catalogue.csv"
ON_YAHOO = "Yahoo Finance"


def without_comments(lines: Iterable[str]) -> Iterable[str]:
    """The lines of a table that are data: those that do not begin with ``#``."""
    return (line for line in lines if not line.startswith("#"))


def table_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of ours by column name, comments left out."""
    with path.open(encoding="utf-8", newline="") as table:
        yield from csv.DictReader(without_comments(table))


def _entry(row: Mapping[str, str]) -> MarketIndex:
    return MarketIndex(
        symbol=row["symbol"],
        name=row["name"],
        region=row["region"],
        asset_class=AssetClass(row["asset_class"]),
        currency=row["currency"],
        basis=Basis(row["basis"]),
        constituents=int(row["constituents"]) if row["constituents"] else None,
        source=row["source"],
    )


@lru_cache(maxsize=1)
def load_catalogue() -> Mapping[str, MarketIndex]:
    """Every catalogue entry by symbol, in the order in which they are shown."""
    entries = map(_entry, table_rows(TABLE))
    return MappingProxyType({entry.symbol: entry for entry in entries})


@lru_cache(maxsize=1)
def _spellings() -> Mapping[str, MarketIndex]:
    """Entries by symbol and by name, in lower case."""
    entries = load_catalogue().values()
    return {text.casefold(): entry for entry in entries for text in (entry.name, entry.symbol)}


def spoken_name(symbol: str) -> str:
    """The name of a catalogue entry; of anything else its symbol."""
    entry = load_catalogue().get(symbol)
    return entry.name if entry else symbol


def find_index(symbol: str) -> MarketIndex:
    """The entry with this symbol (or exactly this name), in upper or lower case; raises NotFound naming close spellings."""
    entry = _spellings().get(symbol.strip().casefold())
    if entry is None:
        entries = load_catalogue().values()
        raise NotFound("index", symbol, [text for entry in entries for text in (entry.symbol, entry.name)])
    return entry


def yahoo_symbol(index: MarketIndex) -> str | None:
    """The symbol under which Yahoo Finance delivers this index, or None when it must be uploaded."""
    if not index.source.startswith(ON_YAHOO):
        return None
    return f"{index.symbol}=X" if index.asset_class is AssetClass.CURRENCY else index.symbol
