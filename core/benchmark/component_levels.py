"""What is each component of a blend worth on given dates? Levels in one currency, each the last known of its own series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from core.benchmark.blend import Blend
from core.benchmark.common_dates import Flags
from core.benchmark.kinds import FixedReturn
from core.benchmark.sources import (
    Fallback,
    FormulaLeg,
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
from core.market.levels import MAX_AGE_DAYS, Basis, Days, Floats, to_date
from core.market.period import Period
from core.market.price_coverage import counts_on, level_age

WEEK = timedelta(days=MAX_AGE_DAYS)


@dataclass(frozen=True, slots=True, eq=False)
class ComponentLevels:
    """``levels``: shape (k, m), a row per component (ids sorted), in the blend's currency, 1 where a component is not wanted.

    ``stale``: shape (m,), dates on which a wanted level, or its exchange rate, is of an earlier day. ``simple``: shape (k,), fixed
    returns that are not compounded: their levels are 1 + r · days/365 from the first date on.
    """

    levels: Floats
    stale: Flags
    fallbacks: tuple[Fallback, ...]
    basis: Basis
    simulated: bool
    simple: Flags


def components_on(
    blend: Blend, sources: Sources, on: Days, wanted: Flags, known_fallbacks: Sequence[Fallback], nested: ResolveNested
) -> ComponentLevels:
    """Levels on each date of ``on``, shape (m,), ascending, where ``wanted``, shape (k, m), says so.

    ``known_fallbacks``: components for which a fixed rate already stands in elsewhere; it does here too. Raises MissingComponentData
    where the last level no longer counts and no fixed rate may stand in, and as the exchange rates do.
    """
    ids = sorted(blend.ids)
    legs = legs_of(blend, ids, sources, _needed(ids, on, wanted), nested)
    replaced = {note.component: note for note in known_fallbacks}
    levels, stale, notes = np.ones(wanted.shape), np.zeros(on.size, dtype=np.bool_), list(known_fallbacks)
    observed: list[ObservedLeg] = []
    simple = np.zeros(len(ids), dtype=np.bool_)
    for at in np.flatnonzero(wanted.any(axis=1)).tolist():
        leg, note = _usable(blend, ids[at], legs[at], on[wanted[at]], replaced)
        notes += [note] if note else []
        if isinstance(leg, FormulaLeg):
            levels[at], simple[at] = leg.fixed.levels(on, on[0]), not leg.fixed.compounded
        else:
            levels[at, wanted[at]], stale_here = _read(leg, on[wanted[at]], blend.currency, sources.rates)
            stale[wanted[at]] |= stale_here
            observed.append(leg)
    simulated = any(leg.simulated for leg in observed) or simulated_rates(observed, blend.currency, sources.rates)
    basis = poorest_basis(leg.basis for leg in observed)
    return ComponentLevels(levels, stale, tuple(notes), basis, simulated, simple)


def _needed(ids: Sequence[str], on: Days, wanted: Flags) -> Mapping[str, Period]:
    """From when to when each component is wanted; at least a week, so that a blend within has something to go on."""
    needed = {}
    for one, row in zip(ids, wanted, strict=True):
        if row.any():
            first, last = to_date(on[row][0]), to_date(on[row][-1])
            needed[one] = Period(min(first, last - WEEK), last)
    return needed


def _usable(
    blend: Blend, component: str, leg: Leg | None, on: Days, replaced: Mapping[str, Fallback]
) -> tuple[Leg, Fallback | None]:
    """The leg itself, or the fixed rate that stands in for it; with a note where that was not known before."""
    if component in replaced:
        return FormulaLeg(component, FixedReturn(replaced[component].rate)), None
    if isinstance(leg, FormulaLeg):
        return leg, None
    if leg is None:
        return fall_back(blend.component(component), blend.label, Period(to_date(on[0]), to_date(on[-1])), None)
    unknown = on[~counts_on(leg.dates, on)]
    if unknown.size:
        missing = Period(to_date(unknown[0]), to_date(unknown[-1]))
        return fall_back(blend.component(component), blend.label, missing, leg.known)
    return leg, None


def _read(leg: ObservedLeg, on: Days, currency: str, rates: ExchangeRates) -> tuple[Floats, Flags]:
    """Last known levels on dates that all have one, in the currency, and which of them are of an earlier day."""
    levels = leg.levels[np.searchsorted(leg.dates, on, side="right") - 1]
    stale: Flags = level_age(leg.dates, on) > 0
    if leg.currency == currency:
        return levels, stale
    for step in rates.legs(leg.currency, currency):
        stale |= level_age(step.series.dates, on) > 0
    return levels * rates.rate(leg.currency, currency, on), stale
