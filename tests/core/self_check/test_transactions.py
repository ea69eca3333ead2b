"""Do gain and XIRR agree with a second computation from the transactions, and do they fail when the engine is broken?"""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.deposits import Deposit, DepositKind
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.returns.cash_flows import CashFlows, MoneyWeightedReturn, xirr
from core.self_check.identities import EngineCheck
from core.self_check.transactions import GAINS, RATE, WHOLE, check_gain, check_rate
from core.valuation import contents
from core.valuation.portfolio_value import value_portfolio
from core.valuation.reporting_currency import valuation_in
from tests.audit.test_recompute import rows_of_any_kind
from tests.bookkeeping.histories import drawn_features, random_history
from tests.core.small_portfolios import DEPOSIT, WITHDRAWAL, buy, daily, day, row, sell, walk

RATES = ExchangeRates(
    {"EURUSD": walk("EURUSD", 5, 700), "USDINR": daily("USDINR", walk("x", 12, 700).levels * 0.8, "INR")}
)
PRICES = {"A": walk("A", 6, 700), "B": walk("B", 8, 700, "EUR")}
PENSION = TransactionKind.CONTRIBUTION


def gain_of(portfolio: Portfolio, told: str | None = None) -> EngineCheck:
    valuation = value_portfolio(portfolio, PRICES, RATES, day(650))
    valuation = valuation_in(told, valuation, RATES) if told else valuation
    return check_gain(portfolio, valuation, PRICES, RATES)


@given(
    rows=rows_of_any_kind(), tracked=st.sampled_from([True, False, None]), told=st.sampled_from([None, "EUR", "INR"])
)
def test_the_gain_is_that_of_the_transactions_whatever_was_done(
    rows: tuple[Transaction, ...], tracked: bool | None, told: str | None
) -> None:
    assert gain_of(Portfolio("p", "P", "USD", rows, cash_tracked=tracked), told).failed == ()


@given(st.integers(0, 100_000))
def test_an_irregular_life_raises_no_false_alarm(seed: int) -> None:
    history = random_history(seed, drawn_features(seed))
    valuation = value_portfolio(history.portfolio, history.prices, history.rates, history.as_of)
    assert check_gain(history.portfolio, valuation, history.prices, history.rates).failed == ()
    flows, ends = valuation.flows, valuation.as_of
    found = xirr(flows, valuation.closing_value, ends)
    assert check_rate(flows, valuation.closing_value, ends, found).failed == ()


def saver() -> tuple[Transaction, ...]:
    return (
        row(DEPOSIT, 0, amount=5_000.0),
        buy(3, "A", 20, 101.0, fees=3.0),
        row(PENSION, 100, "PENSION", amount=300.0, asset_type=AssetType.OTHER),
        row(PENSION, 130, "PENSION", amount=200.0, currency="EUR", asset_type=AssetType.OTHER),
        buy(210, "UNPRICED", 3, 10.0),
        sell(240, "UNPRICED", 1, 12.0),
        row(WITHDRAWAL, 300, amount=500.0),
        sell(400, "A", 5, 110.0),
    )


@pytest.mark.parametrize("tracked", [True, False])
def test_what_crosses_the_border_is_counted_once(tracked: bool) -> None:
    """Contributions in two currencies beside a cash account had been gains out of nothing."""
    deposit = Deposit(DepositKind.FIXED_DEPOSIT, "FD", 1_000.0, 0.07, day(10), day(500), currency="USD")
    found = gain_of(Portfolio("p", "P", "USD", saver(), (deposit,), tracked))
    assert ([one.name for one in found.items], found.passed) == ([GAINS, WHOLE], True)


def test_money_that_is_left_out_or_counted_twice_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    portfolio = Portfolio("p", "P", "USD", saver(), cash_tracked=True)
    outside = contents.external_flows
    monkeypatch.setattr(contents, "external_flows", lambda rows, *others: outside(rows[1:], *others))
    assert [one.name for one in gain_of(portfolio).failed] == [WHOLE]
    monkeypatch.undo()
    original = contents.face_value_holding

    def doubled(*arguments: object) -> object:
        held = original(*arguments)  # type: ignore[arg-type]
        return dataclasses.replace(held, money=held.money.times(2.0))  # type: ignore[arg-type, union-attr]

    monkeypatch.setattr(contents, "face_value_holding", doubled)
    assert [one.name for one in gain_of(portfolio).failed] == [GAINS]


def test_nothing_moved_is_said() -> None:
    assert gain_of(Portfolio("p", "P", "USD")).left_out == ("Gain: no money has moved yet.",)


SPREADSHEET = CashFlows(
    to_days(["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15"]), np.array([10_000.0, -2_750, -4_250, -3_250])
)


@pytest.mark.parametrize(("off", "passed"), [(0.0, True), (1e-6, False), (-0.01, False)])
def test_a_rate_that_does_not_balance_the_flows_is_found(off: float, passed: bool) -> None:
    """The example of a spreadsheet's documentation, 0.373362535; and a solver that stops too early."""
    found = check_rate(SPREADSHEET, 2_750.0, date(2009, 4, 1), MoneyWeightedReturn(0.3733625335188313 + off))
    assert [(one.name, one.passed) for one in found.items] == [(RATE, passed)]


def test_without_a_rate_nothing_is_checked() -> None:
    found = check_rate(SPREADSHEET, 0.0, date(2009, 4, 1), MoneyWeightedReturn(None, "no sign changes"))
    assert (found.items, found.left_out) == ((), (f"{RATE}: no sign changes",))
