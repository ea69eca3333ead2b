"""Which portfolios are there, and what is in one? Saved, listed, loaded and deleted as wholes."""

from __future__ import annotations

import re
import secrets
import string
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Engine, Row, delete, func, insert, select, update

from core.errors import Conflict, InvalidSpecification, NotFound
from core.ledger.deposits import Deposit
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction
from data.clock import written_at
from data.store.bounds import checked_currency, checked_text
from data.store.portfolios import deposit_rows, transaction_rows
from data.store.revision import writing
from data.store.schema import (
    ID_LENGTH,
    NAME_LENGTH,
    SYMBOL_LENGTH,
    deposits,
    left_out_holdings,
    portfolios,
    transactions,
)

_ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{ID_LENGTH - 1}}}")
_ALPHABET = string.ascii_lowercase + string.digits
_NEW_ID_LENGTH = 10

Extent = tuple[int, date, date]


@dataclass(frozen=True, slots=True)
class PortfolioSummary:
    """What a list shows. ``transactions`` and ``deposits`` are counts; ``first`` and ``last`` the dates between which
    anything happened, None for an empty portfolio."""

    id: str
    name: str
    base_currency: str
    simulated: bool
    version: int
    transactions: int
    deposits: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """How many rows were new, and how many stood there before."""

    added: int
    already_there: int


def save_portfolio(engine: Engine, portfolio: Portfolio) -> str:
    """Stores a portfolio whole and returns its id.

    Without an id a new one is given. With the id of a stored portfolio its contents are replaced, provided that
    ``version`` is the stored one. Raises Conflict when the name is taken or the portfolio changed in the meantime,
    InvalidSpecification when a text does not fit.
    """
    with writing(engine) as connection:
        return put_portfolio(connection, portfolio)


def put_portfolio(connection: Connection, portfolio: Portfolio) -> str:
    """:func:`save_portfolio` inside a transaction that is already writing."""
    portfolio = replace(portfolio, id=portfolio.id or _new_id(), name=_checked_name(portfolio))
    _refuse_taken_name(connection, portfolio)
    _put_head(connection, portfolio)
    transaction_rows.insert_transactions(connection, portfolio.id, portfolio.transactions)
    deposit_rows.insert_deposits(connection, portfolio.id, portfolio.deposits)
    left_out = [{"portfolio_id": portfolio.id, "symbol": one} for one in sorted(portfolio.left_out)]
    if left_out:
        connection.execute(insert(left_out_holdings), left_out)
    return portfolio.id


def load_portfolio(engine: Engine, portfolio_id: str) -> Portfolio:
    """One portfolio with its transactions by date (rows of one date as they were imported) and its deposits."""
    with engine.connect() as connection:
        head = portfolio_row(connection, portfolio_id)
        return Portfolio(
            id=head.id,
            name=head.name,
            base_currency=head.base_currency,
            transactions=transaction_rows.read_transactions(connection, portfolio_id),
            deposits=deposit_rows.read_deposits(connection, portfolio_id),
            cash_tracked=head.cash_tracked,
            simulated=head.simulated,
            version=head.version,
            left_out=frozenset(connection.scalars(select(left_out_holdings.c.symbol).where(_left_out(portfolio_id)))),
        )


def leave_out(engine: Engine, portfolio_id: str, symbol: str, by_choice: bool = True) -> None:
    """Leaves a holding out of value and flows by its owner's choice, or counts it again. Raises NotFound, Conflict for the sample."""
    with writing(engine) as connection:
        _find_own(connection, portfolio_id)
        connection.execute(
            delete(left_out_holdings).where(_left_out(portfolio_id), left_out_holdings.c.symbol == symbol)
        )
        if by_choice:
            name = checked_text(symbol, SYMBOL_LENGTH, "A symbol")
            connection.execute(insert(left_out_holdings).values(portfolio_id=portfolio_id, symbol=name))
        _raise_version(connection, portfolio_id)


