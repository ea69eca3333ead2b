"""What does the library answer? Benchmarks, compositions and own returns as JSON:API documents."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import Field

from api.benchmarks.question_models import BenchmarkType, RebalanceInterval
from api.server.fields import Text
from studies.answers.fields import Answer, Finite, origin


class SelfLink(Answer):
    """Where the resource is."""

    self: str


class PageLinks(Answer):
    """The neighbouring pages of a list, null where there is none."""

    prev: str | None = None
    next: str | None = None


class IndexAttributesOut(Answer):
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
    max_abs_bp: Annotated[Finite | None, origin("rebalance.max_abs_bp")]
    reset: str
    benchmark_composition_id: Annotated[str, origin("id")]


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
    index: Annotated[IndexAttributesOut | None, Field(exclude_if=_absent)] = None
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

    benchmark_id: Annotated[str, origin("component_id")]
    percent: Annotated[Finite, origin("weight")]
    fallback_rate: Annotated[Finite | None, Field(exclude_if=_absent)] = None


class IntervalOut(Answer):
    """From `date` on; null: from the beginning. `weight` is the sum."""

    date: Annotated[dt.date | None, origin("effective")]
    value: Annotated[list[ExposureOut], origin("parts")]
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
