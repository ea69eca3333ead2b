"""From when to when was something held, and what did a benchmark do meanwhile? Days without a holding are no observations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from core.market.levels import Days, Floats, LevelSeries, to_date, to_day, to_days
from core.market.period import Period
from core.market.rhythm import Rhythm
from core.returns.series import DAYS_PER_CALENDAR_YEAR, ReturnSeries, compounded
from core.returns.time_weighted import (
    NOTHING_HELD,
    StretchReturn,
    TimeWeightedReturn,
    time_weighted,
    time_weighted_over,
)
from core.wording import spoken_date

NAMED = 3
ONE_DAY = timedelta(days=1)


def held_within(stretches: Iterable[Period], period: Period) -> tuple[Period, ...]:
    """The parts of the stretches inside a period; a part of a single day counts only in a period of one."""
    cut = ((max(one.start, period.start), min(one.end, period.end)) for one in stretches)
    return tuple(Period(start, end) for start, end in cut if start < end or (start == end and not period.days))


def stretches_of(levels: LevelSeries) -> tuple[Period, ...]:
    """From when to when levels go on without a gap."""
    starts = np.searchsorted(levels.dates, levels.restarts).tolist()
    edges = pairwise([0, *starts, levels.dates.size])
    return tuple(Period(to_date(levels.dates[low]), to_date(levels.dates[high - 1])) for low, high in edges)


def days_of(held: Iterable[Period]) -> int:
    """Calendar days from the start to the end of each stretch, added up."""
    return sum(one.days for one in held)


def growth_while_held(dates: Days, levels: Floats, held: Sequence[Period]) -> TimeWeightedReturn:
    """The growth of levels from the start to the end of each stretch, linked: what a benchmark did while something was held.

    ``dates``, ``levels``: shape (n,); each level serves until the next one. None where nothing was held.
    """
    if not held:
        return TimeWeightedReturn(None, None, 0, NOTHING_HELD)
    edges = to_days([on for one in held for on in (one.start, one.end)])
    known = levels[np.searchsorted(dates, edges, side="right") - 1].reshape(-1, 2)
    grown = known[:, 1] / known[:, 0]
    whole = time_weighted(float(np.prod(grown)) - 1.0, days_of(held))
    return whole if len(held) == 1 else replace(whole, stretches=_by_stretch(held, grown - 1.0))


def returns_while_held(returns: ReturnSeries, period: Period, held: Sequence[Period]) -> TimeWeightedReturn:
    """The returns inside a period, linked, and those of each stretch by itself.

    A stretch's own first day counts, as it does in the whole: with the stretch that begins on the period's first day only where the
    returns themselves begin there.
    """
    whole = time_weighted_over(returns, period, days_of(held))
    if len(held) < 2:
        return whole
    totals = []
    for one in held:
        first = one.start > period.start or to_date(returns.dates[0]) >= one.start
        inside = (returns.dates <= to_day(one.end)) & (
            (returns.dates > to_day(one.start)) | ((returns.dates == to_day(one.start)) & first)
        )
        totals.append(compounded(returns.returns[inside]))
    return replace(whole, stretches=_by_stretch(held, np.array(totals)))


def _by_stretch(held: Sequence[Period], totals: Floats) -> tuple[StretchReturn, ...]:
    return tuple(StretchReturn.of(one, total) for one, total in zip(held, totals.tolist(), strict=True))


def levels_while_held(dates: Days, levels: Floats, held: Sequence[Period]) -> Floats:
    """The same growth on every date, shape (n,), 100 on the first; it stands still while nothing is held."""
    moves = np.concatenate([[1.0], levels[1:] / levels[:-1]])
    counts = np.zeros(dates.size, dtype=np.bool_)
    for one in held:
        counts |= (dates > to_day(one.start)) & (dates <= to_day(one.end))
    if counts[1:].all():
        return np.asarray(100.0 * levels / levels[0])
    return np.asarray(100.0 * np.cumprod(np.where(counts, moves, 1.0)))


def falls_while_held(dates: Days, levels: Floats, held: Sequence[Period]) -> Floats:
    """Level over the peak of its own stretch − 1, shape (n,), each ≤ 0: no fall spans a gap. A stretch's first level counts as a peak."""
    starts = np.searchsorted(dates, to_days([one.start for one in held[1:]]))
    falls = np.empty(levels.size)
    for low, high in pairwise([0, *starts.tolist(), levels.size]):
        own = levels[max(low - 1, 0) : high]
        falls[low:high] = (own / np.maximum.accumulate(own) - 1.0)[own.size - (high - low) :]
    return falls


def idle_note(held: Sequence[Period], period: Period | None = None) -> tuple[str, ...]:
    """Which gaps are in no return, and how much of the time is: of one longer than a few days without a market; none where there is none.

    ``Nothing was held from 3 Jan 2020 to 2 Jan 2022: 4 of 6 years invested.`` A ``period`` that begins or ends in a gap has that part of
    it too.
    """
    if not held:
        return ()
    whole = period or Period(held[0].start, held[-1].end)
    ends, starts = [whole.start, *(one.end for one in held)], [*(one.start for one in held), whole.end]
    gaps = list(zip(ends, starts, strict=True))
    long = [_spoken(end, start) for end, start in gaps if (start - end).days > Rhythm.DAILY.longest_distance]
    if not long:
        return ()
    left = len(long) - NAMED
    more = "" if left < 1 else " and once more" if left == 1 else f" and {left} more times"
    return (f"Nothing was held {', '.join(long[:NAMED])}{more}: {_share(days_of(held), whole.days)} invested.",)


def _spoken(end: date, start: date) -> str:
    return f"from {spoken_date(end + ONE_DAY)} to {spoken_date(start - ONE_DAY)}"


def _share(invested: int, whole: int) -> str:
    if whole < 2 * DAYS_PER_CALENDAR_YEAR:
        return f"{invested} of {whole} days"
    part, all_of_it = (f"{days / DAYS_PER_CALENDAR_YEAR:.1f}".removesuffix(".0") for days in (invested, whole))
    return f"{part} of {all_of_it} years"
