"""Which members does this file list? Fund holdings as iShares publishes them, or any table with a symbol column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from core.errors import InvalidSpecification
from core.index.constituents import Constituent
from data.importers.columns.field_values import Cell, is_missing, parse_date, parse_number
from data.importers.errors import UnknownFormatError
from data.importers.files.rows import Row
from data.importers.files.table import HeadedTable, find_header, header_name, read_table
from data.importers.reading import RowProblem

ALIASES = {
    "symbol": ("ticker", "holding_ticker"),
    "name": ("security", "company", "company_name"),
    "sector": ("gics_sector", "industry"),
    "weight": ("weight_percent", "index_weight", "weighting"),
    "added": ("date_added", "date_first_added"),
    "removed": ("date_removed",),
    "kind": ("asset_class",),
}
FORMATS = (
    "fund holdings (iShares, SPDR)",
    "an index provider's list (NSE)",
    "a table with the columns symbol, name, weight, sector, added, removed",
)
LONGEST_TICKER = 24
Read = TypeVar("Read")
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
    return _read(found.calling(_one_each(found)), as_of)


def _one_each(table: HeadedTable) -> dict[str, tuple[str, ...]]:
    """Of several columns that could be meant, the first spelling: a GICS sector before an industry."""
    return {name: tuple(one for one in others if one in table.names)[:1] for name, others in ALIASES.items()}


def _fits(names: frozenset[str]) -> bool:
    def has(name: str) -> bool:
        return name in names or bool(names & set(ALIASES[name]))

    return has("symbol") and (has("name") or has("weight") or has("sector"))


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
    problems, left_out = [], 0
    percent = _in_percent(table)
    for row in table.rows:
        cells = dict(zip(table.names, row.cells, strict=False))
        if len(cells) < 2 or not _is_row(table, row):
            continue  # the text below the table
        if str(cells.get("kind", "")).strip().casefold() in _NOT_A_MEMBER:
            left_out += 1
            continue
        try:
            one = _member(cells, percent)
        except _BadCell as error:
            problems.append(RowProblem(row.line, error.column, str(error)))
            continue
        except InvalidSpecification as error:
            problems.append(RowProblem(row.line, "", error.message))
            continue
        if one.symbol in members:
            problems.append(RowProblem(row.line, "symbol", f"{one.symbol} stands in the list twice"))
            continue
        members[one.symbol] = one
    return ConstituentReading(as_of, tuple(members.values()), tuple(problems), left_out)


def _is_row(table: HeadedTable, row: Row) -> bool:
    """A row of the table has several filled cells and a symbol; the sentences below it begin with more than a symbol."""
    filled = sum(not is_missing(cell) for cell in row.cells)
    at = table.names.index("symbol")
    return filled >= min(3, len(table.names)) and at < len(row.cells) and len(str(row.cells[at])) <= LONGEST_TICKER


def _in_percent(table: HeadedTable) -> bool:
    """Whether weights are percent: the header says so, or they sum to more than any whole."""
    at = table.names.index("weight") if "weight" in table.names else None
    if at is None:
        return False
    header = table.columns[at]
    if "%" in header or "percent" in header_name(header):
        return True
    total = 0.0
    for row in table.rows:
        if at < len(row.cells) and _is_row(table, row):
            try:
                total += parse_number(row.cells[at])
            except ValueError:
                continue
    return total > 1.5


class _BadCell(ValueError):
    """A cell that cannot be read, and the column it stands in."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _member(cells: dict[str, Cell], percent: bool) -> Constituent:
    symbol = _text(cells, "symbol")
    if not symbol:
        raise _BadCell("symbol", "the symbol is missing")
    weight = _cell(cells, "weight", parse_number)
    return Constituent(
        symbol=symbol,
        name=_text(cells, "name"),
        weight=None if weight is None else weight / (100.0 if percent else 1.0),
        sector=_text(cells, "sector"),
        added=_cell(cells, "added", parse_date),
        removed=_cell(cells, "removed", parse_date),
    )


def _text(cells: dict[str, Cell], name: str) -> str:
    cell = cells.get(name, "")
    return "" if is_missing(cell) else " ".join(str(cell).split())


def _cell(cells: dict[str, Cell], name: str, read: Callable[[Cell], Read]) -> Read | None:
    cell = cells.get(name, "")
    if is_missing(cell):
        return None
    try:
        return read(cell)
    except ValueError as error:
        raise _BadCell(name, str(error)) from None
