"""Is tracked cash told from deposits that do not cover the purchases, and said in words?"""

from __future__ import annotations

import numpy as np
import pytest

from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.valuation.cash_account import cash_balances, cash_effect, decide_cash_account
from tests.core.small_portfolios import DEPOSIT, WITHDRAWAL, buy, daily, day, row, sell

RATES = ExchangeRates({"USDINR": daily("USDINR", np.linspace(80.0, 90.0, 400), "INR")})


def decide(*rows: Transaction, base: str = "USD", wanted: bool | None = None) -> tuple[bool, str]:
    account = decide_cash_account(rows, base, RATES, day(399), wanted)
    return account.tracked, account.reason


def test_deposits_that_cover_the_purchases_are_an_account() -> None:
    tracked, reason = decide(row(DEPOSIT, 0, amount=1_000.0), buy(1, "X", 9, 100.0))
    assert tracked
    assert reason.endswith("because deposits and withdrawals are listed and cover the purchases.")
    assert decide(buy(0, "X", 10, 100.0), row(DEPOSIT, 0, amount=1_000.0))[0]  # what happens in one day is netted


def test_one_percent_below_nothing_is_forgiven_and_more_is_not() -> None:
    deposit = row(DEPOSIT, 0, amount=1_000.0)
    assert decide(deposit, buy(1, "X", 10, 101.0))[0]
    tracked, reason = decide(deposit, buy(1, "X", 10, 102.0), row(DEPOSIT, 5, amount=100.0))
    assert not tracked
    assert "the cash would have been −$20 on 3 Jan 2023, so deposits do not cover the purchases" in reason


def test_without_deposits_there_is_no_account() -> None:
    tracked, reason = decide(buy(0, "X", 10, 100.0))
    assert not tracked
    assert reason == (
        "Cash is not tracked, because no deposits or withdrawals are listed; every purchase is counted as money put in, "
        "every sale and payout as money taken out."
    )
    assert not decide()[0]
    moved_in_kind = row(DEPOSIT, 0, "X", quantity=5.0, amount=500.0)
    assert not decide(moved_in_kind)[0]


def test_the_users_choice_wins_and_double_counting_is_warned_of() -> None:
    assert decide(buy(0, "X", 10, 100.0), wanted=True)[0]
    tracked, reason = decide(row(DEPOSIT, 0, amount=1_000.0), wanted=False)
    assert not tracked
    assert reason.endswith("what was deposited and then invested would count twice.")


def test_cash_without_an_exchange_rate_cannot_be_followed() -> None:
    tracked, reason = decide(row(DEPOSIT, 0, amount=1_000.0, currency="SEK"))
    assert not tracked
    assert "it cannot be followed in USD: there is no exchange rate between SEK and USD" in reason
    late = ExchangeRates({"USDINR": daily("USDINR", [80.0] * 5, "INR")})
    account = decide_cash_account([row(DEPOSIT, 0, amount=1.0)], "INR", late, day(20), None)
    assert "USDINR has no level for 14 Jan 2023" in account.reason


@pytest.mark.parametrize(
    ("transaction", "effect"),
    [
        (row(DEPOSIT, 0, amount=100.0, fees=2.0), 100.0),
        (row(WITHDRAWAL, 0, amount=100.0, fees=2.0), -100.0),
        (row(TransactionKind.CONTRIBUTION, 0, amount=100.0), 100.0),
        (row(DEPOSIT, 0, "X", amount=100.0, quantity=1.0), 0.0),
        (buy(0, "X", 1, 100.0, fees=2.0), -102.0),
        (sell(0, "X", 1, 100.0, fees=2.0), 98.0),
        (row(TransactionKind.DIVIDEND, 0, "X", amount=100.0, taxes=15.0), 85.0),
        (row(TransactionKind.FEE, 0, amount=5.0), -5.0),
        (row(TransactionKind.RSU_VEST, 0, "X", quantity=1.0, fair_market_value=100.0), 0.0),
        (row(TransactionKind.SPLIT, 0, "X", quantity=2.0), 0.0),
    ],
)
def test_what_each_row_does_to_the_cash(transaction: Transaction, effect: float) -> None:
    assert cash_effect(transaction) == effect


def test_a_deposited_currency_has_its_own_cash_and_others_settle_in_base() -> None:
    rows = [row(DEPOSIT, 0, amount=100_000.0, currency="INR"), buy(0, "X", 10, 100.0)]
    (rupees,) = cash_balances(rows, "INR", RATES)
    assert rupees.balance_on(to_days([day(0)])) == pytest.approx([100_000 - 1_000 * 80.0])
    own = [*rows, row(DEPOSIT, 0, amount=1_500.0)]
    balances = {one.currency: one.balances[-1] for one in cash_balances(own, "INR", RATES)}
    assert balances == pytest.approx({"INR": 100_000.0, "USD": 500.0})


def test_a_balance_that_comes_back_to_nothing_is_nothing() -> None:
    rows = [row(DEPOSIT, 0, amount=0.1), row(DEPOSIT, 1, amount=0.2), row(WITHDRAWAL, 2, amount=0.3)]
    (balance,) = cash_balances(rows, "USD", RATES)
    assert balance.balances[-1] == 0.0
    assert balance.spans(day(9))[0].end == day(1)
