"""Are returns taken after aligning levels, and is a part of a year never annualised?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Basis, LevelSeries, to_days
from core.returns.series import ReturnSeries, aligned_levels, annualised, returns_of


def series_of(name: str, **levels: float) -> LevelSeries:
    days = [f"2024-01-{day[1:]}" for day in levels]
    return LevelSeries(name, to_days(days), np.array(list(levels.values())), "USD", Basis.TOTAL, simulated=True)


class TestReturns:
    def test_between_observations(self) -> None:
        returns = returns_of(series_of("x", d02=100, d03=110, d05=99))
        assert returns.returns == pytest.approx([0.10, -0.10])
        assert [day.day for day in returns.dates.tolist()] == [3, 5]
        assert returns.name == "x"

    @given(st.lists(st.floats(1, 1000), min_size=1, max_size=30))
    def test_linked_they_are_the_whole_change(self, levels: list[float]) -> None:
        series = LevelSeries("x", np.datetime64("2024-01-01") + np.arange(len(levels)), np.array(levels), "USD")
        assert returns_of(series).total == pytest.approx(levels[-1] / levels[0] - 1, rel=1e-9, abs=1e-9)

    def test_a_total_loss_is_allowed_and_more_is_not(self) -> None:
        days = to_days(["2024-01-01"])
        assert ReturnSeries("x", days, np.array([-1.0])).total == -1.0
        for wrong in (-1.01, float("nan"), float("inf")):
            with pytest.raises(InvalidSpecification, match="at least −1"):
                ReturnSeries("x", days, np.array([wrong]))

    @pytest.mark.parametrize(("days", "why"), [(["2024-01-01"], "1 dates"), (["2024-01-02", "2024-01-01"], "increase")])
    def test_dates_must_fit(self, days: list[str], why: str) -> None:
        with pytest.raises(InvalidSpecification, match=why):
            ReturnSeries("x", to_days(days), np.array([0.1, 0.2]))


class TestAlignment:
    def test_levels_on_common_dates(self) -> None:
        long, other = series_of("a", d02=100, d03=110, d04=121), series_of("b", d02=10, d04=12, d05=13)
        first, second = aligned_levels(long, other)
        assert first.levels.tolist() == [100, 121]
        assert second.levels.tolist() == [10, 12]
        assert (first.name, first.currency, first.basis, first.simulated) == ("a", "USD", Basis.TOTAL, True)
        assert returns_of(first).returns == pytest.approx([0.21])  # the return over a gap spans it

    def test_three_series(self) -> None:
        first, *_ = aligned_levels(
            series_of("a", d02=1, d03=1, d04=1), series_of("b", d03=1, d04=1), series_of("c", d02=1, d04=1)
        )
        assert [day.day for day in first.dates.tolist()] == [4]

    def test_nothing_in_common_names_the_series(self) -> None:
        with pytest.raises(InsufficientData, match="a, b have no date in common"):
            aligned_levels(series_of("a", d02=1), series_of("b", d03=1))


@pytest.mark.parametrize(
    ("total", "days", "rate"), [(0.21, 730, 0.10), (0.21, 365, 0.21), (-1.0, 730, -1.0), (0.21, 364, None)]
)
def test_less_than_a_year_is_not_annualised(total: float, days: int, rate: float | None) -> None:
    assert annualised(total, days) == (rate if rate is None else pytest.approx(rate, rel=1e-14))
