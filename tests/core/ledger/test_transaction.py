"""Does each kind of row mean the right money, and are impossible rows refused?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.ledger.transaction import COSTS, MONEY_IN, MONEY_OUT, PAYOUTS, UNIT_CHANGES, Transaction, TransactionKind

ON = date(2024, 1, 20)
KINDS = TransactionKind


def row(kind: TransactionKind, **fields: object) -> Transaction:
    return Transaction(ON, kind, **({"symbol": "X"} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        (KINDS.BUY, 1_012.0),
        (KINDS.SELL, -988.0),
        (KINDS.DEPOSIT, 1_012.0),
        (KINDS.WITHDRAWAL, -988.0),
        (KINDS.CONTRIBUTION, 1_012.0),
        (KINDS.DIVIDEND, -988.0),
        (KINDS.COUPON, -988.0),
        (KINDS.INTEREST, -988.0),
        (KINDS.FEE, 1_012.0),
        (KINDS.TAX, 1_012.0),
        (KINDS.RSU_VEST, 1_010.0),
        (KINDS.ESPP_PURCHASE, 1_010.0),
        (KINDS.BONUS, 12.0),
        (KINDS.SPLIT, 12.0),
    ],
)
def test_flow_of_each_kind_with_fees_of_10_and_taxes_of_2(kind: TransactionKind, amount: float) -> None:
    assert row(kind, quantity=10.0, price=100.0, fees=10.0, taxes=2.0).external_amount == pytest.approx(amount)


def test_every_kind_has_a_direction() -> None:
    assert set(TransactionKind) == MONEY_IN | MONEY_OUT | PAYOUTS | COSTS | UNIT_CHANGES


@pytest.mark.parametrize("kind", [KINDS.RSU_VEST, KINDS.ESPP_PURCHASE])
def test_vest_and_plan_purchase_are_worth_the_fair_market_value_not_the_price_paid(kind: TransactionKind) -> None:
    assert row(kind, quantity=10.0, price=85.0, fair_market_value=100.0).external_amount == 1_000.0
    assert row(kind, quantity=10.0, price=85.0).external_amount == 850.0
    assert row(kind, quantity=10.0, fair_market_value=100.0, fees=5.0, taxes=300.0).external_amount == 1_005.0
    assert row(KINDS.BUY, quantity=10.0, price=9.5, fair_market_value=100.0).gross == 95.0


def test_a_given_amount_wins_over_quantity_and_price() -> None:
    assert row(KINDS.BUY, quantity=10.0, price=100.0, amount=999.5).gross == 999.5


@pytest.mark.parametrize("kind", [KINDS.BONUS, KINDS.SPLIT])
def test_a_change_of_units_is_no_money(kind: TransactionKind) -> None:
    assert row(kind, quantity=2.0, price=50.0).gross == row(kind, quantity=2.0).external_amount == 0.0


@pytest.mark.parametrize("field", ["quantity", "price", "amount", "fees", "taxes", "fair_market_value", "fx_rate"])
@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_no_number_is_negative_or_missing(field: str, value: float) -> None:
    with pytest.raises(InvalidSpecification, match=f"{field} must be a number of at least 0") as error:
        row(KINDS.BUY, **({"quantity": 1.0, "amount": 1.0} | {field: value}))
    assert (error.value.field, error.value.details) == (field, {"on": "2024-01-20", "kind": "BUY"})


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        (KINDS.BUY, {"quantity": 0.0, "price": 1.0}, "a quantity above 0, or an amount alone, is needed"),
        (KINDS.BUY, {"quantity": 1.0}, "an amount, or a quantity and a price"),
        (KINDS.SELL, {"symbol": "", "quantity": 1.0, "price": 1.0}, "a symbol is needed"),
        (KINDS.SPLIT, {}, "a quantity above 0"),
        (KINDS.DIVIDEND, {}, "an amount"),
        (KINDS.DEPOSIT, {}, "an amount"),
        (KINDS.DEPOSIT, {"amount": 1.0, "currency": "DOLLAR"}, "three-letter code"),
        (KINDS.BUY, {"quantity": 1.0, "price": 1.0, "currency": "usd"}, "three-letter code"),
        (KINDS.BUY, {"quantity": 1.0, "price": 1.0, "fx_rate": 0.0}, "fx_rate must be above 0"),
    ],
)
def test_impossible_rows_are_refused_by_kind_and_date(
    kind: TransactionKind, fields: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidSpecification, match=words) as error:
        row(kind, **fields)
    assert f"{kind}" in error.value.message
    assert "20 Jan 2024" in error.value.message


@given(
    st.sampled_from(sorted(MONEY_IN | MONEY_OUT | PAYOUTS | COSTS)),
    st.floats(0.001, 1e6),
    st.floats(0, 1e6),
    st.floats(0, 1e3),
)
def test_costs_never_help(kind: TransactionKind, quantity: float, price: float, fees: float) -> None:
    plain = row(kind, quantity=quantity, price=price)
    costly = row(kind, quantity=quantity, price=price, fees=fees)
    scale = abs(plain.external_amount) + fees
    assert costly.external_amount == pytest.approx(plain.external_amount + fees, abs=1e-12 * scale)
