"""What is asked of the attribution of an active return?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from api.benchmarks.resolution_models import BenchmarkSpecification
from api.server.fields import Currency, IsoDate, Name, Question, Return, Text, upper_case
from api.server.rates import RateQuotation, RiskFreePercent, TaxPercent
from core.attribution.brinson import Interaction, Model
from core.attribution.linking import Linking
from core.market.deposit_rate import Quotation

MOST_PERIODS, MOST_SEGMENTS = 10_000, 1_000
Weight = Annotated[float, Field(strict=True, ge=-100, le=100, allow_inf_nan=False)]


class SegmentIn(Question):
    """One segment of one period, weights and returns as fractions; a return may be left out where its weight is 0."""

    segment: Name
    parent: Annotated[Name | None, Field(description="The group it belongs to, the same in every period.")] = None
    w_p: Weight
    r_p: Return | None = None
    w_b: Weight
    r_b: Return | None = None


class PeriodIn(Question):
    """One period; the weights of each side add up to 1."""

    date: IsoDate
    segments: Annotated[list[SegmentIn], Field(min_length=1, max_length=MOST_SEGMENTS)]


class AttributionQuestion(Question):
    """Either `periods`, or a stored portfolio and a benchmark."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "periods": [
                        {
                            "date": "2025-01-31",
                            "segments": [
                                {"segment": "Tech", "w_p": 0.5, "r_p": 0.02, "w_b": 0.4, "r_b": 0.01},
                                {"segment": "Other", "w_p": 0.5, "r_p": 0.01, "w_b": 0.6, "r_b": 0.005},
                            ],
                        }
                    ],
                    "model": "BF",
                    "linking": "CARINO",
                }
            ]
        }
    )

    periods: Annotated[list[PeriodIn], Field(min_length=1, max_length=MOST_PERIODS)] | None = None
    portfolio_id: Annotated[Text | None, Field(description="A stored portfolio, instead of periods.")] = None
    benchmark_id: Annotated[
        Text | None, Field(description="Anything in the benchmark library, a preset, or an index.")
    ] = None
    benchmark_spec: BenchmarkSpecification | None = None
    start: IsoDate | None = None
    end: IsoDate | None = None
    currency: Annotated[
        Currency | None, Field(description="The currency to tell it in; the portfolio's own unless given.")
    ] = None
    risk_free_rate: RiskFreePercent = 7.0
    rate_quotation: RateQuotation = Quotation.EFFECTIVE
    tax_rate: TaxPercent = 0.0
    model: Annotated[Model, BeforeValidator(upper_case)] = Model.BRINSON_FACHLER
    linking: Annotated[Linking, BeforeValidator(upper_case)] = Linking.CARINO
    interaction: Annotated[Interaction, BeforeValidator(upper_case)] = Interaction.SEPARATE

    @model_validator(mode="after")
    def _one_form(self) -> AttributionQuestion:
        stored = self.portfolio_id is not None
        benchmarks = (self.benchmark_id is not None) + (self.benchmark_spec is not None)
        if (self.periods is not None) == stored:
            raise ValueError("send either periods, or a portfolio_id with a benchmark")
        if stored and benchmarks != 1:
            raise ValueError("a portfolio_id needs either a benchmark_id or a benchmark_spec")
        if not stored and (benchmarks or self.start or self.end or self.currency):
            raise ValueError(
                "benchmark_id, benchmark_spec, start, end and currency go with a portfolio_id, not with periods"
            )
        return self
