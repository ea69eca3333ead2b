"""On which dates is a level known? Ages of the last known level, and the first date that lacks one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Days, Floats, LevelSeries, to_date, to_day
from core.market.period import Period
from core.market.rhythm import ONE_DAY, last_days

NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Gap:
    """The first date without a level, and the last date before it that had one (None: the data begins later)."""

    on: date
    last_known: date | None


def level_age(dates: Days, on: Days) -> NDArray[np.int64]:
    """Calendar days since the last of ``dates`` on or before each date asked, shape (m,); ``NEVER`` before the first one."""
    at = np.searchsorted(dates, on, side="right") - 1
    age = (on - dates[np.maximum(at, 0)]).astype(np.int64)
    return np.where(at < 0, NEVER, age)


def is_known(series: LevelSeries, on: Days) -> NDArray[np.bool_]:
    """Whether each date has a level no older than the series' rhythm allows, shape (m,)."""
    return counts_on(series.dates, on)


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


def first_gap(series: LevelSeries, spans: Iterable[Period]) -> Gap | None:
    """The first calendar day inside the spans whose last known level is missing or older than the series' rhythm allows."""
    lasting = last_days(series.dates)
    for span in spans:
        gap = _gap_within(series.dates, lasting, span)
        if gap is not None:
            return gap
    return None


def _gap_within(dates: Days, lasting: Days, span: Period) -> Gap | None:
    start, end = to_day(span.start), to_day(span.end)
    low = int(np.searchsorted(dates, start, side="right")) - 1
    if low < 0:
        return Gap(span.start, None)
    high = int(np.searchsorted(dates, end, side="right"))
    # The level of each observation serves until the day before the next one, the last until the span's end.
    until = np.append(dates[low + 1 : high] - ONE_DAY, end)
    stale = until > lasting[low:high]
    if not stale.any():
        return None
    at = low + int(np.argmax(stale))
    return Gap(to_date(max(lasting[at] + ONE_DAY, start)), to_date(dates[at]))
