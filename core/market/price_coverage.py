"""On which dates is a level known? Ages of the last known level, and the first date that lacks one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Days, Floats, LevelSeries, to_date, to_day
from core.market.period import Period
from core.market.rhythm import ONE_DAY, last_days

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of days ``on`` to ``until`` without a level that counts, and the last date before it that had one (None: the data
    begins later)."""

    on: date
    last_known: date | None
    until: date


def level_age(dates: Days, on: Days) -> NDArray[np.int64]:
    """Calendar days since the last of ``dates`` on or before each date asked, shape (m,); ``NEVER`` before the first one."""
    at = np.searchsorted(dates, on, side="right") - 1
    age = (on - dates[np.maximum(at, 0)]).astype(np.int64)
    return np.where(at < 0, NEVER, age)


def is_known(series: LevelSeries, on: Days) -> NDArray[np.bool_]:
    """Whether each date has a level no older than the series' rhythm allows, shape (m,)."""
    at = np.searchsorted(series.dates, on, side="right") - 1
    return series.counts(at, on)


def counts_on(dates: Days, on: Days) -> NDArray[np.bool_]:
    """Whether some observation of ``dates`` still counts on each date asked, shape (m,)."""
    at = np.searchsorted(dates, on, side="right") - 1
    return np.asarray((at >= 0) & (on <= last_days(dates)[at]))


def spans_held(days: Days, held: Floats, as_of: date) -> tuple[Period, ...]:
    """The stretches of days up to ``as_of`` at whose ends the amount is not 0; ``held`` is the amount at the end of each of ``days``."""
    upto = int(np.searchsorted(days, to_day(as_of), side="right"))
    there = np.concatenate([[False], held[:upto] != 0])
    starts = np.flatnonzero(there[1:] & ~there[:-1])
    ends = np.flatnonzero(~there[1:] & there[:-1])
    last_days = [to_date(days[end] - np.timedelta64(1, "D")) for end in ends] + [as_of]
    return tuple(Period(to_date(days[start]), last) for start, last in zip(starts, last_days, strict=False))


def counts_until(series: LevelSeries) -> date:
    """The last day on which the last level still counts."""
    return to_date(series.dates[-1]) + timedelta(days=series.rhythm.max_age_days)


def first_gap(series: LevelSeries, spans: Iterable[Period]) -> Gap | None:
    """The first of the :func:`gaps`; None where every day has a level."""
    return next(gaps(series, spans), None)


def gaps(series: LevelSeries, spans: Iterable[Period]) -> Iterator[Gap]:
    """The stretches of days inside the spans whose last known level is missing or older than the series' rhythm allows."""
    for span in spans:
        yield from _gaps_within(series, span)


def _gaps_within(series: LevelSeries, span: Period) -> Iterator[Gap]:
    dates, start, end = series.dates, to_day(span.start), to_day(span.end)
    low = int(np.searchsorted(dates, start, side="right")) - 1
    high = int(np.searchsorted(dates, end, side="right"))
    if low < 0:
        yield Gap(span.start, None, to_date(min(end, dates[0] - ONE_DAY)))
        low = 0
    if low == high:
        return
    # The level of each observation serves until the day before the next one, the last until the span's end.
    until = np.append(dates[low + 1 : high] - ONE_DAY, end)
    for at in np.flatnonzero(~series.counts(np.arange(low, high), until)).tolist():
        since = max(series.lasting[low + at] + ONE_DAY, start)
        yield Gap(to_date(since), to_date(dates[low + at]), to_date(until[at]))
