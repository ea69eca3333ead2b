"""How far did it fall, from when to when, and did it come back? Falls from the running peak, the starting value included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats, to_days
from core.returns.series import ReturnSeries


@dataclass(frozen=True, slots=True)
class Drawdown:
    """The deepest fall. ``depth``: fraction of the peak, ≤ 0 (−0.34 is a fall by 34 %).

    ``peak``: the last date at the peak before the fall, None when that is a starting value without a date of its own. ``recovery``:
    the first date at or above the peak again, None if that has not happened. All dates are None when nothing was ever lost.
    """

    depth: float
    peak: date | None = None
    trough: date | None = None
    recovery: date | None = None


def drawdown_path(levels: Floats) -> Floats:
    """Level over running peak − 1, shape (n,), each ≤ 0. The first level, which must be positive, counts as a peak.

    Raises InvalidSpecification for a first level that is not positive, or any that is negative or missing.
    """
    if levels.size:
        _check(levels)
    return np.asarray(levels / np.maximum.accumulate(levels) - 1.0)


def _check(levels: Floats) -> None:
    if not (levels[0] > 0 and levels.min() >= 0):
        raise InvalidSpecification(
            "A drawdown needs levels from a positive start, none negative or missing. Start later."
        )


def max_drawdown(dates: Days, levels: Floats) -> Drawdown:
    """The deepest fall of dated levels; both of shape (n,), n ≥ 1. Of equally deep falls the first. Errors as in drawdown_path."""
    days = to_days(dates)
    if days.shape != levels.shape or days.size == 0:
        raise InvalidSpecification(f"A drawdown needs one date per level: {days.size} dates, {levels.size} levels.")
    _check(levels)
    return _dated(levels, lambda at: _day_at(days, at))


def drawdown_of_returns(series: ReturnSeries) -> Drawdown:
    """The deepest fall of a series of returns, from a starting value that stands before the first of them and has no date.

    None spans a gap: of several stretches each falls from its own peak.
    """
    if not series.unbroken:
        return min((drawdown_of_returns(series.at(one)) for one in series.stretches), key=lambda fall: fall.depth)
    levels = np.empty(series.returns.size + 1)
    levels[0] = 1.0
    np.add(series.returns, 1.0, out=levels[1:])
    np.multiply.accumulate(levels, out=levels)
    return _dated(levels, lambda at: _day_at(series.dates, at - 1) if at else None)


def _day_at(days: Days, at: int) -> date:
    value = days.item(at)
    assert isinstance(value, date)
    return value


def _dated(levels: Floats, day: Callable[[int], date | None]) -> Drawdown:
    falls = levels / np.maximum.accumulate(levels)
    trough = int(falls.argmin())
    depth = float(falls[trough]) - 1.0
    if depth == 0:
        return Drawdown(0.0)
    peak = trough - int(levels[trough::-1].argmax())  # backwards, so that the last date at the peak is found
    after = levels[trough:] >= levels[peak]
    recovery = int(after.argmax())
    return Drawdown(depth, day(peak), day(trough), day(trough + recovery) if after[recovery] else None)
