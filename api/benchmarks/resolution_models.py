"""What is asked and answered when a blend is resolved? The published contract of ``POST /v1/benchmarks/resolve``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from api.server.fields import Currency, IsoDate, Name, Positive, Question, Return, Symbol, currency_pair, upper_case
from studies.answers.benchmark import BlendDiagnostics, ResolvedBenchmark, ResolvedComponent
from studies.answers.fields import Answer, Finite

Id = Annotated[Symbol, Field(min_length=1)]
Fraction = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-1e6, le=1e6)]
Targets = Annotated[dict[Id, Fraction], Field(min_length=1, max_length=1_000)]
MOST_OBSERVATIONS = 50_000


class BlendComponent(Question):
    """One part of the mix. Without a series of this id in `data` it is of the library or the catalogue, or a symbol with stored prices."""

    id: Id
    kind: Annotated[
        str, BeforeValidator(upper_case), Field(max_length=32, description="For the reader; the data decides.")
    ] = "INDEX"
    weight: Fraction
    currency: Annotated[Currency | None, Field(description="Of its data; the benchmark's unless given.")] = None
    fallback_rate: Annotated[
        Annotated[float, Field(strict=True, gt=-1, le=5, allow_inf_nan=False)] | None,
        Field(description="A fraction a year that stands in where its data does not reach."),
    ] = None


class DatedWeights(Question):
    """Weights from a date on."""

    date: IsoDate
    weights: Targets


class PolicyWeights(Question):
    """Weights from a date on."""

    effective: IsoDate
    weights: Targets


class RebalanceQuestion(Question):
    """When the weights go back to their targets."""

    mode: Annotated[str, Field(max_length=32, description="NONE, D, W, M, Q, S, A, DRIFT or SCHEDULED.")] = "NONE"
    day: Annotated[
        str,
        Field(max_length=32, description="START sets the targets before that day's return is earned, CLOSE after it."),
    ] = "START"
    max_abs_bp: Annotated[
        Annotated[float, Field(strict=True, allow_inf_nan=False)] | None,
        Field(description="The threshold of DRIFT in basis points of weight."),
    ] = None
    schedule: Annotated[list[DatedWeights], Field(max_length=5_000)] = Field(default_factory=list)


class ComponentReturn(Question):
    """A return as a fraction."""

    date: IsoDate
    ret: Return


class DatedRate(Question):
    """An exchange rate."""

    date: IsoDate
    rate: Positive


class ReturnData(Question):
    """The returns of one component, in any order."""

    id: Id
    observations: Annotated[list[ComponentReturn], Field(max_length=MOST_OBSERVATIONS)]


class RateData(Question):
    """One pair: `EURUSD` holds dollars per euro."""

    pair: Annotated[str, BeforeValidator(currency_pair), Field(pattern=r"^[A-Z]{6}$")]
    observations: Annotated[list[DatedRate], Field(min_length=1, max_length=MOST_OBSERVATIONS)]


class BlendData(Question):
    """What the caller brings along."""

    series: Annotated[list[ReturnData], Field(max_length=1_000)] = Field(default_factory=list)
    fx: Annotated[list[RateData], Field(max_length=200)] = Field(default_factory=list)


class BenchmarkSpecification(Question):
    """The mix, its rule, and its data."""

    id: Id
    currency: Currency
    name: Name | None = None
    components: Annotated[list[BlendComponent], Field(min_length=1, max_length=1_000)]
    rebalance: RebalanceQuestion = Field(default_factory=RebalanceQuestion)
    policy: Annotated[list[PolicyWeights], Field(max_length=5_000)] = Field(default_factory=list)
    start: Annotated[
        IsoDate | None, Field(description="The base; nothing is earned on it. The widest range unless given.")
    ] = None
    end: IsoDate | None = None
    data: BlendData = Field(default_factory=BlendData)


class ResolveQuestion(Question):
    """One benchmark to resolve."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "benchmark_spec": {
                        "id": "60-40",
                        "currency": "USD",
                        "components": [
                            {"id": "equity", "kind": "INDEX", "weight": 0.6},
                            {"id": "bonds", "kind": "INDEX", "weight": 0.4},
                        ],
                        "rebalance": {"mode": "Q", "day": "START"},
                        "data": {
                            "series": [
                                {"id": "equity", "observations": [{"date": "2025-04-01", "ret": 0.03}]},
                                {"id": "bonds", "observations": [{"date": "2025-04-01", "ret": 0.0}]},
                            ]
                        },
                    }
                }
            ]
        }
    )

    benchmark_spec: BenchmarkSpecification


class ResolvedDay(Answer):
    """One observation: its return, the growth of 1 since the base, and the weights it was earned with."""

    date: dt.date
    return_: Annotated[Finite, Field(alias="return")]
    level: Finite
    weights_open: dict[str, Finite]


class ResolveAnswer(Answer):
    """Returns and weights as fractions."""

    benchmark: ResolvedBenchmark
    benchmark_components: list[ResolvedComponent]
    series: list[ResolvedDay]
    diagnostics: BlendDiagnostics
    fingerprint: Annotated[
        str, Field(description="SHA-256 of the specification and its data: the same digits, the same answer.")
    ]
