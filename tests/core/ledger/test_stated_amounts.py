"""Do amounts alone become the units that the day's price gives, and is what cannot be told left out by name?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from core.errors import InvalidSpecification
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.valuation.portfolio_value import Valuation, value_portfolio

DATES = np.array(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"], dtype="datetime64[D]")
FUND = LevelSeries("FUND", DATES, [100.0, 110.0, 120.0, 121.0], "USD")
RUPEES = LevelSeries("USDINR", DATES, [80.0, 80.0, 80.0, 80.0], "INR")
AS_OF = date(2024, 1, 4)
BUY = Transaction(date(2024, 1, 1), TransactionKind.BUY, "FUND", amount=1_000.0)
SELL = Transaction(date(2024, 1, 3), TransactionKind.SELL, "FUND", amount=600.0)


def valued(*rows: Transaction, base: str = "USD", **prices: LevelSeries) -> Valuation:
    return value_portfolio(Portfolio("x", "Mine", base, rows), prices, ExchangeRates({"USDINR": RUPEES}), AS_OF)


def test_units_are_the_amount_over_the_price_of_the_day() -> None:
    """1,000 at 100 are 10 units, 600 at 120 are 5: 5 × 121 are left."""
    found = valued(BUY, SELL, FUND=FUND)
    assert found.closing_value == pytest.approx(605.0)
    assert found.holdings[0].quantity == pytest.approx(5.0)
    assert found.complete
    assert any("amounts alone" in note for note in found.notes)


def test_it_is_the_same_as_stating_the_units() -> None:
    stated = valued(replace(BUY, quantity=10.0), replace(SELL, quantity=5.0), FUND=FUND)
    derived = valued(BUY, SELL, FUND=FUND)
    assert derived.values.tolist() == stated.values.tolist()
    assert derived.flows.amounts.tolist() == stated.flows.amounts.tolist()
    assert stated.notes == ()


def test_an_own_price_comes_before_the_known_one() -> None:
    assert valued(replace(BUY, price=50.0), FUND=FUND).holdings[0].quantity == pytest.approx(20.0)


def test_another_currency_is_converted_at_the_rate_of_the_day() -> None:
    found = valued(replace(BUY, amount=80_000.0, currency="INR"), base="INR", FUND=FUND)
    assert found.holdings[0].quantity == pytest.approx(10.0)
    assert found.closing_value == pytest.approx(10 * 121 * 80)


def test_without_a_price_of_the_day_the_symbol_is_left_out_by_name() -> None:
    late = LevelSeries("FUND", DATES[2:], FUND.levels[2:], "USD")
    for prices in ({}, {"FUND": late}):
        found = valued(BUY, **prices)
        assert [one.symbol for one in found.unpriced] == ["FUND"]
        assert "states an amount alone" in found.unpriced[0].reason
        assert found.flows.amounts.size == 0


def test_a_split_leaves_the_basis_open() -> None:
    split = Transaction(date(2024, 1, 2), TransactionKind.SPLIT, "FUND", quantity=2.0)
    assert "beside a split or bonus its units cannot be told" in valued(BUY, split, FUND=FUND).unpriced[0].reason


def test_a_deposit_without_prices_is_held_as_money() -> None:
    deposit = replace(BUY, symbol="Bank", asset_type=AssetType.FIXED_DEPOSIT)
    found = valued(deposit, replace(deposit, on=date(2024, 1, 3), kind=TransactionKind.SELL, amount=400.0))
    assert found.closing_value == pytest.approx(600.0)
    assert found.flows.amounts.tolist() == [1_000.0, -400.0]


def test_neither_units_nor_an_amount_is_refused() -> None:
    with pytest.raises(InvalidSpecification, match="or an amount alone"):
        Transaction(date(2024, 1, 1), TransactionKind.BUY, "FUND", price=5.0)


KINDS = TransactionKind


def in_kind(kind: TransactionKind, day: int, quantity: float, **more: object) -> Transaction:
    return Transaction(date(2024, 1, day), kind, "FUND", quantity=quantity, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [KINDS.RSU_VEST, KINDS.ESPP_PURCHASE, KINDS.DEPOSIT, KINDS.CONTRIBUTION])
def test_units_that_came_without_a_price_count_at_the_days(kind: TransactionKind) -> None:
    found = valued(in_kind(kind, 1, 10.0, fees=3.0), in_kind(KINDS.WITHDRAWAL, 3, 4.0), FUND=FUND)
    assert found.flows.amounts.tolist() == [1_003.0, -480.0]
    assert found.closing_value == pytest.approx(6 * 121.0)
    assert (found.complete, found.cash_account.tracked) == (True, False)
    assert "Units of FUND came or went without a price; they count at the prices of their days." in found.notes


@pytest.mark.parametrize("adjusted", [True, False])
@pytest.mark.parametrize("change", [(KINDS.SPLIT, 10.0), (KINDS.BONUS, 90.0)])
def test_the_price_of_the_day_is_the_one_traded_then(change: tuple[TransactionKind, float], adjusted: bool) -> None:
    """Ten units at 100 are 1,000, whatever a later split of ten for one makes of the prices known."""
    later = Transaction(date(2024, 1, 3), change[0], "FUND", quantity=change[1])
    levels = [10.0, 11.0, 12.0, 12.1] if adjusted else [100.0, 110.0, 12.0, 12.1]
    prices = LevelSeries("FUND", DATES, np.array(levels), "USD")
    rows = [in_kind(KINDS.RSU_VEST, 1, 10.0, currency="INR"), later]
    found = valued(*rows, in_kind(KINDS.WITHDRAWAL, 4, 100.0, currency="INR"), base="INR", FUND=prices)
    moved = found.flows.amounts[found.flows.amounts != 0]
    assert moved == pytest.approx([10 * 100 * 80, -100 * 12.1 * 80], rel=1e-12)
    assert found.closing_value == 0


@pytest.mark.parametrize("prices", [{}, {"FUND": LevelSeries("FUND", DATES[2:], FUND.levels[2:], "USD")}])
def test_units_in_kind_whose_price_nobody_knows_say_so(prices: dict[str, LevelSeries]) -> None:
    found = valued(in_kind(KINDS.RSU_VEST, 1, 10.0), in_kind(KINDS.WITHDRAWAL, 3, 4.0), **prices)
    assert [one.reason for one in found.unpriced] == [
        "its units of 1 Jan 2024 state no price, and none is known for that day: add one"
    ]
    assert found.flows.amounts.size == 0


@pytest.mark.parametrize("kind", [KINDS.DEPOSIT, KINDS.WITHDRAWAL, KINDS.CONTRIBUTION])
def test_money_without_units_still_needs_its_amount(kind: TransactionKind) -> None:
    for terms in ({"symbol": "FUND"}, {"quantity": 3.0}):
        with pytest.raises(InvalidSpecification, match="an amount, or a quantity and a price"):
            Transaction(date(2024, 1, 1), kind, **terms)  # type: ignore[arg-type]
