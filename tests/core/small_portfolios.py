"""What do the tests of valuation and comparison build their portfolios from? Rows, level series and prices in one line each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import strategies as st

from core.ledger.deposits import Deposit
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, Floats, LevelSeries, to_days
from core.returns.cash_flows import CashFlow, CashFlows
from core.valuation.portfolio_value import Valuation, value_portfolio

START = date(2023, 1, 2)  # a Monday
BUY, SELL = TransactionKind.BUY, TransactionKind.SELL
DEPOSIT, WITHDRAWAL = TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL


def day(number: int) -> date:
    """The start plus so many days."""
    return START + timedelta(days=number)


def row(kind: TransactionKind, number: int, symbol: str = "", **fields: object) -> Transaction:
    """A row on the given day."""
    return Transaction(day(number), kind, symbol, **fields)  # type: ignore[arg-type]


def buy(number: int, symbol: str, quantity: float, price: float, **fields: object) -> Transaction:
    return row(BUY, number, symbol, quantity=quantity, price=price, **fields)


def sell(number: int, symbol: str, quantity: float, price: float, **fields: object) -> Transaction:
    return row(SELL, number, symbol, quantity=quantity, price=price, **fields)


def daily(
    name: str, levels: Sequence[float] | Floats, currency: str = "USD", basis: Basis = Basis.PRICE
) -> LevelSeries:
    """One level for every calendar day from the start."""
    return LevelSeries(name, calendar(len(levels)), np.asarray(levels, dtype=np.float64), currency, basis)


def calendar(count: int) -> Days:
    return np.asarray(np.datetime64(START) + np.arange(count))


def dated(name: str, levels: Mapping[str, float], currency: str = "USD", basis: Basis = Basis.PRICE) -> LevelSeries:
    return LevelSeries(name, to_days(list(levels)), np.array(list(levels.values())), currency, basis)


def part_of(series: LevelSeries, kept: Any, name: str | None = None, currency: str | None = None) -> LevelSeries:
    """The levels of a slice, a mask or positions, under another name or in another currency if asked."""
    dates, levels = series.dates[kept], series.levels[kept]
    return replace(series, name=name or series.name, dates=dates, levels=levels, currency=currency or series.currency)


def walk(name: str, seed: int, count: int = 400, currency: str = "USD") -> LevelSeries:
    """A random walk of daily levels from 100."""
    steps = np.random.default_rng(seed).normal(0.0005, 0.012, count)
    return daily(name, 100.0 * np.exp(np.cumsum(steps)), currency)


def walk_on(name: str, dates: Days, seed: int, currency: str = "USD", basis: Basis = Basis.PRICE) -> LevelSeries:
    """A random walk of levels from 100 on the given dates."""
    steps = np.random.default_rng(seed).normal(0.0003, 0.01, dates.size)
    return LevelSeries(name, dates, 100.0 * np.exp(np.cumsum(steps)), currency, basis)


def weekdays(first: str, last: str) -> Days:
    """Monday to Friday from the first to the last date."""
    every = np.arange(first, np.datetime64(last) + 1, dtype="datetime64[D]")
    return every[np.is_busday(every)]


def flows_of(*moves: tuple[str, float]) -> CashFlows:
    """Flows by date, positive into the portfolio."""
    return CashFlows.of(CashFlow(date.fromisoformat(on), amount) for on, amount in moves)


def valued(
    rows: Iterable[Transaction],
    prices: Iterable[LevelSeries] = (),
    as_of: int = 399,
    base: str = "USD",
    rates: ExchangeRates | None = None,
    cash_tracked: bool | None = None,
    deposits: Iterable[Deposit] = (),
) -> Valuation:
    """The valuation of such a portfolio on the given day."""
    portfolio = Portfolio("p", "Mine", base, tuple(rows), tuple(deposits), cash_tracked)
    return value_portfolio(portfolio, {one.name: one for one in prices}, rates or ExchangeRates(), day(as_of))


@st.composite
def trades(draw: st.DrawFn, prices: Mapping[str, LevelSeries], most: int = 12) -> list[Transaction]:
    """Purchases, and sales of up to a half or of all, at each day's own level: never more than is held, and no dust is left."""
    rows: list[Transaction] = []
    for symbol, series in prices.items():
        held = 0.0
        numbers = sorted(draw(st.lists(st.integers(0, 395), min_size=1, max_size=most)))
        for number in numbers:
            price = series.level_on(day(number))
            share = draw(st.floats(0.1, 0.5) | st.just(1.0))
            if held > 0 and draw(st.booleans()):
                rows.append(sell(number, symbol, held * share, price))
                held -= held * share
            else:
                rows.append(buy(number, symbol, 100 * share, price))
                held += 100 * share
    return rows
