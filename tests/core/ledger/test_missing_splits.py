"""Are splits found that a file of trades lacks, and none told of where it lacks none?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.ledger.missing_splits import announced_ratio, implied_split, missing_splits
from core.ledger.positions import UnitRatio, position_of
from core.ledger.transaction import FROM_PRICES, Transaction, TransactionKind
from core.market.levels import LevelSeries, to_days
from tests.core.small_portfolios import buy, daily, dated, day, row, sell, walk

SPLIT = UnitRatio(day(20), 4.0)
KNOWN = daily("X", [25.0] * 40)
SEVEN, FOUR = UnitRatio(date(2014, 6, 9), 7.0), UnitRatio(date(2020, 8, 31), 4.0)


SEVENFOLD = Transaction(date(2014, 6, 10), TransactionKind.SPLIT, "AAPL", quantity=7.0)


def apple(on: str, price: float) -> Transaction:
    return Transaction(date.fromisoformat(on), TransactionKind.BUY, "AAPL", quantity=1.0, price=price, currency="USD")


class TestApple:
    """Closes as traded, and as quoted today, adjusted for 7 for 1 in 2014 and 4 for 1 in 2020."""

    TODAY = dated("AAPL", {"2013-12-31": 20.0364, "2019-12-31": 73.4125, "2021-12-31": 177.57})

    @pytest.mark.parametrize(
        ("rows", "lacks"),
        [
            ([apple("2013-12-31", 561.02), apple("2019-12-31", 293.65), apple("2021-12-31", 177.57)], (SEVEN, FOUR)),
            ([apple("2019-12-31", 293.65)], (FOUR,)),  # what came before the first trade is not missing
            ([apple("2013-12-31", 20.04), apple("2019-12-31", 73.41)], ()),  # in today's units
            ([apple("2013-12-31", 561.02), SEVENFOLD], (FOUR,)),  # one that is there is not told again
        ],
    )
    def test_what_the_trades_lack(self, rows: list[Transaction], lacks: tuple[UnitRatio, ...]) -> None:
        assert missing_splits(rows, self.TODAY, [FOUR, SEVEN]) == lacks


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
        [buy(0, "X", 10, 100.0), row(TransactionKind.BUY, 30, "X", amount=250.0)],  # its units follow from the price
        [buy(0, "X", 10, 100.0), buy(2, "X", 40, 25.0)],  # two files, in two kinds of units
    ],
)
def test_without_a_trade_that_speaks_for_it_nothing_is_said(rows: list[Transaction]) -> None:
    assert missing_splits(rows, KNOWN, [SPLIT]) == ()


@pytest.mark.parametrize(
    "told",
    [
        row(TransactionKind.RSU_VEST, 0, "X", quantity=1.0, fair_market_value=100.0),
        row(TransactionKind.BUY, 0, "X", quantity=10.0, amount=1000.0),
    ],
)
def test_a_vest_and_an_amount_with_its_units_speak_too(told: Transaction) -> None:
    assert missing_splits([told], KNOWN, [SPLIT]) == (SPLIT,)


class TestFilesOfAnotherDay:
    """2 for 1 on day 10 and 4 for 1 on day 20; 25 a unit today, so 50 between the two and 200 before both."""

    FIRST, SECOND = UnitRatio(day(10), 2.0), UnitRatio(day(20), 4.0)

    @pytest.mark.parametrize(("paid", "lacks"), [(200.0, 2), (100.0, 1), (25.0, 0), (50.0, 0)])
    def test_the_last_splits_are_missing_as_far_as_the_prices_say(self, paid: float, lacks: int) -> None:
        found = missing_splits([buy(0, "X", 10, paid)], KNOWN, [self.FIRST, self.SECOND])
        assert found == (self.FIRST, self.SECOND)[2 - lacks :]


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(4.0, (4, 1)), (1.5, (3, 2)), (1.1, (11, 10)), (0.1, (1, 10)), (1 / 3, (1, 3)), (1 / 2500, (1, 2500))],
)
def test_splits_are_announced_in_small_numbers(ratio: float, said: tuple[int, int]) -> None:
    assert announced_ratio(ratio) == said


@pytest.mark.parametrize("ratio", [1.253, 1.281, 1.196, 1.324])
def test_a_spin_off_that_the_source_calls_a_split_is_none(ratio: float) -> None:
    assert announced_ratio(ratio) is None
    assert missing_splits([buy(0, "X", 10, 25.0 * ratio)], KNOWN, [UnitRatio(day(20), ratio)]) == ()


class TestImplied:
    TEN = tuple(buy(at, "X", 1, 250.0 * noise) for at, noise in ((0, 1.01), (3, 0.98), (9, 1.0)))

    def test_three_prices_that_are_ten_times_those_known(self) -> None:
        assert implied_split(self.TEN, KNOWN) == UnitRatio(day(10), 10.0)
        assert implied_split([*self.TEN, buy(30, "X", 1, 25.0)], KNOWN) == UnitRatio(day(10), 10.0)

    def test_a_tenth(self) -> None:
        rows = [buy(at, "X", 1, 2.5) for at in (0, 3, 9)]
        assert implied_split(rows, KNOWN) == UnitRatio(day(10), 0.1)

    def test_once_the_row_is_there_nothing_is_implied(self) -> None:
        rows = [*self.TEN, row(TransactionKind.SPLIT, 10, "X", quantity=10.0, reference=FROM_PRICES)]
        assert implied_split(rows, KNOWN) is None

    @pytest.mark.parametrize(
        "rows",
        [
            list(TEN[:2]),  # two prices may be two mistakes
            [*TEN, buy(5, "X", 1, 25.0)],  # one between them is as known
            [buy(at, "X", 1, paid) for at, paid in ((0, 35.0), (3, 32.0), (9, 28.0))],  # dividends in the prices known
            [buy(at, "X", 1, 2500.0) for at in (0, 3, 9)],  # pence beside pounds
            [buy(at, "X", 1, 62.5) for at in (0, 3, 9)],  # 2.5 is no whole number
            [],
        ],
    )
    def test_nothing_else_implies_one(self, rows: list[Transaction]) -> None:
        assert implied_split(rows, KNOWN) is None

    def test_a_series_as_traded_with_its_split_recorded_implies_none(self) -> None:
        as_traded = daily("X", [100.0] * 20 + [25.0] * 20)
        rows = [*(buy(at, "X", 1, 100.0) for at in (0, 3, 9)), row(TransactionKind.SPLIT, 20, "X", quantity=4.0)]
        assert implied_split(rows, as_traded) is None


@pytest.mark.parametrize(("paid", "missing"), [(26.25, True), (26.0, True), (25.7, False), (25.0, False)])
def test_a_small_bonus_is_told_by_the_price_paid(paid: float, missing: bool) -> None:
    small = UnitRatio(day(20), 1.05)
    assert missing_splits([buy(0, "X", 10, paid)], KNOWN, [small]) == ((small,) if missing else ())


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
    products = np.cumprod([one.ratio for one in reversed(ratios)])
    assume(np.unique(np.round([1.0, *products], 9)).size == products.size + 1)  # else fewer splits explain as much
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
