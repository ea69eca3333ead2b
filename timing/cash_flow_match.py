"""How fast is the same money in an index beside a plain double loop? One account of 1,000 flows, and ten thousand of 120."""

from __future__ import annotations

from datetime import date

import numpy as np

from core.market.levels import Floats, LevelSeries, to_date
from core.returns.cash_flows import CashFlows
from core.same_money.account import match_batch, match_cash_flows
from timing.timing import check, goal, show, side_by_side

YEARS, FLOWS = 10, 1_000
PORTFOLIOS, FLOWS_EACH = 10_000, 120


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


def closing_by_double_loop(rows: list[list[float]], levels: list[float], closing_level: float) -> list[float]:
    values = []
    for row in rows:
        units = 0.0
        for amount, level in zip(row, levels, strict=True):
            units = max(units + amount / level, 0.0)
        values.append(units * closing_level)
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


def many_accounts() -> None:
    index = index_of_ten_years()
    days, closing_on = index.dates[::21][:FLOWS_EACH], to_date(index.dates[-1])
    rows: Floats = np.random.default_rng(3).uniform(50, 500, (PORTFOLIOS, FLOWS_EACH))
    rows[:, 5::6] *= -1
    listed, levels = rows.tolist(), index.known(days).levels.tolist()
    timings = side_by_side(
        {
            "match_batch": lambda: match_batch(days, rows, index, closing_on),
            "double loop": lambda: closing_by_double_loop(listed, levels, float(index.levels[-1])),
        }
    )
    show(f"{PORTFOLIOS:,} accounts × {FLOWS_EACH} flows, closing values", timings, "match_batch")
    ours = match_batch(days, rows, index, closing_on).closing_values
    theirs = np.array(closing_by_double_loop(listed, levels, float(index.levels[-1])))
    check("relative difference", float((np.abs(ours - theirs) / (1 + theirs)).max()), 1e-12)


def main() -> None:
    one_account()
    many_accounts()


if __name__ == "__main__":
    main()
