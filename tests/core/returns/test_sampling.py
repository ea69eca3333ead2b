"""Are returns linked by week and month, each day in exactly one of them?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.market.levels import to_days
from core.returns.sampling import Spacing, linked_by_period
from core.returns.series import ReturnSeries


def test_a_week_ends_on_sunday_and_a_month_with_its_last_day() -> None:
    """5 Jan 2024 was a Friday, 7 Jan a Sunday, 8 Jan a Monday."""
    dates = to_days(["2024-01-04", "2024-01-05", "2024-01-07", "2024-01-08", "2024-02-01"])
    series = ReturnSeries("own", dates, np.array([0.1, 0.2, 0.0, -0.5, 0.3]))
    weekly, monthly = linked_by_period(series, Spacing.WEEKLY), linked_by_period(series, Spacing.MONTHLY)
    assert [str(one) for one in weekly.dates] == ["2024-01-07", "2024-01-08", "2024-02-01"]
    assert weekly.returns == pytest.approx([1.1 * 1.2 - 1, -0.5, 0.3])
    assert [str(one) for one in monthly.dates] == ["2024-01-08", "2024-02-01"]
    assert monthly.returns == pytest.approx([1.1 * 1.2 * 0.5 - 1, 0.3])
    assert linked_by_period(series, Spacing.DAILY) is series


@given(st.sampled_from(Spacing), st.integers(1, 400), st.integers(0, 20_000))
def test_the_total_stays_the_same(spacing: Spacing, size: int, first: int) -> None:
    returns = np.random.default_rng(size).normal(0, 0.02, size)
    series = ReturnSeries("own", np.datetime64("1970-01-01") + first + np.arange(size), returns)
    found = linked_by_period(series, spacing)
    assert found.total == pytest.approx(series.total, rel=1e-9)
    assert found.dates[-1] == series.dates[-1]


def test_nothing_stays_nothing() -> None:
    empty = ReturnSeries("own", to_days([]), np.array([]))
    assert linked_by_period(empty, Spacing.WEEKLY).dates.size == 0
