"""Which steps lead from what a risk-free deposit would have made to what you have? Amounts of money that add up to the cent.

The first three amounts are accounts fed with the portfolio's own flows: the deposit, the benchmark's policy mix kept at its targets, the
benchmark as it was. Allocation and selection are returns without timing: M(R), the value of the flows had each grown evenly at the
rate that makes R over the whole range. Timing is what the days of the flows did to the portfolio beyond that, less what they did to the
benchmark. Costs are what the portfolio would be worth had nothing been charged, less what it is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from itertools import pairwise

import numpy as np

from core.attribution.effects import Attribution
from core.benchmark.rebalancing import Rebalance, Rule
from core.errors import InsufficientData
from core.market.levels import Days, Floats, to_day
from core.returns.cash_flows import CashFlows
from core.returns.held import days_of
from core.returns.series import compounded
from core.returns.time_weighted import time_weighted_returns
from core.same_money.blend_comparison import BlendComparison
from core.same_money.comparison import SameMoney
from core.valuation.portfolio_value import Valuation
from core.valuation.window import PortfolioWindow

CENT = Decimal("0.01")


class BridgeStep(StrEnum):
    """The steps of the gap between deposit and portfolio, in order."""

    MARKET = "market"
    POLICY_DRIFT = "policy drift"
    ALLOCATION = "allocation"
    SELECTION = "selection"
    TIMING = "timing"
    COSTS = "fees and taxes"


@dataclass(frozen=True, slots=True)
class GapBridge:
    """``start``: the risk-free account's closing value; ``end``: the portfolio's; ``steps`` lead from one to the other.

    Every amount is in ``currency`` and in whole cents: ``start`` and all steps add up to ``end`` exactly. ``costs``: fees and taxes as
    they were paid, without what they would have earned.
    """

    currency: str
    start: float
    steps: tuple[tuple[BridgeStep, float], ...]
    end: float
    costs: float

    def amount(self, step: BridgeStep) -> float:
        return dict(self.steps)[step]


@dataclass(frozen=True, slots=True, eq=False)
class BridgeParts:
    """All that the bridge needs but the deposit, so that another rate costs nothing.

    ``policy``: closing value of the same money in the benchmark's targets, kept daily; ``benchmark``, ``portfolio``: closing values.
    ``allocation``, ``selection``: money by even growth, together M(R_p) − M(R_b) before costs; ``gross``: the portfolio without costs.
    """

    currency: str
    policy: float
    benchmark: float
    portfolio: float
    allocation: float
    selection: float
    gross: float
    costs: float

    def starting_from(self, deposit: float) -> GapBridge:
        """The bridge from a deposit's closing value."""
        timing = (self.gross - self.benchmark) - (self.allocation + self.selection)
        amounts = {
            BridgeStep.MARKET: self.policy - deposit,
            BridgeStep.POLICY_DRIFT: self.benchmark - self.policy,
            BridgeStep.ALLOCATION: self.allocation,
            BridgeStep.SELECTION: self.selection,
            BridgeStep.TIMING: timing,
            BridgeStep.COSTS: self.portfolio - self.gross,
        }
        cents = in_whole_cents(deposit, list(amounts.values()))
        steps = tuple(zip(amounts, cents[1:-1], strict=True))
        return GapBridge(self.currency, cents[0], steps, cents[-1], self.costs)


def bridge_parts(
    valuation: Valuation, same: SameMoney, policy_value: float, attribution: Attribution, costs: CashFlows
) -> BridgeParts:
    """What the steps are made of, over the range of ``same``.

    ``policy_value``: closing value of the same money in the benchmark's targets. ``attribution``: over the same range, net of costs.
    ``costs``: amounts ≥ 0 in the portfolio's currency. Raises InsufficientData for a range of a single day.
    """
    window = same.portfolio
    if not days_of(window.held):
        raise InsufficientData("A range of a single day has no steps to tell apart. Choose a longer range.")
    inside = _window_days(valuation, window)
    gross_returns = _gross_returns(valuation, costs)[inside]
    gross = _grown(valuation, window, gross_returns, inside)
    whole = compounded(gross_returns)
    allocation, selection = _in_money(
        window, attribution.benchmark_return, attribution.allocation, whole - attribution.benchmark_return
    )
    paid = costs.amounts[np.isin(costs.days, valuation.dates[inside])]
    return BridgeParts(
        same.currency,
        policy_value,
        same.benchmark.closing_value,
        window.closing_value,
        allocation,
        selection,
        gross,
        float(paid.sum()),
    )


