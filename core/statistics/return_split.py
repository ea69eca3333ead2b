"""How much of a return would a deposit have brought, how much the market, and what is left as selection? Three linked parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.market.levels import Floats
from core.returns.carino import carino_scale, linked_return


@dataclass(frozen=True, slots=True)
class ReturnSplit:
    """Fractions over the range, of either sign, that add up to the portfolio's linked return."""

    risk_free: float
    market: float
    selection: float

    @property
    def total(self) -> float:
        return self.risk_free + self.market + self.selection


def split_return(portfolio: Floats, benchmark: Floats, rates: float | Floats, beta: float) -> ReturnSplit:
    """Risk-free: Π(1 + rf) − 1. Market: β(b − rf) of each period. Selection: p − rf − β(b − rf). Linked as Carino (1999) has it.

    ``portfolio``, ``benchmark``: returns of shape (n,); ``rates``: the risk-free rate per period, one number or shape (n,). A mix of the
    benchmark and the deposit, reset every period, has selection 0 whatever its weights. Raises InsufficientData where the portfolio
    lost everything.
    """
    deposit = np.broadcast_to(np.asarray(rates, dtype=np.float64), portfolio.shape)
    active = portfolio - deposit
    market = beta * (benchmark - deposit)
    scale = carino_scale(portfolio, deposit, active)
    return ReturnSplit(linked_return(deposit), float(scale @ market), float(scale @ (active - market)))
