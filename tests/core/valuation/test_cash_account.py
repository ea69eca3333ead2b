"""Is tracked cash told from deposits that do not cover the purchases, and said in words?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import MissingExchangeRateError
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, to_days
from core.valuation.cash_account import CashAccount, cash_balances, cash_effect, decide_cash_account
from tests.core.small_portfolios import DEPOSIT, WITHDRAWAL, buy, daily, day, row, sell

FEE = TransactionKind.FEE
RATES = ExchangeRates({"USDINR": daily("USDINR", np.linspace(80.0, 90.0, 400), "INR")})


def worth(value: float) -> Callable[[Days], Floats]:
    return lambda on: np.full(on.size, value)


def decide(
    *rows: Transaction, base: str = "USD", wanted: bool | None = None, held: float = 1_000.0, as_of: int = 399
) -> CashAccount:
    past = [one for one in rows if one.on <= day(as_of)]
    return decide_cash_account(rows, past, base, RATES, day(as_of), wanted, worth(held))


def test_deposits_that_cover_the_purchases_are_an_account() -> None:
    account = decide(row(DEPOSIT, 0, amount=1_000.0), buy(1, "X", 9, 100.0))
    assert (account.tracked, account.missing, account.notes) == (True, (), ())
    assert account.reason.endswith("because deposits and withdrawals are listed and cover the purchases.")
    on_one_day = decide(buy(0, "X", 10, 100.0), row(DEPOSIT, 0, amount=1_000.0))
    assert on_one_day.reason == account.reason


@pytest.mark.parametrize(
    ("paid_on", "debit", "held", "tracked"),
    [(31, 5_000.0, 100.0, True), (32, 5_000.0, 100.0, False), (32, 500.0, 1_000.0, True), (32, 500.01, 1_000.0, False)],
    ids=["repaid on the last day of settlement", "a day later", "half of what is held is a loan", "a cent more is not"],
)
def test_a_debit_is_settlement_a_loan_or_a_missing_deposit(
    paid_on: int, debit: float, held: float, tracked: bool
) -> None:
    rows = row(DEPOSIT, 0, amount=100.0), buy(0, "X", 1, debit + 100.0), row(DEPOSIT, paid_on, amount=debit)
    account = decide(*rows, held=held)
    assert account.tracked is tracked
    assert bool(account.missing) is not tracked
    settles = "that is settlement" in account.reason
    assert settles is (paid_on == 31)
    assert bool(account.notes) is not settles
    asked_before = decide(*rows, held=held, as_of=30)  # its money may still come
    assert asked_before.tracked
    assert asked_before.notes[0].startswith("The cash was below zero from 2 Jan 2023 to 1 Feb 2023")


def test_a_short_peak_on_a_small_lasting_debit_is_still_settlement() -> None:
    rows = (
        row(DEPOSIT, 0, amount=100.0),
        row(FEE, 0, amount=103.0),
        buy(50, "X", 1, 700.0),
        row(DEPOSIT, 52, amount=700.0),
    )
    account = decide(*rows, held=700.0, as_of=200)
    assert account.tracked
    assert account.notes == (
        "The cash was below zero from 2 Jan 2023 to 21 Jul 2023 by up to $703 (on 21 Feb 2023). That counts as debt.",
    )


def test_the_note_says_which_deposits_to_add_and_they_suffice() -> None:
    rows = [
        row(DEPOSIT, 0, amount=100.0),
        buy(0, "X", 1, 1_000.0),
        buy(60, "X", 1, 2_000.505),
        row(DEPOSIT, 70, amount=500.0),
    ]
    rows += [row(WITHDRAWAL, 200, amount=80.0)]
    account = decide(*rows)
    assert [(one.on, one.amount) for one in account.missing] == [(day(0), 900.0), (day(60), 1_500.51), (day(200), 80.0)]
    left_out, missing = account.notes
    assert left_out == (
        "Cash is not tracked: 3 deposits and withdrawals from 2 Jan 2023 to 21 Jul 2023 are left out, because the purchases and sales "
        "count as the money put in and taken out, and money is counted once."
    )
    assert missing == (
        "Deposits are missing. Add deposits of $900.00 on 2 Jan 2023, $1,500.51 on 3 Mar 2023 and $80.00 on 21 Jul 2023, and the cash "
        "covers the purchases."
    )
    completed = decide(*rows, *(one.row for one in account.missing))
    assert (completed.tracked, completed.missing) == (True, ())


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(-500, 500)), min_size=1, max_size=12), st.integers(0, 1_000))
def test_the_missing_deposits_are_enough_and_not_a_cent_more(moves: list[tuple[int, int]], held: int) -> None:
    rows = [row(DEPOSIT if amount > 0 else WITHDRAWAL, number, amount=abs(amount) / 4) for number, amount in moves]
    account = decide(*rows, held=float(held))
    if account.tracked:
        return
    added = [one.row for one in account.missing]
    for held_then in (0.0, float(held)):
        assert decide(*rows, *added, held=held_then).tracked
    less = [replace(added[-1], amount=added[-1].amount - 0.01)] if added[-1].amount > 0.01 else []
    assert not decide(*rows, *added[:-1], *less, held=0.0).tracked


def test_without_deposits_there_is_no_account() -> None:
    account = decide(buy(0, "X", 10, 100.0))
    assert (account.tracked, account.leaves_out, account.notes) == (False, False, ())
    assert account.reason == (
        "Cash is not tracked, because no deposits or withdrawals are listed; every purchase is counted as money put in, "
        "every sale and payout as money taken out."
    )
    assert not decide().tracked
    moved_in_kind = row(DEPOSIT, 0, "X", quantity=5.0, amount=500.0)
    assert not decide(moved_in_kind).tracked


def test_the_users_choice_wins_and_money_is_counted_once() -> None:
    deposit, purchase = row(DEPOSIT, 0, amount=1_000.0), buy(5, "X", 100, 100.0)
    as_chosen = decide(deposit, purchase, wanted=True)
    assert as_chosen.tracked
    assert as_chosen.missing[0].amount == 9_000.0  # told all the same
    alone = decide(deposit, wanted=False)
    assert (alone.tracked, alone.leaves_out, alone.notes) == (False, False, ())
    assert alone.reason.endswith("Deposits count as money put in and stay as cash at face value.")
    for as_of in (1, 399):
        beside = decide(deposit, purchase, wanted=False, as_of=as_of)
        assert (beside.tracked, beside.leaves_out, beside.missing) == (False, True, ())
        assert not beside.counts(deposit)
        assert beside.counts(purchase)
        assert beside.counts(row(FEE, 9, amount=3.0))
        assert beside.reason.endswith("Deposits and withdrawals are the same money and are left out.")
        assert beside.notes[0].startswith("Cash is not tracked: 1 deposit or withdrawal of 2 Jan 2023 is left out")


def test_cash_without_an_exchange_rate_cannot_be_followed() -> None:
    account = decide(row(DEPOSIT, 0, amount=1_000.0, currency="SEK"))
    assert not account.tracked
    assert "it cannot be followed in USD: there is no exchange rate between SEK and USD" in account.reason
    with pytest.raises(MissingExchangeRateError):
        decide(row(DEPOSIT, 0, amount=1_000.0, currency="SEK"), wanted=True)
    late = ExchangeRates({"USDINR": daily("USDINR", [80.0] * 5, "INR")})
    one = [row(DEPOSIT, 0, amount=1.0)]
    account = decide_cash_account(one, one, "INR", late, day(20), None, worth(0.0))
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


def test_a_currency_is_its_own_from_its_first_deposit_on() -> None:
    rows = [row(DEPOSIT, 0, amount=200_000.0, currency="INR"), buy(0, "X", 10, 100.0)]
    (rupees,) = cash_balances(rows, "INR", RATES)
    assert rupees.balance_on(to_days([day(0)])) == pytest.approx([200_000 - 1_000 * 80.0])
    own = [*rows, row(DEPOSIT, 9, amount=1_500.0), buy(9, "X", 2, 100.0), buy(20, "X", 1, 100.0)]
    balances = {one.currency: one.balances[-1] for one in cash_balances(own, "INR", RATES)}
    assert balances == pytest.approx({"INR": 120_000.0, "USD": 1_200.0})  # what was settled before stays so


def test_a_balance_that_comes_back_to_nothing_is_nothing() -> None:
    rows = [row(DEPOSIT, 0, amount=0.1), row(DEPOSIT, 1, amount=0.2), row(WITHDRAWAL, 2, amount=0.3)]
    (balance,) = cash_balances(rows, "USD", RATES)
    assert balance.balances[-1] == 0.0
    assert balance.spans(day(9))[0].end == day(1)
