"""What is a row, and how large may a table be?"""

from __future__ import annotations

from dataclasses import dataclass

from data.importers.columns.field_values import Cell
from data.importers.errors import FileTooLargeError
from data.importers.files.file_content import MAX_ROWS

HEADER_SEARCH_ROWS = 40


MAX_CELLS = 5_000_000


MAX_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file; ``line`` counts from 1 and is the row's first line."""

    line: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        return all(isinstance(cell, str) and not cell.strip() for cell in self.cells)

    def cell(self, at: int) -> Cell:
        """The cell in a column (from 0); "" behind the end of a short row."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """All rows of a CSV file or of one sheet, the header wherever it is. ``sheets``: the names of a workbook's sheets."""

    rows: tuple[Row, ...]
    delimiter: str = ","
    encoding: str = "utf-8"
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def check_extent(rows: int, cells: int, columns: int, file_name: str) -> None:
    """Raises FileTooLargeError when a table grows past what one upload may have."""
    if rows > MAX_ROWS + HEADER_SEARCH_ROWS:
        raise FileTooLargeError(file_name, f"has more than {MAX_ROWS:,} rows", f"{MAX_ROWS:,} rows")
    if columns > MAX_COLUMNS:
        raise FileTooLargeError(file_name, f"has more than {MAX_COLUMNS:,} columns", f"{MAX_COLUMNS:,} columns")
    if cells > MAX_CELLS:
        raise FileTooLargeError(file_name, f"has more than {MAX_CELLS:,} cells", f"{MAX_CELLS:,} cells")
