"""Are splits found that a file of trades lacks, and none told of where it lacks none?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.levels import LevelSeries, to_days
from core.missing_splits import missing_splits
from core.positions import UnitRatio, position_of
from core.transaction import Transaction, TransactionKind
from tests.core.small_portfolios import buy, daily, dated, day, row, sell, walk

SPLIT = UnitRatio(day(20), 4.0)
KNOWN = daily("X", [25.0] * 40)
SEVEN, FOUR = UnitRatio(date(2014, 6, 9), 7.0), UnitRatio(date(2020, 8, 31), 4.0)


def apple(on: str, price: float) -> Transaction:
    return Transaction(date.fromisoformat(on), TransactionKind.BUY, "AAPL", quantity=1.0, price=price, currency="USD")


class TestApple:
    """Closes as traded, and as quoted today, adjusted for 7 for 1 in 2014 and 4 for 1 in 2020."""

    TODAY = dated("AAPL", {"2013-12-31": 20.0364, "2019-12-31": 73.4125, "2021-12-31": 177.57})

    def test_trades_of_their_day_lack_both(self) -> None:
        rows = [apple("2013-12-31", 561.02), apple("2019-12-31", 293.65), apple("2021-12-31", 177.57)]
        assert missing_splits(rows, self.TODAY, [FOUR, SEVEN]) == (SEVEN, FOUR)

    def test_what_came_before_the_first_trade_is_not_missing(self) -> None:
        assert missing_splits([apple("2019-12-31", 293.65)], self.TODAY, [SEVEN, FOUR]) == (FOUR,)

    def test_trades_in_todays_units_lack_none(self) -> None:
        rows = [apple("2013-12-31", 20.04), apple("2019-12-31", 73.41)]
        assert missing_splits(rows, self.TODAY, [SEVEN, FOUR]) == ()

    def test_one_that_is_there_is_not_told_again(self) -> None:
        rows = [
            apple("2013-12-31", 561.02),
            Transaction(date(2014, 6, 10), TransactionKind.SPLIT, "AAPL", quantity=7.0),
        ]
        assert missing_splits(rows, self.TODAY, [SEVEN, FOUR]) == (FOUR,)


def test_a_bonus_booked_late_is_the_split_that_the_prices_know() -> None:
    rows = [buy(0, "X", 10, 100.0), row(TransactionKind.BONUS, 33, "X", quantity=30.0)]
    assert missing_splits(rows, KNOWN, [SPLIT]) == ()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [buy(20, "X", 10, 25.0)],  # bought on the day of the split, in new units
        [buy(-30, "X", 10, 100.0)],  # no price is known that day
        [buy(0, "X", 10, 100.0, currency="EUR")],
        [buy(0, "X", 10, 25.0), sell(30, "X", 10, 25.0)],
        [row(TransactionKind.RSU_VEST, 0, "X", quantity=1.0, fair_market_value=100.0)],
    ],
)
def test_without_a_trade_that_speaks_for_it_nothing_is_said(rows: list[Transaction]) -> None:
    assert missing_splits(rows, KNOWN, [SPLIT]) == ()


def test_a_ratio_that_no_price_can_show_is_left_out() -> None:
    assert missing_splits([buy(0, "X", 10, 26.0)], KNOWN, [UnitRatio(day(20), 1.05)]) == ()


def test_a_reverse_split_is_missing_too() -> None:
    merged = UnitRatio(day(20), 0.1)
    assert missing_splits([buy(0, "X", 1000, 2.5)], KNOWN, [merged]) == (merged,)


RATIOS = st.sampled_from([0.05, 0.1, 0.5, 1.5, 2.0, 3.0, 5.0, 10.0])


@given(
    st.integers(0, 50),
    st.lists(st.tuples(st.integers(40, 300), RATIOS), min_size=1, max_size=3, unique_by=lambda one: one[0] // 60),
    st.lists(st.tuples(st.integers(1, 399), st.floats(-0.04, 0.04)), max_size=6),
)
def test_rows_in_the_units_of_their_day_get_all_splits_and_then_lack_none(
    seed: int, splits: list[tuple[int, float]], others: list[tuple[int, float]]
) -> None:
    series, ratios = walk("X", seed), sorted((UnitRatio(day(at), ratio) for at, ratio in splits), key=lambda r: r.on)

    def traded(at: int, off: float) -> Transaction:
        later = np.prod([one.ratio for one in ratios if one.on > day(at)])
        return buy(at, "X", 10.0, float(series.levels[at] * later * np.exp(off)))

    rows = [traded(0, 0.01), *(traded(at, off) for at, off in others)]
    if np.prod([one.ratio for one in ratios]) == 1.0:
        return  # together they change nothing that the first trade could show
    assert missing_splits(rows, series, ratios) == tuple(ratios)
    whole = [*rows, *(Transaction(one.on, TransactionKind.SPLIT, "X", quantity=one.ratio) for one in ratios)]
    assert missing_splits(whole, series, ratios) == ()
    units = sum(10.0 * np.prod([one.ratio for one in ratios if one.on > each.on]) for each in rows)
    assert position_of("X", whole).held[-1] == pytest.approx(units)


@given(st.integers(0, 50), st.lists(st.tuples(st.integers(0, 399), st.floats(-0.04, 0.04)), min_size=1, max_size=6))
def test_rows_in_todays_units_lack_none(seed: int, trades: list[tuple[int, float]]) -> None:
    series = walk("X", seed)
    rows = [buy(at, "X", 10.0, float(series.levels[at] * np.exp(off))) for at, off in trades]
    assert missing_splits(rows, series, [UnitRatio(day(100), 2.0), UnitRatio(day(200), 3.0)]) == ()


def test_series_without_the_days_of_the_trades_say_nothing() -> None:
    late = LevelSeries("X", to_days([date(2030, 1, 1)]), np.array([25.0]), "USD")
    assert missing_splits([buy(0, "X", 10, 100.0)], late, [SPLIT]) == ()
