"""How does a transaction become a row and a transaction again? Inside a transaction of the database that others begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from core.transaction import AssetType, Transaction, TransactionKind
from data.store.bounds import checked_text
from data.store.fingerprint import transaction_fingerprints
from data.store.schema import NAME_LENGTH, REFERENCE_LENGTH, SYMBOL_LENGTH, transactions

_COLUMNS = [column for column in transactions.c if column.name not in ("id", "portfolio_id", "fingerprint")]
_ENUMS = {"kind": TransactionKind, "asset_type": AssetType}
_FIELDS = ["on" if column.name == "traded_on" else column.name for column in _COLUMNS]


def add(connection: Connection, portfolio_id: str, rows: Sequence[Transaction]) -> int:
    """Adds the rows that are not there yet, all in the order given; returns their number."""
    there = set(
        connection.scalars(select(transactions.c.fingerprint).where(transactions.c.portfolio_id == portfolio_id))
    )
    new: dict[str, Transaction] = {}
    for mark, row in zip(transaction_fingerprints(rows), rows, strict=True):
        if mark not in there:
            new.setdefault(mark, row)
    if new:
        connection.execute(insert(transactions), [_as_row(row, portfolio_id, mark) for mark, row in new.items()])
    return len(new)


def load(connection: Connection, portfolio_id: str) -> tuple[Transaction, ...]:
    """All of a portfolio's transactions by date, those of one date in the order in which they came."""
    query = (
        select(*_COLUMNS)
        .where(transactions.c.portfolio_id == portfolio_id)
        .order_by(transactions.c.traded_on, transactions.c.id)
    )
    return tuple(_as_transaction(tuple(row)) for row in connection.execute(query))


def _as_transaction(values: tuple[Any, ...]) -> Transaction:
    fields = dict(zip(_FIELDS, values, strict=True))
    for name, kind in _ENUMS.items():
        fields[name] = kind(fields[name])
    return Transaction(**fields)


def _as_row(row: Transaction, portfolio_id: str, fingerprint: str) -> dict[str, Any]:
    what = f"of the {row.kind} of {row.on.isoformat()}"
    values = {column.name: getattr(row, field) for column, field in zip(_COLUMNS, _FIELDS, strict=True)}
    values |= {
        "kind": str(row.kind),
        "asset_type": str(row.asset_type),
        "symbol": checked_text(row.symbol, SYMBOL_LENGTH, f"The symbol {what}"),
        "name": checked_text(row.name, NAME_LENGTH, f"The name {what}"),
        "reference": checked_text(row.reference, REFERENCE_LENGTH, f"The reference {what}"),
    }
    return values | {"portfolio_id": portfolio_id, "fingerprint": fingerprint}
