"""What do alpha, information ratio and beta add to a signal's confidence? Arithmetic on past data, not advice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InvalidSpecification

NOT_ADVICE = "Arithmetic on past data, not advice."
NO_CHANGE = "Nothing in alpha, information ratio or beta changes it."


class Strategy(StrEnum):
    """The kind of trading signal."""

    MOMENTUM_QUALITY = "momentum-quality"
    MEAN_REVERSION = "mean reversion"
    CONTRARIAN = "contrarian"


class Action(StrEnum):
    """The trade that the signal asks for."""

    BUY = "BUY"
    HOLD = "HOLD"
    SELL = "SELL"


@dataclass(frozen=True, slots=True)
class OverlaidSignal:
    """``confidence``: 0 to 100 after the ``adjustment`` in points; ``action`` may have become HOLD. ``rule``: which one, as a sentence."""

    strategy: Strategy
    base_action: Action
    action: Action
    base_confidence: float
    confidence: float
    adjustment: float
    rule: str

    @property
    def reason(self) -> str:
        return f"{self.rule} {NOT_ADVICE}"


def overlay_signal(
    strategy: Strategy,
    action: Action,
    base_confidence: float,
    alpha: float | None,
    information_ratio: float | None,
    beta: float | None,
) -> OverlaidSignal:
    """The rules of the three strategies. ``alpha``: a fraction a year; what is None moves nothing.

    Momentum: +10 when alpha > 0 and information ratio > 1, −15 when alpha < 0. Mean reversion: +10 on positive alpha, BUY becomes
    HOLD when alpha < −10 %. Contrarian: +15 when alpha > 5 % and beta < 1.5. Raises InvalidSpecification for a confidence
    outside 0 to 100.
    """
    if not 0 <= base_confidence <= 100:
        raise InvalidSpecification(f"A confidence lies between 0 and 100, not at {base_confidence}.")
    points, reason = _points(strategy, _number(alpha), _number(information_ratio), _number(beta))
    final = action
    if strategy is Strategy.MEAN_REVERSION and action is Action.BUY and _number(alpha) < -0.10:
        final, reason = Action.HOLD, "alpha is below −10\u202f%, so BUY becomes HOLD"
    reason = reason or _unknown(strategy, _number(alpha), _number(information_ratio), _number(beta))
    confidence = min(100.0, max(0.0, base_confidence + points))
    told = f"{reason[:1].upper()}{reason[1:]}." if reason else NO_CHANGE
    return OverlaidSignal(strategy, action, final, base_confidence, confidence, points, told)


def _number(value: float | None) -> float:
    """NaN for what is unknown: no comparison with it holds."""
    return math.nan if value is None else value


def _unknown(strategy: Strategy, alpha: float, information_ratio: float, beta: float) -> str:
    """What the rule would have needed to know; empty where it was all known."""
    if math.isnan(alpha):
        return "alpha is not known, so nothing changes it"
    if strategy is Strategy.MOMENTUM_QUALITY and alpha > 0 and math.isnan(information_ratio):
        return "alpha is positive but the information ratio is not known, so nothing changes it"
    if strategy is Strategy.CONTRARIAN and alpha > 0.05 and math.isnan(beta):
        return "alpha is above 5\u202f% but beta is not known, so nothing changes it"
    return ""


def _points(strategy: Strategy, alpha: float, information_ratio: float, beta: float) -> tuple[float, str]:
    if strategy is Strategy.MOMENTUM_QUALITY:
        if alpha < 0:
            return -15.0, "alpha is negative: −15"
        return (
            (10.0, "alpha is positive and the information ratio above 1: +10")
            if alpha > 0 and information_ratio > 1
            else (0.0, "")
        )
    if strategy is Strategy.MEAN_REVERSION:
        return (10.0, "alpha is positive: +10") if alpha > 0 else (0.0, "")
    return (15.0, "alpha is above 5\u202f% and beta below 1.5: +15") if alpha > 0.05 and beta < 1.5 else (0.0, "")
