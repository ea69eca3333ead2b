"""How large should a position be, and what does the index fit add to a signal? Arithmetic on past data, not advice."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.index.position_size import PositionSize
from core.index.signal_overlay import NOT_ADVICE, OverlaidSignal
from studies.answers.fields import Answer, Finite, Statistic, origin


class PositionSizeAnswer(Answer):
    """`size` in the unit of `base`; `factor` is size over base; `limited`: one of the two limits held it."""

    base: Finite
    beta: Finite
    rule: str
    factor: Finite
    size: Finite
    limited: bool
    reason: str
    notice: Annotated[str, Field(description="What this is not.")]


class SignalOverlayAnswer(Answer):
    """`confidence` after the `adjustment` in points, never outside 0 to 100; `action` may have become `HOLD`."""

    strategy: str
    action: str
    base_action: str
    confidence: Finite
    base_confidence: Finite
    adjustment: Annotated[Finite, Field(description="Points that the rule gives, before the limits of 0 and 100.")]
    verdict: Annotated[
        str | None,
        Field(
            description="Of a `BUY`: `CONFIRMED` with confidence above 80, alpha above 0 (its interval too, where it was given) and "
            "information ratio above 1, else `SKIP`. Null for what is no `BUY`."
        ),
    ]
    verdict_reason: Annotated[str, origin("why"), Field(description="Why; empty without a verdict.")]
    recommended_position_size: Annotated[
        Statistic,
        Field(description="By tiers of beta on a base of 0.10, a fraction of the portfolio; null without a beta."),
    ]
    window_days: Annotated[
        int, Field(description="What a comparison for this strategy looks back on, in calendar days.")
    ]
    reason: str
    notice: Annotated[str, Field(description="What this is not.")]


def position_size_answer(sized: PositionSize) -> PositionSizeAnswer:
    """The size with what it is not."""
    return PositionSizeAnswer.from_result(sized, notice=NOT_ADVICE)


def signal_answer(signal: OverlaidSignal) -> SignalOverlayAnswer:
    """The signal with what it is not."""
    return SignalOverlayAnswer.from_result(signal, notice=NOT_ADVICE)