def list_portfolios(engine: Engine) -> tuple[PortfolioSummary, ...]:
    """All portfolios by name, the user's own before the sample."""
    with engine.connect() as connection:
        heads = connection.execute(select(portfolios)).all()
        traded = _extents(connection, transactions.c.traded_on)
        agreed = _extents(connection, deposits.c.start)
    summaries = (_summary(head, traded.get(head.id), agreed.get(head.id)) for head in heads)
    return tuple(sorted(summaries, key=lambda one: (one.simulated, one.name.casefold())))


def delete_portfolio(engine: Engine, portfolio_id: str) -> None:
    """Deletes a portfolio with everything in it; raises NotFound. A deleted sample does not come back."""
    with writing(engine) as connection:
        portfolio_row(connection, portfolio_id)
        connection.execute(delete(portfolios).where(portfolios.c.id == portfolio_id))


def portfolio_row(connection: Connection, portfolio_id: str) -> Row[Any]:
    """The portfolio's own row; raises NotFound."""
    row = connection.execute(select(portfolios).where(portfolios.c.id == portfolio_id)).one_or_none()
    if row is None:
        raise NotFound("portfolio", portfolio_id, connection.scalars(select(portfolios.c.id)))
    return row


def add_transactions(engine: Engine, portfolio_id: str, rows: Sequence[Transaction]) -> ImportOutcome:
    """Adds one file's transactions, all that are not there yet or none at all.

    The same file read again adds nothing; two identical fills in one file both count (see
    :func:`data.store.portfolios.fingerprint.transaction_fingerprints`). Raises NotFound, Conflict for the sample.
    """
    with writing(engine) as connection:
        return extend_portfolio(connection, portfolio_id, transactions=rows)


def delete_splits_of_prices(engine: Engine, portfolio_id: str) -> int:
    """Takes out the splits that came with the prices; returns their number. Raises NotFound."""
    with writing(engine) as connection:
        portfolio_row(connection, portfolio_id)
        removed = transaction_rows.delete_splits(connection, portfolio_id)
        if removed:
            _raise_version(connection, portfolio_id)
    return removed


def add_deposits(engine: Engine, portfolio_id: str, rows: Sequence[Deposit]) -> ImportOutcome:
    """Adds deposits, all that are not there yet or none at all. Raises NotFound, Conflict for the sample."""
    with writing(engine) as connection:
        return extend_portfolio(connection, portfolio_id, deposits=rows)


def change_deposit(engine: Engine, portfolio_id: str, old: Deposit, new: Deposit) -> None:
    """Puts new terms in the place of a deposit's. Raises NotFound, and Conflict for the sample or where the old terms are gone."""
    with writing(engine) as connection:
        _find_own(connection, portfolio_id)
        _refuse_gone(old, deposit_rows.change(connection, portfolio_id, old, new))
        _raise_version(connection, portfolio_id)


def remove_deposit(engine: Engine, portfolio_id: str, old: Deposit) -> None:
    """Takes a deposit out. Raises as :func:`change_deposit` does."""
    with writing(engine) as connection:
        _find_own(connection, portfolio_id)
        _refuse_gone(old, deposit_rows.remove(connection, portfolio_id, old))
        _raise_version(connection, portfolio_id)


def extend_portfolio(
    connection: Connection,
    portfolio_id: str,
    transactions: Sequence[Transaction] = (),
    deposits: Sequence[Deposit] = (),
) -> ImportOutcome:
    """Adds rows, inside a transaction that is already writing, to a portfolio of the user's own; its version rises when any was new."""
    _find_own(connection, portfolio_id)
    added = transaction_rows.insert_transactions(connection, portfolio_id, tuple(transactions))
    added += deposit_rows.insert_deposits(connection, portfolio_id, tuple(deposits))
    if added:
        _raise_version(connection, portfolio_id)
    return ImportOutcome(added=added, already_there=len(transactions) + len(deposits) - added)


def _left_out(portfolio_id: str) -> ColumnElement[bool]:
    return left_out_holdings.c.portfolio_id == portfolio_id


