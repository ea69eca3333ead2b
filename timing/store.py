"""Does any page have to wait for the database? A portfolio of 1,000 rows and 30 × 10 years of prices, beside the bare driver.

python -m timing.store        (a SQLite file; YARDSTICK_DATABASE_URL measures another database)
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, String, cast, insert, select

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import Basis
from data.store.database import open_database
from data.store.portfolios.portfolios import load_portfolio, save_portfolio
from data.store.prices.histories import load_levels
from data.store.revision import writing
from data.store.schema import price_series, prices
from timing.timing import side_by_side, spoken

SYMBOLS = [f"S{number}" for number in range(30)]
DAYS = [day for offset in range(3653) if (day := date(2015, 1, 1) + timedelta(days=offset)).weekday() < 5]


def filled(engine: Engine) -> str:
    """Writes what is loaded below; returns the portfolio's id."""
    with writing(engine) as connection:
        for number, symbol in enumerate(SYMBOLS, start=1):
            series = {
                "id": number,
                "symbol": symbol,
                "source": "yahoo",
                "currency": "USD",
                "note": "",
                "changed_at": DAYS[0],
            }
            connection.execute(insert(price_series).values(**series))
            rows = [
                {"series_id": number, "priced_on": day, "close": 1.0 + at, "adjusted_close": 0.5 + at}
                for at, day in enumerate(DAYS)
            ]
            connection.execute(insert(prices), rows)
    trades = tuple(
        Transaction(DAYS[2 * at], TransactionKind.BUY, SYMBOLS[at % 30], quantity=10.0, price=1.0 + at)
        for at in range(1000)
    )
    return save_portfolio(engine, Portfolio("", "Timed", "USD", trades))


def measure(engine: Engine) -> None:
    portfolio_id = filled(engine)

    def load() -> None:
        assert len(load_portfolio(engine, portfolio_id).transactions) == 1000
        levels = load_levels(engine, SYMBOLS, Basis.PRICE)
        assert {one.levels.size for one in levels.values()} == {len(DAYS)}

    def driver_alone() -> None:
        query = select(prices.c.series_id, cast(prices.c.priced_on, String), prices.c.close)
        with engine.connect() as connection:
            cursor = connection.execute(query).cursor
            assert cursor is not None
            assert len(cursor.fetchall()) == len(SYMBOLS) * len(DAYS)

    timings = side_by_side({"load": load, "driver alone": driver_alone})
    for name, timing in timings.items():
        print(f"{name:>14}: {spoken(timing.median)}")
    print(f"{'ratio':>14}: {timings['load'].median / timings['driver alone'].median:.2f}")


if __name__ == "__main__":
    os.environ["YARDSTICK_SAMPLE"] = "off"
    with tempfile.TemporaryDirectory() as folder:
        measure(
            open_database(os.environ.get("YARDSTICK_DATABASE_URL") or f"sqlite:///{Path(folder) / 'timed.sqlite3'}")
        )
