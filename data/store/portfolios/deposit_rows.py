"""How do a deposit's terms become a row and terms again? Inside a transaction of the database that others begin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from core.ledger.deposits import Deposit, DepositKind, Payout
from data.store.bounds import checked_currency, checked_text
from data.store.portfolios.fingerprint import deposit_fingerprints
from data.store.schema import NAME_LENGTH, deposits


def add(connection: Connection, portfolio_id: str, rows: Sequence[Deposit]) -> int:
    """Adds the deposits that are not there yet; returns their number."""
    there = set(connection.scalars(select(deposits.c.fingerprint).where(deposits.c.portfolio_id == portfolio_id)))
    marked = zip(deposit_fingerprints(rows), rows, strict=True)
    new = [_as_row(row, portfolio_id, mark) for mark, row in marked if mark not in there]
    if new:
        connection.execute(insert(deposits), new)
    return len(new)


def load(connection: Connection, portfolio_id: str) -> tuple[Deposit, ...]:
    """All of a portfolio's deposits by start."""
    query = select(deposits).where(deposits.c.portfolio_id == portfolio_id).order_by(deposits.c.start, deposits.c.id)
    return tuple(_as_deposit(row) for row in connection.execute(query))


def _as_deposit(row: Row[Any]) -> Deposit:
    return Deposit(
        kind=DepositKind(row.kind),
        name=row.name,
        amount=row.amount,
        rate=row.rate,
        start=row.start,
        maturity=row.maturity,
        currency=row.currency,
        compounding=Payout(row.compounding),
        payout=Payout(row.payout),
    )


def _as_row(deposit: Deposit, portfolio_id: str, fingerprint: str) -> dict[str, Any]:
    return {
        "portfolio_id": portfolio_id,
        "fingerprint": fingerprint,
        "kind": str(deposit.kind),
        "name": checked_text(deposit.name, NAME_LENGTH, "A deposit's name"),
        "amount": deposit.amount,
        "rate": deposit.rate,
        "start": deposit.start,
        "maturity": deposit.maturity,
        "currency": checked_currency(deposit.currency, f"The currency of {deposit.name[:40]}"),
        "compounding": str(deposit.compounding),
        "payout": str(deposit.payout),
    }
