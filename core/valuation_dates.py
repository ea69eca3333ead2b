"""On which days is the portfolio valued? Where prices were observed, where money moved, and on the last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.market.levels import MAX_AGE_DAYS, Days, to_day, to_days

_EPOCH_WEEKDAY = 3  # 1 January 1970 was a Thursday; Monday is 0


def valuation_dates(observed: Iterable[Days], flow_days: Days, as_of: date) -> Days:
    """The union of the observation dates from the first flow to ``as_of``, all flow dates and ``as_of`` itself, increasing.

    Wherever no price was observed for more than seven days, as with deposits alone, weekdays stand in.
    """
    if flow_days.size == 0:
        return to_days([as_of])
    first, end = flow_days.min(), to_day(as_of)
    seen = np.zeros(int((end - first).astype(np.int64)) + 1, dtype=np.bool_)
    for days in observed:
        low, high = np.searchsorted(days, [first, end + np.timedelta64(1, "D")])
        seen[(days[low:high] - first).astype(np.int64)] = True
    seen |= _unobserved(seen) & _weekdays(first, seen.size)
    seen[(flow_days - first).astype(np.int64)] = True
    seen[-1] = True
    return np.asarray(first + np.flatnonzero(seen).astype("timedelta64[D]"))


def _unobserved(seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Days whose last observation is missing or more than seven days back."""
    position = np.arange(seen.size)
    last = np.maximum.accumulate(np.where(seen, position, -seen.size - MAX_AGE_DAYS - 1))
    return np.asarray(position - last > MAX_AGE_DAYS)


def _weekdays(first: np.datetime64, count: int) -> NDArray[np.bool_]:
    weekday = (int(first.astype(np.int64)) + _EPOCH_WEEKDAY + np.arange(count)) % 7
    return np.asarray(weekday < 5)
