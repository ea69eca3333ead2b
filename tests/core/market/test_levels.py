"""Is a level the last one known, never tomorrow's, never an old one, and are unsound series refused at birth?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, InvalidSpecification, MissingLevelsError
from core.market.levels import Basis, LevelSeries, to_date, to_day, to_days
from core.market.period import Period


def series_of(*pairs: tuple[str, float]) -> LevelSeries:
    return LevelSeries("x", to_days([on for on, _ in pairs]), np.array([level for _, level in pairs]), "USD")


WEEK = series_of(("2024-01-04", 100.0), ("2024-01-05", 101.0), ("2024-01-08", 103.0))


class TestDates:
    def test_from_dates_strings_and_finer_units(self) -> None:
        expected = [date(2024, 1, 4)]
        assert to_days([date(2024, 1, 4)]).tolist() == expected
        assert to_days(["2024-01-04"]).tolist() == expected
        assert to_days(np.array(["2024-01-04T23:59:59"], dtype="datetime64[us]")).tolist() == expected

    @given(st.dates())
    def test_there_and_back(self, on: date) -> None:
        assert to_date(to_day(on)) == on
        assert to_date(to_days([on])[0]) == on


class TestKnown:
    def test_the_last_level_on_or_before(self) -> None:
        known = WEEK.known(to_days(["2024-01-05", "2024-01-07", "2024-01-08"]))
        assert known.levels.tolist() == [101.0, 101.0, 103.0]
        assert known.age_days.tolist() == [0, 2, 0]
        assert known.carried == 1

    def test_asked_dates_may_come_in_any_order(self) -> None:
        assert WEEK.known(to_days(["2024-01-08", "2024-01-04"])).levels.tolist() == [103.0, 100.0]

    def test_seven_days_are_the_limit(self) -> None:
        assert WEEK.level_on(date(2024, 1, 15)) == 103.0
        with pytest.raises(MissingLevelsError) as error:
            WEEK.level_on(date(2024, 1, 16))
        assert (error.value.on, error.value.last_known) == (date(2024, 1, 16), date(2024, 1, 8))

    def test_the_limit_can_be_moved(self) -> None:
        assert WEEK.known(to_days(["2024-02-08"]), max_age_days=31).levels.tolist() == [103.0]

    def test_before_the_first_level_there_is_none(self) -> None:
        with pytest.raises(MissingLevelsError) as error:
            WEEK.known(to_days(["2024-01-05", "2024-01-03"]))
        assert (error.value.on, error.value.last_known) == (date(2024, 1, 3), None)

    @given(st.sets(st.integers(0, 60), min_size=1), st.integers(0, 80), st.floats(1, 1e6))
    def test_tomorrow_is_never_used(self, days: set[int], asked: int, other: float) -> None:
        dates = np.datetime64("2024-01-01") + np.array(sorted(days))
        on = np.datetime64("2024-01-01") + np.array([asked])
        levels = np.arange(1.0, dates.size + 1)
        future = np.where(dates > on[0], other, levels)
        try:
            known = LevelSeries("x", dates, levels, "USD").known(on).levels
        except MissingLevelsError:
            with pytest.raises(MissingLevelsError):
                LevelSeries("x", dates, future, "USD").known(on)
        else:
            assert known.tolist() == LevelSeries("x", dates, future, "USD").known(on).levels.tolist()


class TestSeries:
    def test_coverage(self) -> None:
        assert WEEK.coverage == Period(date(2024, 1, 4), date(2024, 1, 8))

    def test_within_keeps_both_ends_and_what_is_known_about_the_series(self) -> None:
        series = LevelSeries("x", WEEK.dates, WEEK.levels, "USD", Basis.TOTAL, simulated=True)
        inside = series.within(Period(date(2024, 1, 5), date(2024, 1, 8)))
        assert inside.levels.tolist() == [101.0, 103.0]
        assert (inside.name, inside.currency, inside.basis, inside.simulated) == ("x", "USD", Basis.TOTAL, True)

    def test_nothing_within_is_said(self) -> None:
        with pytest.raises(InsufficientData, match="no levels"):
            WEEK.within(Period(date(2024, 1, 6), date(2024, 1, 7)))

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(ValueError, match="read-only"):
            WEEK.levels[0] = 1.0

    @pytest.mark.parametrize(
        ("dates", "levels", "why"),
        [
            (["2024-01-01"], [1.0, 2.0], "1 dates but 2 levels"),
            (["2024-01-02", "2024-01-01"], [1.0, 2.0], "increase"),
            (["2024-01-01", "2024-01-01"], [1.0, 2.0], "increase"),
            (["2024-01-01"], [0.0], "positive"),
            (["2024-01-01"], [-1.0], "positive"),
            (["2024-01-01"], [float("nan")], "positive"),
            (["2024-01-01"], [float("inf")], "positive"),
        ],
    )
    def test_unsound_series_are_refused(self, dates: list[str], levels: list[float], why: str) -> None:
        with pytest.raises(InvalidSpecification, match=why):
            LevelSeries("x", to_days(dates), np.array(levels), "USD")

    def test_an_empty_series_is_no_series(self) -> None:
        with pytest.raises(InsufficientData, match="no levels at all"):
            LevelSeries("x", to_days([]), np.array([]), "USD")
