"""How do a deposit's terms become rows and terms again? Inside a transaction of the database that others begin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from core.ledger.dated_rates import RateChange
from core.ledger.deposits import Deposit, DepositKind, Payout
from data.store.bounds import checked_currency, checked_text
from data.store.portfolios.fingerprint import deposit_fingerprints
from data.store.schema import NAME_LENGTH, deposit_rates, deposits


@dataclass(frozen=True, slots=True)
class StoredDeposit:
    """A deposit with its number in the database and the fingerprint of what was agreed at its start."""

    number: int
    fingerprint: str
    terms: Deposit


def insert_deposits(connection: Connection, portfolio_id: str, rows: Sequence[Deposit]) -> int:
    """Adds the deposits that are not there yet, and to those that are what became of them since; returns how many were either.

    An early closing or changed rates that a row tells take the place of those that were known; a row that tells nothing of them leaves
    them as they are.
    """
    stored = {one.fingerprint: one for one in _stored(connection, portfolio_id)}
    marked = list(zip(deposit_fingerprints(rows), rows, strict=True))
    new = {mark: row for mark, row in marked if mark not in stored}
    if new:
        connection.execute(insert(deposits), [_as_row(row, portfolio_id, mark) for mark, row in new.items()])
        _add_rates(connection, portfolio_id, new)
    changed = 0
    for one, row in ((stored[mark], row) for mark, row in marked if mark in stored):
        now = _with_news(one.terms, row)
        if now != one.terms:
            _overwrite(connection, portfolio_id, one, now)
            changed += 1
    return len(new) + changed


def read_deposits(connection: Connection, portfolio_id: str) -> tuple[Deposit, ...]:
    """All of a portfolio's deposits by start."""
    return tuple(one.terms for one in _stored(connection, portfolio_id))


def change(connection: Connection, portfolio_id: str, old: Deposit, new: Deposit) -> bool:
    """Puts new terms in the place of a deposit's; False where it is not there."""
    stored = _stored(connection, portfolio_id)
    found = next((one for one in stored if one.terms == old), None)
    if found is None:
        return False
    taken = {one.fingerprint for one in stored if one is not found}
    marks = deposit_fingerprints([new] * len(stored))  # of its namesakes, too, the first that is free
    mark = next(one for one in marks if one not in taken)
    _overwrite(connection, portfolio_id, replace(found, fingerprint=mark), new)
    return True


def remove(connection: Connection, portfolio_id: str, old: Deposit) -> bool:
    """Takes a deposit out; False where it is not there."""
    found = next((one for one in _stored(connection, portfolio_id) if one.terms == old), None)
    if found is not None:
        connection.execute(delete(deposits).where(deposits.c.id == found.number))
    return found is not None


def _with_news(known: Deposit, row: Deposit) -> Deposit:
    now = replace(known, rate_changes=row.rate_changes or known.rate_changes)
    if row.closed_on is None:
        return now
    return replace(now, closed_on=row.closed_on, closed_rate=row.closed_rate, penalty=row.penalty)


def _overwrite(connection: Connection, portfolio_id: str, stored: StoredDeposit, now: Deposit) -> None:
    here = deposits.c.id == stored.number
    connection.execute(update(deposits).where(here).values(_as_row(now, portfolio_id, stored.fingerprint)))
    connection.execute(delete(deposit_rates).where(deposit_rates.c.deposit_id == stored.number))
    _add_rates(connection, portfolio_id, {stored.fingerprint: now})


def _add_rates(connection: Connection, portfolio_id: str, rows: Mapping[str, Deposit]) -> None:
    """The changed rates of deposits that stand there, by fingerprint."""
    changes = {mark: row.rate_changes for mark, row in rows.items() if row.rate_changes}
    if not changes:
        return
    query = select(deposits.c.fingerprint, deposits.c.id).where(deposits.c.portfolio_id == portfolio_id)
    numbers = {row.fingerprint: row.id for row in connection.execute(query)}
    rates = [
        {"deposit_id": numbers[mark], "changed_on": one.on, "rate": one.rate}
        for mark in changes
        for one in changes[mark]
    ]
    connection.execute(insert(deposit_rates), rates)


def _stored(connection: Connection, portfolio_id: str) -> list[StoredDeposit]:
    here = deposits.c.portfolio_id == portfolio_id
    owned = select(deposit_rates).join(deposits).where(here).order_by(deposit_rates.c.changed_on)
    changes: dict[int, list[RateChange]] = defaultdict(list)
    for row in connection.execute(owned):
        changes[row.deposit_id].append(RateChange(row.changed_on, row.rate))
    query = select(deposits).where(here).order_by(deposits.c.start, deposits.c.id)
    return [
        StoredDeposit(row.id, row.fingerprint, _as_deposit(row, tuple(changes[row.id])))
        for row in connection.execute(query)
    ]


def _as_deposit(row: Row[Any], changes: tuple[RateChange, ...]) -> Deposit:
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
        rate_changes=changes,
        closed_on=row.closed_on,
        closed_rate=row.closed_rate,
        penalty=row.penalty,
        instalments=None if row.instalments is None else Payout(row.instalments),
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
        "closed_on": deposit.closed_on,
        "closed_rate": deposit.closed_rate,
        "penalty": deposit.penalty,
        "instalments": None if deposit.instalments is None else str(deposit.instalments),
    }
