"""Is the time-weighted return free of the money's timing, and honest where there is none?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.errors import InsufficientData
from core.market.levels import to_days
from core.market.period import Period
from core.returns.series import ReturnSeries
from core.returns.time_weighted import growth_of_100, time_weighted, time_weighted_over, time_weighted_returns

DAYS = to_days(["2024-01-01", "2024-01-02", "2024-01-03"])


def returns(*amounts: float) -> ReturnSeries:
    return ReturnSeries("P", DAYS[: len(amounts)], np.array(amounts))


@pytest.mark.parametrize(
    ("values", "inflows", "outflows", "dealt", "expected"),
    [
        # 1000 in, worth 1100 at night; 700 more in the morning, net, then worth 1980 of which nothing left: 1980/(1100+700).
        ([1100, 1980], [1000, 900], [0, 200], [0, 0], [0.1, 0.1]),
        ([1000, 800], [1000, 0], [0, 300], [0, 0], [0.0, 0.1]),  # out at the end of the day: (800+300)/1000
        ([0], [1000], [1050], [0], [0.05]),  # bought and sold within the first day: gross
        ([100, 0, 0], [100, 0, 0], [0, 110, 5], [0, 0, 0], [0.0, 0.1, np.nan]),  # nothing held: no observation
        (
            [100, 0, 60],
            [100, 0, 50],
            [0, 100, 0],
            [0, 0, 0],
            [0.0, 0.0, 0.2],
        ),  # began with nothing: gross, at the start
        ([0, 100], [5, 100], [0, 0], [0, 0], [np.nan, 0.0]),  # a charge on nothing is no return
        ([10_000, 8_800], [10_000, 8_800], [0, 8_800], [0, 0], [0.0, -0.12]),  # switched: what only changed places
        ([100, 1_200], [100, 1_000], [0, 0], [0, 1_000], [0.0, 1.0]),  # dealt at the day's price: not at work before
        (
            [100, 0],
            [100, 500],
            [0, 500],
            [0, 500],
            [0.0, -1.0],
        ),  # all lost while the same day's deal came and went
        (
            [100, 100],
            [100, 100.03],
            [0, 0],
            [0, 100.03],
            [0.0, -1.0],
        ),  # sold for nothing, bought a little above the close
    ],
)
def test_daily_returns_by_hand(
    values: list[float], inflows: list[float], outflows: list[float], dealt: list[float], expected: list[float]
) -> None:
    arrays = (np.array(one, dtype=np.float64) for one in (values, inflows, outflows, dealt))
    assert time_weighted_returns(DAYS[: len(values)], *arrays) == pytest.approx(expected, abs=1e-12, nan_ok=True)


def test_a_portfolio_worth_less_than_nothing_has_no_such_return() -> None:
    with pytest.raises(InsufficientData, match="On 2 Jan 2024 the portfolio is worth less than nothing"):
        time_weighted_returns(DAYS[:2], np.array([100.0, -5.0]), np.array([100.0, 0.0]), np.zeros(2), np.zeros(2))


def test_growth_starts_at_100_the_day_before() -> None:
    growth = growth_of_100(returns(0.1, -0.5), "USD")
    assert [str(one) for one in growth.dates] == ["2023-12-31", "2024-01-01", "2024-01-02"]
    assert growth.levels == pytest.approx([100.0, 110.0, 55.0])


def test_nothing_grows_from_a_total_loss() -> None:
    with pytest.raises(InsufficientData, match="lost everything on 2 Jan 2024"):
        growth_of_100(returns(0.1, -1.0, 0.2), "USD")


def test_linked_over_a_part_begins_after_its_first_day_unless_the_returns_do() -> None:
    series = returns(0.1, 0.2, 0.3)
    whole = time_weighted_over(series, Period(date(2024, 1, 1), date(2024, 1, 3)))
    part = time_weighted_over(series, Period(date(2024, 1, 2), date(2024, 1, 3)))
    assert whole.total == pytest.approx(1.1 * 1.2 * 1.3 - 1)
    assert part.total == pytest.approx(0.3)


def test_less_than_a_year_is_not_annualised_and_says_so() -> None:
    short, year = time_weighted(0.1, 364), time_weighted(0.21, 730)
    assert (short.total, short.annualised, short.reason) == (0.1, None, "Less than one year is not annualised.")
    assert year.annualised == pytest.approx(0.1)
    assert year.reason is None


@given(arrays(np.float64, 3, elements=st.floats(1, 1e6)), arrays(np.float64, 3, elements=st.floats(0, 1e6)))
def test_money_coming_in_at_the_going_rate_changes_no_return(prices: np.ndarray, bought: np.ndarray) -> None:
    """Units bought at last night's price, held through the day: the return is the price's own, whatever was bought."""
    before = np.concatenate([[1.0], prices[:-1]])
    units = np.cumsum(bought) + 1.0
    inflows = np.concatenate([[units[0]], bought[1:]]) * before
    found = time_weighted_returns(DAYS, units * prices, inflows, np.zeros(3), np.zeros(3))
    assert found == pytest.approx(prices / before - 1.0, rel=1e-9, abs=1e-9)
