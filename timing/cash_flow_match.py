"""How fast is the same money in an index beside a plain double loop? One account of 1,000 flows."""

from __future__ import annotations

from datetime import date

import numpy as np

from core.market.levels import LevelSeries
from core.returns.cash_flows import CashFlows
from core.same_money.account import match_cash_flows
from timing.timing import check, goal, show, side_by_side

YEARS, FLOWS = 10, 1_000


def index_of_ten_years() -> LevelSeries:
    days = np.arange("2015-01-01", f"{2015 + YEARS}-01-01", dtype="datetime64[D]")
    trading = days[np.is_busday(days)]
    steps = np.random.default_rng(1).normal(0.0004, 0.011, trading.size)
    return LevelSeries("Index", trading, 100 * np.exp(np.cumsum(steps)), "USD")


def saver(index: LevelSeries) -> CashFlows:
    """A thousand flows on trading days, a fifth of them withdrawals."""
    random = np.random.default_rng(2)
    at = np.sort(random.choice(index.dates.size, FLOWS, replace=False))
    amounts = random.uniform(50, 500, FLOWS)
    amounts[10::5] *= -1
    return CashFlows(index.dates[at], amounts)


def by_double_loop(flows: list[tuple[date, float]], levels: dict[date, float]) -> list[float]:
    """Day by day, flow by flow, as one would write it down first; a withdrawal takes no more than there is."""
    values = []
    for day, level in levels.items():
        units = 0.0
        for on, amount in flows:
            if on <= day:
                units = max(units + amount / levels[on], 0.0)
        values.append(units * level)
    return values


def one_account() -> None:
    index = index_of_ten_years()
    flows = saver(index)
    listed = list(zip(flows.days.tolist(), flows.amounts.tolist(), strict=True))
    levels = dict(zip(index.dates.tolist(), index.levels.tolist(), strict=True))
    timings = side_by_side(
        {
            "match_cash_flows": lambda: match_cash_flows(flows, index, index.dates),
            "double loop": lambda: by_double_loop(listed, levels),
        },
        rounds=5,
    )
    show(f"{FLOWS:,} flows valued on {index.dates.size:,} trading days", timings, "match_cash_flows")
    ours, theirs = match_cash_flows(flows, index, index.dates).values, np.array(by_double_loop(listed, levels))
    check("relative difference", float((np.abs(ours - theirs) / (1 + theirs)).max()), 1e-12)
    goal("against the double loop", timings["double loop"].median / timings["match_cash_flows"].median, 5_000)


def main() -> None:
    one_account()


if __name__ == "__main__":
    main()
