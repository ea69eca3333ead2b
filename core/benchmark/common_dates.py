"""On which dates can the components of a blend be measured together, and which of them lack data? Common dates and gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.benchmark.blend import Blend
from core.benchmark.rebalancing import Reset
from core.benchmark.sources import ONE_DAY, Leg, ObservedLeg, all_dates
from core.errors import InsufficientData
from core.market.levels import MAX_AGE_DAYS, Days, to_date, to_day, to_days
from core.market.period import Period
from core.market.rhythm import last_days
from core.returns.series import common_dates, same_dates
from core.wording import spoken_date

Flags = NDArray[np.bool_]


class NoCommonDates(InsufficientData):
    """All components have data, but no observation of one falls on an observation of all others."""

    code = "no_common_dates"


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Observed components (by position) that share their dates, so that those are looked at once.

    ``returns_only``: as in :class:`ObservedLeg`. ``lasting``: the last day on which each observation still counts, shape (n,).
    """

    dates: Days
    members: list[int]
    returns_only: bool
    lasting: Days

    def unknown(self, on: Days) -> Flags:
        """Which of the dates asked, shape (m,), have no observation that still counts."""
        at = np.searchsorted(self.dates, on, side="right") - 1
        return np.asarray((at < 0) | (on > self.lasting[at]))

    def held(self, active: Flags) -> list[int]:
        """The members flagged in ``active``, shape (k,)."""
        return [at for at in self.members if active[at]]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Dates ``first`` to ``last`` (both in) through which the components flagged in ``active``, shape (k,), are held."""

    first: np.datetime64
    last: np.datetime64
    active: Flags


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Measured dates, base first, and for each window the positions of its first and last date among them."""

    dates: Days
    windows: tuple[Window, ...]
    spans: tuple[tuple[int, int], ...]
    skipped_days: int


@dataclass(frozen=True, slots=True)
class Lack:
    """A component (by position) has no data from when to when."""

    at: int
    missing: Period


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """One window's common dates, how many working days only some components have, and the components that lack data."""

    window: Window
    dates: Days
    skipped: int
    lacks: list[Lack]


def windows_of(blend: Blend, ids: tuple[str, ...], period: Period) -> tuple[Window, ...]:
    """The parts of the range after its start in which the same components are held."""
    start, end = to_day(period.start), to_day(period.end)
    targets = blend.targets
    effective = [start + ONE_DAY, *(to_day(one.effective) for one in targets if one.effective is not None)]
    windows = []
    for target, since, until in zip(targets, effective, [*effective[1:], end + ONE_DAY], strict=True):
        first, last = max(since, start + ONE_DAY), min(until - ONE_DAY, end)
        if first <= last:
            windows.append(Window(first, last, target.weights.vector(ids) > 0))
    return tuple(windows)


def needed_periods(ids: tuple[str, ...], windows: tuple[Window, ...], period: Period) -> Mapping[str, Period]:
    """From when to when each component is held; the day before it joins and the week after it leaves are needed too."""
    spans = [
        (
            max(period.start, to_date(window.first - ONE_DAY)),
            min(period.end, to_date(window.last) + timedelta(days=MAX_AGE_DAYS)),
        )
        for window in windows
    ]
    needed = {}
    for at, one in enumerate(ids):
        held = [span for span, window in zip(spans, windows, strict=True) if window.active[at]]
        if held:
            needed[one] = Period(held[0][0], held[-1][1])
    return needed


def calendars_of(legs: Sequence[Leg | None]) -> list[Calendar]:
    """The different calendars of the observed components."""
    found: list[Calendar] = []
    for at, leg in enumerate(legs):
        if isinstance(leg, ObservedLeg):
            for one in found:
                if one.returns_only == leg.returns_only and same_dates(one.dates, leg.dates):
                    one.members.append(at)
                    break
            else:
                found.append(Calendar(leg.dates, [at], leg.returns_only, last_days(leg.dates)))
    return found


def common_grid(
    blend: Blend, legs: Sequence[Leg | None], calendars: Sequence[Calendar], windows: Sequence[Window], period: Period
) -> tuple[Grid | None, list[Lack]]:
    """The measured dates, or the components that stand in their way.

    Raises NoCommonDates when nothing is lacking, yet there is none.
    """
    lacks = [Lack(at, period) for at, leg in enumerate(legs) if leg is None and any(w.active[at] for w in windows)]
    if lacks:
        return None, lacks
    parts = [_measured(calendars, window, to_day(period.end)) for window in windows]
    used = [part for part in parts if part.dates.size]
    lacks = [lack for part in parts for lack in part.lacks]
    if not lacks and used:
        lacks = _unknown_at(calendars, used[0].window.active, to_day(period.start))
    if lacks:
        return None, _merged(lacks)
    if not used:
        raise NoCommonDates(
            f"The components of {blend.label} have no date in common after {spoken_date(period.start)} up to "
            f"{spoken_date(period.end)}. Choose a longer range, or components whose data overlaps."
        )
    base = _base(_held_dates(calendars, used[0].window), to_day(period.start))
    grid = _joined(used, base, sum(part.skipped for part in parts))
    lacks = _seam_lacks(calendars, grid, blend.reset)
    return (None, _merged(lacks)) if lacks else (grid, [])


