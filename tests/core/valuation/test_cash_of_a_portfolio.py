"""Is money counted once, debt as debt, and no day rewritten by a later row? Portfolios with cash, valued whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.returns.cash_flows import xirr
from core.valuation.portfolio_value import Valuation, value_portfolio
from tests.core.small_portfolios import BUY, DEPOSIT, SELL, WITHDRAWAL, buy, daily, day, row, sell, valued, walk

FEE, INTEREST = TransactionKind.FEE, TransactionKind.INTEREST
BOUGHT, END = date(2019, 3, 1), date(2024, 6, 28)


def every_day(name: str, first: date, last: date, level: float, a_day: float, currency: str = "USD") -> LevelSeries:
    count = (last - first).days + 1
    dates = np.datetime64(first) + np.arange(count)
    return LevelSeries(name, dates, level + a_day * np.arange(count), currency)


CA = every_day("CA", date(2019, 1, 1), END, 50.0, 0.03)


def purchase(fees: float) -> Transaction:
    return Transaction(BOUGHT, BUY, "CA", quantity=150, price=51.77, fees=fees)


def account(*rows: Transaction, tracked: bool | None = None) -> Valuation:
    return value_portfolio(Portfolio("od", "od", "USD", rows, cash_tracked=tracked), {"CA": CA}, ExchangeRates(), END)


def yearly(*flows: tuple[date, float], closing: float, end: date = END) -> float:
    """The rate at which the flows grow to the closing value, by halving."""
    low, high = -0.9, 10.0
    for _ in range(200):
        rate = (low + high) / 2
        grown = sum(amount * (1 + rate) ** ((end - on).days / 365) for on, amount in flows)
        low, high = (rate, high) if grown < closing else (low, rate)
    return low


def rate_of(valuation: Valuation) -> float:
    found = xirr(valuation.flows, valuation.closing_value, valuation.as_of).rate
    assert found is not None
    return found


@pytest.mark.parametrize(("fees", "days", "expected"), [(120.0, 3, 0.1488), (60.0, 3, 0.1505), (120.0, 31, 0.1489)])
def test_an_overdraft_that_a_deposit_repays_counts_no_money_twice(fees: float, days: int, expected: float) -> None:
    paid = BOUGHT + timedelta(days=days)
    rows = Transaction(BOUGHT, DEPOSIT, amount=7_765.5), purchase(fees), Transaction(paid, DEPOSIT, amount=fees)
    valuation = account(*rows)
    assert valuation.cash_account.tracked
    assert valuation.closing_value == pytest.approx(16_522.50, abs=0.005)
    assert valuation.invested[-1] == pytest.approx(7_765.5 + fees)
    assert rate_of(valuation) == pytest.approx(yearly((BOUGHT, 7_765.5), (paid, fees), closing=16_522.5), abs=1e-9)
    assert rate_of(valuation) == pytest.approx(expected, abs=5e-5)


def test_a_loan_is_debt_and_is_told() -> None:
    valuation = account(Transaction(BOUGHT, DEPOSIT, amount=5_000.0), purchase(100.0))
    assert valuation.closing_value == pytest.approx(13_657.00, abs=0.005)
    assert {one.symbol: one.value for one in valuation.holdings} == pytest.approx({"CA": 16_522.5, "Cash": -2_865.5})
    assert rate_of(valuation) == pytest.approx(yearly((BOUGHT, 5_000.0), closing=13_657.0), abs=1e-9)
    assert rate_of(valuation) == pytest.approx(0.2074, abs=5e-5)
    assert valuation.notes[0] == (
        "The cash was below zero from 1 Mar 2019 to 28 Jun 2024 by up to $2,866 (on 1 Mar 2019). That counts as debt."
    )


@pytest.mark.parametrize("tracked", [None, False])
def test_deposits_that_do_not_pay_for_the_purchases_are_left_out(tracked: bool | None) -> None:
    rows = (Transaction(BOUGHT, DEPOSIT, amount=3_000.0), purchase(120.0), Transaction(END, WITHDRAWAL, amount=5.0))
    valuation = account(*rows, tracked=tracked)
    assert valuation.closing_value == pytest.approx(16_522.50, abs=0.005)
    assert valuation.flows.amounts == pytest.approx([7_885.5])
    assert rate_of(valuation) == pytest.approx(yearly((BOUGHT, 7_885.5), closing=16_522.5), abs=1e-9)
    assert valuation.notes[0].startswith(
        "Cash is not tracked: 2 deposits and withdrawals from 1 Mar 2019 to 28 Jun 2024"
    )
    assert valuation.complete


def test_adding_the_missing_deposit_makes_the_cash_count() -> None:
    rows = (Transaction(BOUGHT, DEPOSIT, amount=3_000.0), purchase(0.0))
    missing = account(*rows).cash_account.missing
    assert [(one.on, one.amount) for one in missing] == [(BOUGHT, 4_765.5)]
    assert account(*rows).notes[-1].startswith("Deposits are missing. Add a deposit of $4,765.50 on 1 Mar 2019")
    completed = account(*rows, missing[0].row)
    assert (completed.cash_account.tracked, completed.notes) == (True, ())
    assert completed.flows.amounts == pytest.approx([7_765.5])
    assert completed.closing_value == pytest.approx(16_522.5)


def test_units_that_cannot_be_valued_count_as_paid_for_in_the_judgement() -> None:
    rows = [row(DEPOSIT, 0, amount=600.0), buy(0, "GONE", 10, 100.0)]
    assert valued(rows).cash_account.tracked  # a debit of 400 beside 1,000 that were paid
    assert not valued([*rows, sell(2, "GONE", 4, 100.0), row(WITHDRAWAL, 2, amount=400.0)]).cash_account.tracked


def test_a_later_deposit_of_another_currency_rewrites_nothing() -> None:
    """5,995.24 € buy 100 shares for 6,714.67 $; they end at 125.585 $ and the euro at 1.05 $, ten dollars come in at the end."""
    first, late, end = date(2019, 3, 1), date(2024, 6, 3), date(2024, 6, 28)
    count = (end - first).days
    share = every_day("S", first, end, 67.14669, (125.585 - 67.14669) / count)
    euro = every_day("EURUSD", first, end, 1.12, (1.05 - 1.12) / count)
    rows = [
        Transaction(first, DEPOSIT, amount=5_995.24, currency="EUR"),
        Transaction(first, BUY, "S", quantity=100, amount=5_995.24 * 1.12, currency="USD"),
        Transaction(late, DEPOSIT, amount=10.0, currency="USD"),
    ]

    def asked(rows: Sequence[Transaction], on: date) -> Valuation:
        portfolio = Portfolio("eur", "eur", "EUR", tuple(rows))
        return value_portfolio(portfolio, {"S": share}, ExchangeRates({"EURUSD": euro}), on)

    whole = asked(rows, end)
    assert whole.closing_value == pytest.approx((100 * 125.585 + 10) / 1.05, abs=1e-9)
    assert whole.closing_value == pytest.approx(11_970.00, abs=0.005)
    assert whole.returns.total == pytest.approx(0.995, abs=1e-4)
    before = asked(rows[:2], late - timedelta(days=1))
    assert whole.values[: before.values.size] == pytest.approx(before.values, rel=1e-12)


@pytest.mark.parametrize(("tracked", "cash"), [(None, 500.0), (False, 0.0)])
def test_a_plans_contributions_are_not_counted_beside_what_they_bought(tracked: bool | None, cash: float) -> None:
    paid = [row(TransactionKind.CONTRIBUTION, number, amount=1_000.0) for number in (0, 30)]
    rows = [*paid, buy(2, "X", 10, 100.0), buy(31, "X", 5, 100.0)]
    valuation = valued(rows, [daily("X", [100.0] * 400)], cash_tracked=tracked)
    assert valuation.closing_value == pytest.approx(1_500.0 + cash)
    assert valuation.gain == pytest.approx(0.0)
    assert valuation.invested[-1] == pytest.approx(1_500.0 + cash)


def test_money_towards_a_holding_that_states_no_units_is_left_out_only_beside_an_account() -> None:
    rows = [buy(0, "X", 1, 100.0), row(TransactionKind.CONTRIBUTION, 3, "X", amount=70.0)]
    prices = [daily("X", [100.0] * 400)]
    assert valued(rows, prices, cash_tracked=False).closing_value == pytest.approx(170.0)
    paid = [*rows, row(DEPOSIT, 0, amount=100.0)]
    assert valued(paid, prices).closing_value == pytest.approx(170.0)  # 70 are cash of the account
    assert valued(paid, prices, cash_tracked=False).closing_value == pytest.approx(100.0)


MOVES = st.tuples(
    st.sampled_from(["in", "out", "buy", "sell", "fee", "interest"]), st.integers(1, 120), st.integers(1, 40)
)
PRICES = {"A": walk("A", 3, 200), "E": walk("E", 4, 200, "EUR")}
RATES = ExchangeRates({"EURUSD": walk("EURUSD", 5, 200)})
MONEY = {"in": DEPOSIT, "out": WITHDRAWAL, "fee": FEE, "interest": INTEREST}


@st.composite
def histories(draw: st.DrawFn) -> list[Transaction]:
    """Money in dollars and euros, purchases and sales that never sell more than there is."""
    rows = [row(DEPOSIT, 0, amount=draw(st.integers(1, 900)) * 10.0)]
    held = {"A": 0.0, "E": 0.0}
    for what, number, size in sorted(draw(st.lists(MOVES, min_size=1, max_size=14)), key=lambda move: move[1]):
        symbol = draw(st.sampled_from(["A", "E"]))
        currency = PRICES[symbol].currency
        if what in MONEY:
            rows.append(row(MONEY[what], number, amount=size * 10.0, currency=currency))
        elif what == "buy" or held[symbol] <= 0:
            rows.append(buy(number, symbol, size, 100.0, currency=currency, fees=1.0))
            held[symbol] += size
        else:
            units = min(held[symbol], float(size))
            rows.append(sell(number, symbol, units, 100.0, currency=currency))
            held[symbol] -= units
    return rows


def value_of(rows: Sequence[Transaction], as_of: int, tracked: bool | None) -> Valuation:
    return valued(rows, PRICES.values(), as_of=as_of, rates=RATES, cash_tracked=tracked)


@given(histories(), st.integers(0, 130), st.sampled_from([None, True, False]))
def test_a_day_is_worth_the_same_whenever_it_is_asked(rows: list[Transaction], on: int, tracked: bool | None) -> None:
    then, later = value_of(rows, on, tracked), value_of(rows, 150, tracked)
    assume(then.cash_account.tracked is later.cash_account.tracked)
    known = np.searchsorted(later.dates, then.dates[-1], side="right") - 1
    worth = later.values[known] if known >= 0 else 0.0
    assert then.values[-1] == pytest.approx(worth, rel=1e-12, abs=1e-9)
    if tracked:  # rows that nobody knew of yet change nothing either
        unknown = value_of([one for one in rows if one.on <= day(on)], on, tracked)
        assert unknown.values[-1] == pytest.approx(worth, rel=1e-12, abs=1e-9)


@given(histories(), st.sampled_from([None, True, False]))
def test_money_is_conserved_and_counted_once(rows: list[Transaction], tracked: bool | None) -> None:
    """The gain is what prices, rates, fees and interest made, whichever way the cash is told: no deposit is in it twice."""
    valuation = value_of(rows, 150, tracked)
    by_holding = sum(one.gain for one in valuation.holdings)
    assert by_holding == pytest.approx(valuation.gain, abs=1e-6)
    bought = sum(_in_dollars(one, one.external_amount) for one in rows if one.kind in (BUY, SELL))
    closing = sum(_units(rows, symbol) * _level(symbol) for symbol in PRICES)
    cash = {one.symbol: one for one in valuation.holdings if one.symbol.startswith("Cash")}
    if valuation.cash_account.tracked:
        crossed = sum(_in_dollars(one, one.external_amount) for one in rows if one.kind in (DEPOSIT, WITHDRAWAL))
        assert valuation.flows.amounts.sum() == pytest.approx(crossed, abs=1e-6)
        assert valuation.closing_value == pytest.approx(closing + sum(one.value for one in cash.values()), abs=1e-6)
    elif valuation.cash_account.leaves_out:
        charged = sum(_in_dollars(one, one.external_amount) for one in rows if one.kind in (FEE, INTEREST))
        assert not cash
        assert valuation.flows.amounts.sum() == pytest.approx(bought + charged, abs=1e-6)
        assert valuation.closing_value == pytest.approx(closing, abs=1e-6)


def _in_dollars(one: Transaction, amount: float) -> float:
    return (
        amount if one.currency == "USD" else amount * RATES.rate("EUR", "USD", np.array([one.on], "datetime64[D]"))[0]
    )


def _units(rows: Sequence[Transaction], symbol: str) -> float:
    return sum(one.quantity * (1 if one.kind is BUY else -1) for one in rows if one.symbol == symbol)


def _level(symbol: str) -> float:
    level = PRICES[symbol].level_on(day(150))
    return level if symbol == "A" else level * RATES.rate("EUR", "USD", np.array([day(150)], "datetime64[D]"))[0]
