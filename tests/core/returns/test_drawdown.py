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
    def test_a_fall_and_its_recovery(self) -> None:
        fall = fall_of(100, 120, 90, 110, 120, 130)
        assert fall == Drawdown(pytest.approx(-0.25), date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 5))  # type: ignore[arg-type]

    def test_a_fall_that_has_not_recovered(self) -> None:
        assert fall_of(100, 80, 99).recovery is None

    def test_a_loss_from_the_start_counts(self) -> None:
        assert fall_of(100, 50, 60).peak == date(2024, 1, 1)

    def test_the_deepest_of_two_falls_in_percent_not_in_points(self) -> None:
        fall = fall_of(10, 5, 10, 1000, 600, 700)
        assert (fall.depth, fall.trough) == (-0.5, date(2024, 1, 2))

    def test_of_two_equal_falls_the_first(self) -> None:
        assert fall_of(100, 50, 100, 50).trough == date(2024, 1, 2)

    def test_the_peak_is_the_last_date_at_it(self) -> None:
        assert fall_of(100, 100, 100, 90).peak == date(2024, 1, 3)

    def test_without_a_loss_there_are_no_dates(self) -> None:
        assert fall_of(100, 100, 101) == Drawdown(0.0)
        assert fall_of(100) == Drawdown(0.0)

    def test_a_total_loss(self) -> None:
        fall = fall_of(100, 0, 0)
        assert (fall.depth, fall.trough, fall.recovery) == (-1.0, date(2024, 1, 2), None)

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
    def test_a_loss_on_the_first_day_counts_from_the_starting_value(self) -> None:
        fall = drawdown_of_returns(ReturnSeries("x", DAYS[:3], np.array([-0.10, 0.05, 0.10])))
        assert fall == Drawdown(pytest.approx(-0.10), None, date(2024, 1, 1), date(2024, 1, 3))  # type: ignore[arg-type]

    def test_a_later_peak_has_its_date(self) -> None:
        fall = drawdown_of_returns(ReturnSeries("x", DAYS[:3], np.array([0.10, -0.20, 0.05])))
        assert (fall.depth, fall.peak) == (pytest.approx(-0.20), date(2024, 1, 1))

    def test_no_returns_no_fall(self) -> None:
        assert drawdown_of_returns(ReturnSeries("x", DAYS[:0], np.array([]))) == Drawdown(0.0)

    def test_a_return_of_minus_one_hundred_percent(self) -> None:
        assert drawdown_of_returns(ReturnSeries("x", DAYS[:2], np.array([-1.0, 0.5]))).depth == -1.0


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
