"""On which days does a market trade? Weekdays less its main holidays (days set by the moon are left out)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from core.market.levels import Days, to_day, to_days

FIRST, LAST = date(2014, 12, 30), date(2025, 12, 31)
MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6

FixedDay = tuple[int, int]
NthWeekday = tuple[int, int, int]


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus, Meeus, *Astronomical Algorithms*)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The nth weekday (0 = Monday) of a month; −1 is the last one."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def unmoved(on: date) -> date:
    """A holiday at a weekend is lost."""
    return on


def from_sunday(on: date) -> date:
    """A holiday on Sunday is kept on Monday."""
    return on + timedelta(days=1) if on.weekday() == SUNDAY else on


def to_nearest(on: date) -> date:
    """Kept on Friday when on Saturday, on Monday when on Sunday; New Year's Day never in the old year (New York's rule)."""
    if on.weekday() == SATURDAY and (on.month, on.day) != (1, 1):
        return on - timedelta(days=1)
    return from_sunday(on)


def to_next_free(on: date) -> date:
    """Kept on the next working day, two days of Christmas on two of them (London's rule)."""
    if on.weekday() < SATURDAY:
        return on
    return on + timedelta(days=2 if on.month == 12 or on.weekday() == SATURDAY else 1)


@dataclass(frozen=True, slots=True)
class Market:
    """One market's holidays: fixed days with the rule for weekends, nth weekdays, days around Easter, single days."""

    fixed: tuple[FixedDay, ...]
    moved: Callable[[date], date] = unmoved
    weekdays: tuple[NthWeekday, ...] = ()
    from_easter: tuple[int, ...] = ()
    single_days: tuple[date, ...] = ()

    def holidays(self, year: int) -> Iterator[date]:
        """Every day of a year on which the market rests, weekends aside."""
        yield from (self.moved(date(year, month, day)) for month, day in self.fixed)
        yield from (nth_weekday(year, month, nth, weekday) for month, nth, weekday in self.weekdays)
        yield from (easter(year) + timedelta(days=days) for days in self.from_easter)
        yield from (on for on in self.single_days if on.year == year)


GOOD_FRIDAY, EASTER_MONDAY = -2, 1
BOTH_AT_EASTER = (GOOD_FRIDAY, EASTER_MONDAY)
MARKETS: Mapping[str, Market] = {
    "united_states": Market(
        ((1, 1), (7, 4), (12, 25)),
        to_nearest,
        ((1, 3, MONDAY), (2, 3, MONDAY), (5, -1, MONDAY), (9, 1, MONDAY), (11, 4, THURSDAY)),
        (GOOD_FRIDAY,),
        (
            date(2018, 12, 5),
            date(2022, 6, 20),
            date(2023, 6, 19),
            date(2024, 6, 19),
            date(2025, 1, 9),
            date(2025, 6, 19),
        ),
    ),
    "united_kingdom": Market(
        ((1, 1), (12, 25), (12, 26)), to_next_free, ((5, 1, MONDAY), (5, -1, MONDAY), (8, -1, MONDAY)), BOTH_AT_EASTER
    ),
    "germany": Market(((1, 1), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31)), from_easter=BOTH_AT_EASTER),
    "france": Market(((1, 1), (5, 1), (12, 25), (12, 26)), from_easter=BOTH_AT_EASTER),
    "japan": Market(
        ((1, 1), (1, 2), (1, 3), (2, 11), (4, 29), (5, 3), (5, 4), (5, 5), (11, 3), (11, 23), (12, 31)),
        from_sunday,
        ((1, 2, MONDAY), (7, 3, MONDAY), (9, 3, MONDAY), (10, 2, MONDAY)),
    ),
    "hong_kong": Market(((1, 1), (5, 1), (7, 1), (10, 1), (12, 25), (12, 26)), from_sunday, from_easter=BOTH_AT_EASTER),
    "india": Market(((1, 26), (4, 14), (5, 1), (8, 15), (10, 2), (12, 25)), from_easter=(GOOD_FRIDAY,)),
    "currencies": Market(((1, 1), (12, 25))),
}


@lru_cache(maxsize=1)
def weekdays() -> Days:
    """Every weekday of the sample and the two before it, one of which is each market's last of 2014: shape (n,)."""
    days = np.arange(to_day(FIRST), to_day(LAST) + 1, dtype="datetime64[D]")
    return days[np.is_busday(days)]


@lru_cache(maxsize=16)
def trading_days(market: str) -> Days:
    """The days on which a market has a close, from the last of 2014 (whose close is the base of 2015): shape (m,)."""
    years = range(FIRST.year, LAST.year + 1)
    open_days = np.setdiff1d(weekdays(), to_days([on for year in years for on in MARKETS[market].holidays(year)]))
    return open_days[np.count_nonzero(open_days < np.datetime64("2015-01-01")) - 1 :]
