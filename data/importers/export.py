"""How does everything leave again? Transactions and deposits as CSV that this software reads back to the same values."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum

from core.ledger.dated_rates import changes_text
from core.ledger.deposits import Deposit
from core.ledger.transaction import Transaction
from data.importers.columns.mapping import COLUMN_FIELDS
from data.importers.files.spreadsheet_text import neutralised

DEPOSIT_COLUMNS = tuple(one.name for one in fields(Deposit))
BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel takes UTF-8 for Windows' Western European


def export_transactions(transactions: Iterable[Transaction]) -> bytes:
    """One row per transaction, in the order given; numbers keep every digit, text that looks like a formula is neutralised."""
    rows = ([getattr(one, "on" if name == "date" else name) for name in COLUMN_FIELDS] for one in transactions)
    return _csv(COLUMN_FIELDS, rows)


def export_deposits(deposits: Iterable[Deposit]) -> bytes:
    """One row per deposit; rates are fractions a year, as in ``core.ledger.deposits``, and changed ones stand in one cell."""
    return _csv(DEPOSIT_COLUMNS, ([_term(one, name) for name in DEPOSIT_COLUMNS] for one in deposits))


def _term(deposit: Deposit, name: str) -> object:
    return changes_text(deposit.rate_changes) if name == "rate_changes" else getattr(deposit, name)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return BYTE_ORDER_MARK + out.getvalue().encode("utf-8")


def _cell(value: object) -> str:
    """A value as CSV text: floats in full, unknown as nothing, control characters as spaces."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return repr(float(value))
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in text)
    return neutralised(text)
