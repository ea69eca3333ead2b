"""Is every file opened for what it is, and every one that is too large, locked or a trap refused by name?"""

from __future__ import annotations

import struct
from datetime import datetime

import pytest

from core.errors import BenchmarkingError
from data.importers.errors import (
    ArchiveBombError,
    FileTooLargeError,
    ProtectedFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from data.importers.files.file_content import MAX_BYTES, MAX_ROWS, MAX_UNPACKED, unpacked
from data.importers.files.table import guess_delimiter, headed, read_table
from data.importers.files.xml_tree import read_tree
from data.importers.formats.recognise import read_transactions
from tests.data.importers.invented_files import archive, gzipped, parts_of, workbook

COIN = "symbol,isin,trade_date,exchange,segment,trade_type,quantity,price,trade_id\n"
ROW = "Münchner Fonds,INF1,2024-01-02,BSE,MF,buy,2,10.5,7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_transaction(encoding: str) -> None:
    reading = read_transactions((COIN + ROW).encode(encoding), "x.csv")
    assert reading.problems == ()
    assert reading.transactions[0].symbol == "Münchner Fonds"


def test_lines_are_those_of_the_file_also_after_blank_and_quoted_lines() -> None:
    table = read_table(b'a,b\n\n"x\ny",1\n\nz,2\n', "x.csv")
    assert [row.line for row in table.rows] == [1, 2, 3, 5, 6]
    assert [row.line for row in headed(table, 0).rows] == [3, 6]


def test_equal_headers_are_told_apart() -> None:
    assert headed(read_table(b"a,a,,a\n1,2,3,4\n", "x"), 0).columns == ("a", "a (2)", "", "a (3)")


@pytest.mark.parametrize(
    ("lines", "delimiter"),
    [
        ("date;price\n2024-01-01;1,5\n2024-01-02;1,6\n", ";"),
        ("date\tprice\n2024-01-01\t1,5\n", "\t"),
        ("date|price\n2024-01-01|1,5\n", "|"),
        ("date,price\n2024-01-01,1.5\n", ","),
        ('a,b\n"x;y;z",1\n"x;y;z",2\n', ","),
        ("just one column\nof text\n", ","),
    ],
)
def test_the_delimiter_is_found(lines: str, delimiter: str) -> None:
    assert guess_delimiter(lines) == delimiter


def test_a_row_with_too_many_cells_is_a_problem_not_a_shift() -> None:
    reading = read_transactions((COIN + "A, B,INF1,2024-01-02,BSE,MF,buy,2,10.5,7\n" + ROW).encode(), "x.csv")
    assert len(reading.transactions) == 1
    assert reading.problems[0].line == 2
    assert "10 cells, the header 9" in reading.problems[0].message


def workbook_of(rows: list[list[object]]) -> bytes:
    return workbook([["Client ID", "AB1234"], [], COIN.strip().split(","), *rows])


def test_a_workbook_reads_like_the_csv_below_its_preamble() -> None:
    rows: list[list[object]] = [["F", "INF1", datetime(2024, 1, 2, 9, 15), "BSE", "MF", "buy", 2, 10.5, 900000001]]  # noqa: DTZ001
    reading = read_transactions(workbook_of(rows), "x.xlsx")
    assert reading.problems == ()
    one = reading.transactions[0]
    assert (one.on.isoformat(), one.quantity, one.price) == ("2024-01-02", 2.0, 10.5)
    assert one.reference == "zerodha:BSE:2024-01-02:900000001"


def test_problems_in_a_workbook_name_its_row() -> None:
    reading = read_transactions(workbook_of([["F", "INF1", "never", "BSE", "MF", "buy", 2, 10.5, 1]]), "x.xlsx")
    assert [(one.line, one.column) for one in reading.problems] == [(4, "trade_date")]


def test_a_formula_is_never_calculated_and_formula_like_text_stays_text() -> None:
    reading = read_transactions((COIN + '"=cmd|calc",INF1,2024-01-02,BSE,MF,buy,2,10.5,7\n').encode(), "x.csv")
    assert reading.transactions[0].symbol == "=cmd|calc"
    rows: list[list[object]] = [["F", "INF1", "2024-01-02", "BSE", "MF", "buy", "=1+1", 10.5, 7]]
    formula = read_transactions(workbook_of(rows), "x.xlsx")  # saved by no spreadsheet: there is no calculated value
    assert [one.column for one in formula.problems] == ["quantity"]


def test_gzip_is_opened_also_in_several_members() -> None:
    content = (COIN + ROW).encode()
    pieces = [gzipped(content[at : at + 9]) for at in range(0, len(content), 9)]
    assert unpacked(b"".join(pieces), "x.gz") == content
    assert read_transactions(gzipped(content), "x.csv.gz").format == "zerodha-coin"


def changed(content: bytes, at: int, new: bytes) -> bytes:
    """An archive with some bytes of its directory's first entry replaced."""
    where = content.rfind(b"PK\x01\x02") + at
    return content[:where] + new + content[where + len(new) :]


def spoilt_part() -> bytes:
    content = bytearray(workbook_of([["F", "INF1", "2024-01-02", "BSE", "MF", "buy", 2, 10.5, 7]]))
    for at in range(60, len(content) - 400, 97):
        content[at] ^= 0xFF
    return bytes(content)


def with_entities() -> bytes:
    parts = parts_of(workbook_of([]))
    parts["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"].split(b"?>", 1)[-1]
    return archive(parts)


WHOLE = (COIN + ROW).encode()
BOOK = archive({"xl/workbook.xml": b"<x/>"})
ZIP_BOMB = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)})
JSON = b'{"dataSource": 1,\n"activities": '
LAUGHS = (
    b'<!DOCTYPE client [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>\n<client><version>&b;</version></client>'
)
OUTSIDE = b'<!DOCTYPE client [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n<client><version>&a;</version></client>'
REFUSED: dict[str, tuple[bytes, type[BenchmarkingError], str]] = {
    "gzip cut in its head": (gzipped(WHOLE * 9)[:15], UnreadableFileError, "breaks off"),
    "gzip cut at its end": (gzipped(WHOLE * 9)[:-1], UnreadableFileError, "breaks off"),
    "too many bytes": (b"x" * (MAX_BYTES + 1), FileTooLargeError, "25 MB"),
    "too many rows": (
        (COIN + ROW.replace("Münchner Fonds", "F") * (MAX_ROWS + 50)).encode(),
        FileTooLargeError,
        "200,000 rows",
    ),
    "nothing": (b"", UnreadableFileError, "empty"),
    "spaces": (b"  \n ", UnreadableFileError, "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", UnreadableFileError, "not a text file"),
    "every byte": (bytes(range(256)), UnreadableFileError, "not a text file"),
    "a zero byte": (b"abc\x00def", UnreadableFileError, "not a text file"),
    "a PDF": (b"%PDF-1.7\x01\x02", UnreadableFileError, "not a text file"),
    "old or encrypted Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ProtectedFileError, "password"),
    "a quote that never closes": (
        (COIN + ROW + '"' + ROW * 9000).encode(),
        UnreadableFileError,
        r"line 3\): a quotation mark",
    ),
    "a mark and nothing": (b"\xef\xbb\xbf\n", BenchmarkingError, "empty|none of the formats"),
    "a gzip bomb": (gzipped(bytes(MAX_UNPACKED + 1)), ArchiveBombError, "would unpack"),
    "a zip bomb": (ZIP_BOMB, ArchiveBombError, "would unpack"),
    "a directory that lies about its sizes": (changed(ZIP_BOMB, 24, struct.pack("<I", 100)), BenchmarkingError, "file"),
    "macros": (archive({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}), UnreadableFileError, "macros"),
    "another archive": (archive({"trades.csv": b"a,b"}), UnreadableFileError, "no Excel workbook"),
    "a workbook with nothing in it": (BOOK, UnreadableFileError, "damaged"),
    "no archive": (b"PK\x03\x04 no archive", UnreadableFileError, "damaged"),
    "a part that does not unpack": (spoilt_part(), UnreadableFileError, "damaged|compressed"),
    "an encrypted part": (changed(BOOK, 8, b"\x01"), ProtectedFileError, "protected"),
    "entities in a workbook": (with_entities(), UnreadableFileError, "entities"),
    "broken XML": (b"<client>\n<version>1</version>\n</klient>", UnreadableFileError, r"line 3\)"),
    "XML nested without end": (b"<client>" + b"<a>" * 5000, FileTooLargeError, "file"),
    **{
        f"broken JSON {at}": (JSON + rest, UnreadableFileError, r"line 2\)")
        for at, rest in enumerate(
            (b"[", b"[{}, 7 8]", b"[{},", b"[]} {", b"[1]", b"[" * 99_999, b"[tru]", b"7" * 9_999)
        )
    },
}


DEFINED_OUTSIDE = b'<!DOCTYPE client SYSTEM "http://example.org/x.dtd"><client/>'


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, DEFINED_OUTSIDE])
def test_xml_with_definitions_of_its_own_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="entities"):
        read_tree(content, "x.xml")


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_opened_is_refused_by_name(name: str) -> None:
    content, refusal, why = REFUSED[name]
    with pytest.raises(refusal, match=why):
        read_transactions(content, "file")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"<html><body/></html>", b'{"a": 1}', b"[]", b"hello"])
def test_what_is_no_known_format_says_which_are(content: bytes) -> None:
    with pytest.raises(UnknownFormatError, match=r"Zerodha tradebook.*Portfolio Performance XML"):
        read_transactions(content, "x")


def test_a_file_name_stands_in_a_sentence_only_as_one_line() -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read_transactions(b"a,b\n1,2\n", "evil\n\x1b[31m" + "x" * 500 + ".csv")
    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 600
