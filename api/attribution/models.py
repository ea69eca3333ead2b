"""What is asked of, and answered by, the attribution of an active return?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from api.benchmarks.resolution_models import (
    BenchmarkSpecification,
    BlendDiagnostics,
    ResolvedBenchmark,
    ResolvedComponent,
)
from api.server.fields import (
    Answer,
    BasisPoints,
    Currency,
    Finite,
    IsoDate,
    Name,
    PercentRate,
    Question,
    Return,
    Text,
    origin,
    upper_case,
)
from core.attribution.brinson import Interaction, Model
from core.attribution.linking import Linking

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
    risk_free_rate: Annotated[PercentRate, Field(description="Percent a year; where the bridge in money begins.")] = 7.0
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


class SegmentEffectOut(Answer):
    """One segment's linked effects over the whole range, as fractions."""

    segment: str
    parent: str | None
    allocation: Finite
    selection: Finite
    interaction: Finite
    total: Finite


class EffectTotals(Answer):
    """All segments together."""

    allocation: Finite
    selection: Finite
    interaction: Finite
    total: Finite


class Reconciliation(Answer):
    """What the effects miss of the active return that was computed without them."""

    residual_bp: Annotated[BasisPoints, origin("residual")]
    linking: Linking


class PeriodEffects(Answer):
    """One period: its two returns, and its linked effects, which add up over all periods."""

    date: dt.date
    portfolio_return: Finite
    benchmark_return: Finite
    allocation: Finite
    selection: Finite
    interaction: Finite
    total: Finite


class MappedInstrument(Answer):
    """To which asset class and sector something belongs, and how that is known."""

    side: str
    symbol: str
    name: str
    asset_class: str
    sector: str
    currency: str
    known_by: str
    sector_known_by: str


class MembersKnown(Answer):
    """How much of an index is taken apart into the members of its stored list. `weight`: of those with prices, as a fraction."""

    component: str
    index: str
    as_of: Annotated[
        dt.date,
        origin("on"),
        Field(description="The day of the list's weights; before and after it they drift with prices."),
    ]
    listed: int
    priced: int
    weight: Annotated[Finite, Field(description="Of the members with prices on that day.")]
    average_weight: Annotated[Finite, origin("average"), Field(description="The same on average over the range.")]
    sectors: Annotated[bool, Field(description="Whether enough is priced to form sectors (0.8 on average).")]


class CurrencyLine(Answer):
    """One currency's effect; weights are means over the days."""

    currency: str
    portfolio_weight: Finite
    benchmark_weight: Finite
    effect: Finite


class CurrencyAnswer(Answer):
    """Markets in their own currencies and the currencies themselves: together the active return."""

    local: list[SegmentEffectOut]
    currencies: list[CurrencyLine]
    local_total: Finite
    currency_total: Finite
    residual_bp: Annotated[BasisPoints, origin("residual")]


class MoneyStep(Answer):
    """One step of the bridge."""

    step: str
    amount: Finite


class MoneyBridge(Answer):
    """From the deposit's closing value to the portfolio's, in whole cents; `costs`: fees and taxes as they were paid."""

    currency: str
    start: Finite
    steps: list[MoneyStep]
    end: Finite
    costs: Finite


class AttributionDiagnostics(Answer):
    """What stands behind the numbers; most of it only where a stored portfolio was asked about."""

    model: Model
    interaction: Interaction
    periods: Annotated[int, origin("dates.size")]
    start: Annotated[dt.date, origin("period.start")]
    end: Annotated[dt.date, origin("period.end")]
    benchmark: BlendDiagnostics | None = None
    mapping: list[MappedInstrument] = Field(default_factory=list)
    members: list[MembersKnown] = Field(default_factory=list)
    unpriced: list[str] = Field(default_factory=list)
    simulated: bool = False
    notes: list[str] = Field(default_factory=list)


class AttributionAnswer(Answer):
    """Effects and returns as fractions."""

    effects: Annotated[
        list[SegmentEffectOut], Field(description="The top level: segments, or groups where there are any.")
    ]
    inner_effects: Annotated[
        list[SegmentEffectOut],
        Field(description="Inside the groups; those of a group add up to its selection and interaction."),
    ]
    totals: EffectTotals
    portfolio_return: Finite
    benchmark_return: Finite
    active_return: Finite
    reconciliation: Reconciliation
    benchmark: ResolvedBenchmark | None
    benchmark_components: list[ResolvedComponent]
    currency_effects: CurrencyAnswer | None
    money_bridge: MoneyBridge | None
    diagnostics: AttributionDiagnostics
    reasons: Annotated[dict[str, str], Field(description="Why something is null.")]
    periods: list[PeriodEffects]
