"""What is asked of the position size?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from api.server.fields import Money, Positive, Question, lower_case
from core.index.position_size import SizingRule


class PositionSizeQuestion(Question):
    """What a position with beta 1 would be, and the beta of the one that is meant."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"base": 100000, "beta": 1.6, "rule": "inverse"}]})

    base: Annotated[Positive, Field(description="The ordinary size: what a position with beta 1 would be.")]
    beta: Annotated[Money, Field(description="As the index fit gives it.")]
    rule: Annotated[
        SizingRule,
        BeforeValidator(lower_case),
        Field(
            description="`inverse`: base ÷ beta within 0.25 and 2 times the base. "
            "`tiers`: × 0.6 above 1.5, × 0.8 above 1.2, × 1.2 below 0.8."
        ),
    ] = SizingRule.INVERSE
