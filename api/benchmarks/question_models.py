"""What does a benchmark look like as a JSON:API document? Questions and answers of the library's addresses."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from api.server.fields import Currency, IsoDate, Name, Question, Return, Symbol, upper_case
from core.benchmark.rebalancing import Rule

MOST_AT_ONCE, MOST_INTERVALS, MOST_RETURNS = 500, 2_000, 50_000


class BenchmarkType(StrEnum):
    """Kinds of benchmark as this contract spells them."""

    INDEX = "INDEX"
    BLENDED = "BLENDED"
    IMPORTED = "IMPORTED"
    FIXED_RETURN = "FIXED_RETURN"
    SECURITY = "SECURITY"
    PORTFOLIO = "PORTFOLIO"


class RebalanceInterval(StrEnum):
    """How often a blend goes back to its weights."""

    NONE = "NONE"
    ONE_DAY = "ONE_DAY"
    ONE_WEEK = "ONE_WEEK"
    ONE_MONTH = "ONE_MONTH"
    THREE_MONTHS = "THREE_MONTHS"
    SIX_MONTHS = "SIX_MONTHS"
    ONE_YEAR = "ONE_YEAR"
    DRIFT = "DRIFT"

    @property
    def rule(self) -> Rule:
        return _RULES[self]


_RULES = {
    RebalanceInterval.NONE: Rule.NONE,
    RebalanceInterval.ONE_DAY: Rule.DAILY,
    RebalanceInterval.ONE_WEEK: Rule.WEEKLY,
    RebalanceInterval.ONE_MONTH: Rule.MONTHLY,
    RebalanceInterval.THREE_MONTHS: Rule.QUARTERLY,
    RebalanceInterval.SIX_MONTHS: Rule.SEMI_ANNUAL,
    RebalanceInterval.ONE_YEAR: Rule.ANNUAL,
    RebalanceInterval.DRIFT: Rule.DRIFT,
}
INTERVALS = {rule: interval for interval, rule in _RULES.items()}


def benchmark_type(value: Any) -> Any:
    """Either case; the longer words of the published contract are understood too."""
    text = upper_case(value)
    return text.removesuffix("_BENCHMARK") if isinstance(text, str) else text


def interval_name(value: Any) -> Any:
    """Either case; null is NONE."""
    return RebalanceInterval.NONE if value is None else upper_case(value)


Kind = Annotated[BenchmarkType, BeforeValidator(benchmark_type)]
Interval = Annotated[RebalanceInterval, BeforeValidator(interval_name)]
ResetName = Annotated[Literal["START", "CLOSE"], BeforeValidator(upper_case)]
Id = Annotated[Symbol, Field(min_length=1)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-10, le=10)]
YearlyRate = Annotated[float, Field(strict=True, allow_inf_nan=False, gt=-1, le=5)]


class Exposure(Question):
    """One component of an interval; `percent` is a fraction (0.6)."""

    benchmark_id: Id
    percent: Share
    fallback_rate: Annotated[
        YearlyRate | None, Field(description="Stands in, a fraction a year, where data is missing.")
    ] = None


class CompositionInterval(Question):
    """What a blend is made of from `date` on; null: from the beginning. A null `value` takes the interval out."""

    date: IsoDate | None
    value: Annotated[list[Exposure] | None, Field(max_length=1_000)]
    weight: Annotated[Share | None, Field(description="The sum; answered, and ignored when sent.")] = None


Intervals = Annotated[list[CompositionInterval], Field(max_length=MOST_INTERVALS)]


class BlendedIn(Question):
    """What is special about a blend."""

    rebalance_interval: Interval | None = None
    max_abs_bp: Annotated[
        Annotated[float, Field(strict=True, allow_inf_nan=False, gt=0, le=10_000)] | None,
        Field(description="For DRIFT: how far a weight may go, in basis points."),
    ] = None
    reset: ResetName | None = None
    benchmark_composition_id: Annotated[Id | None, Field(description="The benchmark's own id; immutable.")] = None
    intervals: Annotated[Intervals | None, Field(description="The composition at once, in a POST.")] = None


class FixedReturnIn(Question):
    """A fixed yearly return as a fraction."""

    fixed_return: YearlyRate
    is_compounded: Annotated[bool, Field(strict=True)] = True


class EntityIn(Question):
    """What a security (its symbol) or portfolio benchmark (its id) stands for; immutable."""

    entity_id: Id


class AttributesIn(Question):
    """What can be said of a benchmark; which fields are needed depends on its type."""

    benchmark_type: Kind | None = None
    name: Name | None = None
    currency: Annotated[
        Currency | None, Field(description="Unless given that of its components, or of what it is compared with.")
    ] = None
    blended: BlendedIn | None = None
    fixed_return: FixedReturnIn | None = None
    security: EntityIn | None = None
    portfolio: EntityIn | None = None
    imported: dict[str, Any] | None = None
    index: Annotated[dict[str, Any] | None, Field(description="Immutable.")] = None
    used_by: Annotated[list[Any] | None, Field(description="Answered, and ignored when sent.")] = None


class NewBenchmark(Question):
    """One benchmark to make."""

    type: Literal["benchmarks"]
    attributes: AttributesIn


class ChangedBenchmark(Question):
    """One benchmark to change; only what is sent changes."""

    id: Annotated[Id, BeforeValidator(lambda value: str(value) if isinstance(value, int) else value)]
    type: Literal["benchmarks"]
    attributes: AttributesIn
    links: Annotated[dict[str, Any] | None, Field(description="Ignored.")] = None


class NewBenchmarks(Question):
    """A list of benchmarks to make, all or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "data": [
                        {
                            "type": "benchmarks",
                            "attributes": {
                                "benchmark_type": "blended",
                                "name": "60/40",
                                "blended": {
                                    "rebalance_interval": "three_months",
                                    "intervals": [
                                        {
                                            "date": None,
                                            "value": [
                                                {"benchmark_id": "SPY", "percent": 0.6},
                                                {"benchmark_id": "AGG", "percent": 0.4},
                                            ],
                                        }
                                    ],
                                },
                            },
                        }
                    ]
                }
            ]
        }
    )

    data: Annotated[list[NewBenchmark], Field(min_length=1, max_length=MOST_AT_ONCE)]


