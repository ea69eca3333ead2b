"""What if the same money had gone into the mix? Deposits split at the targets and left alone, or units of the blend's own level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.benchmark.alignment import AlignedComponents
from core.benchmark.blend import Blend
from core.benchmark.common_dates import NoCommonDates
from core.benchmark.component_levels import ComponentLevels, components_on
from core.benchmark.path import BlendedPath
from core.benchmark.rebalancing import Rule
from core.benchmark.resolution import align, dated_resets, nested_levels, resolve_aligned
from core.benchmark.sources import Fallback, Sources
from core.market.levels import MAX_AGE_DAYS, Basis, Days, Floats, to_date, to_days
from core.market.period import Period
from core.returns.cash_flows import CashFlows
from core.same_money.account import MatchedAccount, flow_places, match_cash_flows, own

# Of all money ever moved: a shortage, or a rest, below it is rounding.
ROUNDING = 1e-12
SPLIT = "Every deposit is split at the target weights and left alone; a withdrawal leaves each part in proportion."
UNITS = "Every deposit buys units of the blend, which is {rule}."


@dataclass(frozen=True, slots=True, eq=False)
class BlendMatch:
    """The account, and how the blend was read.

    ``reading``: which of the two meanings was used, in words. ``path``: the blend's own path from the first flow on; None as long as it
    has no observation. ``leg_values``: shape (n, k), what each component is worth in the account, columns in the blend's order; only
    for split deposits.
    """

    account: MatchedAccount
    reading: str
    fallbacks: tuple[Fallback, ...]
    path: BlendedPath | None = None
    leg_values: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Steps:
    """What happens on each date of a timeline (m dates): money moves, weights are reset; and the target (a column) for each."""

    on: Days
    amounts: Floats
    target: NDArray[np.intp]
    reset_to: NDArray[np.intp]  # −1: no reset on this date


def match_blend(
    flows: CashFlows, blend: Blend, sources: Sources, on: Days, aligned: AlignedComponents | None = None
) -> BlendMatch:
    """An account fed with ``flows`` (in the blend's currency), valued on each date of ``on``, shape (n,), ascending.

    Rule none: a deposit is split at the targets of its date and left alone, so that the result does not depend on where the
    blend's own history begins; a policy change resets the whole account. Any other rule: units of the blend's level series,
    which begins at the targets with the first flow. Either way a withdrawal larger than the account empties it. ``aligned``: the
    components since the first flow, where another match of a mix that holds them at the same times has them already. Raises as
    :func:`core.benchmark.resolution.resolve` does, and InvalidSpecification for a flow after the last date.
    """
    dates = own(to_days(on))
    flow_places(flows, dates)
    split = blend.rebalance.rule is Rule.NONE
    reading = SPLIT if split else UNITS.format(rule=blend.rebalance.rule.in_words)
    moved = CashFlows(flows.days[flows.amounts != 0], flows.amounts[flows.amounts != 0])
    if not moved.days.size:
        return BlendMatch(_account(blend, dates, np.zeros(dates.size), flows, np.zeros(flows.days.size)), reading, ())
    aligned = aligned or _aligned(blend, sources, Period(to_date(moved.days[0]), to_date(dates[-1])))
    path = resolve_aligned(blend, aligned) if aligned else None
    if path and not split:
        return BlendMatch(match_cash_flows(flows, path.level_series(), dates), reading, path.fallbacks, path)
    return _split(moved, flows, blend, sources, dates, path)


def _aligned(blend: Blend, sources: Sources, period: Period) -> AlignedComponents | None:
    """The components from the first flow to the last date; None where there has been no common observation for a week."""
    try:
        return align(blend, sources, period)
    except NoCommonDates:
        if period.days > MAX_AGE_DAYS:
            raise
        return None


def _split(
    moved: CashFlows, flows: CashFlows, blend: Blend, sources: Sources, dates: Days, path: BlendedPath | None
) -> BlendMatch:
    """The parts bought on each date and left alone, but for policy changes; also how any blend begins before it can be measured."""
    ids = sorted(blend.ids)
    targets = np.stack([target.weights.vector(ids) for target in blend.targets], axis=1)
    steps = _steps(moved, blend, path, dates)
    wanted = targets[:, steps.target] > 0
    wanted[:, steps.reset_to >= 0] |= targets[:, steps.reset_to[steps.reset_to >= 0]] > 0
    known = components_on(blend, sources, steps.on, wanted, path.fallbacks if path else (), nested_levels(sources))
    units, unpaid = _units(steps, known.levels, targets)
    at, inside = np.searchsorted(steps.on, dates), dates >= steps.on[0]
    legs = np.zeros((len(ids), dates.size))
    legs[:, inside] = (units * known.levels)[:, at[inside]]
    missing = np.zeros(flows.days.size)
    missing[np.searchsorted(flows.days, moved.days)] = unpaid[np.searchsorted(steps.on, moved.days)]
    account = _account(blend, dates, legs.sum(axis=0), flows, missing, known, int(known.stale[at[inside]].sum()))
    return BlendMatch(account, SPLIT, known.fallbacks, path, legs[[ids.index(one) for one in blend.ids]].T)


def _steps(moved: CashFlows, blend: Blend, path: BlendedPath | None, dates: Days) -> _Steps:
    """The dates on which anything happens or is asked, from the first flow on. A reset comes after its date's flows."""
    if path is None:
        effective = to_days([one.effective for one in blend.targets if one.effective is not None])
        reset_days, which = effective[:0], np.searchsorted(effective, dates[-1:], side="right")
    else:
        starts, which, _ = dated_resets(blend, path.aligned)
        reset_days = path.aligned.dates[starts[1:]]
    on = np.unique(np.concatenate([moved.days, reset_days, dates]))
    on = on[on >= moved.days[0]]
    amounts = np.zeros(on.size)
    amounts[np.searchsorted(on, moved.days)] = moved.amounts
    reset_to = np.full(on.size, -1, dtype=np.intp)
    late = reset_days >= on[0]
    reset_to[np.searchsorted(on, reset_days[late])] = which[1:][late]
    return _Steps(on, amounts, which[np.searchsorted(reset_days, on, side="left")], reset_to)


def _units(steps: _Steps, levels: Floats, targets: Floats) -> tuple[Floats, Floats]:
    """Units of each component after each date, shape (k, m), and what a withdrawal could not be paid, shape (m,)."""
    units, unpaid = np.zeros(levels.shape), np.zeros(steps.on.size)
    held, gross = np.zeros(levels.shape[0]), 0.0
    events = np.flatnonzero((steps.amounts != 0) | (steps.reset_to >= 0))
    for at, until in zip(events.tolist(), [*events[1:].tolist(), steps.on.size], strict=True):
        amount, level = float(steps.amounts[at]), levels[:, at]
        gross += abs(amount)
        if amount > 0:
            held = held + amount * targets[:, steps.target[at]] / level
        elif amount < 0:
            worth = float((held * level).sum())
            rest = worth + amount
            unpaid[at] = -rest if rest < -ROUNDING * gross else 0.0
            held = held * (rest / worth) if rest > ROUNDING * gross else np.zeros_like(held)
        if steps.reset_to[at] >= 0:
            held = (held * level).sum() * targets[:, steps.reset_to[at]] / level
        units[:, at:until] = held[:, None]
    return units, unpaid


def _account(
    blend: Blend,
    dates: Days,
    values: Floats,
    flows: CashFlows,
    unpaid: Floats,
    known: ComponentLevels | None = None,
    carried_days: int = 0,
) -> MatchedAccount:
    short = unpaid > 0
    values.setflags(write=False)
    unpaid.setflags(write=False)
    return MatchedAccount(
        name=blend.label,
        currency=blend.currency,
        basis=known.basis if known else Basis.TOTAL,
        dates=dates,
        values=values,
        flows=flows,
        unpaid=unpaid,
        exhausted_on=to_date(flows.days[int(np.argmax(short))]) if short.any() else None,
        shortfall=float(unpaid.sum()),
        carried_days=carried_days,
        simulated=known is not None and known.simulated,
    )
