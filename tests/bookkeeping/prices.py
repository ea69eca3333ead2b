"""What was known on that day? Levels in dictionaries by date, carried from one calendar day to the next, never looked up ahead.

Part of the plain second opinion on irregular portfolios: slow, without arrays, and nothing of the engine in it.
"""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

Levels = dict[date, float]

FEW = 6  # with fewer observations a series counts as daily
DAILY = 7
HOLIDAY = 16
RHYTHMS = ((4, DAILY), (10, 14), (45, 45), (135, 135))  # (longest median distance, how old a level may be), in days
YEARLY = 400


def each_day(first: date, last: date) -> Iterator[date]:
    """Every calendar day, both ends included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def carried(levels: Levels, days: Iterable[date]) -> Levels:
    """The last level known on or before each day; a day before the first one is left out."""
    days = list(days)
    known: Levels = {}
    earlier = [on for on in levels if on < days[0]]
    last = levels[max(earlier)] if earlier else None
    for on in days:
        last = levels.get(on, last)
        if last is not None:
            known[on] = last
    return known


def oldest_allowed(levels: Levels) -> int:
    """How many days a level may be carried: told by the series' own rhythm, the median distance of its observations."""
    if len(levels) < FEW:
        return DAILY
    days = sorted(levels)
    distance = statistics.median((later - earlier).days for earlier, later in itertools.pairwise(days))
    return next((allowed for longest, allowed in RHYTHMS if distance <= longest), YEARLY)


def fresh_days(levels: Levels, days: Iterable[date]) -> set[date]:
    """The days on which the last known level is not stale.

    In a daily series a gap of at most sixteen days between two observations is an exchange's holiday.
    """
    allowed, observed, fresh = oldest_allowed(levels), sorted(levels), set(levels)
    for earlier, later in itertools.pairwise(observed):
        distance = (later - earlier).days
        holiday = allowed == DAILY and distance <= HOLIDAY
        fresh |= _after(earlier, distance - 1 if holiday else min(distance - 1, allowed))
    return (fresh | _after(observed[-1], allowed)) & set(days)


def _after(on: date, days: int) -> set[date]:
    return {on + timedelta(days=number) for number in range(1, days + 1)}


def as_traded(levels: Levels, ratios: Levels, adjusted: bool) -> Levels:
    """The prices as people paid them: an adjusted price times the ratios of all splits of later days."""
    if not adjusted:
        return levels
    return {
        on: level * math.prod(ratio for split_on, ratio in ratios.items() if split_on > on)
        for on, level in levels.items()
    }


def carried_over_splits(traded: Levels, ratios: Levels, days: Iterable[date]) -> Levels:
    """The last price as traded on or before each day; carried over a split it is divided by the ratio."""
    known: Levels = {}
    last = None
    days = list(days)
    for on in each_day(min(min(traded, default=days[0]), days[0]), days[-1]):
        if last is not None:
            last /= ratios.get(on, 1.0)
        last = traded.get(on, last)
        if last is not None:
            known[on] = last
    return {on: known[on] for on in days if on in known}
