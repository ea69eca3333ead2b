"""How large should a position be, given how hard it swings? Two rules by beta; arithmetic on past data, not advice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InvalidSpecification

SMALLEST, LARGEST = 0.25, 2.0


class SizingRule(StrEnum):
    """Base divided by beta within limits, or steps of it."""

    INVERSE = "inverse"
    TIERS = "tiers"


@dataclass(frozen=True, slots=True)
class PositionSize:
    """``size``: in the unit of ``base``; ``factor``: size over base; ``limited``: a limit held the factor."""

    base: float
    beta: float
    rule: SizingRule
    factor: float
    limited: bool
    reason: str

    @property
    def size(self) -> float:
        return self.base * self.factor


def position_size(base: float, beta: float, rule: SizingRule = SizingRule.INVERSE) -> PositionSize:
    """``base``: what a position with beta 1 would be, positive. Raises InvalidSpecification for what is no number.

    INVERSE: base ÷ beta within [0.25, 2] × base; a beta of 0 or below has no quotient and takes the upper limit.
    TIERS: × 0.6 above 1.5, × 0.8 above 1.2, × 1.2 below 0.8, else × 1.
    """
    if not 0 < base < math.inf or not math.isfinite(beta):
        raise InvalidSpecification(
            "A position size needs a positive base and a beta. Choose a longer range if there is none."
        )
    return _by_tier(base, beta) if rule is SizingRule.TIERS else _inverse(base, beta)


def _inverse(base: float, beta: float) -> PositionSize:
    wanted = 1.0 / beta if beta > 0 else math.inf
    factor = min(max(wanted, SMALLEST), LARGEST)
    limited = factor != wanted
    why = f"1 ÷ beta {_spoken(beta)}" if beta > 0 else f"beta {_spoken(beta)} is not positive"
    held = f", held at {factor:g} times the base" if limited else ""
    return PositionSize(base, beta, SizingRule.INVERSE, factor, limited, why + held)


def _by_tier(base: float, beta: float) -> PositionSize:
    tiers = ((beta > 1.5, 0.6, "above 1.5"), (beta > 1.2, 0.8, "above 1.2"), (beta < 0.8, 1.2, "below 0.8"))
    factor, where = next(((factor, where) for holds, factor, where in tiers if holds), (1.0, "between 0.8 and 1.2"))
    return PositionSize(base, beta, SizingRule.TIERS, factor, False, f"beta {_spoken(beta)} is {where}")


def _spoken(beta: float) -> str:
    return f"{'−' if beta < 0 else ''}{abs(beta):.2f}"
