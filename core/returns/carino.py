"""By what must a part of one period's return be scaled, so that the parts add up to the linked return? Carino's coefficients."""

from __future__ import annotations

import math

import numpy as np

from core.errors import InsufficientData
from core.market.levels import Floats


def log_ratio_coefficient(active: Floats, benchmark: Floats) -> Floats:
    """(ln(1+R_p) − ln(1+R_b)) / (R_p − R_b) for active = R_p − R_b; 1/(1+R_p) where the two are equal.

    The textbook quotient of two logarithms cancels when the active return is tiny; log1p of the relative difference does not.
    """
    growth = 1.0 + benchmark
    logarithms = np.log1p(active / growth)
    if active.all():
        return np.asarray(logarithms / active)
    return np.divide(logarithms, active, out=1.0 / growth, where=active != 0.0)


def linked_return(returns: Floats) -> float:
    """Π(1+r) − 1 of returns of shape (t,), through logarithms: in a product, roundings would grow with the number of periods."""
    if returns.min() <= -1.0:
        return float((1.0 + returns).prod()) - 1.0
    return math.expm1(float(np.log1p(returns).sum()))


def carino_scale(portfolio: Floats, benchmark: Floats, active: Floats) -> Floats:
    """k_t / k: k_t = ln((1+p_t)/(1+b_t)) / (p_t − b_t) of each period, k the same of the linked returns (Carino 1999).

    Every argument of shape (t,); parts of ``active`` times this add up to the difference of the linked returns. The whole range's k follows
    from the sum of the periods' logarithms without cancelling. Raises InsufficientData where one side lost everything.
    """
    growth = 1.0 + linked_return(benchmark)
    if growth <= 0.0 or portfolio.min() <= -1.0:
        raise InsufficientData(
            "One side lost everything, and Carino's logarithms end there. Link by GRAP or Frongello, or shorten the range."
        )
    coefficients = log_ratio_coefficient(active, benchmark)
    lead = float(coefficients @ active)
    return coefficients * (growth * math.expm1(lead) / lead if lead else growth)
