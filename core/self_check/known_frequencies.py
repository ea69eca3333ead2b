"""Are risk and alpha of a year right whatever the rhythm of the data? One invented fund beside its index, daily to quarterly.

r_b = 0.5 % + 2 % · sin k and r_p = 0.8 r_b + 0.3 % · cos 3k + 0.1 % (a tenth of both by days), k = 1, 2 …; risk-free 4 % a year. The
answers are ordinary least squares worked out elsewhere, times observations ÷ (days ÷ 365.25).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from core.market.levels import Days
from core.returns.series import ReturnSeries
from core.statistics.relative import compare

RISK_FREE = 0.04
Found = Mapping[str, tuple[float, float]]


def weekdays() -> Days:
    every = np.arange("2023-01-02", "2024-01-02", dtype="datetime64[D]")
    return every[np.is_busday(every)]


def _ends(first: str, months: int, count: int) -> Days:
    """The last days of ``count`` periods of so many months, shape (count,)."""
    turns = np.datetime64(first, "M") + months * np.arange(1, count + 1)
    return np.asarray(turns.astype("datetime64[D]") - 1)


FREQUENCIES: Mapping[str, Callable[[], Days]] = {
    "daily": weekdays,
    "weekly": lambda: np.datetime64("2021-01-01") + 7 * np.arange(157),
    "monthly": lambda: _ends("2018-01", 1, 61),
    "quarterly": lambda: _ends("2014-01", 3, 41),
}
_EXPECTED: Mapping[str, tuple[float, ...]] = {  # volatility, tracking error, alpha, beta, Sharpe ratio
    "daily": (0.01864558817059157, 0.005714400598893231, 0.01812096401872818, 0.8007478109771313, 5.034202462443232),
    "weekly": (0.08369751916726006, 0.02569038262718701, 0.0433153025412533, 0.80005946646114, 2.6388033261784143),
    "monthly": (
        0.040110629508083015,
        0.012187933644802081,
        0.003642734935658523,
        0.7999957576244724,
        0.6337689138765932,
    ),
    "quarterly": (
        0.02345166208688948,
        0.007099186250102786,
        -0.003924100665256875,
        0.7991244347766296,
        -0.7010180661211413,
    ),
}


def at_frequency(name: str) -> Found:
    """What the engine makes of the fund and its index on the days of that rhythm, each with what it must be."""
    dates, size = FREQUENCIES[name](), 0.1 if name == "daily" else 1.0
    number = np.arange(1, dates.size)
    market = size * (0.005 + 0.02 * np.sin(number))
    own = 0.8 * market + size * (0.003 * np.cos(3 * number) + 0.001)
    series = [ReturnSeries(one, dates[1:], returns, dates[:-1]) for one, returns in (("P", own), ("I", market))]
    found = compare(series[0], series[1], RISK_FREE)
    got = (found.volatility, found.tracking_error, found.alpha, found.beta, found.sharpe)
    names = ("volatility", "tracking error", "alpha", "beta", "Sharpe ratio")
    numbers = (np.nan if one is None else float(one) for one in got)
    return dict(zip(names, zip(_EXPECTED[name], numbers, strict=True), strict=True))
