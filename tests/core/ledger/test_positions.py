"""Are units counted, restated and found missing correctly?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.positions import UnitRatio, counts_units, position_of
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import to_days
from core.market.period import Period

BUY, SELL, SPLIT, BONUS = TransactionKind.BUY, TransactionKind.SELL, TransactionKind.SPLIT, TransactionKind.BONUS


def row(kind: TransactionKind, day: int, quantity: float, **more: object) -> Transaction:
    price = None if kind in (SPLIT, BONUS) else 10.0
    terms: dict[str, object] = {"symbol": "X", "quantity": quantity, "price": price}
    return Transaction(date(2024, 1, day), kind, **(terms | more))  # type: ignore[arg-type]


def held(position_rows: list[Transaction], *days: int) -> list[float]:
    return list(position_of("X", position_rows).held_on(to_days([date(2024, 1, day) for day in days])))


@pytest.mark.parametrize(
    ("rows", "units", "ratios"),
    [
        # buys and sales in any order of rows
        ([row(SELL, 10, 4), row(BUY, 5, 10), row(BUY, 7, 2)], {4: 0, 5: 10, 6: 10, 7: 12, 10: 8, 31: 8}, []),
        # a split restates what came before, and not what comes on its day
        ([row(BUY, 2, 10), row(SPLIT, 5, 3), row(BUY, 5, 6), row(SELL, 9, 36)], {2: 30, 5: 36, 9: 0}, [(5, 3)]),
        # also after everything was sold; two multiply, and a reverse one divides
        ([row(BUY, 1, 10), row(SELL, 2, 10), row(SPLIT, 5, 2)], {1: 20, 2: 0}, [(5, 2)]),
        (
            [row(BUY, 1, 100), row(SPLIT, 3, 2), row(BUY, 4, 10), row(SPLIT, 8, 0.1)],
            {1: 20, 3: 20, 4: 21, 8: 21},
            [(3, 2), (8, 0.1)],
        ),
        # a bonus is a ratio on what was held before its day's trades, and plain units on nothing
        (
            [row(BUY, 2, 10), row(SELL, 3, 4), row(BONUS, 5, 3), row(BUY, 6, 1)],
            {2: 15, 3: 9, 5: 9, 6: 10},
            [(5, 1.5)],
        ),
        ([row(BUY, 2, 10), row(BUY, 5, 10), row(BONUS, 5, 10)], {2: 20, 5: 30}, [(5, 2)]),
        ([row(BONUS, 5, 3)], {4: 0, 5: 3}, []),
        ([], {1: 0, 2: 0}, []),
    ],
)
def test_units_by_day(rows: list[Transaction], units: dict[int, float], ratios: list[tuple[int, float]]) -> None:
    assert held(rows, *units) == list(units.values())
    assert position_of("X", rows).ratios == tuple(UnitRatio(date(2024, 1, on), ratio) for on, ratio in ratios)


def test_oversold_names_the_missing_units() -> None:
    assert position_of("X", [row(BUY, 1, 10), row(SELL, 2, 43), row(BUY, 3, 5)]).oversold == 33
    assert position_of("X", [row(BUY, 1, 10), row(SELL, 1, 10)]).oversold == position_of("X", []).oversold == 0
    sale_first = position_of("X", [row(SELL, 2, 10), row(BUY, 2, 10)])
    assert (sale_first.oversold, sale_first.spans(date(2024, 1, 31))) == (0, ())


def test_spans_are_the_days_that_end_with_units() -> None:
    position = position_of("X", [row(BUY, 2, 10), row(SELL, 5, 10), row(BUY, 9, 1)])
    first, second = Period(date(2024, 1, 2), date(2024, 1, 4)), Period(date(2024, 1, 9), date(2024, 1, 20))
    assert position.spans(date(2024, 1, 20)) == (first, second)
    assert position.spans(date(2024, 1, 7)) == (first,)
    assert position.spans(date(2024, 1, 1)) == ()


def test_rounding_dust_is_nothing() -> None:
    rows = [row(BUY, 1, 0.1), row(BUY, 2, 0.2), row(SELL, 3, 0.3)]
    assert held(rows, 3) == [0.0]
    assert held([row(BUY, 1, 2e-7)], 1) == [2e-7]  # a small holding is not dust


@pytest.mark.parametrize(
    ("rows", "left"),
    [
        ([row(BUY, 1, 1e8), row(SELL, 2, 1e8), row(BUY, 5, 50)], 50),  # F8: a token that was redenominated
        ([row(BUY, 1, 1e6), row(SELL, 2, 1e6), row(BUY, 3, 1e6), row(SELL, 4, 1e6), row(BUY, 5, 1)], 1),
        ([row(BUY, 1, 1e8), row(SELL, 2, 1e8 - 0.5), row(BUY, 5, 50)], 50),  # what was left was dust and is gone
        ([row(BUY, 1, 1e6), row(SELL, 2, 1e6 - 1)], 1),  # a whole share is left
        ([row(BUY, 1, 1e7), row(SELL, 2, 1e7 - 3), row(BUY, 5, 1)], 4),
        ([row(BUY, 1, 1e8), row(BUY, 2, 1e-3), row(SPLIT, 5, 1e-9)], 0.1 + 1e-12),  # no sale leaves no dust
    ],
)
def test_a_purchase_is_never_dust(rows: list[Transaction], left: float) -> None:
    assert held(rows, 6) == pytest.approx([left], rel=1e-12)
    assert position_of("X", rows).oversold == 0


@pytest.mark.parametrize(
    ("sold", "rows", "left"),
    [
        (100.1, [], 0),
        (100.05, [row(BUY, 8, 3)], 3),  # what is bought later is not eaten by it
        (100.1 * 3, [row(SPLIT, 3, 3.0)], 0),
        (100.11, [], -0.11),
    ],
)
def test_a_sale_rounded_up_is_all_of_it(sold: float, rows: list[Transaction], left: float) -> None:
    several = [row(BUY, 1, 100), row(SELL, 5, sold), *rows]
    position = position_of("X", several)
    assert held(several, 9) == pytest.approx([left], abs=1e-9)
    assert position.rounded == (() if left < 0 else (date(2024, 1, 5),))
    assert position.until(date(2024, 1, 4)).rounded == ()
    assert position.oversold == pytest.approx(max(0.0, -left))


@pytest.mark.parametrize(
    ("sold", "bought", "left"),
    [
        (1e8 - 0.5, 50, 50),  # all that was there but dust, and what was bought stays
        (1e8, 50, 50),  # a purchase is never dust
        (1e8 * 1.0005, 50, 50),  # rounded up: what is bought is not eaten by it
        (1e8 + 50, 50, 0),  # both together
        (2e8, 1e8, 0),
        (4e7, 50, 6e7 + 50),  # a part
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_sales_and_purchases_of_one_day_in_either_order(sold: float, bought: float, left: float, order: int) -> None:
    rows = [row(BUY, 1, 1e8), *[row(SELL, 5, sold), row(BUY, 5, bought)][::order], row(BUY, 7, 1e-4)]
    assert held(rows, 5, 7) == pytest.approx([left, left + 1e-4], rel=1e-12)


def test_contributions_with_units_count_and_plain_money_does_not() -> None:
    contribution = Transaction(date(2024, 1, 2), TransactionKind.CONTRIBUTION, "X", quantity=5.0, amount=50.0)
    by_price = Transaction(date(2024, 1, 3), TransactionKind.CONTRIBUTION, "X", price=20.0, amount=50.0)
    money = Transaction(date(2024, 1, 4), TransactionKind.CONTRIBUTION, "X", amount=50.0)
    dividend = Transaction(date(2024, 1, 4), TransactionKind.DIVIDEND, "X", quantity=5.0, price=1.0)
    assert held([contribution, by_price], 2, 3) == [5.0, 7.5]
    assert not counts_units(money)
    assert not counts_units(dividend)
    assert not counts_units(Transaction(date(2024, 1, 4), TransactionKind.DEPOSIT, quantity=1.0, amount=50.0))


trades = st.lists(
    st.tuples(st.sampled_from([BUY, SELL]), st.integers(0, 300), st.floats(0.01, 1e4)), min_size=1, max_size=20
)


@given(trades, st.integers(0, 300), st.floats(0.1, 10))
def test_units_as_traded_times_the_ratio_are_units_restated(
    drawn: list[tuple[TransactionKind, int, float]], split_day: int, ratio: float
) -> None:
    def dated(kind: TransactionKind, day: int, quantity: float) -> Transaction:
        price = None if kind is SPLIT else 1.0
        return Transaction(date(2020, 1, 1) + timedelta(days=day), kind, "X", quantity=quantity, price=price)

    rows = [dated(*one) for one in drawn]
    plain = position_of("X", rows)
    restated = position_of("X", [*rows, dated(SPLIT, split_day, ratio)])
    days = np.arange(np.datetime64("2020-01-01"), np.datetime64("2020-01-01") + split_day)
    scale = sum(quantity for _, _, quantity in drawn) * max(ratio, 1.0)
    assert restated.held_on(days) == pytest.approx(plain.held_on(days) * ratio, abs=4e-6 * scale)


@given(trades, trades, st.floats(0.1, 10))
def test_what_was_before_the_position_was_empty_leaves_no_trace(
    before: list[tuple[TransactionKind, int, float]], after: list[tuple[TransactionKind, int, float]], ratio: float
) -> None:
    """Whatever was turned over, split and sold out in the first year, the second year's units are those of its rows alone."""

    def dated(kind: TransactionKind, day: int, quantity: float) -> Transaction:
        price = None if kind is SPLIT else 1.0
        return Transaction(date(2020, 1, 1) + timedelta(days=day), kind, "X", quantity=quantity, price=price)

    turned_over = [dated(BUY, day, 1e6 * quantity) for _, day, quantity in before]
    sold_out = dated(SELL, 301, sum(one.quantity for one in turned_over))
    second = [dated(kind, 400 + day, quantity) for kind, day, quantity in after]
    alone, whole = (
        position_of("X", rows) for rows in (second, [*turned_over, sold_out, dated(SPLIT, 350, ratio), *second])
    )
    days = np.arange(np.datetime64("2021-01-31"), np.datetime64("2022-06-01"))
    assert whole.held_on(days).tolist() == alone.held_on(days).tolist()
    assert (whole.oversold, whole.rounded) == (alone.oversold, alone.rounded)
