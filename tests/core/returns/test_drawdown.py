"""Is the deepest fall the deepest, with the right dates, the starting value included?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.market.levels import to_date, to_days
from core.returns.drawdown import Drawdown, drawdown_of_returns, drawdown_path, max_drawdown
from core.returns.series import ReturnSeries

DAYS = np.datetime64("2024-01-01") + np.arange(2000)


def fall_of(*levels: float) -> Drawdown:
    return max_drawdown(DAYS[: len(levels)], np.array(levels))


class TestMaxDrawdown:
    @pytest.mark.parametrize(
        ("levels", "depth", "days"),
        [
            ([100, 120, 90, 110, 120, 130], -0.25, [2, 3, 5]),
            ([100, 80, 99], -0.2, [1, 2, None]),  # not recovered
            ([100, 50, 60], -0.5, [1, 2, None]),  # from the start
            ([10, 5, 10, 1000, 600, 700], -0.5, [1, 2, 3]),  # in percent, not in points
            ([100, 50, 100, 50], -0.5, [1, 2, 3]),  # of two equal ones the first
            ([100, 100, 100, 90], -0.1, [3, 4, None]),  # the peak is the last date at it
            ([100, 0, 0], -1.0, [1, 2, None]),
            ([100, 100, 101], 0.0, [None, None, None]),
            ([100], 0.0, [None, None, None]),
        ],
    )
    def test_depth_peak_trough_and_recovery(self, levels: list[float], depth: float, days: list[int | None]) -> None:
        fall = fall_of(*levels)
        assert fall.depth == pytest.approx(depth)
        expected = [None if number is None else date(2024, 1, number) for number in days]
        assert [fall.peak, fall.trough, fall.recovery] == expected

    @pytest.mark.parametrize("levels", [[0.0, 1.0], [-1.0, 2.0], [1.0, -1.0], [1.0, float("nan")]])
    def test_levels_that_are_none_are_refused(self, levels: list[float]) -> None:
        with pytest.raises(InvalidSpecification, match="positive start"):
            fall_of(*levels)
        with pytest.raises(InvalidSpecification, match="positive start"):
            drawdown_path(np.array(levels))

    def test_dates_must_fit(self) -> None:
        with pytest.raises(InvalidSpecification, match="one date per level"):
            max_drawdown(to_days([]), np.array([]))
        with pytest.raises(InvalidSpecification, match="one date per level"):
            max_drawdown(DAYS[:2], np.array([1.0]))


class TestOfReturns:
    @pytest.mark.parametrize(
        ("returns", "depth", "days"),
        [
            ([-0.10, 0.05, 0.10], -0.10, [None, 1, 3]),  # from the starting value
            ([0.10, -0.20, 0.05], -0.20, [1, 2, None]),
            ([-1.0, 0.5], -1.0, [None, 1, None]),
            ([], 0.0, [None, None, None]),
        ],
    )
    def test_of_returns(self, returns: list[float], depth: float, days: list[int | None]) -> None:
        fall = drawdown_of_returns(ReturnSeries("x", DAYS[: len(returns)], np.array(returns)))
        assert fall.depth == pytest.approx(depth)
        expected = [None if number is None else date(2024, 1, number) for number in days]
        assert [fall.peak, fall.trough, fall.recovery] == expected


class TestIdentities:
    @given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=300))
    def test_it_is_the_minimum_of_the_path(self, levels: list[float]) -> None:
        values = np.array(levels)
        path, fall = drawdown_path(values), fall_of(*levels)
        assert fall.depth == path.min()
        if fall.trough is not None and fall.peak is not None:
            days = [to_date(day) for day in DAYS[: len(levels)]]
            peak, trough = days.index(fall.peak), days.index(fall.trough)
            assert trough == path.argmin()
            assert values[trough] / values[peak] - 1 == fall.depth
            assert values[peak] == values[: trough + 1].max()
