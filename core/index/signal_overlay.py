"""What do alpha, information ratio and beta add to a signal's confidence? Arithmetic on past data, not advice."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InvalidSpecification
from core.index.position_size import SizingRule, position_size

NOT_ADVICE = "Arithmetic on past data, not advice."
NOT_A_BUY = "Only a BUY is moved; HOLD and SELL pass unchanged."
BASE = 0.10
NO_CHANGE = "Nothing in alpha, information ratio or beta changes it."


class Strategy(StrEnum):
    """The kind of trading signal."""

    MOMENTUM_QUALITY = "momentum-quality"
    MEAN_REVERSION = "mean reversion"
    CONTRARIAN = "contrarian"

    @property
    def window_days(self) -> int:
        """Calendar days that its comparison looks back on."""
        return {Strategy.MOMENTUM_QUALITY: 90, Strategy.MEAN_REVERSION: 30, Strategy.CONTRARIAN: 180}[self]


class Action(StrEnum):
    """The trade that the signal asks for."""

    BUY = "BUY"
    HOLD = "HOLD"
    SELL = "SELL"


class Verdict(StrEnum):
    """Whether the figures confirm a BUY."""

    CONFIRMED = "CONFIRMED"
    SKIP = "SKIP"


@dataclass(frozen=True, slots=True)
class OverlaidSignal:
    """``confidence``: 0 to 100 after the ``adjustment`` in points; ``action`` may have become HOLD. ``rule``: which one, as a sentence.

    ``verdict``: of a BUY alone, with ``why``. ``recommended_position_size``: by tiers of beta, on a base of 0.10 of the portfolio.
    """

    strategy: Strategy
    base_action: Action
    action: Action
    base_confidence: float
    confidence: float
    adjustment: float
    rule: str
    verdict: Verdict | None
    why: str
    recommended_position_size: float | None

    @property
    def window_days(self) -> int:
        return self.strategy.window_days

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
    alpha_low: float | None = None,
) -> OverlaidSignal:
    """The rules of the three strategies, for a BUY alone. ``alpha``: a fraction a year; what is None moves nothing.

    Momentum: +10 when alpha > 0 and information ratio > 1, −15 when alpha < 0. Mean reversion: +10 on positive alpha, BUY becomes
    HOLD when alpha < −10 %. Contrarian: +15 when alpha > 5 % and beta < 1.5. ``alpha_low``: the lower end of alpha's 95 % interval, where
    known. Raises InvalidSpecification for a confidence outside 0 to 100.
    """
    if not 0 <= base_confidence <= 100:
        raise InvalidSpecification(f"A confidence lies between 0 and 100, not at {base_confidence}.")
    points, rule, final = 0.0, NOT_A_BUY, action
    if action is Action.BUY:
        points, rule, final = _moved(strategy, _number(alpha), _number(information_ratio), _number(beta))
    confidence = min(100.0, max(0.0, base_confidence + points))
    verdict, why = None, ""
    if action is Action.BUY:
        verdict, why = _verdict(final, confidence, _number(alpha), _number(information_ratio), alpha_low)
    size = None if beta is None or not math.isfinite(beta) else position_size(BASE, beta, SizingRule.TIERS).size
    return OverlaidSignal(strategy, action, final, base_confidence, confidence, points, rule, verdict, why, size)


def _moved(strategy: Strategy, alpha: float, information_ratio: float, beta: float) -> tuple[float, str, Action]:
    """Points, the rule as a sentence, and what becomes of the BUY."""
    points, reason = _points(strategy, alpha, information_ratio, beta)
    final = Action.BUY
    if strategy is Strategy.MEAN_REVERSION and alpha < -0.10:
        final, reason = Action.HOLD, "alpha is below −10\u202f%, so BUY becomes HOLD"
    reason = reason or _unknown(strategy, alpha, information_ratio, beta)
    return points, f"{reason[:1].upper()}{reason[1:]}." if reason else NO_CHANGE, final


def _verdict(
    final: Action, confidence: float, alpha: float, information_ratio: float, alpha_low: float | None
) -> tuple[Verdict, str]:
    """CONFIRMED: confidence above 80, alpha above 0 with its interval, information ratio above 1; else SKIP and why."""
    against = [
        text
        for holds, text in (
            (final is Action.BUY, "the rule stops the BUY"),
            (confidence > 80, f"the confidence of {confidence:.0f} is not above 80"),
            (alpha > 0, "alpha is not known" if math.isnan(alpha) else "alpha is not positive"),
            (
                alpha_low is None or alpha_low > 0,
                "alpha's 95\u202f% interval reaches below 0, so chance alone could have made it",
            ),
            (
                information_ratio > 1,
                f"the information ratio is not {'known' if math.isnan(information_ratio) else 'above 1'}",
            ),
        )
        if not holds
    ]
    if against:
        told = ", and ".join(against)
        return Verdict.SKIP, f"{told[:1].upper()}{told[1:]}."
    sure = (
        "and its 95\u202f% interval above 0"
        if alpha_low is not None
        else "but its interval is not known, so chance is not ruled out"
    )
    return Verdict.CONFIRMED, f"The confidence is above 80, the information ratio above 1, alpha positive {sure}."


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
