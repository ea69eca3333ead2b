"""Which investors does this CSV describe? Long (one weight a row) or wide (one column a bucket), documented in the guide."""

from __future__ import annotations

from collections.abc import Mapping

from core.allocation.buckets import Dimension
from core.allocation.regions import country_named, region_named
from core.errors import BenchmarkingError
from core.peers.investor import Investor, type_named
from core.wording import did_you_mean
from data.importers.columns.field_values import Cell
from data.importers.errors import UnknownFormatError
from data.importers.files.rows import Row
from data.importers.files.table import HeadedTable, find_header, header_name, read_table
from data.importers.peers.public_plans import FORMAT as PUBLIC_PLANS
from data.importers.peers.public_plans import fits as is_public_plans
from data.importers.peers.public_plans import read as read_public_plans
from data.importers.peers.reading import PeerCollection, PeerReading

LONG, WIDE = "Investors, one weight a row", "Investors, one column a bucket"
UNITS = ("weight", "percent", "value")
_ALIASES = {
    "name": ("investor", "investor_name", "institution"),
    "type": ("investor_type", "institution_type"),
    "assets": ("aum", "total_assets", "assets_under_management"),
    "currency": ("ccy",),
    "country": ("headquarters", "headquarters_country", "hq_country"),
    "state": ("headquarters_state", "hq_state"),
    "year": ("fiscal_year", "fy"),
    "return": ("performance", "return_1yr", "one_year_return"),
    "weight": ("value", "amount", "percent", "allocation"),
}


def read_investors(content: bytes, file_name: str, normalise: bool = False) -> PeerReading:
    """All investors of a CSV or XLSX file; rows that cannot be read are listed, the others can be imported.

    ``normalise``: weights that do not sum to 100 % are scaled instead of listed. Raises UnknownFormatError for another file.
    """
    table = read_table(content, file_name)
    plans = find_header(table, is_public_plans)
    if plans is not None:
        return read_public_plans(plans, normalise)
    found = find_header(table, _fits)
    if found is None:
        raise UnknownFormatError(file_name, (LONG, WIDE, PUBLIC_PLANS))
    named = found.calling(_ALIASES)
    return _read_long(named, found.names, normalise) if "bucket" in named.names else _read_wide(named, normalise)


def _fits(names: frozenset[str]) -> bool:
    def has(name: str) -> bool:
        return name in names or bool(names & set(_ALIASES.get(name, ())))

    return has("name") and has("year") and (has("type") or "bucket" in names)


def _read_long(table: HeadedTable, original: tuple[str, ...], normalise: bool) -> PeerReading:
    kept = PeerCollection(normalise)
    usual = next((one for one in ("percent", "value") if one in original and "weight" not in original), "weight")
    wholes: dict[tuple[str, int, Dimension, str], tuple[int, dict[str, float]]] = {}
    for row in table.rows:
        cells = _cells(table, row)
        place = _head(kept, row.line, cells)
        dimension = _dimension(kept, row.line, cells)
        amount, bucket = kept.number(row.line, cells, "weight"), str(cells.get("bucket", "")).strip()
        if place is None or dimension is None or amount is None or not bucket:
            if place is not None and dimension is not None:
                kept.refuse(row.line, "bucket", "The bucket or its weight is missing.")
            continue
        held = wholes.setdefault((*place, dimension, _unit(cells, usual)), (row.line, {}))[1]
        if bucket in held:
            kept.refuse(row.line, "bucket", f"{place[0]} {place[1]}: {bucket} comes twice.")
        held.setdefault(bucket, amount)
    for (name, year, dimension, unit), (line, given) in wholes.items():
        kept.add_allocation(line, name, year, dimension, given, unit)
    return kept.reading(LONG)


def _read_wide(table: HeadedTable, normalise: bool) -> PeerReading:
    kept = PeerCollection(normalise)
    columns: dict[Dimension, list[tuple[str, str]]] = {one: [] for one in Dimension}
    for text in table.columns:
        if (dimension := _prefix(text)) is not None:
            columns[dimension].append((header_name(text), text.partition(":")[2].strip()))
    for row in table.rows:
        cells = _cells(table, row)
        place = _head(kept, row.line, cells)
        if place is None:
            continue
        for dimension, named in columns.items():
            given = {
                bucket: amount for name, bucket in named if (amount := kept.number(row.line, cells, name)) is not None
            }
            if given:
                kept.add_allocation(row.line, *place, dimension, given, _unit(cells, "weight"))
    return kept.reading(WIDE)


def _prefix(column: str) -> Dimension | None:
    """The dimension of a column such as ``sector:Energy``."""
    head, colon, bucket = column.partition(":")
    known = {header_name(one): one for one in Dimension}
    return known.get(header_name(head)) if colon and bucket.strip() else None


def _cells(table: HeadedTable, row: Row) -> dict[str, Cell]:
    return dict(zip(table.names, row.cells, strict=False))


def _head(kept: PeerCollection, line: int, cells: Mapping[str, Cell]) -> tuple[str, int] | None:
    """Reads who and when; remembers the investor at its first row and what is said of the year."""
    name, year = " ".join(str(cells.get("name", "")).split()), kept.number(line, cells, "year")
    if not name or year is None or year != int(year):
        kept.refuse(line, "name", "The investor's name or the year is missing.")
        return None
    assets = kept.number(line, cells, "assets")
    if name not in kept.heads:
        try:
            kept.heads[name] = _investor(name, assets, cells)
        except BenchmarkingError as error:
            kept.refuse(line, "type", error.message)
            return None
    elif assets is not None:
        kept.heads[name] = _latest(kept, name, int(year), assets)
    performance = kept.number(line, cells, "return")
    if _unit(cells, "weight") == "percent" and performance is not None:
        performance /= 100.0
    kept.add_year(name, int(year), assets, performance, line)
    return name, int(year)


def _latest(kept: PeerCollection, name: str, year: int, assets: float) -> Investor:
    """The investor with the assets of the latest year seen."""
    one = kept.heads[name]
    newest = max(kept.years.get(name, {}), default=year)
    if year < newest:
        return one
    return Investor(one.id, name, one.type, assets, one.currency, one.country, one.state, one.region)


def _investor(name: str, assets: float | None, cells: Mapping[str, Cell]) -> Investor:
    def text(column: str) -> str:
        return " ".join(str(cells.get(column, "")).split())

    country = country_named(text("country"))
    return Investor(
        id=text("id"),
        name=name,
        type=type_named(text("type")),
        assets=assets,
        currency=text("currency").upper() or "USD",
        country=country,
        state=text("state"),
        region=region_named(text("region"), country),
    )


def _dimension(kept: PeerCollection, line: int, cells: Mapping[str, Cell]) -> Dimension | None:
    text = header_name(cells.get("dimension", "") or "sector")
    try:
        return Dimension(text)
    except ValueError:
        known = [one.value for one in Dimension]
        kept.refuse(
            line, "dimension", f"“{text}” is no dimension.{did_you_mean(text, known)} Known: {', '.join(known)}."
        )
        return None


def _unit(cells: Mapping[str, Cell], usual: str) -> str:
    given = header_name(cells.get("unit", ""))
    return given if given in UNITS else usual
