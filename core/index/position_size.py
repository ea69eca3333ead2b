"""How large should a position be, given how hard it swings? By beta and volatility, or in tiers; arithmetic on past data, not advice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InvalidSpecification
from core.statistics.relative import Comparison

SMALLEST, LARGEST = 0.25, 2.0
LEAST_R_SQUARED = 0.25


class SizingRule(StrEnum):
    """Base divided by beta within limits, or steps of it."""

    INVERSE = "inverse"
    TIERS = "tiers"


@dataclass(frozen=True, slots=True)
class RiskRecord:
    """What bounds a size beside beta, each None where it is not known: the security's ``volatility`` and the index's, both a year or
    both per period; R², 0 to 1; beta's 95 % interval. Raises InvalidSpecification for what cannot be."""

    volatility: float | None = None
    index_volatility: float | None = None
    r_squared: float | None = None
    beta_interval: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        both = (self.volatility, self.index_volatility)
        if (both[0] is None) != (both[1] is None) or any(one is not None and not 0 <= one < math.inf for one in both):
            raise InvalidSpecification(
                "Give both volatilities, the security's and the index's, as numbers of at least 0."
            )
        if self.r_squared is not None and not 0 <= self.r_squared <= 1:
            raise InvalidSpecification(f"R² lies between 0 and 1, not at {self.r_squared}.")
        if self.beta_interval is not None and not self.beta_interval[0] <= self.beta_interval[1]:
            raise InvalidSpecification("Beta's interval begins below its end. Give its lower end first.")

    @property
    def volatility_ratio(self) -> float | None:
        """σ_index / σ_own; None too where the security never moved."""
        if self.volatility is None or self.index_volatility is None or not self.volatility:
            return None
        return self.index_volatility / self.volatility

    def doubt(self, beta: float) -> str:
        """Why beta says nothing about its risk; empty where it does."""
        if beta <= 0:
            return f"beta {_spoken(beta)} is not positive"
        if self.r_squared is not None and self.r_squared < LEAST_R_SQUARED:
            return f"R² is {self.r_squared:.2f}, below {LEAST_R_SQUARED}"
        if self.beta_interval is not None and self.beta_interval[0] <= 0 <= self.beta_interval[1]:
            return f"0 lies inside beta's 95\u202f% interval, {' to '.join(map(_spoken, self.beta_interval))}"
        return ""


UNKNOWN = RiskRecord()


def risk_record(found: Comparison) -> RiskRecord:
    """What a comparison knows of the security's risk."""
    return RiskRecord(found.volatility, found.benchmark_volatility, found.r_squared, found.beta_interval)


@dataclass(frozen=True, slots=True)
class PositionSize:
    """``size``: in the unit of ``base``; ``factor``: size over base; ``limited``: a limit held the factor. ``record``: what bounded it."""

    base: float
    beta: float
    rule: SizingRule
    factor: float
    limited: bool
    reason: str
    record: RiskRecord = UNKNOWN

    @property
    def size(self) -> float:
        return self.base * self.factor


def position_size(
    base: float, beta: float, rule: SizingRule = SizingRule.INVERSE, record: RiskRecord = UNKNOWN
) -> PositionSize:
    """``base``: what a position with beta 1 would be, positive. Raises InvalidSpecification for what is no number.

    INVERSE: base × min(1/β, σ_index/σ_own) within [0.25, 2] × base, and never above base where R² < 0.25, β ≤ 0 or its interval holds 0;
    what is not known bounds nothing. TIERS: × 0.6 above 1.5, × 0.8 above 1.2, × 1.2 below 0.8, else × 1.
    """
    if not 0 < base < math.inf or not math.isfinite(beta):
        raise InvalidSpecification(
            "A position size needs a positive base and a beta. Choose a longer range if there is none."
        )
    return _by_tier(base, beta) if rule is SizingRule.TIERS else _bounded(base, beta, record)


def _bounded(base: float, beta: float, record: RiskRecord) -> PositionSize:
    wanted, why = _wanted(beta, record)
    doubt = record.doubt(beta)
    factor = min(max(wanted, SMALLEST), 1.0 if doubt else LARGEST)
    limited = factor != wanted
    if doubt:
        why = f"beta says nothing about its risk ({doubt}): usual amount at most{f'; {why}' if factor < 1.0 else ''}"
    held = f", held at {factor:g} times the base" if limited else ""
    return PositionSize(base, beta, SizingRule.INVERSE, factor, limited, why + held, record)


def _wanted(beta: float, record: RiskRecord) -> tuple[float, str]:
    """The factor without limits, and what it is."""
    by_beta = 1.0 / beta if beta > 0 else 1.0
    ratio = record.volatility_ratio
    if ratio is not None and ratio < by_beta:
        own, index = record.volatility or 0.0, record.index_volatility or 0.0
        return ratio, f"the index's volatility over its own, {index * 100:.1f} ÷ {own * 100:.1f}\u202f%"
    unknown = "" if ratio is not None else ", its own volatility not known"
    return by_beta, f"1 ÷ beta {_spoken(beta)}{unknown}"


def _by_tier(base: float, beta: float) -> PositionSize:
    tiers = ((beta > 1.5, 0.6, "above 1.5"), (beta > 1.2, 0.8, "above 1.2"), (beta < 0.8, 1.2, "below 0.8"))
    factor, where = next(((factor, where) for holds, factor, where in tiers if holds), (1.0, "between 0.8 and 1.2"))
    return PositionSize(base, beta, SizingRule.TIERS, factor, False, f"beta {_spoken(beta)} is {where}")


def _spoken(beta: float) -> str:
    return f"{'−' if beta < 0 else ''}{abs(beta):.2f}"
