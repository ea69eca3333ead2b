"""From when to when? A closed range of calendar dates and the named ranges people ask for."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.errors import InvalidSpecification
from core.wording import spoken_date

DAYS_PER_YEAR = 365.0


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A closed range of calendar dates, ``start`` to ``end``; a single day is allowed."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise InvalidSpecification(
                f"The range starts on {spoken_date(self.start)}, after its end on {spoken_date(self.end)}. Swap the dates.",
                start=self.start.isoformat(),
                end=self.end.isoformat(),
            )

    @classmethod
    def completed(cls, start: date | None, end: date | None, within: Period) -> Period | None:
        """What was asked for, an open end being that of ``within``, or the other end where it lies beyond; None where both are open."""
        if start is None and end is None:
            return None
        return cls(start or min(within.start, end or within.end), end or max(within.end, start or within.end))

    @property
    def days(self) -> int:
        """Calendar days from start to end (0 for a single day)."""
        return (self.end - self.start).days

    @property
    def years(self) -> float:
        """Years of 365 days (ACT/365F)."""
        return self.days / DAYS_PER_YEAR

    def __contains__(self, on: date) -> bool:
        return self.start <= on <= self.end


class NamedRange(StrEnum):
    """Ranges people ask for, ending at the as-of date."""

    ONE_MONTH = "1M"
    THREE_MONTHS = "3M"
    SIX_MONTHS = "6M"
    YEAR_TO_DATE = "YTD"
    ONE_YEAR = "1Y"
    THREE_YEARS = "3Y"
    FIVE_YEARS = "5Y"
    SINCE_START = "All"


_MONTHS_BACK = {
    NamedRange.ONE_MONTH: 1,
    NamedRange.THREE_MONTHS: 3,
    NamedRange.SIX_MONTHS: 6,
    NamedRange.ONE_YEAR: 12,
    NamedRange.THREE_YEARS: 36,
    NamedRange.FIVE_YEARS: 60,
}


def months_before(on: date, months: int) -> date:
    """The same day of the month ``months`` earlier (negative: later), or that month's last day where it is shorter."""
    index = on.year * 12 + on.month - 1 - months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def resolve_range(name: NamedRange, as_of: date, first: date) -> Period | None:
    """The named range ending at ``as_of``, or None when it would begin before ``first`` (the data's first date).

    Year to date begins at the last day of the previous year, whose close is its base.
    """
    if name is NamedRange.SINCE_START:
        return Period(first, as_of) if first <= as_of else None
    if name is NamedRange.YEAR_TO_DATE:
        start = date(as_of.year - 1, 12, 31)
    else:
        start = months_before(as_of, _MONTHS_BACK[name])
    return Period(start, as_of) if first <= start else None
