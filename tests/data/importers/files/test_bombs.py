"""Does a small file that becomes a large one cost much? Each is refused early; the memory is measured in a process of its own."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import BenchmarkingError
from data.importers.errors import ArchiveBombError, FileTooLargeError, UnknownFormatError, UnreadableFileError
from data.importers.files import workbook_archive
from data.importers.files.file_content import MAX_BYTES
from data.importers.files.xml_tree import root_tag
from data.importers.formats.recognise import read_transactions
from tests.data.importers.invented_files import archive, parts_of, workbook

PROJECT = Path(__file__).parent.parent.parent.parent.parent
MOST_MEMORY = 450  # MiB above what the program has when it has read nothing
SPREADSHEET = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book_with(**parts: bytes) -> bytes:
    """A workbook with these parts put in (``__`` for ``/``, ``_xml`` for ``.xml``), padded so that no ratio betrays it."""
    given = {name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()}
    base = parts_of(workbook([["date", "symbol"], ["2024-01-02", "X"]]))
    return archive({**base, **given, "padding.bin": random.Random(1).randbytes(300_000)})


def one_sheet_named_often(times: int) -> bytes:
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (one, one) for one in range(1, times))
    related = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    listed = b"<workbook %s %s><sheets>%s</sheets></workbook>" % (SPREADSHEET, related, sheets)
    empty = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (SPREADSHEET, b"<row/>" * 600)
    return book_with(xl__workbook_xml=listed, xl__worksheets__sheet1_xml=empty)


def styles_of_many_parts() -> bytes:
    return book_with(xl__styles_xml=b"<styleSheet %s>%s</styleSheet>" % (SPREADSHEET, b"<a/>" * 2_000_000))


def one_row_without_end() -> bytes:
    row = b"<row>%s</row>" % (b"<c/>" * 60_000)
    return book_with(
        xl__worksheets__sheet1_xml=b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (SPREADSHEET, row)
    )


def packed_in_pieces() -> bytes:
    return gzip.compress(b"", 1, mtime=0) * (MAX_BYTES // 20)


def references_to_a_long_path() -> bytes:
    pointing = b'<portfolio-transaction reference="1"/>' * 50_000
    return (
        b'<client><version>62</version><securities/><a id="1" reference="%s"/><portfolios><portfolio><transactions>%s'
        b"</transactions></portfolio></portfolios></client>" % (b"../" * 200_000, pointing)
    )


BOMBS: dict[str, tuple[Callable[[], bytes], type[BenchmarkingError]]] = {
    "zeros": (lambda: gzip.compress(bytes(300 * 2**20), 1), ArchiveBombError),
    "pieces": (packed_in_pieces, UnreadableFileError),
    "attributes": (lambda: b"<client %s/>" % b" ".join(b'a%x=""' % one for one in range(2_000_000)), FileTooLargeError),
    "comment": (lambda: b"<client><!--" + b"a" * (24 * 2**20), FileTooLargeError),
    "elements": (lambda: gzip.compress(b"<client>" + b"<a/>" * 1_500_000, 1), FileTooLargeError),
    "objects": (lambda: b'{"dataSource":1,"activities":[],"x":[' + b"{}," * 8_000_000 + b"1]}", FileTooLargeError),
    "numbers": (lambda: b'{"dataSource":1,"activities":[],"x":[' + b"1.5," * 6_000_000 + b"1]}", FileTooLargeError),
    "styles": (styles_of_many_parts, ArchiveBombError),
}
READ_AND_MEASURE = """
import resource, sys
from data.importers.formats.recognise import read_transactions
from core.errors import BenchmarkingError
import data.importers.files.workbook_archive
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_transactions(content, "bomb")
except BenchmarkingError as error:
    print(type(error).__name__, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_is_refused_within_bounded_memory(name: str) -> None:
    make, refusal = BOMBS[name]
    outcome = subprocess.run(
        [sys.executable, "-c", READ_AND_MEASURE],
        input=make(),
        capture_output=True,
        cwd=PROJECT,
        timeout=300,
        check=True,
    )
    found, megabytes = outcome.stdout.decode().split()
    assert found == refusal.__name__
    assert int(megabytes) < MOST_MEMORY


@pytest.mark.parametrize("make", [one_row_without_end, lambda: one_sheet_named_often(200)])
def test_a_workbook_is_read_no_further_than_its_elements_are_counted(
    make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make()
    with pytest.raises(UnreadableFileError, match="empty"):
        read_transactions(content, "x.xlsx")
    monkeypatch.setattr(workbook_archive, "MAX_ELEMENTS", 50_000)
    with pytest.raises(FileTooLargeError, match="50,000 elements"):
        read_transactions(content, "x.xlsx")


@pytest.mark.parametrize("comment", [b"<!--a-->", b" <!-- -->\n", b"<!---->"])
def test_comments_before_the_root_are_looked_through_once(comment: bytes) -> None:
    """What backtracks needs twice as long for each comment more, and never comes to the end of these."""
    assert root_tag(comment * 400) == ""
    assert root_tag(comment * 100 + b"<client/>") == "client"
    assert root_tag(b'<?xml version="1.0"?>' + comment + b"<client/>") == "client"
    with pytest.raises(UnknownFormatError):
        read_transactions(comment * 400 + b"<x/>", "x.xml")


def test_references_to_a_path_without_end_lead_nowhere() -> None:
    assert read_transactions(references_to_a_long_path(), "x.xml").transactions == ()
