"""What if the same money had gone into the mix? Deposits split at the targets and left alone, or units of the blend's own level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.benchmark.alignment import AlignedComponents
from core.benchmark.blend import Blend
from core.benchmark.common_dates import NoCommonDates
from core.benchmark.component_levels import components_on
from core.benchmark.kinds import FixedReturn
from core.benchmark.path import BlendedPath
from core.benchmark.rebalancing import Rule
from core.benchmark.resolution import align, dated_resets, nested_levels, resolve_aligned
from core.benchmark.sources import Fallback, Sources
from core.market.levels import Basis, Days, to_date, to_days
from core.market.period import Period
from core.market.rhythm import LONGEST_HOLIDAY, slowest_rhythm
from core.returns.cash_flows import CashFlows
from core.same_money.account import AccountPath, MatchedAccount, flow_places, match_cash_flows, read_only
from core.same_money.split_account import SplitSteps, split_values

SPLIT = "Every deposit is split at the target weights and left alone; a withdrawal leaves each part in proportion."
UNITS = "Every deposit buys units of the blend, which is {rule}."


@dataclass(frozen=True, slots=True, eq=False)
class BlendMatch:
    """The account, and how the blend was read.

    ``reading``: which of the two meanings was used, in words. ``path``: the blend's own path from the first flow on; None as long as it
    has no observation.
    """

    account: MatchedAccount
    reading: str
    fallbacks: tuple[Fallback, ...]
    path: BlendedPath | None = None


def match_blend(
    flows: CashFlows, blend: Blend, sources: Sources, on: Days, aligned: AlignedComponents | None = None
) -> BlendMatch:
    """An account fed with ``flows`` (in the blend's currency), valued on each date of ``on``, shape (n,), ascending.

    Rule none: a deposit is split at the targets of its date and left alone, so that the result does not depend on where the
    blend's own history begins; a policy change resets the whole account. A fixed return that is not compounded earns simple interest on
    each payment from that payment's own day, and what leaves it is the oldest with its interest. Any other rule: units of the blend's
    level series, which begins at the targets with the first flow. Either way a withdrawal larger than the account empties it.
    ``aligned``: the components since the first flow, where another match of a mix that holds them at the same times has them already.
    Raises as :func:`core.benchmark.resolution.resolve` does, and InvalidSpecification for a flow after the last date.
    """
    dates = read_only(to_days(on))
    flow_places(flows, dates)
    split = blend.rebalance.rule is Rule.NONE
    reading = SPLIT if split else UNITS.format(rule=blend.rebalance.rule.in_words)
    moved = CashFlows(flows.days[flows.amounts != 0], flows.amounts[flows.amounts != 0])
    if not moved.days.size:
        return BlendMatch(_unfed(blend, dates, flows), reading, ())
    aligned = aligned or _aligned(blend, sources, Period(to_date(moved.days[0]), to_date(dates[-1])))
    path = resolve_aligned(blend, aligned) if aligned else None
    if path and not split:
        return BlendMatch(match_cash_flows(flows, path.level_series(), dates), reading, path.fallbacks, path)
    return _split(moved, flows, blend, sources, dates, path)


def _aligned(blend: Blend, sources: Sources, period: Period) -> AlignedComponents | None:
    """The components from the first flow to the last date; None where there has been no common observation yet, though all count."""
    try:
        return align(blend, sources, period)
    except NoCommonDates:
        if period.days > _longest_wait(sources):
            raise
        return None


def _longest_wait(sources: Sources) -> int:
    """For how many days what is known of the slowest component may count without another observation."""
    slowest = slowest_rhythm(one.dates for one in sources.series.values() if not isinstance(one, FixedReturn))
    return LONGEST_HOLIDAY if slowest is None else max(LONGEST_HOLIDAY, slowest.max_age_days)


def _split(
    moved: CashFlows, flows: CashFlows, blend: Blend, sources: Sources, dates: Days, path: BlendedPath | None
) -> BlendMatch:
    """The parts bought on each date and left alone, but for policy changes; also how any blend begins before it can be measured."""
    ids = sorted(blend.ids)
    targets = np.stack([target.weights.vector(ids) for target in blend.targets], axis=1)
    on, steps = _steps(moved, blend, path, dates)
    wanted = targets[:, steps.target] > 0
    wanted[:, steps.reset_to >= 0] |= targets[:, steps.reset_to[steps.reset_to >= 0]] > 0
    known = components_on(blend, sources, on, wanted, path.fallbacks if path else (), nested_levels(sources))
    worth, unpaid = split_values(steps, known.levels, targets, known.simple)
    at, inside = np.searchsorted(on, dates), dates >= on[0]
    values = np.zeros(dates.size)
    values[inside] = worth[at[inside]]
    missing = np.zeros(flows.days.size)
    missing[np.searchsorted(flows.days, moved.days)] = unpaid[np.searchsorted(on, moved.days)]
    account = AccountPath(values, missing).named(
        blend.label,
        blend.currency,
        known.basis,
        dates,
        flows,
        carried_days=int(known.stale[at[inside]].sum()),
        simulated=known.simulated,
    )
    return BlendMatch(account, SPLIT, known.fallbacks, path)


def _steps(moved: CashFlows, blend: Blend, path: BlendedPath | None, dates: Days) -> tuple[Days, SplitSteps]:
    """The dates on which anything happens or is asked, from the first flow on, and what happens. A reset comes after its date's flows."""
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
    return on, SplitSteps(amounts, which[np.searchsorted(reset_days, on, side="left")], reset_to)


def _unfed(blend: Blend, dates: Days, flows: CashFlows) -> MatchedAccount:
    """The account of flows that are all 0."""
    path = AccountPath(np.zeros(dates.size), np.zeros(flows.days.size))
    return path.named(blend.label, blend.currency, Basis.TOTAL, dates, flows)
