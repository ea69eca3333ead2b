"""Which rows and columns does this file have? CSV of any delimiter as text, every row with its line in the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from itertools import islice

from data.importers.columns.field_values import Cell, DateOrder, DecimalSign
from data.importers.columns.row_fields import RowFields
from data.importers.errors import UnreadableFileError
from data.importers.files.file_content import ZIP, decoded, unpacked
from data.importers.files.rows import HEADER_SEARCH_ROWS, Row, Table, check_extent

DELIMITERS = (",", ";", "\t", "|")
Spellings = Mapping[str, str]
"""What is meant -> the names that headers have for it (in one spelling), the surest first; ``?`` stands for any letter."""


def header_name(cell: Cell) -> str:
    """A header cell in one spelling: ``Currency (Price / share)`` and ``currency_price_share`` are the same."""
    return re.sub(r"[\W_]+", "_", str(cell).strip().casefold()).strip("_")


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """A table whose header is known. ``columns``: the headers as they stand; ``names``: the same in one spelling."""

    columns: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    header_line: int

    def has(self, name: str, spellings: Spellings = {}) -> bool:  # noqa: B006 - never written to
        """Whether a column has this name, or one of the spellings given for it."""
        return self._spelling(name, spellings) is not None

    def renamed(self, spellings: Spellings) -> HeadedTable:
        """The same table with columns known by what they mean (``qty`` is ``quantity``); what only bears such a name is hidden."""
        meant = {self._spelling(name, spellings): name for name in spellings}
        names = (meant.get(name, f"column {at}" if name in spellings else name) for at, name in enumerate(self.names))
        return replace(self, names=tuple(names))

    def _spelling(self, name: str, spellings: Spellings) -> str | None:
        for spelling in spellings.get(name, name).split():
            if spelling in self.names:
                return spelling
            if "?" in spelling and (known := next((one for one in self.names if fnmatchcase(one, spelling)), None)):
                return known
        return None

    def values(self, name: str) -> Iterator[Cell]:
        """The non-empty cells below one header (in one spelling)."""
        if name in self.names:
            at = self.names.index(name)
            yield from (cell for row in self.rows if (cell := row.cell(at)) != "")

    def fields(
        self,
        order: DateOrder | None = None,
        sign: DecimalSign = DecimalSign.POINT,
        columns: Sequence[str] | None = None,
    ) -> Iterator[RowFields]:
        """Every row to be read by the names of its columns; complaints show them as they stand, or as ``columns``."""
        shown = dict(zip(self.names, columns or self.columns, strict=True))
        shown.setdefault("amount", shown.get("price", "amount"))
        for row in self.rows:
            yield RowFields(row.line, dict(zip(self.names, row.cells, strict=False)), shown, sign, order)


def headed(table: Table, at: int) -> HeadedTable:
    """The table below row number ``at`` (from 0)."""
    rows = tuple(row for row in table.rows[at + 1 :] if not row.blank)
    return replace(_header(table.rows[at]), rows=rows)


def _header(row: Row) -> HeadedTable:
    """A row as the header of a table without rows; equal headers are told apart by a number."""
    seen: Counter[str] = Counter()
    columns = []
    for cell in row.cells:
        text = " ".join(str(cell).split())
        seen[text] += 1
        columns.append(text if seen[text] == 1 or not text else f"{text} ({seen[text]})")
    return HeadedTable(tuple(columns), tuple(header_name(column) for column in columns), (), row.line)


def find_header(table: Table, fits: Callable[[HeadedTable], bool]) -> HeadedTable | None:
    """The table below the first of its first rows whose header fits (asked without rows); None where none does."""
    rows = enumerate(table.rows[:HEADER_SEARCH_ROWS])
    return next((headed(table, at) for at, row in rows if fits(_header(row))), None)


def read_table(
    content: bytes,
    file_name: str,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> Table:
    """The rows of a CSV (perhaps gzipped) or XLSX file; what is not given is found out.

    Raises UnreadableFileError, ProtectedFileError, ArchiveBombError or FileTooLargeError.
    """
    content = unpacked(content, file_name)
    if content.startswith(ZIP):
        from data.importers.files.workbook import read_workbook

        return read_workbook(content, file_name, sheet)
    text = decoded(content, file_name, encoding)
    used = delimiter or guess_delimiter(text.text)
    return Table(tuple(_rows(text.text, used, file_name)), used, text.encoding)


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most even and widest rows; a comma where nothing does."""
    lines = list(islice((line for line in io.StringIO(text[:200_000]) if line.strip()), 60))
    scores = {delimiter: _evenness(lines, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: (scores[delimiter], delimiter != ","))
    return best if scores[best] else ","


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    """Columns of the commonest width times the share of rows that have it; 0 where nothing is cut."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return 0.0
    width, count = max(Counter(widths).items(), key=lambda item: (item[1], item[0]), default=(1, 1))
    return 0.0 if width < 2 else round((1 + width / 100) * count / len(widths), 6)


def _rows(text: str, delimiter: str, file_name: str) -> Iterator[Row]:
    """Rows with their first line; raises FileTooLargeError and, for a quote that never closes, UnreadableFileError."""
    if len(delimiter) != 1 or delimiter in '"\r\n':
        raise UnreadableFileError(file_name, f"“{delimiter}” cannot separate columns. Choose one of , ; | or tab.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line, count, cells = 1, 0, 0
    try:
        for row in reader:
            count, cells = count + 1, cells + len(row)
            check_extent(count, cells, len(row), file_name)
            yield Row(line, tuple(row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(file_name, "a quotation mark opens here and never closes.", line) from error
