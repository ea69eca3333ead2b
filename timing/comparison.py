"""How fast are one pair's comparison statistics beside empyrical-reloaded and quantstats? Ten years of daily returns."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from core.returns.series import ReturnSeries
from core.statistics.relative import Comparison, compare
from timing.timing import Timing, check, goal, show, side_by_side

DAYS, RATE, PERIODS = 2_520, 0.04, 252  # periods a year as the peers have them
EVERY_STATISTIC = [
    "beta",
    *(
        name
        for name, kind in vars(Comparison).items()
        if isinstance(kind, property | cached_property) and name[0] != "_"
    ),
]
SHARED = "compare, every shared statistic read"
EVERYTHING = f"compare, all {len(EVERY_STATISTIC)} statistics read"
LAZY = "compare, nothing read that waits to be asked"
BY_DATA = "… with periods and rates by the days of the data"
EMPYRICAL, QUANTSTATS = "empyrical-reloaded on Series", "quantstats, full metrics"
BY_DAY = "empyrical, with its captures by day instead of by month"
Captures = Callable[[pd.Series, pd.Series], dict[str, float]]


def pair() -> tuple[pd.Series, pd.Series]:
    random = np.random.default_rng(5)
    days = pd.bdate_range("2015-01-01", periods=DAYS)
    market = random.normal(0.0004, 0.010, DAYS)
    own = 0.0001 + 0.9 * market + random.normal(0, 0.005, DAYS)
    return pd.Series(own, days, name="portfolio"), pd.Series(market, days, name="benchmark")


def captures_by_month(own: pd.Series, market: pd.Series) -> dict[str, float]:
    """As ours: geometric mean return a month over the benchmark's, in the months in which the benchmark rose or fell."""
    from empyrical import aggregate_returns, cum_returns_final

    p, b = aggregate_returns(own, "monthly"), aggregate_returns(market, "monthly")
    captures = {}
    for name, chosen in (("up_capture", b > 0), ("down_capture", b < 0)):
        means = [(1 + cum_returns_final(one[chosen])) ** (1 / chosen.sum()) - 1 for one in (p, b)]
        captures[name] = means[0] / means[1]
    return captures


def captures_by_day(own: pd.Series, market: pd.Series) -> dict[str, float]:
    """As empyrical takes them: other numbers, of single days, without the work of finding the months."""
    import empyrical

    return {"up_capture": empyrical.up_capture(own, market), "down_capture": empyrical.down_capture(own, market)}


def by_empyrical(own: pd.Series, market: pd.Series, captures: Captures = captures_by_month) -> dict[str, float]:
    """The statistics that both have, each by empyrical's own functions, on Series."""
    import empyrical

    rate = RATE / 252
    alpha, beta = empyrical.alpha_beta(own, market, rate)
    return {
        "alpha_geometric": alpha,
        "beta": beta,
        "sharpe": empyrical.sharpe_ratio(own, rate),
        "benchmark_sharpe": empyrical.sharpe_ratio(market, rate),
        "sortino": empyrical.sortino_ratio(own, rate),
        "volatility": empyrical.annual_volatility(own),
        "benchmark_volatility": empyrical.annual_volatility(market),
        "information_ratio": empyrical.excess_sharpe(own, market) * np.sqrt(252),
        "total_return": empyrical.cum_returns_final(own),
        "benchmark_total_return": empyrical.cum_returns_final(market),
        "max_drawdown": empyrical.max_drawdown(own),
        "benchmark_max_drawdown": empyrical.max_drawdown(market),
        **captures(own, market),
        "downside_deviation": empyrical.downside_risk(own, rate),
        "tracking_error": empyrical.annual_volatility(own - market),
        "batting_average": empyrical.batting_average(own, market)["batting average"],
    }


def ours(own: ReturnSeries, market: ReturnSeries, names: list[str]) -> dict[str, object]:
    compared = compare(own, market, RATE, PERIODS)
    return {name: getattr(compared, name) for name in names}


def differences(own: ReturnSeries, market: ReturnSeries, theirs: dict[str, float]) -> float:
    """The largest difference."""
    values = ours(own, market, list(theirs))
    for name in ("max_drawdown", "benchmark_max_drawdown"):
        values[name] = values[name].depth  # type: ignore[attr-defined]
    return max(abs(float(values[name]) - theirs[name]) for name in theirs)  # type: ignore[arg-type]


def main() -> None:
    warnings.simplefilter("ignore")  # quantstats' own
    import quantstats

    own, market = pair()
    p, b = (ReturnSeries(str(one.name), one.index.to_numpy(), one.to_numpy()) for one in (own, market))
    theirs = by_empyrical(own, market)
    timings = side_by_side(
        {
            SHARED: lambda: ours(p, b, list(theirs)),
            EVERYTHING: lambda: ours(p, b, EVERY_STATISTIC),
            LAZY: lambda: compare(p, b, RATE, PERIODS),
            BY_DATA: lambda: compare(p, b, RATE),
            EMPYRICAL: lambda: by_empyrical(own, market),
            BY_DAY: lambda: by_empyrical(own, market, captures_by_day),
            QUANTSTATS: lambda: quantstats.reports.metrics(own, market, rf=RATE, mode="full", display=False),
        }
    )
    show(
        f"One pair, {DAYS:,} daily returns; shared: the {len(theirs)} statistics that empyrical has too",
        timings,
        SHARED,
    )
    check("empyrical, largest difference", differences(p, b, theirs), 1e-12)
    greeks = quantstats.stats.greeks(own, market)
    check("quantstats, beta", abs(float(greeks["beta"]) - float(compare(p, b, RATE, PERIODS).beta or 0)), 1e-12)
    goal(f"{SHARED}, against empyrical", _times(timings, EMPYRICAL, SHARED), 30)
    goal(f"{SHARED}, against quantstats", _times(timings, QUANTSTATS, SHARED), 10_000)
    goal(f"… against {BY_DAY}", _times(timings, BY_DAY, SHARED), 30)
    print("  beside it, with more read, and with nothing:")
    for name in (EVERYTHING, LAZY):
        empyricals, quantstatss = (_times(timings, peer, name) for peer in (EMPYRICAL, QUANTSTATS))
        print(f"    {name}: {empyricals:,.1f} × empyrical, {quantstatss:,.0f} × quantstats")


def _times(timings: Mapping[str, Timing], peer: str, name: str) -> float:
    return timings[peer].median / timings[name].median


if __name__ == "__main__":
    main()
