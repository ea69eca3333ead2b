"""Are ranges of dates what people mean by them, at month ends and in leap years too?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.market.period import NamedRange, Period, months_before, resolve_range


class TestPeriod:
    def test_days_years_and_both_ends(self) -> None:
        period = Period(date(2023, 1, 1), date(2024, 1, 1))
        assert (period.days, period.years) == (365, 1.0)
        single = Period(date(2024, 2, 29), date(2024, 2, 29))
        assert single.days == 0
        assert [on in single for on in (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1))] == [False, True, False]

    @pytest.mark.parametrize(
        ("start", "end", "asked"),
        [
            (None, None, None),
            (date(2024, 3, 1), None, Period(date(2024, 3, 1), date(2024, 12, 31))),
            (None, date(2024, 3, 1), Period(date(2024, 1, 1), date(2024, 3, 1))),
            (None, date(2023, 3, 1), Period(date(2023, 3, 1), date(2023, 3, 1))),
            (date(2025, 3, 1), None, Period(date(2025, 3, 1), date(2025, 3, 1))),
            (date(2023, 1, 1), date(2025, 1, 1), Period(date(2023, 1, 1), date(2025, 1, 1))),
        ],
    )
    def test_an_open_end_is_that_of_the_whole(self, start: date | None, end: date | None, asked: Period | None) -> None:
        assert Period.completed(start, end, Period(date(2024, 1, 1), date(2024, 12, 31))) == asked

    def test_the_wrong_way_round_is_refused(self) -> None:
        with pytest.raises(InvalidSpecification, match="starts on 2 Jan 2024, after its end on 1 Jan 2024"):
            Period(date(2024, 1, 2), date(2024, 1, 1))


class TestMonthsBefore:
    @pytest.mark.parametrize(
        ("on", "months", "expected"),
        [
            (date(2024, 3, 31), 1, date(2024, 2, 29)),
            (date(2023, 3, 31), 1, date(2023, 2, 28)),
            (date(2024, 2, 29), 12, date(2023, 2, 28)),
            (date(2024, 1, 15), 1, date(2023, 12, 15)),
            (date(2024, 1, 31), -1, date(2024, 2, 29)),
            (date(2024, 5, 6), 0, date(2024, 5, 6)),
        ],
    )
    def test_the_same_day_or_the_months_last(self, on: date, months: int, expected: date) -> None:
        assert months_before(on, months) == expected

    @given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(-120, 120))
    def test_the_month_is_always_right(self, on: date, months: int) -> None:
        earlier = months_before(on, months)
        assert (on.year * 12 + on.month) - (earlier.year * 12 + earlier.month) == months
        assert earlier.day == on.day or (earlier + timedelta(days=1)).day == 1


class TestNamedRanges:
    FIRST = date(2020, 1, 1)

    @pytest.mark.parametrize(
        ("name", "start"),
        [
            (NamedRange.ONE_MONTH, date(2025, 5, 30)),
            (NamedRange.THREE_MONTHS, date(2025, 3, 30)),
            (NamedRange.SIX_MONTHS, date(2024, 12, 30)),
            (NamedRange.YEAR_TO_DATE, date(2024, 12, 31)),
            (NamedRange.ONE_YEAR, date(2024, 6, 30)),
            (NamedRange.THREE_YEARS, date(2022, 6, 30)),
            (NamedRange.FIVE_YEARS, date(2020, 6, 30)),
            (NamedRange.SINCE_START, date(2020, 1, 1)),
        ],
    )
    def test_it_ends_at_the_as_of_date(self, name: NamedRange, start: date) -> None:
        assert resolve_range(name, date(2025, 6, 30), self.FIRST) == Period(start, date(2025, 6, 30))

    def test_a_range_longer_than_the_data_is_none(self) -> None:
        assert resolve_range(NamedRange.FIVE_YEARS, date(2024, 6, 30), self.FIRST) is None
        assert resolve_range(NamedRange.SINCE_START, date(2019, 12, 31), self.FIRST) is None
        assert resolve_range(NamedRange.YEAR_TO_DATE, date(2020, 6, 30), self.FIRST) is None
