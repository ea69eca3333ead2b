"""Which rows does this Excel workbook have? Opened only after its size unpacked is known, without macros, links or formulas."""

from __future__ import annotations

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException

from data.importers.columns.field_values import Cell
from data.importers.errors import ArchiveBombError, FileTooLargeError, ProtectedFileError, UnreadableFileError
from data.importers.files.file_content import MAX_ROWS
from data.importers.files.rows import HEADER_SEARCH_ROWS, Row, Table, check_extent

MAX_UNPACKED = 100 * 2**20
MAX_RATIO = 300  # a sheet of equal numbers shrinks about a hundredfold
MAX_PARTS = 2_000
MAX_SHEET_CELLS = 2_500_000  # reading one costs ten times as much as in a CSV
MAX_WIDTH = 200

# What openpyxl raises on broken workbooks, seen by feeding it damaged ones.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    AssertionError,
    SyntaxError,
)


def read_workbook(content: bytes, file_name: str, sheet: str | None = None) -> Table:
    """The cells of one sheet (the first with anything in it unless named) as the values last calculated.

    Raises ArchiveBombError, ProtectedFileError, FileTooLargeError or UnreadableFileError (macros are refused, not ignored).
    """
    check_archive(content, file_name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles and extensions, which nobody needs here
            return _read(content, file_name, sheet)
    except BROKEN as error:
        raise UnreadableFileError(file_name, "the workbook is damaged. Save it again as .xlsx or CSV.") from error


def check_archive(content: bytes, file_name: str) -> None:
    """Looks at the archive's directory, then at each part's first bytes: sizes, encryption, macros, entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except BROKEN as error:
        raise UnreadableFileError(file_name, "the archive is damaged. Download it again.") from error
    size = sum(part.file_size for part in parts)
    if size > MAX_UNPACKED or len(parts) > MAX_PARTS or size > MAX_RATIO * max(len(content), 10_000):
        raise ArchiveBombError(file_name, size, MAX_UNPACKED)
    if any(part.flag_bits & 0x1 for part in parts):
        raise ProtectedFileError(file_name, "Save it without a password.")
    names = {part.filename.casefold() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise UnreadableFileError(file_name, "it contains macros. Save it as .xlsx without macros.")
    if "xl/workbook.xml" not in names:
        raise UnreadableFileError(file_name, "this archive is no Excel workbook. Unpack it and upload the file inside.")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise UnreadableFileError(file_name, "it is compressed in a way that workbooks are not. Save it again.")
    if any(_defines_entities(archive, part) for part in parts if part.filename.casefold().endswith((".xml", ".rels"))):
        raise UnreadableFileError(file_name, "it defines entities of its own, which no workbook needs.")


def _defines_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part begins with a document type, the place where entities are defined."""
    try:
        with archive.open(part) as opened:
            return b"<!DOCTYPE" in opened.read(4096).replace(b"\x00", b"").upper()
    except BROKEN:
        return False  # a damaged part is told from a whole one when it is read


def _read(content: bytes, file_name: str, sheet: str | None) -> Table:
    from data.importers.files.workbook_archive import open_workbook

    book = open_workbook(content, file_name)
    try:
        pages = {page.title: page for page in book.worksheets}
        if sheet is not None and sheet not in pages:
            names = ", ".join(f"“{name}”" for name in pages)
            raise UnreadableFileError(file_name, f"it has no sheet “{sheet}”, only {names}.")
        for title in [sheet] if sheet is not None else pages:
            rows = tuple(_rows(pages[title], file_name))
            if sheet is not None or any(not row.blank for row in rows):
                return Table(rows, encoding="xlsx", sheet=title, sheets=tuple(pages))
    finally:
        book.close()
    raise UnreadableFileError(file_name, "its sheets are empty.")


def _rows(page: Any, file_name: str) -> Iterator[Row]:
    cells = 0
    page.reset_dimensions()  # what the sheet claims about its own size may be wrong
    limit = MAX_ROWS + HEADER_SEARCH_ROWS + 1
    for line, values in enumerate(page.iter_rows(max_row=limit, values_only=True), start=1):
        kept = values[:MAX_WIDTH]
        cells += len(values)
        if cells > MAX_SHEET_CELLS:
            raise FileTooLargeError(file_name, f"has more than {MAX_SHEET_CELLS:,} cells", f"{MAX_SHEET_CELLS:,} cells")
        check_extent(line, cells, len(kept), file_name)
        yield Row(line, tuple(_cell(value) for value in kept))


def _cell(value: object) -> Cell:
    """A workbook's value as text, number or date; empty is the empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return value.isoformat() if isinstance(value, time) else str(value)
