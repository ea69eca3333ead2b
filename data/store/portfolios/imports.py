"""How does one file land? Its transactions, deposits and prices in one step: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, Engine

from core.ledger.deposits import Deposit
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import ImportOutcome, extend_portfolio, put_portfolio
from data.store.portfolios.transaction_rows import read_transactions
from data.store.prices.histories import put_prices
from data.store.revision import writing

FILE_SOURCE = "upload"


def save_import(
    engine: Engine,
    into: Portfolio,
    transactions: Sequence[Transaction],
    deposits: Sequence[Deposit] = (),
    prices: Sequence[PriceRecord] = (),
) -> tuple[str, ImportOutcome]:
    """Stores a file's contents and returns the portfolio's id and how many rows were new.

    ``into`` without an id is a new portfolio (its name must be free); with one, only the id counts. Raises NotFound, Conflict
    for a taken name, the sample or prices in another currency than stored, and leaves everything as it was. Symbols that the file
    spells otherwise than when the same rows came before take the earlier spelling, so that nothing is there twice.
    """
    with writing(engine) as connection:
        portfolio_id = into.id or put_portfolio(connection, into)
        transactions = _as_spelled_before(connection, portfolio_id, transactions)
        outcome = extend_portfolio(connection, portfolio_id, transactions, deposits)
        put_prices(connection, prices, FILE_SOURCE)
    return portfolio_id, outcome


def _as_spelled_before(
    connection: Connection, portfolio_id: str, rows: Sequence[Transaction]
) -> tuple[Transaction, ...]:
    """The rows with the symbols under which the broker's own references stand already."""
    stored: dict[tuple[object, ...], set[str]] = {}
    for row in read_transactions(connection, portfolio_id):
        if row.reference:
            stored.setdefault((row.reference, row.on, row.kind), set()).add(row.symbol)
    spelled = {}
    for row in rows:
        before = stored.get((row.reference, row.on, row.kind), set())
        if len(before) == 1 and row.symbol not in before:
            spelled[row.symbol] = next(iter(before))
    return tuple(replace(row, symbol=spelled.get(row.symbol, row.symbol)) for row in rows)
