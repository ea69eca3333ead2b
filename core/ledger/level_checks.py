"""Can these prices be true? Spikes, jumps, frozen and missing stretches of one series, found on whole arrays."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from core.ledger.findings import Finding, FindingKind, Severity, in_order
from core.market.levels import Floats, LevelSeries, to_date
from core.market.rhythm import ONE_DAY
from core.wording import spoken_date

# A bad tick of a diversified price is a doubling or a halving (or nearly): a change of this size, up or down, is looked at.
SPIKE = math.log(1.6)
# What does not come back within so many observations is no spike but a jump, and only one of this size is named.
RETURNS_WITHIN = 10
JUMP = math.log(1.9)
# After a spike the level is where it was before, give or take what a market may move meanwhile.
BACK_AGAIN = math.log(1.25)
FROZEN_OBSERVATIONS, FROZEN_DAYS = 10, 14
SPLIT_RATIOS = (1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 30.0, 50.0, 100.0)
SPLIT_TOLERANCE = math.log(1.04)
NAMED = 5


def check_levels(series: LevelSeries) -> tuple[Finding, ...]:
    """Everything that looks wrong in one series."""
    return in_order([*impossible_levels(series), *stale_levels(series), *missing_levels(series)])


def impossible_levels(series: LevelSeries) -> list[Finding]:
    """One-day doublings and halvings: as a spike where a second one takes the level back, else as a jump.

    A spike counts once, from the first change to the one that undoes it.
    """
    changes = np.diff(np.log(series.levels))
    large = np.flatnonzero(np.abs(changes) >= SPIKE)
    found: list[Finding] = []
    undone = -1
    for at in large:
        if at <= undone:
            continue
        back = _undoing(changes, large, int(at))
        if back is not None:
            undone = back
            found.append(_spike(series, int(at), back))
        elif abs(changes[at]) >= JUMP:
            found.append(_jump(series, int(at)))
    return found


def stale_levels(series: LevelSeries) -> list[Finding]:
    """Stretches of the very same level over ten observations and two weeks: suspended, delisted, or no longer updated."""
    starts = np.flatnonzero(np.concatenate([[True], np.diff(series.levels) != 0]))
    ends = np.append(starts[1:], series.levels.size) - 1
    days = (series.dates[ends] - series.dates[starts]).astype(np.int64)
    frozen = np.flatnonzero((ends - starts + 1 >= FROZEN_OBSERVATIONS) & (days >= FROZEN_DAYS))
    listed = [_stretch(series, int(starts[at]), int(ends[at])) for at in frozen]
    if not listed:
        return []
    message = (
        f"{series.name} does not move at all {_and_more(listed)}. It may have been suspended, or no longer updated."
    )
    return [_finding(FindingKind.STALE_LEVELS, series, int(starts[frozen[0]]), message, Severity.NOTE)]


def missing_levels(series: LevelSeries) -> list[Finding]:
    """Gaps longer than the series' own rhythm allows, inside which the last value no longer counts."""
    wide = np.flatnonzero(series.lasting[:-1] + ONE_DAY < series.dates[1:])
    if wide.size == 0:
        return []
    listed = [_stretch(series, int(at), int(at) + 1) for at in wide]
    message = (
        f"{series.name} has no value {_and_more(listed)}. Inside, holdings stand at the last one, and no benchmark is known; add the "
        "missing prices."
    )
    return [_finding(FindingKind.MISSING_LEVELS, series, int(wide[0]), message, Severity.WARNING)]


def nearest_split(ratio: float) -> str:
    """``3 for 1`` or ``1 for 10`` where a ratio of new to old units is close to a usual split, else ""."""
    distances = [abs(abs(math.log(ratio)) - math.log(one)) for one in SPLIT_RATIOS]
    nearest = min(range(len(distances)), key=distances.__getitem__)
    if distances[nearest] > SPLIT_TOLERANCE:
        return ""
    usual = SPLIT_RATIOS[nearest]
    new, old = (3, 2) if usual == 1.5 else (int(usual), 1)
    return f"{new} for {old}" if ratio > 1 else f"{old} for {new}"


def _undoing(changes: Floats, large: NDArray[np.intp], at: int) -> int | None:
    """The first large change after ``at``, within reach and the other way, that brings the level back; None without one."""
    for later in large[(large > at) & (large <= at + RETURNS_WITHIN)]:
        opposite = changes[later] * changes[at] < 0
        if opposite and abs(float(changes[at : later + 1].sum())) <= BACK_AGAIN:
            return int(later)
    return None


def _spike(series: LevelSeries, at: int, back: int) -> Finding:
    before, there, after = (float(series.levels[i]) for i in (at, at + 1, back + 1))
    until = f" until {spoken_date(to_date(series.dates[back]))}" if back > at + 1 else ""
    what = "jumps up" if there > before else "falls away"
    message = (
        f"{series.name} {what} from {before:,.2f} to {there:,.2f} on {spoken_date(to_date(series.dates[at + 1]))}{until} and is back "
        f"at {after:,.2f} after that: most likely a wrong price. Correct or remove it."
    )
    return _finding(FindingKind.PRICE_SPIKE, series, at + 1, message, Severity.WARNING)


def _jump(series: LevelSeries, at: int) -> Finding:
    before, there = float(series.levels[at]), float(series.levels[at + 1])
    split = nearest_split(before / there)
    why = (
        f"a split of {split} that the prices are not adjusted for" if split else "a split, or wrong prices on one side"
    )
    message = (
        f"{series.name} goes from {before:,.2f} to {there:,.2f} on {spoken_date(to_date(series.dates[at + 1]))} and stays there: "
        f"perhaps {why}. Compare with another source."
    )
    return _finding(FindingKind.PRICE_JUMP, series, at + 1, message, Severity.WARNING)


def _stretch(series: LevelSeries, start: int, end: int) -> str:
    return f"from {spoken_date(to_date(series.dates[start]))} to {spoken_date(to_date(series.dates[end]))}"


def _and_more(listed: list[str]) -> str:
    more = f" and in {len(listed) - NAMED} more stretches" if len(listed) > NAMED else ""
    return ", ".join(listed[:NAMED]) + more


def _finding(kind: FindingKind, series: LevelSeries, at: int, message: str, severity: Severity) -> Finding:
    return Finding(kind, series.name, to_date(series.dates[at]), message, severity)
