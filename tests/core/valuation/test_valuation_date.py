"""On which day is a portfolio valued? Never before its newest price for the sake of a holding that has none any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from core.ledger.deposits import Deposit, DepositKind
from core.ledger.portfolio import Portfolio
from core.ledger.stated_amounts import stated_positions
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.valuation.portfolio_value import value_portfolio
from core.valuation.stale import newer_prices_note
from core.valuation.valuation_date import valuation_date

TODAY = date(2026, 6, 30)
FIRST = date(2024, 1, 1)
BOUGHT = date(2024, 1, 2)


def trade(symbol: str, on: date, kind: TransactionKind = TransactionKind.BUY, quantity: float = 1.0) -> Transaction:
    return Transaction(on, kind, symbol, quantity=quantity, price=1.0)


def own(*rows: Transaction, deposits: tuple[Deposit, ...] = ()) -> Portfolio:
    return Portfolio("own", "Own", "USD", rows, deposits=deposits)


def series(symbol: str, days: int, first: date = FIRST, currency: str = "USD") -> LevelSeries:
    return LevelSeries(symbol, np.datetime64(first, "D") + np.arange(days), np.ones(days), currency)


def as_of(portfolio: Portfolio, *prices: LevelSeries, today: date = TODAY, rates: ExchangeRates | None = None) -> date:
    priced = {one.name: one for one in prices}
    return valuation_date(portfolio, priced, rates or ExchangeRates(), today, stated_positions(portfolio.transactions))


def test_it_is_the_newest_price_and_never_after_today() -> None:
    portfolio = own(trade("A", BOUGHT), trade("B", BOUGHT))
    prices = series("A", 100), series("B", 98)
    assert as_of(portfolio, *prices) == date(2024, 4, 9)
    assert as_of(portfolio, *prices, today=date(2024, 2, 1)) == date(2024, 2, 1)
    assert as_of(own(trade("A", BOUGHT)), series("A", 100), today=date(2023, 2, 1)) == date(2023, 2, 1)


def test_a_dead_holding_never_moves_it_back() -> None:
    """F3: nine live holdings beside one whose prices ended years ago; and one dead one alone beside money that accrues by terms."""
    live = [series(f"L{at}", 900) for at in range(9)]
    rows = [trade(name, BOUGHT) for name in ("DEL", *(one.name for one in live))]
    assert as_of(own(*rows), series("DEL", 100), *live) == date(2026, 6, 18)
    deposit = Deposit(DepositKind.FIXED_DEPOSIT, "FD", 99.0, 0.07, BOUGHT, date(2030, 1, 1), "USD")
    assert as_of(own(trade("DEL", BOUGHT), deposits=(deposit,)), series("DEL", 100)) == TODAY


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (1.0, date(2024, 7, 18)),
        (1.1, date(2024, 4, 16)),  # as long as the prices of the larger part count
    ],
)
def test_half_of_the_value_decides_and_not_the_number_of_holdings(units: float, expected: date) -> None:
    rows = [trade("DEAD", BOUGHT, quantity=units), trade("A", BOUGHT, quantity=0.5), trade("B", BOUGHT, quantity=0.5)]
    assert as_of(own(*rows), series("DEAD", 100), series("A", 200), series("B", 200)) == expected


def test_newer_prices_than_the_day_are_told() -> None:
    rows = [trade("DEAD", BOUGHT, quantity=2.0), trade("LIVE", BOUGHT)]
    prices = {one.name: one for one in (series("DEAD", 100), series("LIVE", 200))}
    on = date(2024, 4, 16)
    assert as_of(own(*rows), *prices.values()) == on
    note = newer_prices_note(value_portfolio(own(*rows), prices, ExchangeRates(), on), prices, TODAY)
    assert note is not None
    assert "Valued on 16 Apr 2024" in note
    assert "up to 18 Jul 2024" in note
    whole = value_portfolio(own(*rows), prices, ExchangeRates(), date(2024, 7, 18))
    assert newer_prices_note(whole, prices, TODAY) is None


def test_values_are_compared_in_one_currency() -> None:
    rates = ExchangeRates(
        {"USDINR": LevelSeries("USDINR", np.datetime64(FIRST) + np.arange(900), np.full(900, 80.0), "INR")}
    )
    rows = [trade("DEAD", BOUGHT, quantity=79.0), trade("LIVE", BOUGHT)]
    prices = series("DEAD", 100, currency="INR"), series("LIVE", 200)
    assert as_of(own(*rows), *prices, rates=rates) == date(2024, 7, 18)


def test_what_was_sold_does_not_hold_it_back() -> None:
    bought = [trade("SOLD", BOUGHT), trade("A", BOUGHT)]
    sold = trade("SOLD", date(2024, 1, 20), TransactionKind.SELL)
    prices = series("SOLD", 30), series("A", 100)
    assert as_of(own(*bought, sold), *prices) == date(2024, 4, 9)
    assert as_of(own(*bought, sold), series("SOLD", 200), prices[1]) == date(2024, 4, 9)
    assert as_of(own(bought[0], sold), prices[0]) == date(2024, 1, 30)
    assert as_of(own(bought[0], replace(sold, on=date(2024, 3, 1))), prices[0]) == date(2024, 3, 1)


def test_an_entry_is_still_seen_as_long_as_the_prices_count() -> None:
    for after, expected in ((3, date(2024, 4, 12)), (7, date(2024, 4, 16)), (8, date(2024, 4, 9))):
        rows = [trade("A", BOUGHT), trade("A", date(2024, 4, 9) + timedelta(days=after))]
        assert as_of(own(*rows), series("A", 100)) == expected


def test_a_monthly_price_counts_longer() -> None:
    months = to_days([f"2024-{month:02}-28" for month in range(1, 9)])
    fund = LevelSeries("FUND", months, np.ones(8), "USD")
    rows = [trade("FUND", date(2024, 1, 28)), trade("FUND", date(2024, 10, 10))]
    assert as_of(own(*rows), fund) == date(2024, 10, 10)


def test_without_prices_it_is_today() -> None:
    deposit = Deposit(DepositKind.FIXED_DEPOSIT, "FD", 1.0, 0.07, BOUGHT, date(2030, 1, 1))
    for portfolio in (own(), own(trade("A", BOUGHT)), own(deposits=(deposit,))):
        assert as_of(portfolio) == TODAY


def test_purchases_that_state_amounts_alone_count_as_held() -> None:
    amount = Transaction(date(2024, 1, 3), TransactionKind.BUY, "FUND", amount=1_000.0)
    assert as_of(own(amount), series("FUND", 30)) == date(2024, 1, 30)
