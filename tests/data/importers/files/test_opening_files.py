"""Is every file opened for what it is, and every one that is too large, locked or a trap refused by name?"""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime

import pytest

from core.errors import BenchmarkingError
from data.importers import (
    MAX_BYTES,
    ArchiveBombError,
    FileTooLargeError,
    ProtectedFileError,
    UnknownFormatError,
    UnreadableFileError,
    read_transactions,
    recognise,
)
from data.importers.files.file_content import MAX_ROWS, MAX_UNPACKED, decoded, unpacked
from data.importers.files.table import guess_delimiter, headed, read_table
from data.importers.files.xml_tree import read_tree
from tests.data.importers.invented_files import gzipped, text, workbook

COIN = "symbol,isin,trade_date,exchange,segment,trade_type,quantity,price,trade_id\n"
ROW = "Münchner Fonds,INF1,2024-01-02,BSE,MF,buy,2,10.5,7\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_gives_the_same_transaction(encoding: str) -> None:
    reading = read_transactions((COIN + ROW).encode(encoding), "x.csv")
    assert reading.problems == ()
    assert reading.transactions[0].symbol == "Münchner Fonds"


def test_gzip_is_opened_also_in_several_members() -> None:
    whole = (COIN + ROW).encode()
    assert unpacked(gzipped(whole[:40]) + gzipped(whole[40:]), "x.gz") == whole
    assert recognise(gzipped(whole), "x.csv.gz") == "zerodha-coin"


def test_a_gzip_bomb_is_refused_before_it_unpacks() -> None:
    bomb = gzipped(bytes(MAX_UNPACKED + 1))
    assert len(bomb) < MAX_BYTES
    with pytest.raises(ArchiveBombError):
        unpacked(bomb, "bomb.csv.gz")


@pytest.mark.parametrize("cut", [15, -1])
def test_a_cut_gzip_is_named(cut: int) -> None:
    with pytest.raises(UnreadableFileError, match="breaks off"):
        unpacked(gzipped((COIN + ROW * 9).encode())[:cut], "x.gz")


def test_size_and_rows_are_limited() -> None:
    with pytest.raises(FileTooLargeError, match="25 MB"):
        read_transactions(b"x" * (MAX_BYTES + 1), "x.csv")
    many = COIN + ROW.replace("Münchner Fonds", "F") * (MAX_ROWS + 50)
    with pytest.raises(FileTooLargeError, match="200,000 rows"):
        read_transactions(many.encode(), "x.csv")


@pytest.mark.parametrize("content", [b"", b"  \n ", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_named(content: bytes) -> None:
    with pytest.raises((UnreadableFileError, UnknownFormatError)):
        read_transactions(content, "x.csv")


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n\x00\x00\x00", bytes(range(256)), b"abc\x00def", b"%PDF-1.7\x01\x02"]
)
def test_binary_files_are_no_text(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="not a text file"):
        read_transactions(content, "x.csv")


def test_old_excel_and_encrypted_office_files_are_named() -> None:
    with pytest.raises(ProtectedFileError, match="password"):
        decoded(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.xls")


def test_a_quote_that_never_closes_is_named_with_its_line() -> None:
    content = (COIN + ROW + '"' + ROW * 9000).encode()
    with pytest.raises(UnreadableFileError, match=r"line 3\): a quotation mark"):
        read_transactions(content, "x.csv")


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


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)})
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveBombError):
        read_transactions(bomb, "x.xlsx")


