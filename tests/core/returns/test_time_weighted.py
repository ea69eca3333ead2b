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


def test_inflows_at_the_start_and_outflows_at_the_end_of_the_day() -> None:
    # 1000 in, worth 1100 at night; 900 more in the morning, 2200 at night of which 200 had just been taken out: (2000+200)/(1100+900).
    found = time_weighted_returns(
        DAYS[:2], np.array([1100.0, 2000.0]), np.array([1000.0, 900.0]), np.array([0.0, 200.0])
    )
    assert found == pytest.approx([0.1, 0.1])


def test_same_day_purchase_and_sale_earn_what_they_earned() -> None:
    found = time_weighted_returns(DAYS[:1], np.array([0.0]), np.array([1000.0]), np.array([1050.0]))
    assert found == pytest.approx([0.05])


def test_days_with_nothing_held_return_nothing() -> None:
    values, inflows, outflows = np.array([100.0, 0.0, 0.0]), np.array([100.0, 0, 0]), np.array([0.0, 110.0, 5.0])
    assert time_weighted_returns(DAYS, values, inflows, outflows) == pytest.approx([0.0, 0.1, 0.0])


def test_a_portfolio_worth_less_than_nothing_has_no_such_return() -> None:
    with pytest.raises(InsufficientData, match="On 2 Jan 2024 the portfolio is worth less than nothing"):
        time_weighted_returns(DAYS[:2], np.array([100.0, -5.0]), np.array([100.0, 0.0]), np.zeros(2))


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
    found = time_weighted_returns(DAYS, units * prices, inflows, np.zeros(3))
    assert found == pytest.approx(prices / before - 1.0, rel=1e-9, abs=1e-9)
