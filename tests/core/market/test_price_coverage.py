"""Are gaps in levels found on the right day?"""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.market.levels import LevelSeries, to_date, to_day, to_days
from core.market.period import Period
from core.market.price_coverage import NEVER, Gap, counts_until, first_gap, gaps, is_known, level_age, spans_held

SERIES = LevelSeries("X", to_days(["2024-01-05", "2024-01-12", "2024-01-31"]), np.array([1.0, 2.0, 3.0]), "USD")


def span(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


def test_age_counts_calendar_days_and_is_never_before_the_first() -> None:
    assert list(level_age(SERIES.dates, to_days(["2024-01-04", "2024-01-05", "2024-01-12", "2024-01-20"]))) == [
        NEVER,
        0,
        0,
        8,
    ]
    assert list(is_known(SERIES, to_days(["2024-01-04", "2024-01-19", "2024-01-20"]))) == [False, True, False]


def test_gap_before_between_and_after() -> None:
    assert first_gap(SERIES, [span("2024-01-04", "2024-01-06")]) == Gap(date(2024, 1, 4), None, date(2024, 1, 4))
    assert first_gap(SERIES, [span("2024-01-05", "2024-01-19")]) is None
    assert first_gap(SERIES, [span("2024-01-05", "2024-01-31")]) == Gap(
        date(2024, 1, 20), date(2024, 1, 12), date(2024, 1, 30)
    )
    assert first_gap(SERIES, [span("2024-01-31", "2024-02-07")]) is None
    assert first_gap(SERIES, [span("2024-01-31", "2024-02-08")]) == Gap(
        date(2024, 2, 8), date(2024, 1, 31), date(2024, 2, 8)
    )
    assert first_gap(SERIES, [span("2024-02-10", "2024-02-12")]) == Gap(
        date(2024, 2, 10), date(2024, 1, 31), date(2024, 2, 12)
    )


def test_the_gaps_of_several_spans() -> None:
    spans = [span("2024-01-05", "2024-01-31"), span("2024-02-11", "2024-02-12")]
    between, after = Gap(date(2024, 1, 20), date(2024, 1, 12), date(2024, 1, 30)), date(2024, 2, 11)
    assert tuple(gaps(SERIES, spans)) == (between, Gap(after, date(2024, 1, 31), date(2024, 2, 12)))
    assert counts_until(SERIES) == date(2024, 2, 7)


@given(st.sets(st.integers(0, 60), min_size=1, max_size=12), st.integers(0, 60), st.integers(0, 20))
def test_the_gaps_are_the_days_that_the_series_itself_refuses(days: set[int], start: int, length: int) -> None:
    epoch = np.datetime64("2024-01-01")
    series = LevelSeries("X", np.array([epoch + one for one in sorted(days)]), np.ones(len(days)), "USD")
    asked = np.arange(epoch + start, epoch + start + length + 1)
    found = gaps(series, [Period(to_date(asked[0]), to_date(asked[-1]))])
    inside = [one for gap in found for one in np.arange(to_day(gap.on), to_day(gap.until) + 1)]
    assert inside == list(asked[~is_known(series, asked)])


def test_spans_follow_the_amount() -> None:
    days = to_days(["2024-01-02", "2024-01-05", "2024-01-09"])
    held = np.array([1.0, 0.0, -2.0])
    assert spans_held(days, held, date(2024, 1, 20)) == (
        span("2024-01-02", "2024-01-04"),
        span("2024-01-09", "2024-01-20"),
    )
    assert spans_held(days, held, date(2024, 1, 3)) == (span("2024-01-02", "2024-01-03"),)
    assert spans_held(to_days([]), np.zeros(0), date(2024, 1, 3)) == ()
