"""How fast is a blend beside bt and beside plain loops over the days? 2, 10 and 500 components, 10 and 50 years, two rules.

bt rebalances at the close of a period's first day and has no absolute drift rule, so that the blends here reset at the close, and
bt gets a small algo of its own for the drift. All that is compared is the path of levels: the one thing that all of them give.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from benchmarks.timing import Timing, check, goal, show, side_by_side, spoken
from core.blend import Blend, Component
from core.blending import align, resolve, resolve_aligned
from core.levels import Days, Floats, LevelSeries
from core.rebalancing import Rebalance, Reset, Rule

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


def by_bt(prices: pd.DataFrame, blend: Blend) -> Floats:
    """bt's whole run: fractional positions, no costs."""
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
    backtest = bt.Backtest(bt.Strategy("blend", algos), prices, integer_positions=False, progress_bar=False)
    backtest.run()
    values = backtest.strategy.prices.loc[prices.index]
    return np.asarray(values / values.iloc[0])[1:]


def timed(contenders: Mapping[str, Callable[[], object]]) -> dict[str, Timing]:
    """Quick contenders in turns; one that takes seconds once, in the same run."""
    slow, quick = {}, {}
    for name, work in contenders.items():
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        if took > TOO_SLOW_TO_REPEAT:
            slow[name] = Timing(took, took, took)
        else:
            quick[name] = work
    timings = side_by_side(quick, rounds=7) | slow
    return {name: timings[name] for name in contenders}


def one_size(components: int, years: int, rule: Rule, with_bt: bool) -> dict[str, Timing]:
    series = market(components, years)
    blend, days = blend_of(series, rule), next(iter(series.values())).dates
    levels = np.stack([one.levels for one in series.values()], axis=1)
    returns, target = levels[1:] / levels[:-1] - 1.0, np.array([part.weight for part in blend.components])
    drift = blend.rebalance.threshold if rule is Rule.DRIFT else None
    aligned, listed, quarter = align(blend, series), returns.tolist(), quarters(days[1:])
    contenders: dict[str, Callable[[], object]] = {
        "resolve": lambda: resolve(blend, series),
        "resolve_aligned": lambda: resolve_aligned(blend, aligned),
        "NumPy loop over days": lambda: array_loop(quarter, returns, target, drift),
        "plain loop over days": lambda: plain_loop(quarter, listed, target.tolist(), drift),
    }
    prices = pd.DataFrame(levels, index=pd.DatetimeIndex(days.astype("datetime64[ns]")), columns=list(series))
    if with_bt:
        contenders["bt"] = lambda: by_bt(prices, blend)
    timings = timed(contenders)
    path = resolve(blend, series)
    title = f"{rule.name.lower()}, {components} components × {years} years ({days.size - 1:,} days, {len(path.events)} resets)"
    show(title, timings, "resolve")
    check("plain loop", worst(path.levels, plain_loop(quarter, listed, target.tolist(), drift)), 1e-11)
    check("NumPy loop", worst(path.levels, array_loop(quarter, returns, target, drift)), 1e-11)
    if with_bt:
        check("bt", worst(path.levels, by_bt(prices, blend)), 1e-9)
    return timings


def worst(ours: Floats, theirs: Floats | list[float]) -> float:
    """The largest relative difference of the levels."""
    return float(np.abs(ours / np.asarray(theirs) - 1.0).max())


def main(skip_slow_bt: bool) -> None:
    for components in COMPONENTS:
        for years in YEARS:
            for rule in (Rule.QUARTERLY, Rule.DRIFT):
                timings = one_size(components, years, rule, not (skip_slow_bt and components == COMPONENTS[-1]))
                ours = timings["resolve"].median
                if (components, years) == (10, 10):
                    goal("against bt", timings["bt"].median / ours, 500)
                if (components, years) == (500, 50):
                    goal("against the plain loop", timings["plain loop over days"].median / ours, 100)
                    print(
                        f"  on aligned levels: {spoken(timings['resolve_aligned'].median)} (wanted 10 ms, or 100 × the loop)"
                    )


if __name__ == "__main__":
    main(skip_slow_bt="--skip-slow-bt" in sys.argv[1:])
