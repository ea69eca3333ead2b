"""How fast is a blend beside bt and beside plain loops over the days? 2, 10 and 500 components, 10 and 50 years, two rules.

bt rebalances at the close of a period's first day and has no absolute drift rule, so that the blends here reset at the close, and
bt gets a small algo of its own for the drift. All that is compared is the path of levels: the one thing that all of them give. Loops
and bt are given one aligned table; its like is ``resolve_aligned``, while ``resolve`` finds common dates and gaps first.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.benchmark.resolution import align, resolve, resolve_aligned
from core.benchmark.sources import Sources
from core.market.levels import Days, Floats, LevelSeries
from timing.timing import Timing, check, goal, show, side_by_side

COMPONENTS, YEARS = (2, 10, 500), (10, 50)
TRADING_DAYS = 252
# A threshold that some component exceeds a few times a year, as weights are smaller with more components.
THRESHOLD_BP = {2: 300.0, 10: 100.0, 500: 5.0}
TOO_SLOW_TO_REPEAT = 2.0  # seconds


def market(components: int, years: int) -> dict[str, LevelSeries]:
    """Correlated random walks on Mondays to Fridays."""
    random, count = np.random.default_rng(components * 100 + years), years * TRADING_DAYS
    days = np.arange("1970-01-01", "2030-01-01", dtype="datetime64[D]")
    days = days[np.is_busday(days)][: count + 1]
    steps = 0.0003 + 0.007 * (random.normal(size=(components, count)) + random.normal(size=count))
    paths = 100.0 * np.exp(np.cumsum(np.column_stack([np.zeros(components), steps]), axis=1))
    return {f"C{i:03d}": LevelSeries(f"C{i:03d}", days.copy(), path, "USD") for i, path in enumerate(paths)}


def blend_of(series: Mapping[str, LevelSeries], rule: Rule) -> Blend:
    """Weights in the ratio 1 : 2 : 3 : 1 : 2 : 3 … under the rule."""
    raw = [1.0 + i % 3 for i in range(len(series))]
    parts = tuple(Component(name, weight / sum(raw)) for name, weight in zip(series, raw, strict=True))
    return Blend("BLEND", "USD", parts, (), Rebalance(rule, THRESHOLD_BP[len(series)]), Reset.CLOSE)


def quarters(days: Days) -> list[int]:
    return (days.astype("datetime64[M]").astype(int) // 3).tolist()


def plain_loop(quarter: list[int], rows: list[list[float]], target: list[float], drift: float | None) -> list[float]:
    """Day by day and component by component. ``quarter``: of each return's date; ``drift``: threshold, None for quarterly."""
    level, weights, path = 1.0, list(target), []
    for t, row in enumerate(rows):
        total = sum([w * r for w, r in zip(weights, row, strict=True)])
        level *= 1.0 + total
        weights = [w * (1.0 + r) / (1.0 + total) for w, r in zip(weights, row, strict=True)]
        if drift is None:
            turns = t > 0 and quarter[t] != quarter[t - 1]
        else:
            turns = max([abs(w - g) for w, g in zip(weights, target, strict=True)]) > drift
        if turns:
            weights = list(target)
        path.append(level)
    return path


def array_loop(quarter: list[int], rows: Floats, target: Floats, drift: float | None) -> list[float]:
    """Day by day, NumPy over the components."""
    level, weights, path = 1.0, target, []
    for t, row in enumerate(rows):
        grown = weights * (1.0 + row)
        growth = float(grown.sum())
        level *= growth
        weights = grown / growth
        if drift is None:
            turns = t > 0 and quarter[t] != quarter[t - 1]
        else:
            turns = float(np.abs(weights - target).max()) > drift
        if turns:
            weights = target
        path.append(level)
    return path


def backtest_of(prices: pd.DataFrame, blend: Blend) -> Any:
    """The blend as a bt backtest: fractional positions, no costs."""
    import bt

    class RunOnDrift(bt.Algo):  # type: ignore[misc]
        """Runs when some weight is further than the threshold from its target, in absolute terms."""

        def __call__(self, target: bt.Strategy) -> bool:
            return any(
                abs(child.weight - weights[name]) > blend.rebalance.threshold for name, child in target.children.items()
            )

    weights = {part.id: part.weight for part in blend.components}
    when = RunOnDrift() if blend.rebalance.rule is Rule.DRIFT else bt.algos.RunQuarterly(run_on_first_date=False)
    algos = [bt.algos.Or([bt.algos.RunOnce(), when]), bt.algos.WeighSpecified(**weights), bt.algos.Rebalance()]
    return bt.Backtest(bt.Strategy("blend", algos), prices, integer_positions=False, progress_bar=False)


