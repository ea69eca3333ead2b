"""How many years lie between two dates? By the four counts in common use."""

from __future__ import annotations

from datetime import date

import numpy as np

from core.conventions.choices import DayCount
from core.market.levels import Days, Floats, to_date, to_day
from core.market.period import DAYS_PER_YEAR

JULIAN_YEAR = 365.25


def years_from(origin: np.datetime64, on: Days, count: DayCount) -> Floats:
    """Years from ``origin`` to each date (on or after it), shape (n,).

    ACT/365F and ACT/365.25 divide the days; ACT/ACT divides those of each calendar year by its own length (ISDA); 30/360 counts every
    month as thirty days (the bond basis: a 31st is a 30th, at the end only after a start on the 30th or 31st).
    """
    if count is DayCount.ACT_365F:
        return np.asarray((on - origin).astype(np.float64) / DAYS_PER_YEAR)
    if count is DayCount.ACT_365_25:
        return np.asarray((on - origin).astype(np.float64) / JULIAN_YEAR)
    if count is DayCount.ACT_ACT:
        (began, before), (ended, after) = _calendar(np.array([origin])), _calendar(on)
        return np.asarray((ended - began) + (after - before))
    return _thirty_360(origin, on)


def years_between_dates(first: date, last: date, count: DayCount) -> float:
    """Years from one date to another by the day count."""
    return float(years_from(to_day(first), np.array([to_day(last)]), count)[0])


def _calendar(on: Days) -> tuple[Floats, Floats]:
    """The calendar year of each date, and what of it has passed by its start."""
    first = on.astype("datetime64[Y]")
    start, following = first.astype("datetime64[D]"), (first + 1).astype("datetime64[D]")
    passed = (on - start).astype(np.float64) / (following - start).astype(np.float64)
    return first.astype(np.int64).astype(np.float64), np.asarray(passed)


def _thirty_360(origin: np.datetime64, on: Days) -> Floats:
    begin = to_date(origin)
    months = on.astype("datetime64[M]")
    days = (on - months.astype("datetime64[D]")).astype(np.int64) + 1
    first = min(begin.day, 30)
    last = np.where((days == 31) & (first == 30), 30, days)
    apart = months.astype(np.int64) - (begin.year - 1970) * 12 - (begin.month - 1)
    return np.asarray((30.0 * apart + (last - first)) / 360.0)