class OneChange(Question):
    """One change."""

    data: ChangedBenchmark


class ManyChanges(Question):
    """Several changes, all or none."""

    data: Annotated[list[ChangedBenchmark], Field(min_length=1, max_length=MOST_AT_ONCE)]


class CompositionAttributes(Question):
    """Dated intervals: one with the date of a standing one takes its place, the others stay."""

    intervals: Intervals


class CompositionData(Question):
    """One composition, which has the id of its blend."""

    id: Id
    type: Literal["benchmark_compositions"]
    attributes: CompositionAttributes
    links: dict[str, Any] | None = None


class CompositionChange(Question):
    """A changed composition."""

    data: CompositionData


class DailyReturn(Question):
    """One day's return as a fraction."""

    date: IsoDate
    value: Return


class ReplacedRange(Question):
    """Both days belong to it."""

    start: IsoDate
    end: IsoDate


class ImportedAttributes(Question):
    """Returns of dates that are there are overwritten, others added."""

    daily_returns: Annotated[list[DailyReturn], Field(max_length=MOST_RETURNS)]
    replace: Annotated[ReplacedRange | None, Field(description="All standing returns inside this range go first.")] = (
        None
    )


class ImportedData(Question):
    """The returns of one imported benchmark."""

    id: Id
    type: Literal["imported_benchmark_data"]
    attributes: ImportedAttributes
    links: dict[str, Any] | None = None


class ImportedChange(Question):
    """Returns to add."""

    data: ImportedData


class Measure(Question):
    """What a portfolio is measured by; null: nothing in particular."""

    benchmark_id: Id | None
