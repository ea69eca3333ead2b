"""How does a transaction become a row and a transaction again? Inside a transaction of the database that others begin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Delete, delete, insert, or_, select

from core.ledger.missing_splits import SAME_EVENT
from core.ledger.transaction import FROM_PRICES, UNIT_CHANGES, AssetType, Transaction, TransactionKind
from data.store.bounds import checked_text
from data.store.portfolios.fingerprint import transaction_fingerprints
from data.store.schema import NAME_LENGTH, REFERENCE_LENGTH, SYMBOL_LENGTH, transactions

_FIELDS = [field.name for field in fields(Transaction)]
_COLUMNS = [transactions.c["traded_on" if name == "on" else name] for name in _FIELDS]
_ALIKE = 1e-3  # of a ratio


def insert_transactions(connection: Connection, portfolio_id: str, rows: Sequence[Transaction]) -> int:
    """Adds the rows that are not there yet, all in the order given; returns their number. A split of the owner's own takes the place of one
    that came with the prices."""
    there = set(
        connection.scalars(select(transactions.c.fingerprint).where(transactions.c.portfolio_id == portfolio_id))
    )
    new: dict[str, Transaction] = {}
    for mark, row in zip(transaction_fingerprints(rows), rows, strict=True):
        if mark not in there:
            new.setdefault(mark, row)
    if new:
        connection.execute(insert(transactions), [_as_row(row, portfolio_id, mark) for mark, row in new.items()])
        _give_way(connection, portfolio_id, new.values())
    return len(new)


def _give_way(connection: Connection, portfolio_id: str, rows: Iterable[Transaction]) -> None:
    """Takes out the splits that came with the prices where a row of the owner's own now records the same event."""
    for row in rows:
        if row.kind in UNIT_CHANGES and row.reference != FROM_PRICES:
            near = transactions.c.traded_on.between(row.on - SAME_EVENT, row.on + SAME_EVENT)
            alike = transactions.c.quantity.between(row.quantity * (1 - _ALIKE), row.quantity * (1 + _ALIKE))
            same = or_(near, alike) if row.kind is TransactionKind.SPLIT else near
            connection.execute(_of_the_prices(portfolio_id).where(transactions.c.symbol == row.symbol, same))


def delete_splits(connection: Connection, portfolio_id: str) -> int:
    """Takes out all splits that came with the prices; returns their number."""
    return connection.execute(_of_the_prices(portfolio_id)).rowcount


def _of_the_prices(portfolio_id: str) -> Delete:
    return delete(transactions).where(
        transactions.c.portfolio_id == portfolio_id,
        transactions.c.kind == str(TransactionKind.SPLIT),
        transactions.c.reference == FROM_PRICES,
    )


def read_transactions(connection: Connection, portfolio_id: str) -> tuple[Transaction, ...]:
    """All of a portfolio's transactions by date, those of one date in the order in which they came."""
    query = (
        select(*_COLUMNS)
        .where(transactions.c.portfolio_id == portfolio_id)
        .order_by(transactions.c.traded_on, transactions.c.id)
    )
    return tuple(map(_as_transaction, connection.execute(query)))


def _as_transaction(values: Iterable[Any]) -> Transaction:
    on, kind, symbol, name, asset_type, *others = values
    return Transaction(on, TransactionKind(kind), symbol, name, AssetType(asset_type), *others)


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
