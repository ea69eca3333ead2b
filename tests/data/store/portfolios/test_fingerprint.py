"""Is a row that was imported before recognised, and nothing else taken for it?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core.ledger.transaction import Transaction
from data.store.portfolios.fingerprint import deposit_fingerprints, transaction_fingerprints
from tests.data.store.examples import DEPOSIT, FULL_ROW, buy

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


def test_a_reference_names_one_fill_however_often_it_stands_there() -> None:
    one = buy(reference="900000001")
    assert len(set(transaction_fingerprints([one, one, replace(one, name="as the broker writes it now")]))) == 1


def test_partial_fills_under_one_order_number_each_count() -> None:
    fills = [buy(reference="order 7", quantity=4.0), buy(reference="order 7", quantity=6.0)]
    assert len(set(transaction_fingerprints(fills))) == 2


def test_a_corrected_price_under_the_same_reference_is_the_same_fill() -> None:
    first, corrected = buy(reference="7", price=5.0), buy(reference="7", price=5.0001)
    assert transaction_fingerprints([first]) == transaction_fingerprints([corrected])


def test_brokers_number_anew_every_day() -> None:
    rows = [buy("A", day=0, reference="1"), buy("A", day=1, reference="1"), buy("B", day=0, reference="1")]
    assert len(set(transaction_fingerprints(rows))) == 3


def test_the_names_of_things_are_no_part_of_it() -> None:
    assert transaction_fingerprints([FULL_ROW]) == transaction_fingerprints(
        [replace(FULL_ROW, name="Acme", fx_rate=None)]
    )


def test_rounding_in_the_last_digits_is_no_difference() -> None:
    assert transaction_fingerprints([buy(price=0.1 + 0.2)]) == transaction_fingerprints([buy(price=0.3)])


def test_every_fact_of_a_row_counts() -> None:
    plain = replace(FULL_ROW, reference="")
    changes = {"quantity": 2.0, "price": 9.0, "amount": 9.0, "fees": 9.0, "taxes": 9.0, "currency": "USD"}
    rows = [plain, *(replace(plain, **{field: value}) for field, value in changes.items())]  # type: ignore[arg-type]
    assert len(set(transaction_fingerprints(rows))) == len(rows)


def test_two_equal_deposits_both_count_and_any_term_tells_them_apart() -> None:
    marks = deposit_fingerprints([DEPOSIT, DEPOSIT, replace(DEPOSIT, rate=0.071), replace(DEPOSIT, name="Other")])
    assert len(set(marks)) == 4
    assert marks == deposit_fingerprints(
        [DEPOSIT, DEPOSIT, replace(DEPOSIT, rate=0.071), replace(DEPOSIT, name="Other")]
    )
