"""How does a benchmark of the library become a JSON:API document, and a document a benchmark?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from sqlalchemy import Engine

from api.benchmarks.answer_models import (
    BenchmarkOut,
    BlendedOut,
    CompositionAttributesOut,
    CompositionOut,
    EntityOut,
    FixedReturnOut,
    ImportedOut,
    IndexAttributesOut,
    IntervalOut,
    PageLinks,
    SelfLink,
)
from api.benchmarks.question_models import INTERVALS, AttributesIn, BlendedIn, CompositionInterval
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Reset, Rule
from core.errors import InvalidSpecification
from core.market.levels import Basis, LevelSeries
from core.market.period import Period
from data.catalogue import load_catalogue
from data.store.benchmarks.benchmarks import User
from data.store.benchmarks.imported_returns import returns_coverage
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from studies.benchmark_data import observations

INDEX_TYPES = {Basis.PRICE: "INDEX_RETURN", Basis.TOTAL: "TOTAL_RETURN", Basis.NET: "NET_RETURN"}
PAGE_SIZE = 500
SPECIAL = ("blended", "fixed_return", "security", "portfolio", "imported", "index")
Row = TypeVar("Row")


class Documents:
    """Makes documents of one database's benchmarks; ``root`` is the path below which the API answers."""

    def __init__(self, engine: Engine, root: str, users: Mapping[str, tuple[User, ...]], today: date) -> None:
        self._engine = engine
        self._root = root
        self._users = users
        self._today = today
        self._imported = returns_coverage(engine)

    def benchmark(self, record: BenchmarkRecord) -> BenchmarkOut:
        """One benchmark with what is special about its type."""
        attributes = {
            "benchmark_type": record.kind.value,
            "name": record.name,
            "currency": record.currency,
            "used_by": self._users.get(record.id, ()),
            **self._special(record),
        }
        return BenchmarkOut.from_result(record, attributes=attributes, links=self._self_link("benchmarks", record.id))

    def composition(self, record: BenchmarkRecord) -> CompositionOut:
        """What a blend is made of."""
        attributes = CompositionAttributesOut(intervals=[_interval_out(one) for one in record.intervals])
        return CompositionOut(
            id=record.id, attributes=attributes, links=self._self_link("benchmark_compositions", record.id)
        )

    def imported_link(self, benchmark_id: str) -> SelfLink:
        """Where an imported benchmark's returns are."""
        return self._self_link("imported_benchmark_data", benchmark_id)

    def _self_link(self, resource: str, resource_id: str) -> SelfLink:
        return SelfLink(self=f"{self._root}/v1/{resource}/{quote(resource_id, safe='')}")

    def _special(self, record: BenchmarkRecord) -> dict[str, Any]:
        if record.kind is BenchmarkKind.INDEX:
            return {"index": self._index(record)}
        if record.kind is BenchmarkKind.BLENDED:
            return {"blended": _blended(record)}
        if record.kind is BenchmarkKind.FIXED_RETURN:
            return {"fixed_return": FixedReturnOut(fixed_return=record.rate or 0.0, is_compounded=record.compounded)}
        if record.kind is BenchmarkKind.SECURITY:
            return {"security": EntityOut(entity_id=record.symbol)}
        if record.kind is BenchmarkKind.PORTFOLIO:
            return {"portfolio": EntityOut(entity_id=record.portfolio_id)}
        known = self._imported.get(record.id)
        return {
            "imported": ImportedOut(start_date=known.start if known else None, end_date=known.end if known else None)
        }

    def _index(self, record: BenchmarkRecord) -> IndexAttributesOut:
        index = load_catalogue()[record.symbol]
        given = observations(self._engine, record, self._today)
        known: Period | None = given.coverage if isinstance(given, LevelSeries) else None
        return IndexAttributesOut(
            vendor=index.source.partition(":")[0],
            vendor_id=index.symbol,
            index_type=INDEX_TYPES[index.basis],
            index_name=index.name,
            start_date=known.start if known else None,
            end_date=known.end if known else None,
        )


def page_of(
    rows: Sequence[Row], number: int, size: int, here: str, more: Mapping[str, str]
) -> tuple[Sequence[Row], PageLinks]:
    """One page (from 1) of a list, and where its neighbours are."""
    first, after = (number - 1) * size, number * size
    links = PageLinks(
        prev=_page_link(number - 1, size, here, more) if number > 1 else None,
        next=_page_link(number + 1, size, here, more) if after < len(rows) else None,
    )
    return rows[first:after], links


def _page_link(number: int, size: int, here: str, more: Mapping[str, str]) -> str:
    return f"{here}?{urlencode({**more, 'page[number]': number, 'page[size]': size})}"