def by_bt(prices: pd.DataFrame, blend: Blend) -> Floats:
    """The backtest alone, without any of the statistics that bt.run adds."""
    backtest = backtest_of(prices, blend)
    backtest.run()
    values = backtest.strategy.prices.loc[prices.index]
    return np.asarray(values / values.iloc[0])[1:]


def by_bt_run(prices: pd.DataFrame, blend: Blend) -> Any:
    """As bt's own documentation runs it."""
    import bt

    return bt.run(backtest_of(prices, blend))


def timed(contenders: Mapping[str, Callable[[], Any]]) -> tuple[dict[str, Timing], dict[str, Any]]:
    """Quick contenders in turns; one that takes seconds once, in the same run. With what each of them gave."""
    slow, quick, given = {}, {}, {}
    for name, work in contenders.items():
        start = time.perf_counter()
        given[name] = work()
        took = time.perf_counter() - start
        if took > TOO_SLOW_TO_REPEAT:
            slow[name] = Timing(took, took, took)
        else:
            quick[name] = work
    timings = side_by_side(quick, rounds=7) | slow
    return {name: timings[name] for name in contenders}, given


def one_size(components: int, years: int, rule: Rule, with_bt: bool) -> dict[str, Timing]:
    series = market(components, years)
    blend, days = blend_of(series, rule), next(iter(series.values())).dates
    levels = np.stack([one.levels for one in series.values()], axis=1)
    returns, target = levels[1:] / levels[:-1] - 1.0, np.array([part.weight for part in blend.components])
    drift = blend.rebalance.threshold if rule is Rule.DRIFT else None
    aligned, listed, quarter = align(blend, Sources(series)), returns.tolist(), quarters(days[1:])
    contenders: dict[str, Callable[[], Any]] = {
        "resolve": lambda: resolve(blend, Sources(series)),
        "resolve_aligned": lambda: resolve_aligned(blend, aligned),
        "NumPy loop over days": lambda: array_loop(quarter, returns, target, drift),
        "plain loop over days": lambda: plain_loop(quarter, listed, target.tolist(), drift),
    }
    prices = pd.DataFrame(levels, index=pd.DatetimeIndex(days.astype("datetime64[ns]")), columns=list(series))
    if with_bt:
        contenders["bt, backtest alone"] = lambda: by_bt(prices, blend)
    if with_bt and components < COMPONENTS[-1]:
        contenders["bt.run"] = lambda: by_bt_run(prices, blend)
    timings, given = timed(contenders)
    path = given["resolve"]
    resets = f"{days.size - 1:,} days, {len(path.events)} resets"
    show(f"{rule.name.lower()}, {components} components × {years} years ({resets})", timings, "resolve")
    for name in ("plain loop over days", "NumPy loop over days", *(["bt, backtest alone"] if with_bt else [])):
        check(f"{name}, relative", float(np.abs(path.levels / np.asarray(given[name]) - 1.0).max()), 1e-10)
    return timings


def goals(components: int, years: int, timings: Mapping[str, Timing]) -> None:
    """What was to be reached at two of the sizes."""
    if (components, years) == (10, 10):
        peer = timings["bt, backtest alone"].median
        goal("on aligned levels, as bt is given them", peer / timings["resolve_aligned"].median, 500)
        goal("aligning them first", peer / timings["resolve"].median, 500)
    if (components, years) == (500, 50):
        resolved = timings["resolve_aligned"].median
        goal("10 ms on aligned levels", 0.010 / resolved, 1)
        goal("or against the plain loop", timings["plain loop over days"].median / resolved, 100)


def main(skip_slow_bt: bool) -> None:
    import bt

    print(f"bt {bt.__version__}")
    for components in COMPONENTS:
        for years in YEARS:
            for rule in (Rule.QUARTERLY, Rule.DRIFT):
                with_bt = not (skip_slow_bt and components == COMPONENTS[-1])
                goals(components, years, one_size(components, years, rule, with_bt))


if __name__ == "__main__":
    main(skip_slow_bt="--skip-slow-bt" in sys.argv[1:])