def policy_value(beside: BlendComparison) -> float:
    """Closing value of the same money in the benchmark's targets, reset every day; one part alone has no targets to drift from."""
    blend = beside.path.blend
    if len(blend.ids) == 1:
        return beside.same_money.benchmark.closing_value
    dated = blend.policy + blend.rebalance.schedule
    return beside.closing_value_in(replace(blend, policy=dated, rebalance=Rebalance(Rule.DAILY)))


def even_growth(flows: CashFlows, total_return: float, window: PortfolioWindow) -> float:
    """M(R) = Σ flow · (1 + R)^(days held from then on / all days held)."""
    left = sum(
        np.maximum((to_day(one.end) - np.maximum(flows.days, to_day(one.start))).astype(np.float64), 0.0)
        for one in window.held
    )
    return float(flows.amounts @ (1.0 + total_return) ** (left / days_of(window.held)))


def in_whole_cents(start: float, steps: Sequence[float]) -> list[float]:
    """Start, steps and end, each in whole cents and adding up exactly: the running totals are rounded, and their differences taken."""
    running = [_cents(one) for one in np.cumsum([start, *steps]).tolist()]
    moves = [after - before for before, after in pairwise(running)]
    return [float(running[0]), *map(float, moves), float(running[-1])]


def _cents(amount: float) -> Decimal:
    return Decimal(amount).quantize(CENT, rounding=ROUND_HALF_EVEN)


def _window_days(valuation: Valuation, window: PortfolioWindow) -> np.ndarray:
    """Which valuation dates earn inside the window, shape (n,): those after its start, its first too where the money begins there."""
    start, end = to_day(window.period.start), to_day(window.period.end)
    first = (valuation.dates == start) & (valuation.begins == window.period.start)
    return np.asarray(((valuation.dates > start) | first) & (valuation.dates <= end))


def _gross_returns(valuation: Valuation, costs: CashFlows) -> Floats:
    """Time-weighted returns as if nothing had been charged, shape (n,): each day's costs count as value at its end."""
    charged = _on_dates(costs, valuation.dates)
    money = valuation.inflows, valuation.outflows + charged, valuation.dealt
    return np.nan_to_num(time_weighted_returns(valuation.dates, valuation.values, *money))


def _on_dates(costs: CashFlows, dates: Days) -> Floats:
    return np.bincount(np.searchsorted(dates, costs.days), costs.amounts, dates.size).astype(np.float64)


def _grown(valuation: Valuation, window: PortfolioWindow, returns: Floats, inside: np.ndarray) -> float:
    """The closing value of the same flows at these returns: at work from when the time-weighted return has them at work."""
    value = window.opening_value
    from_nothing = np.concatenate([[True], valuation.values[:-1] == 0])
    money = (valuation.inflows, valuation.outflows, valuation.dealt, from_nothing)
    rows = zip(*(one[inside].tolist() for one in money), returns.tolist(), strict=True)
    for came, went, dealt, empty, earned in rows:
        start, end = (came, -went) if empty else (max(came - went - dealt, 0.0), dealt + min(came - went - dealt, 0.0))
        value = (value + start) * (1.0 + earned) + end
    return value


def _in_money(window: PortfolioWindow, benchmark: float, allocation: float, active: float) -> tuple[float, float]:
    """Allocation and selection as money: the mean of counting allocation first and selection first, so that neither is favoured.

    In proportion to the returns where one of the two alone would have lost everything.
    """
    selection = active - allocation
    flows = window.flows
    if min(1 + benchmark + allocation, 1 + benchmark + selection, 1 + benchmark + active, 1 + benchmark) <= 0:
        lead = even_growth(flows, max(benchmark + active, -1.0), window) - even_growth(
            flows, max(benchmark, -1.0), window
        )
        share = allocation / active if active else 0.0
        return lead * share, lead * (1.0 - share)
    none, both = even_growth(flows, benchmark, window), even_growth(flows, benchmark + active, window)
    only_a = even_growth(flows, benchmark + allocation, window)
    only_s = even_growth(flows, benchmark + selection, window)
    return ((only_a - none) + (both - only_s)) / 2, ((only_s - none) + (both - only_a)) / 2
