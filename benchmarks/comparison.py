"""How fast are one pair's comparison statistics beside empyrical-reloaded and quantstats? Ten years of daily returns."""

from __future__ import annotations

import warnings
from functools import cached_property

import numpy as np
import pandas as pd

from benchmarks.timing import check, goal, show, side_by_side
from core.comparison import Comparison, compare
from core.returns import ReturnSeries

DAYS, RATE = 2_520, 0.04
EVERY_STATISTIC = [
    name for name, kind in vars(Comparison).items() if isinstance(kind, property | cached_property) and name[0] != "_"
]


def pair() -> tuple[pd.Series, pd.Series]:
    random = np.random.default_rng(5)
    days = pd.bdate_range("2015-01-01", periods=DAYS)
    market = random.normal(0.0004, 0.010, DAYS)
    own = 0.0001 + 0.9 * market + random.normal(0, 0.005, DAYS)
    return pd.Series(own, days, name="portfolio"), pd.Series(market, days, name="benchmark")


def by_empyrical(own: pd.Series, market: pd.Series) -> dict[str, float]:
    """The statistics that both have, each by empyrical's own function, on Series."""
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
        "up_capture": empyrical.up_capture(own, market),
        "down_capture": empyrical.down_capture(own, market),
        "batting_average": empyrical.batting_average(own, market)["batting average"],
    }


def ours(own: ReturnSeries, market: ReturnSeries, names: list[str]) -> dict[str, object]:
    compared = compare(own, market, RATE)
    return {name: getattr(compared, name) for name in names}


def differences(own: ReturnSeries, market: ReturnSeries, theirs: dict[str, float]) -> float:
    """The largest difference; captures are left out, as empyrical takes them from days and annualises them."""
    values = ours(own, market, list(theirs))
    for name in ("max_drawdown", "benchmark_max_drawdown"):
        values[name] = values[name].depth  # type: ignore[attr-defined]
    return max(abs(float(values[name]) - theirs[name]) for name in theirs if "capture" not in name)  # type: ignore[arg-type]


def main() -> None:
    warnings.simplefilter("ignore")  # quantstats' own
    import quantstats

    own, market = pair()
    p, b = (ReturnSeries(str(one.name), one.index.to_numpy(), one.to_numpy()) for one in (own, market))
    theirs = by_empyrical(own, market)
    timings = side_by_side(
        {
            "compare": lambda: compare(p, b, RATE),
            "compare, and empyrical's list read": lambda: ours(p, b, list(theirs)),
            f"compare, and all {len(EVERY_STATISTIC)} statistics read": lambda: ours(p, b, EVERY_STATISTIC),
            "empyrical-reloaded on Series": lambda: by_empyrical(own, market),
            "quantstats, full metrics": lambda: quantstats.reports.metrics(
                own, market, rf=RATE, mode="full", display=False
            ),
        }
    )
    show(f"One pair, {DAYS:,} daily returns", timings, "compare")
    check("empyrical, largest difference", differences(p, b, theirs), 1e-12)
    greeks = quantstats.stats.greeks(own, market)
    check("quantstats, beta", abs(float(greeks["beta"]) - float(compare(p, b, RATE).beta or 0)), 1e-12)
    empyricals, quantstatss = (timings[name].median for name in list(timings)[3:])
    goal("compare against empyrical", empyricals / timings["compare"].median, 30)
    goal("compare against quantstats", quantstatss / timings["compare"].median, 10_000)
    print("  compare leaves totals, captures and drawdowns until they are read; with them:")
    for name in list(timings)[1:3]:
        print(
            f"    {name}: {empyricals / timings[name].median:,.1f} × empyrical, {quantstatss / timings[name].median:,.0f} × quantstats"
        )


if __name__ == "__main__":
    main()
