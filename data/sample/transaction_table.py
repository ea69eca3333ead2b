"""How do transactions and deposits stand in Yardstick's own CSV files? One column per field, both ways."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.catalogue import without_comments

COLUMNS = tuple("date" if one.name == "on" else one.name for one in fields(Transaction))
NUMBERS = ("quantity", "price", "amount", "fees", "taxes", "fx_rate", "fair_market_value")
NEVER_EMPTY = ("quantity", "fees", "taxes")


def transaction_text(rows: Iterable[Transaction]) -> str:
    """The file's text: column names, then one line a transaction; what is not known or 0 is empty."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(row, "on" if name == "date" else name) for name in COLUMNS] for row in rows)
    return text.getvalue()


def _cell(row: Transaction, name: str) -> str:
    value = getattr(row, name)
    if name in NUMBERS:
        return "" if not value else repr(round(value, 6)).removesuffix(".0")
    return str(value)


def read_transaction_table(path: Path) -> tuple[Transaction, ...]:
    """The transactions of one such file, in its order."""
    with path.open(encoding="utf-8", newline="") as table:
        return tuple(_transaction(row) for row in csv.DictReader(without_comments(table)))


def _transaction(row: Mapping[str, str]) -> Transaction:
    values: dict[str, Any] = {name: text for name, text in row.items() if name != "date"}
    values["on"] = date.fromisoformat(row["date"])
    values["kind"] = TransactionKind(row["kind"])
    values["asset_type"] = AssetType(row["asset_type"])
    for name in NUMBERS:
        unknown = 0.0 if name in NEVER_EMPTY else None
        values[name] = float(row[name]) if row[name] else unknown
    return Transaction(**values)


def read_deposit_table(path: Path) -> tuple[Deposit, ...]:
    """The deposits of one file with a column per field of :class:`core.ledger.deposits.Deposit`."""
    with path.open(encoding="utf-8", newline="") as table:
        return tuple(_deposit(row) for row in csv.DictReader(without_comments(table)))


def _deposit(row: Mapping[str, str]) -> Deposit:
    values: dict[str, Any] = dict(row)
    values["kind"] = DepositKind(row["kind"])
    values |= {name: float(row[name]) for name in ("amount", "rate")}
    values |= {name: date.fromisoformat(row[name]) for name in ("start", "maturity")}
    values |= {name: Payout(row[name]) for name in ("compounding", "payout")}
    return Deposit(**values)
