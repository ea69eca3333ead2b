"""How old may the last known level be? The rhythm of a series, told by how far apart its observations are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from core.market.period import months_before

Dates = NDArray[np.datetime64]

FEWEST_OBSERVATIONS = 6  # fewer tell no rhythm and count as daily
LONGEST_HOLIDAY = 16  # days without a level that an exchange may be closed for
DAYS_PER_MONTH = 365.25 / 12
ONE_DAY = np.timedelta64(1, "D")


class Rhythm(Enum):
    """How often a series is observed: its name, the longest median distance of its observations, and for how many days one counts."""

    DAILY = ("daily", 4, 7)
    WEEKLY = ("weekly", 10, 14)
    MONTHLY = ("monthly", 45, 45)
    QUARTERLY = ("quarterly", 135, 135)
    YEARLY = ("yearly", 400, 400)

    def __init__(self, label: str, longest_distance: int, max_age_days: int) -> None:
        self.label = label
        self.longest_distance = longest_distance
        self.max_age_days = max_age_days


def rhythm_of(dates: Dates) -> Rhythm:
    """The rhythm of increasing ``dates``, shape (n,), by the median of their distances."""
    days: NDArray[np.int64] = dates.view(np.int64)
    return _rhythm_by(days[1:] - days[:-1])


def _rhythm_by(distances: NDArray[np.int64]) -> Rhythm:
    """The first whose longest distance is not below the lower median, told by counting, which is quicker than sorting."""
    if distances.size < FEWEST_OBSERVATIONS - 1:
        return Rhythm.DAILY
    most = (distances.size - 1) // 2
    fits = (one for one in Rhythm if np.count_nonzero(distances <= one.longest_distance) > most)
    return next(fits, Rhythm.YEARLY)


def rhythm_at(distance: float) -> Rhythm:
    """The rhythm of observations that are usually so many days apart."""
    return next((one for one in Rhythm if distance <= one.longest_distance), Rhythm.YEARLY)


def slowest_rhythm(several: Iterable[Dates]) -> Rhythm | None:
    """The rhythm of the series with the longest; None where all are daily."""
    slowest = max((rhythm_of(dates) for dates in several), key=lambda one: one.max_age_days, default=Rhythm.DAILY)
    return None if slowest is Rhythm.DAILY else slowest


def median_distance(dates: Dates) -> int:
    """The lower median of the distances between increasing dates, in days; 1 where there are fewer than two."""
    distances = np.diff(dates.view(np.int64))
    middle = (distances.size - 1) // 2
    return int(np.partition(distances, middle)[middle]) if distances.size else 1


def _is_usually_daily(dates: Dates) -> bool:
    """Whether the lower median of the distances is one of daily dates, told by counting."""
    days: NDArray[np.int64] = dates.view(np.int64)
    near = int(np.count_nonzero(days[1:] - days[:-1] <= Rhythm.DAILY.longest_distance))
    return dates.size < 2 or near > (dates.size - 2) // 2


def last_days(dates: Dates, stated: Rhythm | None = None) -> Dates:
    """The last day on which each observation still counts, shape (n,): until the next one, but no longer than the rhythm allows.

    ``stated``: the rhythm where it is not told by the dates themselves. In a daily series a gap of at most ``LONGEST_HOLIDAY`` days
    between two observations is an exchange's holiday.
    """
    days: NDArray[np.int64] = dates.view(np.int64)
    distances = days[1:] - days[:-1]
    rhythm = stated or _rhythm_by(distances)
    usual = LONGEST_HOLIDAY if rhythm is Rhythm.DAILY else rhythm.max_age_days
    served = np.full(days.size, rhythm.max_age_days)
    served[:-1] = np.where(distances - 1 <= usual, distances - 1, rhythm.max_age_days)
    return np.asarray((days + served).view("datetime64[D]"))


def usual_base(dates: Dates) -> np.datetime64:
    """The day from which the first of some returns is taken to be earned: one usual spacing before its date.

    Daily returns (weekends and holidays apart): the day before. Weekly ones: their median spacing. Coarser ones: as many calendar
    months, so that the return of 31 January is earned from 31 December.
    """
    usual = 1 if _is_usually_daily(dates) else median_distance(dates)
    if usual <= Rhythm.WEEKLY.longest_distance:
        return np.datetime64(dates[0] - np.timedelta64(usual, "D"))
    months = max(1, round(usual / DAYS_PER_MONTH))
    return np.datetime64(months_before(dates[0].item() + timedelta(days=1), months) - timedelta(days=1), "D")
