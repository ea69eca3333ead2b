"""Which investors does this CSV describe? Long (one weight a row) or wide (one column a bucket), documented in the guide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.allocation.buckets import Dimension
from core.allocation.regions import country_named, region_named
from core.errors import BenchmarkingError
from core.peers.investor import Investor, type_named
from core.wording import did_you_mean
from data.importers.columns.dates import date_order
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields
from data.importers.errors import UnknownFormatError
from data.importers.files.table import HeadedTable, find_header, header_name, read_table
from data.importers.peers.public_plans import FORMAT as PUBLIC_PLANS
from data.importers.peers.public_plans import fits as is_public_plans
from data.importers.peers.public_plans import read as read_public_plans
from data.importers.peers.reading import PeerCollection, PeerReading, fiscal_year_end_of

LONG, WIDE = "Investors, one weight a row", "Investors, one column a bucket"
UNITS = ("weight", "percent", "value")
SPELLINGS = {
    "name": "name investor investor_name institution",
    "type": "type investor_type institution_type",
    "assets": "assets aum total_assets assets_under_management",
    "currency": "currency ccy",
    "country": "country headquarters headquarters_country hq_country",
    "state": "state headquarters_state hq_state",
    "year": "year fiscal_year fy",
    "fiscal_year_end": "fiscal_year_end fye year_end",
    "return": "return performance return_1yr one_year_return",
    "weight": "weight value amount percent allocation",
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
    named = found.renamed(SPELLINGS)
    return _read_long(named, normalise, _usual_unit(found)) if found.has("bucket") else _read_wide(named, normalise)


def _fits(header: HeadedTable) -> bool:
    named, dated = header.has("name", SPELLINGS), header.has("year", SPELLINGS)
    return named and dated and (header.has("type", SPELLINGS) or header.has("bucket"))


def _usual_unit(table: HeadedTable) -> str:
    """What the column of weights is called."""
    return next((unit for unit in UNITS if table.has(unit)), "weight")


def _read_long(table: HeadedTable, normalise: bool, usual: str) -> PeerReading:
    kept = PeerCollection(normalise)
    wholes: dict[tuple[str, int, Dimension, str], tuple[int, dict[str, float]]] = {}
    for row in _rows(table):
        place, dimension, amount, bucket = _head(kept, row), _dimension(row), row.number("weight"), row.text("bucket")
        if place is not None and dimension is not None:
            if amount is None or not bucket:
                row.refuse("bucket", "The bucket or its weight is missing.")
            else:
                held = wholes.setdefault((*place, dimension, _unit(row, usual)), (row.line, {}))[1]
                if bucket in held:
                    row.refuse("bucket", f"{place[0]} {place[1]}: {bucket} comes twice.")
                held.setdefault(bucket, amount)
        kept.problems += row.problems
    for (name, year, dimension, unit), (line, given) in wholes.items():
        row = RowFields(line, {})
        kept.add_allocation(row, name, year, dimension, given, unit)
        kept.problems += row.problems
    return kept.reading(LONG)


def _read_wide(table: HeadedTable, normalise: bool) -> PeerReading:
    kept = PeerCollection(normalise)
    columns: dict[Dimension, dict[str, str]] = {one: {} for one in Dimension}
    for text in table.columns:
        if (dimension := _prefix(text)) is not None:
            columns[dimension][header_name(text)] = text.partition(":")[2].strip()
    for row in _rows(table):
        if place := _head(kept, row):
            for dimension, buckets in columns.items():
                if given := row.numbers(buckets):
                    kept.add_allocation(row, *place, dimension, given, _unit(row, "weight"))
        kept.problems += row.problems
    return kept.reading(WIDE)


def _rows(table: HeadedTable) -> Iterator[RowFields]:
    """The rows, with dates in the one order in which all year-ends exist."""
    return table.fields(date_order(table.values("fiscal_year_end"), DateOrder.MDY).order, columns=table.names)


def _prefix(column: str) -> Dimension | None:
    """The dimension of a column such as ``sector:Energy``."""
    head, colon, bucket = column.partition(":")
    known = {header_name(one): one for one in Dimension}
    return known.get(header_name(head)) if colon and bucket.strip() else None


def _head(kept: PeerCollection, row: RowFields) -> tuple[str, int] | None:
    """Reads who and when; remembers the investor at its first row and what is said of the year."""
    name, year = row.text("name"), row.number("year")
    if not name or year is None or year != int(year):
        row.refuse("name", "The investor's name or the year is missing.")
        return None
    assets = row.number("assets")
    if name not in kept.heads:
        try:
            kept.heads[name] = _investor(name, assets, row)
        except BenchmarkingError as error:
            row.refuse("type", error.message)
            return None
    elif assets is not None and int(year) >= max(kept.years.get(name, {}), default=int(year)):
        kept.heads[name] = replace(kept.heads[name], assets=assets)
    performance = row.number("return")
    if performance is not None and _unit(row, "weight") == "percent":
        performance /= 100.0
    kept.add_year(row, name, int(year), assets, performance)
    return name, int(year)


def _investor(name: str, assets: float | None, row: RowFields) -> Investor:
    country = country_named(row.text("country"))
    return Investor(
        id=row.text("id"),
        name=name,
        type=type_named(row.text("type")),
        assets=assets,
        currency=row.whole_currency("currency", "USD"),
        country=country,
        state=row.text("state"),
        region=region_named(row.text("region"), country),
        fiscal_year_end=fiscal_year_end_of(row, "fiscal_year_end"),
    )


def _dimension(row: RowFields) -> Dimension | None:
    text = header_name(row.text("dimension") or "sector")
    try:
        return Dimension(text)
    except ValueError:
        known = [one.value for one in Dimension]
        row.refuse("dimension", f"“{text}” is no dimension.{did_you_mean(text, known)} Known: {', '.join(known)}.")
        return None


def _unit(row: RowFields, usual: str) -> str:
    given = header_name(row.text("unit"))
    return given if given in UNITS else usual
