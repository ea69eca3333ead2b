"""What did each effect bring a year? Effects over years, told so that they add up to the difference of the two annual returns."""

from __future__ import annotations

import math
from dataclasses import replace

from core.attribution.currency import CurrencyAttribution
from core.attribution.effects import Attribution
from core.market.period import DAYS_PER_YEAR
from core.returns.series import annualised


def yearly_factor(portfolio_return: float, benchmark_return: float, days: int) -> float | None:
    """(annualised R_p − annualised R_b) / (R_p − R_b), from total returns over ``days`` calendar days: what an effect is multiplied by.

    Where the two are equal its limit, k (1 + R)^(k − 1) with k = 365/days. None for less than a year, and where a side lost everything.
    """
    if days < DAYS_PER_YEAR or min(portfolio_return, benchmark_return) <= -1.0:
        return None
    power, growth, active = DAYS_PER_YEAR / days, 1.0 + benchmark_return, portfolio_return - benchmark_return
    if active == 0.0:
        return float(power * growth ** (power - 1.0))
    # the difference of two powers would cancel where the two returns are near
    return float(growth**power * math.expm1(power * math.log1p(active / growth)) / active)


def attribution_a_year(found: Attribution, days: int) -> Attribution | None:
    """The same attribution in percentage points a year: both returns annualised, effects and residual by :func:`yearly_factor`.

    ``days``: calendar days on which something was held. None where the factor is.
    """
    factor = yearly_factor(found.portfolio_return, found.benchmark_return, days)
    if factor is None:
        return None
    benchmark = annualised(found.benchmark_return, days)
    assert benchmark is not None
    return replace(
        found,
        effects=tuple(one.times(factor) for one in found.effects),
        inner=tuple(one.times(factor) for one in found.inner),
        daily=lambda: found.by_period * factor,
        portfolio_return=benchmark + factor * found.active_return,
        benchmark_return=benchmark,
        residual=found.residual * factor,
    )


def currencies_a_year(apart: CurrencyAttribution, found: Attribution, days: int) -> CurrencyAttribution:
    """Markets and currencies by the factor of the attribution ``found`` over the same days; as they are for less than a year."""
    factor = yearly_factor(found.portfolio_return, found.benchmark_return, days)
    return apart if factor is None else apart.times(factor)
