"""On which dates can a blend be measured, and what was each component worth there? Levels on common dates, in one currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.benchmark.blend import Blend
from core.benchmark.common_dates import (
    Calendar,
    Flags,
    Grid,
    Window,
    calendars_of,
    common_grid,
    held_span,
    needed_periods,
    windows_of,
)
from core.benchmark.coverage import coverage
from core.benchmark.rebalancing import Reset
from core.benchmark.sources import (
    Fallback,
    Leg,
    ObservedLeg,
    ResolveNested,
    Sources,
    fall_back,
    legs_of,
    poorest_basis,
    simulated_rates,
)
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, Floats, to_date
from core.market.period import Period
from core.market.price_coverage import level_age
from core.market.rhythm import Rhythm, slowest_rhythm
from core.returns.series import same_dates

Held = tuple[tuple[str, ...], ...]
NONE = np.array([], dtype=np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class AlignedComponents:
    """Components as levels on common dates, in the blend's currency.

    ``ids``: sorted, k of them. ``dates``: shape (n+1,), the first is the base, on which nothing is earned yet. ``levels``: shape
    (k, n+1), a row per component, meaningful where the component is held. ``known``: shape (k,), whether a row is meaningful from the
    base to the end. ``worthless``: some row has a total loss in it. ``held``: which components are held from which date on. ``basis``: the
    poorest of the components'. ``rhythm``: of the slowest of them; None where all are daily, or there is none.
    """

    ids: tuple[str, ...]
    dates: Days
    levels: Floats
    known: Flags
    worthless: bool
    held: Held
    currency: str
    reset: Reset
    carried_days: int
    fallbacks: tuple[Fallback, ...]
    basis: Basis
    simulated: bool
    rhythm: Rhythm | None

    @property
    def period(self) -> Period:
        """From the base to the last date."""
        return Period(to_date(self.dates[0]), to_date(self.dates[-1]))

    def serves(self, blend: Blend) -> bool:
        """Whether this blend holds the same components at the same times, so that it can be resolved on these levels."""
        return (held_ids(blend), blend.currency, blend.reset) == (self.held, self.currency, self.reset)


def held_ids(blend: Blend) -> Held:
    """Each time that other components are held: its date (empty for the first) and the ids with a weight above 0."""
    times: list[tuple[str, ...]] = []
    for target in blend.targets:
        ids = tuple(component for component, weight in target.weights.entries if weight > 0)
        if not times or times[-1][1:] != ids:
            times.append((str(target.effective or ""), *ids))
    return tuple(times)


def align_components(blend: Blend, sources: Sources, period: Period | None, nested: ResolveNested) -> AlignedComponents:
    """The components of a blend on their common dates, and what had to be carried or replaced to get there.

    ``period``: its start is the base (or the last common date before it, at most seven days), None: the widest possible range.
    A component is needed only while its target weight is above 0. Raises MissingComponentData naming component and dates,
    InsufficientData when no date is left, MissingExchangeRateError and MissingLevelsError for exchange rates.
    """
    ids = tuple(sorted(blend.ids))
    period = period or coverage(blend, sources)
    windows = windows_of(blend, ids, period)
    needed = needed_periods(ids, windows, period) if sources.blends else {}
    complete, calendars, grid, fallbacks = _complete(
        blend, ids, legs_of(blend, ids, sources, needed, nested), windows, period
    )
    levels, stale = _levels(complete, calendars, grid, blend, sources.rates)
    held = [any(window.active[at] for window in windows) for at in range(len(ids))]
    observed = [leg for leg, counts in zip(complete, held, strict=True) if counts and isinstance(leg, ObservedLeg)]
    return AlignedComponents(
        ids,
        grid.dates,
        levels,
        _reaching(complete, calendars, grid.dates),
        any(leg.returns_only and not leg.levels.all() for leg in observed),
        held_ids(blend),
        blend.currency,
        blend.reset,
        grid.skipped_days + int(np.count_nonzero(stale)) + sum(leg.carried_days for leg in observed),
        tuple(fallbacks) + tuple(note for leg in observed for note in leg.fallbacks),
        poorest_basis(leg.basis for leg in observed),
        any(leg.simulated for leg in observed) or simulated_rates(observed, blend.currency, sources.rates),
        slowest_rhythm(one.dates for one in calendars if one.held(np.array(held))),
    )


def _complete(
    blend: Blend, ids: tuple[str, ...], legs: Sequence[Leg | None], windows: tuple[Window, ...], period: Period
) -> tuple[list[Leg | None], list[Calendar], Grid, list[Fallback]]:
    """Legs without a lack, their calendars and grid, and the fallbacks that were needed for it."""
    legs = list(legs)
    fallbacks: list[Fallback] = []
    while True:
        calendars = calendars_of(legs)
        grid, lacks = common_grid(blend, legs, calendars, windows, period)
        if grid is not None:
            return legs, calendars, grid, fallbacks
        for lack in lacks:
            leg = legs[lack.at]
            known = leg.known if isinstance(leg, ObservedLeg) else None
            legs[lack.at], note = fall_back(blend.component(ids[lack.at]), blend.label, lack.missing, known)
            fallbacks.append(note)


def _levels(
    legs: Sequence[Leg | None], calendars: Sequence[Calendar], grid: Grid, blend: Blend, rates: ExchangeRates
) -> tuple[Floats, Flags]:
    """The levels in the blend's currency, shape (k, n+1), and the dates on which one, or an exchange rate, is of an earlier day."""
    stale = np.zeros(grid.dates.size, dtype=np.bool_)
    levels = np.empty((len(legs), grid.dates.size))
    for calendar in calendars:
        where = _positions(calendar.dates, grid.dates)
        old = np.flatnonzero(calendar.dates[where] != grid.dates) if isinstance(where, np.ndarray) else NONE
        for at in calendar.members:
            leg = legs[at]
            assert isinstance(leg, ObservedLeg)
            levels[at] = leg.levels[where]
            if old.size:
                stale[old] |= held_span(grid, at, blend.reset)[old]
            if leg.currency != blend.currency:
                used = held_span(grid, at, blend.reset)
                levels[at], old_rate = _converted_row(levels[at], used, leg.currency, blend.currency, grid.dates, rates)
                stale |= old_rate
    for at, leg in enumerate(legs):
        if not isinstance(leg, ObservedLeg):  # a component without data is never held: any level will do
            levels[at] = 1.0 if leg is None else leg.fixed.levels(grid.dates, grid.dates[0])
    levels.setflags(write=False)
    return levels, stale


