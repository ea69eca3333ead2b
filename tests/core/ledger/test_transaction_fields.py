"""What does each kind of transaction mean for money, and which rows make no sense?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.errors import InvalidSpecification
from core.ledger.transaction import Transaction, TransactionKind

ON = date(2024, 3, 5)


def row(kind: TransactionKind, **facts: Any) -> Transaction:
    return Transaction(**{"on": ON, "kind": kind, "symbol": "ABC", **facts})


class TestMoney:
    @pytest.mark.parametrize(
        ("kind", "flow"),
        [
            (TransactionKind.BUY, 1010.0),
            (TransactionKind.SELL, -990.0),
            (TransactionKind.DEPOSIT, 1010.0),
            (TransactionKind.CONTRIBUTION, 1010.0),
            (TransactionKind.WITHDRAWAL, -990.0),
            (TransactionKind.DIVIDEND, -990.0),
            (TransactionKind.COUPON, -990.0),
            (TransactionKind.INTEREST, -990.0),
            (TransactionKind.FEE, 1010.0),
            (TransactionKind.TAX, 1010.0),
        ],
    )
    def test_fees_and_taxes_cost_either_way(self, kind: TransactionKind, flow: float) -> None:
        assert row(kind, quantity=10, amount=1000.0, fees=7.0, taxes=3.0).external_amount == flow

    @pytest.mark.parametrize("kind", [TransactionKind.BONUS, TransactionKind.SPLIT])
    def test_a_change_of_units_is_no_flow(self, kind: TransactionKind) -> None:
        assert row(kind, quantity=2.0, price=50.0).gross == 0.0
        assert row(kind, quantity=2.0).external_amount == 0.0

    @pytest.mark.parametrize("kind", [TransactionKind.RSU_VEST, TransactionKind.ESPP_PURCHASE])
    def test_plans_count_at_market_value(self, kind: TransactionKind) -> None:
        assert row(kind, quantity=10, price=85.0, fair_market_value=100.0).external_amount == 1000.0
        assert row(kind, quantity=10, price=85.0).external_amount == 850.0

    @pytest.mark.parametrize("kind", [TransactionKind.RSU_VEST, TransactionKind.ESPP_PURCHASE])
    def test_the_income_tax_on_a_plan_is_no_cost_of_the_shares(self, kind: TransactionKind) -> None:
        assert row(kind, quantity=10, fair_market_value=100.0, fees=5.0, taxes=300.0).external_amount == 1005.0

    def test_quantity_times_price_unless_an_amount_is_given(self) -> None:
        assert row(TransactionKind.BUY, quantity=10, price=9.5).gross == 95.0
        assert row(TransactionKind.BUY, quantity=10, price=9.5, amount=96.0).gross == 96.0

    def test_a_fair_market_value_is_for_plans_only(self) -> None:
        assert row(TransactionKind.BUY, quantity=10, price=9.5, fair_market_value=100.0).gross == 95.0


class TestRefusals:
    @pytest.mark.parametrize("field", ["quantity", "price", "amount", "fees", "taxes", "fair_market_value", "fx_rate"])
    @pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
    def test_no_number_is_negative_or_missing(self, field: str, value: float) -> None:
        facts = {"quantity": 1.0, "amount": 1.0, field: value}
        with pytest.raises(InvalidSpecification, match=f"{field} must be"):
            row(TransactionKind.BUY, **facts)

    @pytest.mark.parametrize(
        ("kind", "facts", "why"),
        [
            (TransactionKind.BUY, {"symbol": "", "quantity": 1, "price": 1}, "symbol"),
            (TransactionKind.BUY, {"price": 1}, "quantity"),
            (TransactionKind.SELL, {"quantity": 1}, "amount"),
            (TransactionKind.DEPOSIT, {}, "amount"),
            (TransactionKind.SPLIT, {}, "quantity"),
            (TransactionKind.DEPOSIT, {"amount": 1, "currency": "usd"}, "currency"),
            (TransactionKind.DEPOSIT, {"amount": 1, "currency": "DOLLAR"}, "currency"),
            (TransactionKind.DEPOSIT, {"amount": 1, "fx_rate": 0.0}, "fx_rate"),
        ],
    )
    def test_what_a_kind_needs(self, kind: TransactionKind, facts: dict[str, Any], why: str) -> None:
        with pytest.raises(InvalidSpecification, match=why):
            row(kind, **facts)

    def test_the_sentence_names_the_row(self) -> None:
        with pytest.raises(InvalidSpecification, match="BUY ABC of 5 Mar 2024") as error:
            row(TransactionKind.BUY, price=1)
        assert error.value.details == {"on": "2024-03-05", "kind": "BUY"}
