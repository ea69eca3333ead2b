"""What do the files under test look like? Small ones written out here, gzipped and as workbooks where asked."""

from __future__ import annotations

import gzip
import io
import textwrap
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from openpyxl import Workbook

from core.ledger.dated_rates import changes_text
from core.ledger.deposits import Deposit
from core.ledger.transaction import Transaction, TransactionKind
from data.importers.formats.recognise import read_transactions
from data.importers.reading import ImportReading


def _cases(path: Path) -> Iterator[tuple[tuple[str, str], tuple[bytes, list[str]]]]:
    for block in path.read_text(encoding="utf-8").removeprefix("### ").split("\n### "):
        title, rest = block.split("\n", 1)
        content, told = rest.split("\n---\n")
        yield (path.stem, title), (f"{content}\n".encode(), told.strip("\n").split("\n"))


CASES = {key: case for path in sorted((Path(__file__).parent / "cases").glob("*.txt")) for key, case in _cases(path)}
"""Format and title -> a file and what it says, as :func:`rendered`."""


def _without_complaint(name: str) -> bytes:
    plain = [
        content
        for (stem, _), (content, told) in CASES.items()
        if stem == name and not any(line.startswith("!") for line in told)
    ]
    assert plain, f"Every case of {name} has a complaint. Add one that has none."
    return plain[0]


PLAIN = {name: _without_complaint(name) for name, _ in CASES}
"""A file of each format without a complaint."""


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
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.save(out)
    return out.getvalue()


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A ZIP of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def rendered(reading: ImportReading) -> list[str]:
    """A reading as lines: ``=`` format and base currency, what was read with all that is not usual, ``!`` complaints, ``#`` notes."""
    return [
        f"= {reading.format} {reading.base_currency or ''}".strip(),
        *(f"{_facts(one)} flow={one.external_amount:.8g}" for one in reading.transactions),
        *(_facts(one) for one in reading.deposits),
        *(f"! {one.line} {one.column}: {one.message[:60]}".strip() for one in reading.problems),
        *(f"# {note[:80]}" for note in reading.notes),
    ]


def _facts(one: Transaction | Deposit) -> str:
    """Day, kind and currency, then every other field that has a value."""
    told = (
        f"{field.name}={_value(getattr(one, field.name))}"
        for field in fields(one)
        if field.name not in ("on", "kind", "currency")
    )
    on = one.on if isinstance(one, Transaction) else one.start
    return " ".join(
        (
            f"{on} {one.kind} {one.currency}",
            *(text for text in told if not text.endswith(("=", "=STOCK", "=0", "=None"))),
        )
    )


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return changes_text(value)
    return f"{value + 0.0:.8g}" if isinstance(value, float) else str(value)
