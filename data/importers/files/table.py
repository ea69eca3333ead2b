"""Which rows and columns does this file have? CSV of any delimiter as text, every row with its line in the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from data.importers.columns.field_values import Cell
from data.importers.errors import UnreadableFileError
from data.importers.files.file_content import ZIP, decoded, unpacked
from data.importers.files.rows import HEADER_SEARCH_ROWS, Row, Table, check_extent

DELIMITERS = (",", ";", "\t", "|")


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

    def calling(self, aliases: Mapping[str, Collection[str]]) -> HeadedTable:
        """The same table with other spellings of a name (``qty``) replaced by the one name for it (``quantity``)."""
        own = {other: name for name, others in aliases.items() if name not in self.names for other in others}
        return replace(self, names=tuple(own.get(name, name) for name in self.names))

    def values(self, name: str) -> Iterator[Cell]:
        """The non-empty cells below one header (in one spelling)."""
        if name in self.names:
            at = self.names.index(name)
            yield from (row.cells[at] for row in self.rows if at < len(row.cells) and row.cells[at] != "")


def headed(table: Table, at: int) -> HeadedTable:
    """The table below row number ``at`` (from 0); equal headers are told apart by a number."""
    seen: Counter[str] = Counter()
    columns = []
    for cell in table.rows[at].cells:
        text = " ".join(str(cell).split())
        seen[text] += 1
        columns.append(text if seen[text] == 1 or not text else f"{text} ({seen[text]})")
    rows = tuple(row for row in table.rows[at + 1 :] if not row.blank)
    return HeadedTable(tuple(columns), tuple(header_name(column) for column in columns), rows, table.rows[at].line)


def find_header(table: Table, fits: Callable[[frozenset[str]], bool]) -> HeadedTable | None:
    """The table below the first of its first rows whose header names fit; None where none does."""
    for at, row in enumerate(table.rows[:HEADER_SEARCH_ROWS]):
        if fits(frozenset(header_name(cell) for cell in row.cells) - {""}):
            return headed(table, at)
    return None


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
