"""How does one file land? Its transactions, deposits and prices in one step: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine

from core.deposits import Deposit
from core.portfolio import Portfolio
from core.transaction import Transaction
from data.sources.price_record import PriceRecord
from data.store.portfolios import ImportOutcome, extend, put
from data.store.prices import put_prices
from data.store.revision import writing

FILE_SOURCE = "upload"


def keep_import(
    engine: Engine,
    into: Portfolio,
    transactions: Sequence[Transaction],
    deposits: Sequence[Deposit] = (),
    prices: Sequence[PriceRecord] = (),
) -> tuple[str, ImportOutcome]:
    """Stores a file's contents and returns the portfolio's id and how many rows were new.

    ``into`` without an id is a new portfolio (its name must be free); with one, only the id counts. Raises NotFound, Conflict
    for a taken name, the sample or prices in another currency than stored, and leaves everything as it was.
    """
    with writing(engine) as connection:
        portfolio_id = into.id or put(connection, into)
        outcome = extend(connection, portfolio_id, transactions, deposits)
        put_prices(connection, prices, FILE_SOURCE)
    return portfolio_id, outcome
