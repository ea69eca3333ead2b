"""How old may a level be? By the distances of the series' own observations, never by a constant."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import MissingLevelsError
from core.market.levels import Days, LevelSeries, to_days
from core.market.rhythm import Rhythm, last_days, rhythm_of

START = np.datetime64("2023-01-02")


def every(distance: int, count: int = 12) -> Days:
    return np.asarray(START + distance * np.arange(count))


def month_ends(step: int, count: int = 12) -> Days:
    months = np.datetime64("2022-01") + step * np.arange(1, count + 1)
    return np.asarray(months.astype("datetime64[D]") - 1)


@pytest.mark.parametrize(
    ("dates", "rhythm", "age"),
    [
        (np.busday_offset(START, np.arange(30)), Rhythm.DAILY, 7),
        (every(1), Rhythm.DAILY, 7),
        (every(7), Rhythm.WEEKLY, 14),
        (every(14), Rhythm.MONTHLY, 45),
        (month_ends(1), Rhythm.MONTHLY, 45),
        (month_ends(3), Rhythm.QUARTERLY, 135),
        (month_ends(12), Rhythm.YEARLY, 400),
        (every(30, 5), Rhythm.DAILY, 7),
    ],
)
def test_the_median_distance_decides_from_six_observations_on(dates: Days, rhythm: Rhythm, age: int) -> None:
    assert rhythm_of(dates) is rhythm
    series = LevelSeries("X", dates, np.ones(dates.size), "USD")
    last = series.coverage.end
    assert series.level_on(last + timedelta(days=age)) == 1.0
    with pytest.raises(MissingLevelsError, match="X"):
        series.level_on(last + timedelta(days=age + 1))


@pytest.mark.parametrize(("closed", "refused"), [(7, None), (12, None), (16, None), (17, 8), (90, 8)])
def test_a_daily_series_may_pause_for_a_holiday(closed: int, refused: int | None) -> None:
    """Shanghai's and Taiwan's Lunar New Year, Tokyo's Golden Week: days on which an exchange has no price."""
    dates = np.concatenate((every(1, 30), START + 29 + closed + 1 + np.arange(30)))
    series = LevelSeries("X", dates, np.arange(1.0, 61.0), "TWD")
    asked = np.asarray(START + 30 + np.arange(closed))
    if refused is None:
        known = series.known(asked)
        assert (known.levels == 30.0).all()
        assert known.carried == closed
    else:
        with pytest.raises(MissingLevelsError) as error:
            series.known(asked)
        assert error.value.on == date(2023, 1, 31) + timedelta(days=refused)
        assert error.value.last_known == date(2023, 1, 31)


@given(st.sets(st.integers(0, 900), min_size=1, max_size=60))
def test_an_observation_serves_until_the_next_and_never_longer_than_the_rhythm(days: set[int]) -> None:
    dates = to_days([date(2020, 1, 1) + timedelta(days=one) for one in sorted(days)])
    lasting, age = last_days(dates), rhythm_of(dates).max_age_days
    assert (lasting >= dates).all()
    assert (lasting[:-1] < dates[1:]).all()
    spans = (lasting - dates).astype(int)
    assert spans[-1] == age
    assert (spans <= max(age, 16)).all()
