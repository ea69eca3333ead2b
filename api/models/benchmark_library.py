"""What does a benchmark look like as a JSON:API document? Questions and answers of the library's addresses."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from api.models.fields import Answer, Currency, Finite, IsoDate, Name, Question, Return, Symbol, Text, upper_case
from core.rebalancing import Rule

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


class SelfLink(Answer):
    """Where the resource is."""

    self: str


class PageLinks(Answer):
    """The neighbouring pages of a list, null where there is none."""

    prev: str | None = None
    next: str | None = None


class IndexOut(Answer):
    """An index of the catalogue; all of it is immutable."""

    vendor: str
    vendor_id: str
    index_type: str
    index_name: str
    start_date: dt.date | None
    end_date: dt.date | None


class BlendedOut(Answer):
    """A blend's rule; its composition is at `/v1/benchmark_compositions/{id}`."""

    rebalance_interval: RebalanceInterval
    max_abs_bp: Finite | None
    reset: str
    benchmark_composition_id: str


class FixedReturnOut(Answer):
    """A fraction a year."""

    fixed_return: Finite
    is_compounded: bool


class EntityOut(Answer):
    """A symbol or a portfolio's id."""

    entity_id: str


class ImportedOut(Answer):
    """From when to when there are returns."""

    start_date: dt.date | None
    end_date: dt.date | None


class UsedBy(Answer):
    """A blend that contains it, or a portfolio that is measured by it."""

    kind: str
    id: str
    name: str


def _absent(value: object) -> bool:
    return value is None


class AttributesOut(Answer):
    """What is known of a benchmark; the object named by its type holds what is special about it."""

    benchmark_type: BenchmarkType
    name: str
    currency: str | None
    used_by: list[UsedBy]
    index: Annotated[IndexOut | None, Field(exclude_if=_absent)] = None
    blended: Annotated[BlendedOut | None, Field(exclude_if=_absent)] = None
    fixed_return: Annotated[FixedReturnOut | None, Field(exclude_if=_absent)] = None
    security: Annotated[EntityOut | None, Field(exclude_if=_absent)] = None
    portfolio: Annotated[EntityOut | None, Field(exclude_if=_absent)] = None
    imported: Annotated[ImportedOut | None, Field(exclude_if=_absent)] = None


class BenchmarkOut(Answer):
    """One benchmark."""

    id: str
    type: Literal["benchmarks"] = "benchmarks"
    attributes: AttributesOut
    links: SelfLink


class BenchmarkDocument(Answer):
    """One benchmark, or the several that were made or changed together."""

    data: BenchmarkOut | list[BenchmarkOut]
    included: list[Any] = Field(default_factory=list)


class BenchmarkPage(Answer):
    """A page of the list."""

    data: list[BenchmarkOut]
    included: list[Any] = Field(default_factory=list)
    links: PageLinks


class ExposureOut(Answer):
    """One component; `percent` is a fraction."""

    benchmark_id: str
    percent: Finite
    fallback_rate: Annotated[Finite | None, Field(exclude_if=_absent)] = None


class IntervalOut(Answer):
    """From `date` on; null: from the beginning. `weight` is the sum."""

    date: dt.date | None
    value: list[ExposureOut]
    weight: Finite


class CompositionAttributesOut(Answer):
    """By date, the first without one."""

    intervals: list[IntervalOut]


class CompositionOut(Answer):
    """What a blend is made of, and since when."""

    id: str
    type: Literal["benchmark_compositions"] = "benchmark_compositions"
    attributes: CompositionAttributesOut
    links: SelfLink


class CompositionDocument(Answer):
    """One composition."""

    data: CompositionOut
    included: list[Any] = Field(default_factory=list)


class CompositionPage(Answer):
    """A page of compositions."""

    data: list[CompositionOut]
    included: list[Any] = Field(default_factory=list)
    links: PageLinks


class DailyReturnOut(Answer):
    """A fraction."""

    date: dt.date
    value: Finite


class ImportedAttributesOut(Answer):
    """By date."""

    daily_returns: list[DailyReturnOut]


class ImportedDataOut(Answer):
    """The returns of one imported benchmark."""

    id: str
    type: Literal["imported_benchmark_data"] = "imported_benchmark_data"
    attributes: ImportedAttributesOut
    links: SelfLink


class ImportedDocument(Answer):
    """One benchmark's returns."""

    data: ImportedDataOut
    included: list[Any] = Field(default_factory=list)


class MeasureOut(Answer):
    """What a portfolio is measured by."""

    portfolio_id: Text
    benchmark_id: str | None