def new_record(given: AttributesIn) -> BenchmarkRecord:
    """The benchmark that a POST describes; raises InvalidSpecification where something is missing or does not belong to its type."""
    if given.benchmark_type is None:
        raise InvalidSpecification(
            "benchmark_type is missing. Say BLENDED, IMPORTED, FIXED_RETURN, SECURITY or PORTFOLIO."
        )
    kind = BenchmarkKind(given.benchmark_type.value)
    _refuse_foreign(given, kind)
    blended = given.blended or BlendedIn()
    fixed = given.fixed_return
    return BenchmarkRecord(
        id="",
        name=given.name or "",
        kind=kind,
        currency=given.currency,
        symbol=given.security.entity_id if given.security else "",
        portfolio_id=given.portfolio.entity_id if given.portfolio else "",
        rate=fixed.fixed_return if fixed else None,
        compounded=fixed.is_compounded if fixed else True,
        rebalance=_rebalance(blended, Rebalance()),
        reset=Reset(blended.reset or Reset.START),
        intervals=merged_intervals((), blended.intervals or ()),
    )


def changed_record(benchmark_id: str, given: AttributesIn, before: BenchmarkRecord) -> BenchmarkRecord:
    """The record after a PATCH: only what was sent changes, and what is immutable must be as it is."""
    _refuse_foreign(given, before.kind)
    _refuse_immutable(benchmark_id, given, before)
    after = before if given.name is None else replace(before, name=given.name)
    if given.currency is not None:
        after = replace(after, currency=given.currency)
    if given.fixed_return is not None:
        after = replace(after, rate=given.fixed_return.fixed_return, compounded=given.fixed_return.is_compounded)
    return _with_blend(after, given.blended) if given.blended else after


def merged_intervals(standing: Sequence[Interval], given: Sequence[CompositionInterval]) -> tuple[Interval, ...]:
    """Standing intervals with the given ones over them: the same date replaces, a null value takes out, given twice joins."""
    dated: dict[date | None, list[Part]] = {}
    removed = {one.date for one in given if one.value is None}
    for one in given:
        if one.value is not None:
            parts = [Part(part.benchmark_id, part.percent, part.fallback_rate) for part in one.value]
            dated.setdefault(one.date, []).extend(parts)
    if contradiction := removed & dated.keys():
        raise InvalidSpecification(
            f"The interval {next(iter(contradiction))} is both given and taken out. Decide for one."
        )
    kept = [one for one in standing if one.effective not in removed and one.effective not in dated]
    made = [Interval(effective, tuple(parts)) for effective, parts in dated.items()]
    return tuple(sorted((*kept, *made), key=lambda one: (one.effective is not None, one.effective or date.min)))


def _with_blend(record: BenchmarkRecord, given: BlendedIn) -> BenchmarkRecord:
    intervals = record.intervals if given.intervals is None else merged_intervals(record.intervals, given.intervals)
    reset = record.reset if given.reset is None else Reset(given.reset)
    return replace(record, rebalance=_rebalance(given, record.rebalance), reset=reset, intervals=intervals)


def _rebalance(given: BlendedIn, before: Rebalance) -> Rebalance:
    rule: Rule = before.rule if given.rebalance_interval is None else given.rebalance_interval.rule
    return Rebalance(rule, before.max_abs_bp if given.max_abs_bp is None else given.max_abs_bp)


def _refuse_foreign(given: AttributesIn, kind: BenchmarkKind) -> None:
    """An object that belongs to another type would be ignored in silence."""
    for name in SPECIAL:
        if getattr(given, name) is not None and name != kind.value.lower():
            raise InvalidSpecification(f"“{name}” does not belong to a benchmark of type {kind.value}. Take it out.")


def _refuse_immutable(benchmark_id: str, given: AttributesIn, before: BenchmarkRecord) -> None:
    entity = given.security or given.portfolio
    blended = given.blended.benchmark_composition_id if given.blended else None
    wrong = {
        "benchmark_type": given.benchmark_type is not None and given.benchmark_type.value != before.kind.value,
        "entity_id": entity is not None and entity.entity_id != (before.symbol or before.portfolio_id),
        "benchmark_composition_id": blended not in (None, benchmark_id),
        "index": given.index is not None,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise InvalidSpecification(f"{name} of {before.name} cannot change. Leave it out, or make a new benchmark.")


def _blended(record: BenchmarkRecord) -> BlendedOut:
    return BlendedOut.from_result(record, rebalance_interval=INTERVALS[record.rebalance.rule])


def _interval_out(interval: Interval) -> IntervalOut:
    return IntervalOut.from_result(interval, weight=round(sum(part.weight for part in interval.parts), 12))