def _find_own(connection: Connection, portfolio_id: str) -> None:
    head = portfolio_row(connection, portfolio_id)
    if head.simulated:
        raise Conflict(
            f"“{head.name}” is sample data and is valued at simulated prices. "
            "Make a portfolio of your own for your own transactions.",
            id=portfolio_id,
        )


def _refuse_gone(deposit: Deposit, found: bool) -> None:
    if not found:
        raise Conflict(f"“{deposit.name}” was changed in the meantime. Load the page again and repeat the change.")


def _raise_version(connection: Connection, portfolio_id: str) -> None:
    connection.execute(
        update(portfolios)
        .where(portfolios.c.id == portfolio_id)
        .values(version=portfolios.c.version + 1, changed_at=written_at())
    )


def _checked_name(portfolio: Portfolio) -> str:
    """The name as it is stored; raises InvalidSpecification for what no portfolio may have."""
    name = checked_text(portfolio.name.strip(), NAME_LENGTH, "A portfolio's name")
    if not name:
        raise InvalidSpecification("A portfolio needs a name.")
    if portfolio.id and not _ID.fullmatch(portfolio.id):
        raise InvalidSpecification(f"A portfolio's id has letters, digits, - and _ only, not “{portfolio.id[:40]}”.")
    checked_currency(portfolio.base_currency, "A portfolio's base currency")
    return name


def _refuse_taken_name(connection: Connection, portfolio: Portfolio) -> None:
    name = portfolio.name
    query = select(portfolios.c.id).where(portfolios.c.name == name, portfolios.c.id != portfolio.id)
    if connection.execute(query).first() is not None:
        raise Conflict(
            f"There is a portfolio named “{name}” already. Choose another name, or add to that one.", name=name
        )


def _put_head(connection: Connection, portfolio: Portfolio) -> None:
    """Writes the portfolio's own row and empties what hung on it."""
    here = portfolios.c.id == portfolio.id
    stored = connection.scalar(select(portfolios.c.version).where(here))
    values = {
        "name": portfolio.name,
        "base_currency": portfolio.base_currency,
        "cash_tracked": portfolio.cash_tracked,
        "simulated": portfolio.simulated,
        "changed_at": written_at(),
    }
    if stored is None:
        connection.execute(insert(portfolios).values(id=portfolio.id, version=1, **values))
        return
    _refuse_stale(portfolio, stored)
    connection.execute(update(portfolios).where(here).values(version=stored + 1, **values))
    connection.execute(delete(transactions).where(transactions.c.portfolio_id == portfolio.id))
    connection.execute(delete(deposits).where(deposits.c.portfolio_id == portfolio.id))
    connection.execute(delete(left_out_holdings).where(_left_out(portfolio.id)))


def _refuse_stale(portfolio: Portfolio, stored: int) -> None:
    if stored != portfolio.version:
        raise Conflict(
            f"“{portfolio.name}” was changed in the meantime. Load it again and repeat the change.",
            id=portfolio.id,
            stored_version=stored,
            given_version=portfolio.version,
        )


def _extents(connection: Connection, column: Column[date]) -> dict[str, Extent]:
    """Per portfolio: number of rows, first and last date in ``column``."""
    owner = column.table.c.portfolio_id
    query = select(owner, func.count(), func.min(column), func.max(column)).group_by(owner)
    return {portfolio_id: (count, first, last) for portfolio_id, count, first, last in connection.execute(query)}


def _summary(head: Row[Any], traded: Extent | None, agreed: Extent | None) -> PortfolioSummary:
    extents = [extent for extent in (traded, agreed) if extent is not None]
    return PortfolioSummary(
        id=head.id,
        name=head.name,
        base_currency=head.base_currency,
        simulated=head.simulated,
        version=head.version,
        transactions=traded[0] if traded else 0,
        deposits=agreed[0] if agreed else 0,
        first=min((first for _, first, _ in extents), default=None),
        last=max((last for _, _, last in extents), default=None),
    )


def _new_id() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_NEW_ID_LENGTH))
