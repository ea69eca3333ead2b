"""How far is a figure off, one time in three, just by chance? Standard errors of alpha and of the yearly ratios."""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.statistics.relative import Comparison


def standard_errors(found: Comparison) -> Mapping[str, float]:
    """By the names that the comparison gives its figures, in their units; what has no error is left out.

    alpha: Newey–West. sharpe, benchmark_sharpe, information_ratio: √((1 + S²/2) / years) (Lo 2002). m_squared: that of the Sharpe ratio
    × the benchmark's risk; treynor: × the own risk / |beta|.
    """
    ratios = {name: getattr(found, name) for name in ("sharpe", "benchmark_sharpe", "information_ratio")}
    errors = {name: found.record.ratio_error(value) for name, value in ratios.items() if value is not None}
    error, root = errors.get("sharpe"), math.sqrt(found.periods_per_year)
    if error is not None:
        errors["m_squared"] = error * found.benchmark_moments.excess_deviation * root
        errors["treynor"] = (
            error * found.portfolio_moments.excess_deviation * root / abs(found.beta) if found.beta else None
        )
    errors["alpha"] = found.jensen.newey_west_error if found.jensen else None
    return {name: value for name, value in errors.items() if value is not None}