def _positions(calendar: Days, dates: Days) -> slice | NDArray[np.intp]:
    """Where the last observation on or before each date stands; 0 before the first (the component is not held there)."""
    low = int(np.searchsorted(calendar, dates[0]))
    if same_dates(calendar[low : low + dates.size], dates):
        return slice(low, low + dates.size)
    return np.maximum(np.searchsorted(calendar, dates, side="right") - 1, 0)


def _converted_row(
    levels: Floats, used: Flags, base: str, quote: str, dates: Days, rates: ExchangeRates
) -> tuple[Floats, Flags]:
    """One row of levels converted where it is ``used``, and the dates whose exchange rate is of an earlier day."""
    on = dates[used]
    converted, stale = levels.copy(), np.zeros(dates.size, dtype=np.bool_)
    converted[used] *= rates.rate(base, quote, on)
    for step in rates.legs(base, quote):
        stale[used] |= level_age(step.series.dates, on) > 0
    return converted, stale


def _reaching(legs: Sequence[Leg | None], calendars: Sequence[Calendar], dates: Days) -> Flags:
    """Which components, shape (k,), are known at the base and at the end."""
    known = np.array([leg is not None for leg in legs])
    for calendar in calendars:
        known[calendar.members] = not calendar.unknown(dates[[0, -1]]).any()
    return known
