"""What would the mix have earned? Resolves a blend into a daily path of returns, drifting weights and resets.

Between two resets nothing is bought or sold: the blend is a fixed number of units of each component's level, so that a whole
stretch is one product of levels and units. Only the resets follow one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.benchmark.alignment import AlignedComponents, align_components
from core.benchmark.blend import Blend
from core.benchmark.kinds import nested_parts
from core.benchmark.path import BlendedPath, Segments
from core.benchmark.rebalancing import DRIFT, Rebalance, Reset, Rule, period_starts
from core.benchmark.sources import NestedLevels, ResolveNested, Sources
from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Floats, to_date, to_day
from core.market.period import Period
from core.wording import spoken_date

Positions = NDArray[np.intp]
# A drift that equals the threshold does not exceed it, however its floats round.
DRIFT_ROUNDING = 1e-12
SMALLEST_CHUNK = 32
USUAL_DRIFT_BP = 300.0
LARGEST_CHUNK = 65_536
SEGMENTS_AT_ONCE = 256
SMALL_SEGMENT = 3_000  # levels: below it the call costs more than the product


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """Segments to be: on which observation each opens, at which target (a column of ``targets``, shape (k, p)), and why."""

    starts: Positions
    target_columns: Positions
    reasons: tuple[str, ...]
    targets: Floats


def resolve(blend: Blend, sources: Sources, period: Period | None = None) -> BlendedPath:
    """The daily path of a blend.

    Components in other currencies earn (1 + r)(1 + fx) − 1; blends that are components are resolved first, each on its own calendar.
    ``period``: its start is the base, on which nothing is earned yet; None: the widest range that all data allows.

    Raises InvalidSpecification (a cycle, contradicting currencies) and InsufficientData (MissingComponentData naming component and
    dates; missing exchange rates; no date in common).
    """
    return resolve_aligned(blend, align(blend, sources, period))


def align(blend: Blend, sources: Sources, period: Period | None = None) -> AlignedComponents:
    """The components on common dates, once, for a blend that will be resolved many times; arguments as for :func:`resolve`."""
    nested_parts(blend, sources.blends)
    return align_components(blend, sources, period, nested_levels(sources))


def nested_levels(sources: Sources) -> ResolveNested:
    """How a blend that is a component of another is resolved: on its own calendar, by the same sources."""

    def resolve_nested(within: Blend, needed: Period) -> NestedLevels:
        path = resolve(within, sources, needed)
        return NestedLevels(path.level_series(), path.fallbacks, path.carried_days)

    return resolve_nested


def resolve_aligned(blend: Blend, aligned: AlignedComponents) -> BlendedPath:
    """The path on components that are aligned already, for this blend or one that holds the same components at the same times."""
    if not aligned.serves(blend):
        raise InvalidSpecification(
            f"These levels were aligned for another mix than {blend.label}. Align them for this blend first."
        )
    opening = _opening(blend, aligned)
    bounds = np.append(opening.starts, aligned.dates.size - 1)
    edges = aligned.levels[:, bounds]
    if aligned.worthless:
        _check_bought(opening, edges, aligned)
    units = _units(opening, edges)
    levels = _levels(aligned.levels, bounds, units)
    returns = levels / _previous(levels, aligned) - 1.0
    for array in (units, levels, returns):
        array.setflags(write=False)
    return BlendedPath(blend, aligned, Segments(opening.starts, units, opening.reasons), returns, levels)


def paths_by_rule(blend: Blend, aligned: AlignedComponents) -> dict[Rule, BlendedPath]:
    """The same mix under each rule, to see how much the choice of rule flatters; SCHEDULED only where the blend has dates for it.

    Left out are rules under which other components would be held at other times, as without a schedule that brings one in.
    """
    paths = {}
    for rule in Rule:
        if rule is Rule.SCHEDULED and blend.rebalance.rule is not Rule.SCHEDULED:
            continue
        schedule = blend.rebalance.schedule if rule is Rule.SCHEDULED else ()
        other = blend.with_rebalancing(Rebalance(rule, blend.rebalance.max_abs_bp or USUAL_DRIFT_BP, schedule))
        if aligned.serves(other):
            paths[rule] = resolve_aligned(other, aligned)
    return paths


def _opening(blend: Blend, aligned: AlignedComponents) -> Opening:
    """Where segments open: the first observation, every reset by date, and every reset by drift between those."""
    targets = np.stack([target.weights.vector(aligned.ids) for target in blend.targets], axis=1)
    starts, which, reasons = dated_resets(blend, aligned)
    if blend.rebalance.rule is not Rule.DRIFT:
        return Opening(starts, which, reasons, targets)
    drifted = _with_drift(starts, which, reasons, targets, aligned.levels, blend.rebalance.threshold)
    return Opening(*drifted, targets)


def dated_resets(blend: Blend, aligned: AlignedComponents) -> tuple[Positions, Positions, tuple[str, ...]]:
    """The resets that the calendar and dated changes ask for, the first day included: S segments, their targets, S − 1 reasons.

    A start is an observation; the position before it among the aligned dates is the close at which the reset is made.
    """
    dates, targets, usual = aligned.dates[1:], blend.targets, blend.rebalance.rule.reason
    asked = period_starts(blend.rebalance.rule, dates)
    effective = np.array([to_day(one.effective) for one in targets if one.effective is not None], dtype="datetime64[D]")
    changed = np.searchsorted(dates, effective)
    changed = changed[(changed > 0) & (changed < dates.size)]
    if changed.size:
        asked = np.union1d(asked, changed)
    in_force = np.searchsorted(effective, dates[np.append(0, asked)], side="right")
    by_policy = np.isin(asked, changed).tolist() if changed.size else [False] * asked.size
    reasons = tuple(
        targets[at].reason if policy else usual for at, policy in zip(in_force[1:].tolist(), by_policy, strict=True)
    )
    starts = asked if blend.reset is Reset.START else asked + 1
    return np.append(0, starts), in_force, reasons


def _with_drift(
    starts: Positions, which: Positions, reasons: tuple[str, ...], targets: Floats, levels: Floats, threshold: float
) -> tuple[Positions, Positions, tuple[str, ...]]:
    """The dated resets with the resets by drift between them."""
    ends = np.append(starts[1:], levels.shape[1] - 1)
    found: list[tuple[int, int, str]] = []
    for start, end, target, reason in zip(starts.tolist(), ends.tolist(), which.tolist(), ("", *reasons), strict=True):
        found.append((start, target, reason))
        found += [(at, target, DRIFT) for at in _drift_openings(levels, targets[:, target], start, end, threshold)]
    at, target_of, why = zip(*found, strict=True)
    return np.array(at, dtype=np.intp), np.array(target_of, dtype=np.intp), why[1:]


def _drift_openings(levels: Floats, target: Floats, start: int, end: int, threshold: float) -> list[int]:
    """Observations before ``end`` that open at target because some weight was too far from it at the close before.

    How far ahead to look at once is learnt from the distance between the crossings so far.
    """
    held = np.flatnonzero(target)
    rows, weights = (levels, target) if held.size == target.size else (levels[held], target[held])
    openings: list[int] = []
    usual = float(SMALLEST_CHUNK)
    while (crossed := _first_crossing(rows, weights, start, end - 1, threshold, int(1.3 * usual) + 8)) is not None:
        usual += 0.3 * (crossed + 1 - start - usual)
        start = crossed + 1
        openings.append(start)
    return openings


def _first_crossing(levels: Floats, weights: Floats, start: int, end: int, threshold: float, size: int) -> int | None:
    """The first observation in [start, end) at whose close some weight is further than the threshold from its target.

    ``levels``: shape (k, n+1), so that the close of observation t stands in column t + 1. Looks ``size`` observations ahead, then
    twice as many at a time. None also where something has lost all its value: that is told when it has to be bought.
    """
    first = levels[:, start]
    if not first.all():
        return None
    units, targets, far = (weights / first)[:, None], weights[:, None], threshold + DRIFT_ROUNDING
    largest = max(SMALLEST_CHUNK, LARGEST_CHUNK // weights.size)
    while start < end:
        until = min(start + min(size, largest), end)
        drifted = levels[:, start + 1 : until + 1] * units
        total = np.add.reduce(drifted, axis=0)
        drifted /= np.where(total > 0, total, 1.0)
        drifted -= targets
        crossed = np.maximum.reduce(np.abs(drifted, out=drifted), axis=0) > far
        at = int(crossed.argmax())
        if crossed[at]:
            return start + at
        start, size = until, 2 * size
    return None


def _units(opening: Opening, edges: Floats) -> Floats:
    """Units of each component in each segment, shape (k, S), for a blend worth 1 at the base.

    ``edges``: shape (k, S+1), levels at the close before each segment opens, and at the last close.
    """
    units = np.empty((edges.shape[0], opening.starts.size))
    worth = 1.0
    for low in range(0, opening.starts.size, SEGMENTS_AT_ONCE):
        block = slice(low, min(low + SEGMENTS_AT_ONCE, opening.starts.size))
        bought = _per_level(opening.targets[:, opening.target_columns[block]], edges[:, block])
        growth = (bought * edges[:, block.start + 1 : block.stop + 1]).sum(axis=0)
        worths = worth * np.cumprod(np.append(1.0, growth))
        units[:, block] = bought * worths[:-1]
        worth = float(worths[-1])
    return units


def _per_level(weights: Floats, levels: Floats) -> Floats:
    """weights / levels, with nothing bought of a component that is not wanted, whatever its level."""
    return np.divide(weights, levels, out=np.zeros(weights.shape), where=weights > 0)


def _levels(levels: Floats, bounds: Positions, units: Floats) -> Floats:
    """The blend's level at each close, shape (n,): units × levels.

    Large segments are one product each; many small ones are taken together, with the units repeated. Sums run over the components
    in their sorted order, so that equal input gives equal bytes.
    """
    count, path = levels.shape[1] - 1, np.empty(levels.shape[1] - 1)
    if levels.size >= SMALL_SEGMENT * units.shape[1]:
        for at, (low, high) in enumerate(pairwise(bounds.tolist())):
            np.einsum("ki,k->i", levels[:, low + 1 : high + 1], units[:, at], out=path[low:high])
        return path
    segment = np.repeat(np.arange(units.shape[1]), np.diff(bounds))
    step = max(1, LARGEST_CHUNK // levels.shape[0])
    for low in range(0, count, step):
        high = min(low + step, count)
        values = np.take(units, segment[low:high], axis=1)
        values *= levels[:, low + 1 : high + 1]
        values.sum(axis=0, out=path[low:high])
    return path


def _previous(levels: Floats, aligned: AlignedComponents) -> Floats:
    """The level at which each observation opens; raises InsufficientData where nothing is left to earn on."""
    previous = np.append(1.0, levels[:-1])
    if aligned.worthless and not previous.all():
        lost = to_date(aligned.dates[int(np.argmin(previous))])
        raise InsufficientData(
            f"The blend has lost everything on {spoken_date(lost)}; there is no return after that. End the range there.",
            on=lost.isoformat(),
        )
    return previous


def _check_bought(opening: Opening, edges: Floats, aligned: AlignedComponents) -> None:
    """Raises InsufficientData where a component that has lost everything would have to be bought again."""
    wrong = (opening.targets[:, opening.target_columns] > 0) & (edges[:, :-1] == 0)
    if wrong.any():
        at = int(np.argmax(wrong.any(axis=0)))
        component = aligned.ids[int(np.argmax(wrong[:, at]))]
        on = to_date(aligned.dates[min(int(opening.starts[at]) + 1, aligned.dates.size - 1)])
        raise InsufficientData(
            f"{component} has lost everything (a return of −100 %) before {spoken_date(on)}, when it would have to be bought "
            "again. Give it weight 0 from then on, or never rebalance.",
            component=component,
            on=on.isoformat(),
        )
