"""What do the files under test look like? Small ones written out here, gzipped and as workbooks where asked."""

from __future__ import annotations

import gzip
import io
import textwrap
import warnings

from openpyxl import Workbook

from core.ledger.transaction import Transaction, TransactionKind
from data.importers import ImportReading, read_transactions


def text(lines: str) -> bytes:
    """An indented block as the bytes of a file, the first line being line 1."""
    return textwrap.dedent(lines).strip("\n").encode() + b"\n"


def read(lines: str, file_name: str = "statement.csv") -> ImportReading:
    """A small file read, its format found by itself."""
    return read_transactions(text(lines), file_name)


def only(reading: ImportReading) -> Transaction:
    """The one transaction of a reading without problems."""
    assert reading.problems == ()
    assert len(reading.transactions) == 1
    return reading.transactions[0]


def kinds(reading: ImportReading) -> list[TransactionKind]:
    return [one.kind for one in reading.transactions]


def workbook(rows: list[list[object]], title: str = "Sheet") -> bytes:
    """A workbook of one sheet with these cells."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(out)
    return out.getvalue()


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)
