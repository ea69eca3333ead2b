"""Which members does this file list? Fund holdings as iShares publishes them, or any table with a symbol column."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from core.errors import InvalidSpecification
from core.index.constituents import Constituent
from data.importers.columns.field_values import is_missing, number_or_none, parse_date
from data.importers.columns.row_fields import RowFields
from data.importers.errors import UnknownFormatError
from data.importers.files.rows import Row
from data.importers.files.table import HeadedTable, find_header, header_name, read_table
from data.importers.reading import RowProblem

SPELLINGS = {
    "symbol": "symbol ticker holding_ticker",
    "name": "name security company company_name",
    "sector": "sector gics_sector industry",  # a GICS sector before an industry
    "weight": "weight weight_percent index_weight weighting",
    "added": "added date_added date_first_added",
    "removed": "removed date_removed",
    "kind": "kind asset_class",
}
FORMATS = (
    "fund holdings (iShares, SPDR)",
    "an index provider's list (NSE)",
    "a table with the columns symbol, name, weight, sector, added, removed",
)
LONGEST_TICKER = 24
_AS_OF = re.compile(r"^\W*(fund )?holdings( as of)?\b", re.IGNORECASE)
_BEFORE_THE_DATE = re.compile(r"^\s*as of\s+", re.IGNORECASE)
_NOT_A_MEMBER = frozenset(
    {"cash", "cash and/or derivatives", "cash collateral and margins", "money market", "futures", "fx"}
)


@dataclass(frozen=True, slots=True)
class ConstituentReading:
    """The members that could be read, ``as_of`` where the file says it; ``left_out``: rows of cash and derivatives."""

    as_of: date | None
    constituents: tuple[Constituent, ...]
    problems: tuple[RowProblem, ...]
    left_out: int = 0


def read_constituents(content: bytes, file_name: str) -> ConstituentReading:
    """All members of a CSV or XLSX file. ``Weight (%)`` is in percent; a column ``weight`` too where its sum is above 1.5.

    Text above and below the table is ignored. Raises UnknownFormatError without a symbol and a name or weight column.
    """
    table = read_table(content, file_name)
    found = find_header(table, _fits)
    if found is None:
        raise UnknownFormatError(file_name, FORMATS)
    as_of = next((_as_of(row) for row in table.rows[:10] if row.cells and _AS_OF.search(str(row.cells[0]))), None)
    return _read(_members_only(found.renamed(SPELLINGS)), as_of)


def _fits(header: HeadedTable) -> bool:
    return header.has("symbol", SPELLINGS) and any(header.has(name, SPELLINGS) for name in ("name", "weight", "sector"))


def _as_of(row: Row) -> date | None:
    for cell in row.cells[1:]:
        if not is_missing(cell):
            try:
                return parse_date(_BEFORE_THE_DATE.sub("", cell) if isinstance(cell, str) else cell)
            except ValueError:
                return None
    return None


def _read(table: HeadedTable, as_of: date | None) -> ConstituentReading:
    members: dict[str, Constituent] = {}
    problems: list[RowProblem] = []
    left_out, unit = 0, 100.0 if _in_percent(table) else 1.0
    for row in table.fields(columns=table.names):
        if row.text("kind").casefold() in _NOT_A_MEMBER:
            left_out += 1
            continue
        member = _member(row, unit)
        if member and member.symbol in members:
            row.refuse("symbol", f"{member.symbol} stands in the list twice")
        elif member:
            members[member.symbol] = member
        problems += row.problems
    return ConstituentReading(as_of, tuple(members.values()), tuple(problems), left_out)


def _members_only(table: HeadedTable) -> HeadedTable:
    """The table without the text below it: a row has several filled cells and a symbol, a sentence begins with more than one."""
    at, least = table.names.index("symbol"), min(3, len(table.names))

    def is_member(row: Row) -> bool:
        filled = sum(not is_missing(cell) for cell in row.cells)
        return filled >= least and 1 < len(row.cells) > at and len(str(row.cells[at])) <= LONGEST_TICKER

    return replace(table, rows=tuple(filter(is_member, table.rows)))


def _in_percent(table: HeadedTable) -> bool:
    """Whether weights are percent: the header says so, or they sum to more than any whole."""
    if not table.has("weight"):
        return False
    header = table.columns[table.names.index("weight")]
    known = "%" in header or "percent" in header_name(header)
    return known or sum(number_or_none(cell) or 0.0 for cell in table.values("weight")) > 1.5


def _member(row: RowFields, unit: float) -> Constituent | None:
    symbol, name, sector = (row.known_text(column) for column in ("symbol", "name", "sector"))
    weight, added, removed = row.number("weight"), row.known_day("added"), row.known_day("removed")
    if not symbol:
        row.refuse("symbol", "the symbol is missing")
    if row.problems:
        return None
    try:
        return Constituent(symbol, name, None if weight is None else weight / unit, sector, added, removed)
    except InvalidSpecification as error:
        row.refuse("", error.message)
        return None
