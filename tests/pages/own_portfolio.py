"""A portfolio of one's own for the pages: purchases of invented shares whose prices rise evenly."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_prices

FIRST, LAST = date(2023, 1, 2), date(2025, 6, 30)


def bought(
    symbol: str = "ACME", on: date = FIRST, quantity: float = 100.0, price: float = 50.0, **more: Any
) -> Transaction:
    return Transaction(on, TransactionKind.BUY, symbol, quantity=quantity, price=price, **{"currency": "USD"} | more)


def sold(symbol: str, on: date, quantity: float, price: float) -> Transaction:
    return Transaction(on, TransactionKind.SELL, symbol, quantity=quantity, price=price, currency="USD")


def priced(
    engine: Engine,
    symbol: str = "ACME",
    first: date = FIRST,
    last: date = LAST,
    rise: float = 0.0005,
    currency: str = "USD",
) -> None:
    days = (last - first).days + 1
    save_levels(engine, symbol, [50.0 * (1 + rise) ** at for at in range(days)], first, currency)


def save_levels(
    engine: Engine, symbol: str, levels: Iterable[float], first: date = FIRST, currency: str = "USD"
) -> None:
    """One level a day."""
    days = ((first + timedelta(days=at), float(level)) for at, level in enumerate(levels))
    save_prices(engine, [PriceRecord(symbol, on, level, None, currency) for on, level in days], "test")


def stored(engine: Engine, *rows: Transaction, name: str = "Mine", currency: str = "USD", **more: Any) -> str:
    return save_portfolio(engine, Portfolio("", name, currency, rows, **more))