def test_a_directory_that_lies_about_its_sizes_gains_nothing() -> None:
    bomb = bytearray(archive({"xl/workbook.xml": b"<x/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)}))
    at = bomb.rfind(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = struct.pack("<I", 100)  # the uncompressed size that the directory claims
    with pytest.raises(BenchmarkingError):
        read_transactions(bytes(bomb), "x.xlsx")


def test_macros_are_refused_and_other_archives_named() -> None:
    with pytest.raises(UnreadableFileError, match="macros"):
        read_transactions(archive({"xl/workbook.xml": b"<x/>", "xl/vbaProject.bin": b"x"}), "x.xlsm")
    with pytest.raises(UnreadableFileError, match="no Excel workbook"):
        read_transactions(archive({"trades.csv": b"a,b"}), "x.zip")
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_transactions(archive({"xl/workbook.xml": b"<x/>"}), "x.xlsx")
    with pytest.raises(UnreadableFileError, match="damaged"):
        read_transactions(b"PK\x03\x04 no archive", "x.xlsx")


def test_a_part_that_does_not_unpack_is_named() -> None:
    content = bytearray(workbook_of([["F", "INF1", "2024-01-02", "BSE", "MF", "buy", 2, 10.5, 7]]))
    for at in range(60, len(content) - 400, 97):
        content[at] ^= 0xFF
    with pytest.raises(UnreadableFileError, match=r"damaged|compressed"):
        read_transactions(bytes(content), "x.xlsx")


def test_an_encrypted_part_is_named() -> None:
    content = bytearray(archive({"xl/workbook.xml": b"<x/>"}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(ProtectedFileError):
        read_transactions(bytes(content), "x.xlsx")


def test_entities_in_a_workbook_are_refused() -> None:
    book = workbook_of([])
    parts = {
        one.filename: zipfile.ZipFile(io.BytesIO(book)).read(one)
        for one in zipfile.ZipFile(io.BytesIO(book)).infolist()
    }
    parts["xl/workbook.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"].split(b"?>", 1)[-1]
    with pytest.raises(UnreadableFileError, match="entities"):
        read_transactions(archive(parts), "x.xlsx")


BILLION_LAUGHS = """
    <!DOCTYPE client [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
    <client><version>&b;</version></client>
    """
OUTSIDE = """
    <!DOCTYPE client [<!ENTITY a SYSTEM "file:///etc/hostname">]>
    <client><version>&a;</version></client>
    """


@pytest.mark.parametrize(
    "lines", [BILLION_LAUGHS, OUTSIDE, '<!DOCTYPE client SYSTEM "http://example.org/x.dtd"><client/>']
)
def test_xml_with_definitions_of_its_own_is_refused(lines: str) -> None:
    with pytest.raises(UnreadableFileError, match="entities"):
        read_tree(text(lines), "x.xml")


def test_broken_xml_is_named_with_its_line() -> None:
    with pytest.raises(UnreadableFileError, match=r"line 3\)"):
        read_transactions(b"<client>\n<version>1</version>\n</klient>", "x.xml")


def test_xml_nested_without_end_is_refused() -> None:
    with pytest.raises(FileTooLargeError):
        read_tree(b"<client>" + b"<a>" * 5000, "x.xml")


@pytest.mark.parametrize("rest", [b"[", b"[{}, 7 8]", b"[{},", b"[]} {", b"[1]", b"[" * 99_999, b"[tru]", b"7" * 9_999])
def test_broken_json_is_named_with_its_line(rest: bytes) -> None:
    with pytest.raises(UnreadableFileError, match=r"line 2\)"):
        read_transactions(b'{"dataSource": 1,\n"activities": ' + rest, "x.json")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"<html><body/></html>", b'{"a": 1}', b"[]", b"hello"])
def test_what_is_no_known_format_says_which_are(content: bytes) -> None:
    assert recognise(content, "x") is None
    with pytest.raises(UnknownFormatError, match=r"Zerodha tradebook.*Portfolio Performance XML"):
        read_transactions(content, "x")


def test_a_format_that_was_named_must_fit() -> None:
    with pytest.raises(UnknownFormatError):
        read_transactions((COIN + ROW).encode(), "x", format="trading212")
    with pytest.raises(UnknownFormatError):
        read_transactions((COIN + ROW).encode(), "x", format="ib-flex")
    with pytest.raises(UnknownFormatError):
        read_transactions((COIN + ROW).encode(), "x", format="quicken")
    assert read_transactions((COIN + ROW).encode(), "x", format="zerodha-tradebook").format == "zerodha-tradebook"


def test_a_file_name_stands_in_a_sentence_only_as_one_line() -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read_transactions(b"a,b\n1,2\n", "evil\n\x1b[31m" + "x" * 500 + ".csv")
    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message
    assert len(caught.value.message) < 600
