"""Are prices on another basis noticed, and ordinary ones left in peace?"""

from __future__ import annotations

import pytest

from core.ledger.positions import position_of
from core.ledger.trade_prices import OddTradePrice, odd_prices_note, odd_trade_price
from core.ledger.transaction import Transaction, TransactionKind
from tests.core.small_portfolios import buy, daily, day, row, sell

KNOWN = daily("X", [100.0] * 30)


def odd(*rows: Transaction) -> OddTradePrice | None:
    return odd_trade_price(rows, position_of("X", rows), KNOWN)


def test_the_trade_farthest_off_is_named() -> None:
    found = odd(buy(0, "X", 1, 130.0), buy(3, "X", 1, 500.0), sell(5, "X", 1, 99.0))
    assert found == OddTradePrice("X", day(3), 500.0, 100.0)


@pytest.mark.parametrize("paid", [81.0, 100.0, 124.0])
def test_within_a_quarter_is_a_days_trading(paid: float) -> None:
    assert odd(buy(0, "X", 1, paid)) is None


def test_a_known_split_explains_the_price() -> None:
    assert odd(buy(0, "X", 1, 500.0), row(TransactionKind.SPLIT, 9, "X", quantity=5.0)) is None


def test_what_cannot_be_compared_is_not() -> None:
    assert odd(buy(-5, "X", 1, 500.0)) is None  # no price known that day
    assert odd(buy(0, "X", 1, 500.0, currency="EUR")) is None
    assert odd(row(TransactionKind.RSU_VEST, 0, "X", quantity=1.0, fair_market_value=500.0)) is None


def test_three_are_named_and_the_rest_counted() -> None:
    many = [OddTradePrice(symbol, day(0), 2.0, 1.0) for symbol in "ABCDE"]
    note = odd_prices_note(many)
    assert "A on 2 Jan 2023 (2.00 paid, 1.00 known)" in note
    assert "; and 2 more." in note
    assert "D on" not in note
