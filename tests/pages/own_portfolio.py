"""A portfolio of one's own for the pages: purchases of invented shares whose prices rise evenly."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from data.sources.price_record import PriceRecord
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_prices

FIRST, LAST = date(2023, 1, 2), date(2025, 6, 30)


def bought(symbol: str = "ACME", on: date = FIRST, quantity: float = 100.0, price: float = 50.0) -> Transaction:
    return Transaction(on, TransactionKind.BUY, symbol, quantity=quantity, price=price, currency="USD")


def sold(symbol: str, on: date, quantity: float, price: float) -> Transaction:
    return Transaction(on, TransactionKind.SELL, symbol, quantity=quantity, price=price, currency="USD")


def priced(engine: Engine, symbol: str = "ACME", first: date = FIRST, last: date = LAST, rise: float = 0.0005) -> None:
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    records = [PriceRecord(symbol, on, 50.0 * (1 + rise) ** at, None, "USD") for at, on in enumerate(days)]
    save_prices(engine, records, "test")


def stored(engine: Engine, *rows: Transaction, name: str = "Mine", currency: str = "USD") -> str:
    return save_portfolio(engine, Portfolio("", name, currency, rows))
