"""What is asked of the position size?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from api.server.fields import Money, Positive, Question, lower_case
from core.index.position_size import RiskRecord, SizingRule


class PositionSizeQuestion(Question):
    """What a position with beta 1 would be, and the beta of the one that is meant."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"base": 100000, "beta": 1.6, "rule": "inverse"}]})

    base: Annotated[Positive, Field(description="The ordinary size: what a position with beta 1 would be.")]
    beta: Annotated[Money, Field(description="As the index fit gives it.")]
    rule: Annotated[
        SizingRule,
        BeforeValidator(lower_case),
        Field(
            description="`inverse`: base × the smaller of 1/beta and index_volatility/volatility, within 0.25 and 2 times the base. "
            "`tiers`: × 0.6 above 1.5, × 0.8 above 1.2, × 1.2 below 0.8."
        ),
    ] = SizingRule.INVERSE
    volatility: Annotated[Money, Field(ge=0, description="Its own, a year; with `index_volatility`.")] | None = None
    index_volatility: Annotated[Money, Field(ge=0)] | None = None
    r_squared: (
        Annotated[Money, Field(ge=0, le=1, description="Below 0.25 the size is never above the base.")] | None
    ) = None
    beta_low: (
        Annotated[Money, Field(description="Beta's 95 % interval: where it holds 0 the size is never above the base.")]
        | None
    ) = None
    beta_high: Money | None = None

    @property
    def record(self) -> RiskRecord:
        """What bounds the size beside beta."""
        interval = None if self.beta_low is None or self.beta_high is None else (self.beta_low, self.beta_high)
        return RiskRecord(self.volatility, self.index_volatility, self.r_squared, interval)
