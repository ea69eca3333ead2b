"""Is a row that was imported before recognised, and nothing else taken for it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.transaction import Transaction
from data.store.portfolios.fingerprint import deposit_fingerprints, transaction_fingerprints
from tests.data.store.examples import DEPOSIT, FIRST, FULL_ROW, buy

FILL = buy("A", reference="900000001")
ROWS = st.builds(
    buy,
    symbol=st.sampled_from(["A", "B"]),
    day=st.integers(0, 2),
    quantity=st.sampled_from([1.0, 2.0]),
    price=st.sampled_from([5.0, 0.1 + 0.2]),
    reference=st.sampled_from(["", "", "7", "8"]),
)


@given(st.lists(ROWS, max_size=12))
def test_the_same_file_has_the_same_fingerprints(rows: list[Transaction]) -> None:
    assert transaction_fingerprints(rows) == transaction_fingerprints([replace(row) for row in rows])


@given(st.lists(st.builds(replace, ROWS, reference=st.just("")), max_size=12))
def test_without_references_every_row_of_a_file_counts(rows: list[Transaction]) -> None:
    assert len(set(transaction_fingerprints(rows))) == len(rows)


@given(st.lists(st.builds(replace, ROWS, reference=st.just("")), max_size=12))
def test_the_order_of_the_rows_does_not_matter(rows: list[Transaction]) -> None:
    assert set(transaction_fingerprints(rows)) == set(transaction_fingerprints(rows[::-1]))


def test_a_longer_export_holds_the_shorter_one() -> None:
    january = [buy("A"), buy("A"), buy("B")]
    year = [*january, buy("A", day=40), buy("C", day=50)]
    assert set(transaction_fingerprints(january)) < set(transaction_fingerprints(year))


@pytest.mark.parametrize(
    ("rows", "fills"),
    [
        ([FILL, FILL, replace(FILL, name="as the broker writes it now")], 1),  # however often it stands there
        ([buy(reference="order 7", quantity=4.0), buy(reference="order 7", quantity=6.0)], 2),  # partial fills
        ([FILL, replace(FILL, on=FIRST + timedelta(days=1)), replace(FILL, symbol="B")], 3),  # numbered anew every day
    ],
)
def test_a_reference_names_one_fill(rows: list[Transaction], fills: int) -> None:
    assert len(set(transaction_fingerprints(rows))) == fills


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (buy(reference="7", price=5.0), buy(reference="7", price=5.0001)),  # corrected
        (FULL_ROW, replace(FULL_ROW, name="Acme", fx_rate=None)),  # the names of things are no part of it
        (buy(price=0.1 + 0.2), buy(price=0.3)),  # rounded in the last digits
    ],
)
def test_what_is_no_difference(one: Transaction, other: Transaction) -> None:
    assert transaction_fingerprints([one]) == transaction_fingerprints([other])


def test_every_fact_of_a_row_counts() -> None:
    plain = replace(FULL_ROW, reference="")
    changes = {"quantity": 2.0, "price": 9.0, "amount": 9.0, "fees": 9.0, "taxes": 9.0, "currency": "USD"}
    rows = [plain, *(replace(plain, **{field: value}) for field, value in changes.items())]  # type: ignore[arg-type]
    assert len(set(transaction_fingerprints(rows))) == len(rows)


def test_two_equal_deposits_both_count_and_any_term_tells_them_apart() -> None:
    rows = [DEPOSIT, DEPOSIT, replace(DEPOSIT, rate=0.071), replace(DEPOSIT, name="Other")]
    assert len(set(deposit_fingerprints(rows))) == 4
    assert deposit_fingerprints(rows) == deposit_fingerprints(list(rows))
