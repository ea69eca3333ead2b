"""How much may a workbook make of itself? openpyxl opened on an archive that counts what it hands out."""

from __future__ import annotations

import io
import zipfile
from types import TracebackType
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from data.importers.errors import ArchiveBombError, FileTooLargeError

MAX_WHOLE_PART = 4 * 2**20  # styles, names, the list of sheets; the sheets and their strings come in a stream
MAX_ELEMENTS = 6_000_000  # 200,000 rows of ten cells with text inside


def open_workbook(content: bytes, file_name: str) -> Workbook:
    """As openpyxl.load_workbook does it: to be read in a stream, values instead of formulas, no links followed."""
    reader = _Reader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive.close()
    reader.archive = BoundedArchive(content, file_name)
    reader.read()
    return reader.wb


class BoundedArchive(zipfile.ZipFile):
    """Gives whole only parts of a moderate size, of which openpyxl makes trees thirty times as large, and counts XML elements.

    Every opening counts, because one part can be named as a hundred sheets. Raises ArchiveBombError, FileTooLargeError.
    """

    def __init__(self, content: bytes, file_name: str) -> None:
        super().__init__(io.BytesIO(content))
        self._file_name = file_name
        self._elements = 0

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        part = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if part.file_size > MAX_WHOLE_PART:
            raise ArchiveBombError(self._file_name, part.file_size, MAX_WHOLE_PART)
        return super().read(part, pwd)

    def open(self, *arguments: Any, **named: Any) -> Any:
        """A part as a stream that is counted."""
        return _CountedStream(super().open(*arguments, **named), self)

    def count(self, block: bytes) -> None:
        """Adds the elements that begin in a block of XML."""
        self._elements += block.count(b"<") - block.count(b"</")
        if self._elements > MAX_ELEMENTS:
            raise FileTooLargeError(
                self._file_name, f"has more than {MAX_ELEMENTS:,} elements", f"{MAX_ELEMENTS:,} elements"
            )


class _CountedStream:
    """What openpyxl and zipfile use of a stream: reading, closing, a ``with`` around it."""

    def __init__(self, stream: IO[bytes], archive: BoundedArchive) -> None:
        self._stream, self._archive = stream, archive

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size)
        self._archive.count(block)
        return block

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> _CountedStream:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class _Sheet(ReadOnlyWorksheet):  # type: ignore[misc] # openpyxl is untyped
    """A sheet that does not look through all its rows beforehand for a size that may be wrong."""

    def _get_size(self) -> None:
        """Left unknown."""


class _Reader(ExcelReader):  # type: ignore[misc] # openpyxl is untyped
    """Lists the sheets that have cells; charts, drawings and pivots are not looked at."""

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                page = _Sheet(self.wb, sheet.name, relation.target, self.shared_strings)
                page.sheet_state = sheet.state
                self.wb._sheets.append(page)
