"""Does the time-weighted return of small portfolios come out as the fund's own, or as worked out by hand? Real rows, valued as any are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, LevelSeries, to_date
from core.self_check.known_frequencies import FREQUENCIES
from core.valuation.portfolio_value import value_portfolio

BUY, SELL = TransactionKind.BUY, TransactionKind.SELL
DEPOSIT, WITHDRAWAL = TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL
Found = Mapping[str, tuple[float, float]]


def one_fund(tracked: bool) -> Found:
    """Bought and sold at its own price, both on some days, by a saver with or without a cash account: the fund's own return."""
    return {f"{name} prices": _one_fund(on(), tracked) for name, on in FREQUENCIES.items()}


def _one_fund(dates: Days, tracked: bool) -> tuple[float, float]:
    levels = 100.0 * np.exp(0.05 * np.sin(np.arange(dates.size)) + 0.004 * np.arange(dates.size))
    rows: list[Transaction] = []
    for at, (day, price) in enumerate(zip(dates[:-1], levels, strict=False)):
        if at % 3 == 0:
            rows += _deal(BUY, to_date(day), 100.0 + at, float(price), tracked)
        if at and at % 6 == 0:
            rows += _deal(SELL, to_date(day), 90.0, float(price), tracked)
    fund = LevelSeries("F", dates, levels, "USD")
    return float(levels[-1] / levels[0] - 1.0), _return_of(rows, [fund], to_date(dates[-1]), tracked)


def _deal(kind: TransactionKind, on: date, units: float, price: float, tracked: bool) -> list[Transaction]:
    """A purchase or sale, and beside a cash account the deposit that pays for it or the withdrawal of what it brought."""
    trade = Transaction(on, kind, "F", quantity=units, price=price, currency="USD")
    money = DEPOSIT if kind is BUY else WITHDRAWAL
    return [Transaction(on, money, amount=units * price, currency="USD"), trade] if tracked else [trade]


def switched() -> Found:
    """By hand: 100 units at 100 that fall to 88 on the day on which they pay for 176 at 50. Nothing crossed the border: −12 %."""
    days, switch = np.arange("2020-01-02", "2020-05-01", dtype="datetime64[D]"), date(2020, 3, 16)
    falling = np.where(days < np.datetime64(switch), 100.0, 88.0)
    rows = [
        Transaction(to_date(days[0]), BUY, "A", quantity=100, price=100, currency="USD"),
        Transaction(switch, SELL, "A", quantity=100, price=88, currency="USD"),
        Transaction(switch, BUY, "B", quantity=176, price=50, currency="USD"),
    ]
    prices = [
        LevelSeries(name, days, levels, "USD") for name, levels in (("A", falling), ("B", np.full(days.size, 50.0)))
    ]
    return {"time-weighted return": (-0.12, _return_of(rows, prices, to_date(days[-1]), False))}


def cash_that_earns() -> Found:
    """By hand: 10,000 that earn 1,000 on a Sunday, and 100,000 more on Monday: 10 %, whatever came after."""
    rows = [
        Transaction(date(2024, 1, 5), DEPOSIT, amount=10_000, currency="USD"),
        Transaction(date(2024, 1, 7), TransactionKind.INTEREST, amount=1_000, currency="USD"),
        Transaction(date(2024, 1, 8), DEPOSIT, amount=100_000, currency="USD"),
    ]
    return {"time-weighted return": (0.1, _return_of(rows, [], date(2024, 1, 9), True))}


def _return_of(rows: Iterable[Transaction], prices: Iterable[LevelSeries], as_of: date, tracked: bool) -> float:
    portfolio = Portfolio("known-case", "Known case", "USD", tuple(rows), cash_tracked=tracked)
    return value_portfolio(portfolio, {one.name: one for one in prices}, ExchangeRates({}), as_of).returns.total
