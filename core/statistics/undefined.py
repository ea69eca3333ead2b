"""Why has a comparison no such number? One sentence for each statistic that may be undefined."""

from __future__ import annotations

CONSTANT_BENCHMARK = "The benchmark's returns never vary, so nothing can be measured against them."
CONSTANT_PORTFOLIO = "The portfolio's returns never vary, so there is no risk to divide by."
SAME_SERIES = "The portfolio moves exactly as the benchmark does, so there is no tracking error to divide by."
NO_DOWNSIDE = "No return fell below the target, so there is no downside risk to divide by."
NO_BETA = "The portfolio does not move with the benchmark (beta is 0)."
NO_ERROR = "Alpha and beta have no sampling error: the portfolio is an exact multiple of the benchmark, or has under three observations."
NO_RETURN = "The portfolio's total return is 0, so it has no shares."
MORE_THAN_ALL = "An alpha that loses more than everything in a period cannot be compounded."
LOST_EVERYTHING = "The portfolio lost everything, so there is no return left to split."
PART_YEAR = "There is less than a year of observations, and a part of a year is never annualised."

_OWN_REASONS = {
    "correlation": CONSTANT_PORTFOLIO,
    "r_squared": CONSTANT_PORTFOLIO,
    "information_ratio": SAME_SERIES,
    "information_ratio_annualised": SAME_SERIES,
    "beta_interval": NO_ERROR,
    "sharpe": CONSTANT_PORTFOLIO,
    "m_squared": CONSTANT_PORTFOLIO,
    "sortino": NO_DOWNSIDE,
    "treynor": NO_BETA,
    "alpha_geometric": MORE_THAN_ALL,
    "alpha_annualised_returns": PART_YEAR,
    "return_split": LOST_EVERYTHING,
    "market_share": NO_RETURN,
    "selection_share": NO_RETURN,
}
_NEED_A_MOVING_BENCHMARK = (
    "beta",
    "beta_interval",
    "correlation",
    "r_squared",
    "alpha",
    "alpha_without_risk_free",
    "alpha_geometric",
    "alpha_whole_period",
    "alpha_annualised_returns",
    "benchmark_sharpe",
    "treynor",
    "return_split",
    "market_return",
    "selection_return",
    "market_share",
    "selection_share",
)
MAY_BE_UNDEFINED = tuple(dict.fromkeys(_NEED_A_MOVING_BENCHMARK + tuple(_OWN_REASONS)))


_NEED_LIKE_BASES = frozenset(name for name in _NEED_A_MOVING_BENCHMARK if name.startswith("alpha"))


def why_undefined(name: str, constant_benchmark: bool, unlike: str) -> str:
    """The sentence for the statistic of that name; a benchmark that never varies is the reason of all that need one that does.

    ``unlike``: that the two count dividends otherwise, the reason of every alpha; empty where they do not.
    """
    if unlike and name in _NEED_LIKE_BASES:
        return unlike
    if constant_benchmark and name in _NEED_A_MOVING_BENCHMARK:
        return CONSTANT_BENCHMARK
    return _OWN_REASONS.get(name, CONSTANT_BENCHMARK)
