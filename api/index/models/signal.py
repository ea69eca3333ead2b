"""What is asked of the signal overlay?"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from api.server.fields import Money, Question, upper_case
from core.index.signal_overlay import Action, Strategy

LARGEST_ALPHA = 2.0  # 200 % a year: no rule asks for more, and what is larger was meant as percent


def strategy_named(value: object) -> object:
    """``Mean_Reversion`` and ``mean-reversion`` are ``mean reversion``."""
    if not isinstance(value, str):
        return value
    plain = value.strip().lower().replace("_", " ").replace("-", " ")
    return next((one.value for one in Strategy if one.value.replace("-", " ") == plain), value)


def yearly_fraction(value: float) -> float:
    """An alpha that cannot be a fraction a year was written as percent."""
    if abs(value) > LARGEST_ALPHA:
        raise ValueError(f"should be a fraction a year (0.06 for 6\u202f%), at most {LARGEST_ALPHA:g} either way")
    return value


class SignalOverlayQuestion(Question):
    """A signal, and what the index fit says of its security; what is null moves nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "strategy": "momentum-quality",
                    "action": "BUY",
                    "confidence": 60,
                    "alpha": 0.04,
                    "information_ratio": 1.2,
                    "beta": 1.1,
                }
            ]
        }
    )

    strategy: Annotated[
        Strategy,
        BeforeValidator(strategy_named),
        Field(description="`momentum-quality`, `mean reversion` or `contrarian`."),
    ]
    action: Annotated[Action, BeforeValidator(upper_case), Field(description="`BUY`, `HOLD` or `SELL`.")]
    confidence: Annotated[
        float, Field(strict=True, ge=0, le=100, allow_inf_nan=False, description="Of the signal itself, 0 to 100.")
    ]
    alpha: Annotated[Money, AfterValidator(yearly_fraction), Field(description="A fraction a year.")] | None = None
    alpha_low: (
        Annotated[
            Money,
            AfterValidator(yearly_fraction),
            Field(description="Lower end of alpha's 95 % interval: a BUY is confirmed only where it is above 0."),
        ]
        | None
    ) = None
    information_ratio: Money | None = None
    beta: Money | None = None