def _measured(calendars: Sequence[Calendar], window: Window, end: np.datetime64) -> Measured:
    """The dates of one window on which all components held have an observation, and who stands in the way of more."""
    held = _held_dates(calendars, window)
    shared = _dates_within(common_dates(held), window)
    every = _dates_within(all_dates(held), window) if len(held) > 1 else shared
    skipped = 0
    if every.size > shared.size:
        skipped = int(np.count_nonzero(np.is_busday(np.setdiff1d(every, shared, assume_unique=True))))
    asked = every if len(held) > 1 else every[:0]  # a single calendar has no gaps beside itself
    if window.last == end and not (every.size and every[-1] == end):
        asked = np.append(asked, end)
    return Measured(window, shared, skipped, _gaps(calendars, window, asked, every) if asked.size else [])


def _joined(parts: Sequence[Measured], base: np.datetime64, skipped: int) -> Grid:
    """The windows' dates one after the other, the base before them."""
    last = np.cumsum([part.dates.size for part in parts]).tolist()
    spans = tuple((end - part.dates.size + 1, end) for end, part in zip(last, parts, strict=True))
    dates = np.concatenate([to_days([base]), *(part.dates for part in parts)])
    return Grid(dates, tuple(part.window for part in parts), spans, skipped)


def _held_dates(calendars: Sequence[Calendar], window: Window) -> list[Days]:
    """The dates of the calendars of components held; every day of the window where none is observed."""
    held = [one.dates for one in calendars if one.held(window.active)]
    return held or [np.arange(window.first - ONE_DAY, window.last + ONE_DAY)]


def _dates_within(dates: Days, window: Window) -> Days:
    low, high = np.searchsorted(dates, [window.first, window.last + ONE_DAY])
    return dates[low:high]


def _base(calendars: Sequence[Days], start: np.datetime64) -> np.datetime64:
    """The last date on or before the start on which all have an observation, or the start itself when that is too old."""
    shared = common_dates(calendars)
    earlier = shared[: np.searchsorted(shared, start, side="right")]
    if earlier.size and (start - earlier[-1]).astype(np.int64) <= MAX_AGE_DAYS:
        return np.datetime64(earlier[-1])
    return start


def _gaps(calendars: Sequence[Calendar], window: Window, asked: Days, every: Days) -> list[Lack]:
    """Components that are held in the window, but without an observation that counts on some asked date."""
    lacks = []
    for calendar in calendars:
        held = calendar.held(window.active)
        unknown = calendar.unknown(asked)
        if calendar.returns_only:  # what was earned on a date after the last one is not nothing: it is missing
            unknown |= (asked > calendar.dates[-1]) & np.isin(asked, every)
        if held and unknown.any():
            missing = _absence_around(calendar.dates, asked[int(np.argmax(unknown))], window.first, asked[-1])
            lacks += [Lack(at, missing) for at in held]
    return lacks


def _absence_around(dates: Days, on: np.datetime64, first: np.datetime64, last: np.datetime64) -> Period:
    """From the day after the last observation to the day before the next one, between ``first`` and ``last``."""
    after = int(np.searchsorted(dates, on, side="right"))
    start = max(dates[after - 1] + ONE_DAY, first) if after else first
    return Period(to_date(start), to_date(min(dates[after] - ONE_DAY, last) if after < dates.size else last))


def _unknown_at(calendars: Sequence[Calendar], active: Flags, on: np.datetime64) -> list[Lack]:
    """Components held, but without an observation that counts on a date."""
    lacks = []
    for calendar in calendars:
        if calendar.unknown(to_days([on]))[0]:
            until = to_date(max(on, calendar.dates[0] - ONE_DAY))
            lacks += [Lack(at, Period(to_date(on), until)) for at in calendar.held(active)]
    return lacks


def _seam_lacks(calendars: Sequence[Calendar], grid: Grid, reset: Reset) -> list[Lack]:
    """Where the mix changes: who joins must be known on the date before (START), who leaves still at its close (CLOSE)."""
    lacks: list[Lack] = []
    for (before, after), (first, _) in zip(pairwise(grid.windows), grid.spans[1:], strict=True):
        active, on = (after.active, first - 1) if reset is Reset.START else (before.active, first)
        lacks += _unknown_at(calendars, active, grid.dates[on])
    return lacks


def _merged(lacks: Sequence[Lack]) -> list[Lack]:
    """One lack per component, the first found; components in their order."""
    first: dict[int, Lack] = {}
    for lack in lacks:
        first.setdefault(lack.at, lack)
    return [first[at] for at in sorted(first)]


def held_span(grid: Grid, at: int, reset: Reset) -> Flags:
    """The measured dates, shape (n+1,), on which the component's level is used."""
    used = np.zeros(grid.dates.size, dtype=np.bool_)
    last_window = len(grid.windows) - 1
    for i, (window, (first, last)) in enumerate(zip(grid.windows, grid.spans, strict=True)):
        if window.active[at]:
            early = first - 1 if reset is Reset.START or i == 0 else first
            late = last + 1 if reset is Reset.CLOSE and i < last_window else last
            used[early : late + 1] = True
    return used
