"""Which benchmarks are there? The library as JSON:API documents, and any blend resolved."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy import Engine

from api.benchmarks.answer_models import (
    BenchmarkDocument,
    BenchmarkPage,
    CompositionDocument,
    CompositionPage,
    DailyReturnOut,
    ImportedAttributesOut,
    ImportedDataOut,
    ImportedDocument,
    MeasureOut,
)
from api.benchmarks.documents import PAGE_SIZE, Documents, changed_record, merged_intervals, new_record, page_of
from api.benchmarks.question_models import (
    BenchmarkType,
    ChangedBenchmark,
    CompositionChange,
    CompositionInterval,
    ImportedChange,
    Kind,
    ManyChanges,
    Measure,
    NewBenchmarks,
    OneChange,
)
from api.benchmarks.resolution import answer_resolve
from api.benchmarks.resolution_models import ResolveAnswer, ResolveQuestion
from api.server.database import Database, Store
from api.server.errors import NotPermitted
from api.server.strict_json import StrictJsonRoute
from core.benchmark.kinds import BenchmarkKind
from core.errors import Conflict, InvalidSpecification, NotFound
from core.market.period import Period
from data import benchmark_library as library
from data.clock import current_date
from data.store.benchmarks.benchmarks import Change, benchmark_users, portfolio_measures
from data.store.benchmarks.imported_returns import load_returns, put_returns
from data.store.benchmarks.record import BenchmarkRecord
from data.store.portfolios.portfolios import load_portfolio

READ_ONLY_VARIABLE = "YARDSTICK_API_READ_ONLY"


class ReadOnly(NotPermitted):
    """The server was started so that nobody changes the library through the API."""

    def __init__(self) -> None:
        super().__init__(
            f"The benchmarks of this server are only read. Unset {READ_ONLY_VARIABLE} on it to allow changes."
        )


def may_write() -> None:
    """Raises ReadOnly where the server was started with YARDSTICK_API_READ_ONLY=on."""
    if os.environ.get(READ_ONLY_VARIABLE, "").strip().casefold() in ("on", "1", "yes", "true"):
        raise ReadOnly


MAY_WRITE = [Depends(may_write)]
BenchmarkId = Annotated[str, Path(description="Of the library; an index has its symbol.")]
PageNumber = Annotated[int, Query(alias="page[number]", ge=1, le=1_000_000)]
PageLength = Annotated[int, Query(alias="page[size]", ge=1, le=PAGE_SIZE)]

router = APIRouter(prefix="/v1", tags=["Benchmarks"], route_class=StrictJsonRoute)


@router.post("/benchmarks/resolve", summary="What would this mix have earned, day by day?")
def resolve(question: ResolveQuestion, database: Database) -> ResolveAnswer:
    """Nothing is stored. The same specification and data give the same bytes, with a fingerprint."""
    return answer_resolve(question.benchmark_spec, database, current_date())


@router.get("/benchmarks", summary="List the benchmarks")
def benchmark_list(
    store: Store,
    request: Request,
    number: PageNumber = 1,
    size: PageLength = PAGE_SIZE,
    kind: Annotated[Kind | None, Query(alias="filter[benchmark_type]")] = None,
) -> BenchmarkPage:
    """Presets, the user's own, then the catalogue."""
    known = library.open_library(store)
    rows = [known.records[one] for one in known.ids if kind in (None, BenchmarkType(known.records[one].kind.value))]
    documents, more = _documents(store, request), {} if kind is None else {"filter[benchmark_type]": kind.value}
    page, links = page_of(rows, number, size, f"{_root(request)}/v1/benchmarks", more)
    return BenchmarkPage(data=[documents.benchmark(one) for one in page], links=links)


@router.post("/benchmarks", status_code=201, dependencies=MAY_WRITE, summary="Make benchmarks, all or none")
def create(given: NewBenchmarks, store: Store, request: Request) -> BenchmarkDocument:
    """One alone is answered as an object, several as a list. 409 for a taken name."""
    made = library.create(store, [new_record(one.attributes) for one in given.data])
    return _document(store, request, made)


@router.patch("/benchmarks", dependencies=MAY_WRITE, summary="Change several benchmarks, all or none")
def change_many(given: ManyChanges, store: Store, request: Request) -> BenchmarkPage:
    """Only what is sent changes; the type and what it stands for are immutable."""
    changed = library.change(store, [_change(store, one) for one in given.data])
    documents = _documents(store, request)
    return BenchmarkPage(data=[documents.benchmark(one) for one in changed], links=page_of((), 1, PAGE_SIZE, "", {})[1])


@router.get("/benchmarks/{benchmark_id}", summary="Show one benchmark")
def benchmark(benchmark_id: BenchmarkId, store: Store, request: Request) -> BenchmarkDocument:
    """With what is special about its type."""
    return _document(store, request, [library.open_library(store).record(benchmark_id)])


@router.patch("/benchmarks/{benchmark_id}", dependencies=MAY_WRITE, summary="Change one benchmark")
def change_one(benchmark_id: BenchmarkId, given: OneChange, store: Store, request: Request) -> BenchmarkDocument:
    """Of an index only the display name; a preset not at all."""
    _same_id(benchmark_id, given.data.id)
    return _document(store, request, library.change(store, [_change(store, given.data)]))


@router.delete("/benchmarks/{benchmark_id}", status_code=204, dependencies=MAY_WRITE, summary="Delete one benchmark")
def delete(
    benchmark_id: BenchmarkId,
    store: Store,
    force: Annotated[bool, Query(description="Delete it although a blend or portfolio uses it.")] = False,
) -> None:
    """400 for what cannot be deleted (an index, a preset, a fixed return), 409 with its users for what is in use."""
    library.delete(store, benchmark_id, force)


@router.get("/benchmark_compositions", summary="List what the blends are made of")
def compositions(
    store: Store, request: Request, number: PageNumber = 1, size: PageLength = PAGE_SIZE
) -> CompositionPage:
    """Every blend, presets included."""
    known = library.open_library(store)
    rows = [known.records[one] for one in known.ids if known.records[one].kind is BenchmarkKind.BLENDED]
    page, links = page_of(rows, number, size, f"{_root(request)}/v1/benchmark_compositions", {})
    documents = _documents(store, request)
    return CompositionPage(data=[documents.composition(one) for one in page], links=links)


@router.get("/benchmark_compositions/{benchmark_id}", summary="Show what a blend is made of")
def composition(benchmark_id: BenchmarkId, store: Store, request: Request) -> CompositionDocument:
    """Intervals by effective date; the first has none."""
    return CompositionDocument(data=_documents(store, request).composition(_blended(store, benchmark_id)))


@router.patch(
    "/benchmark_compositions/{benchmark_id}", dependencies=MAY_WRITE, summary="Change what a blend is made of"
)
def change_composition(
    benchmark_id: BenchmarkId, given: CompositionChange, store: Store, request: Request
) -> CompositionDocument:
    """An interval of the same date is replaced, one with a null value taken out, the others stay. Weights sum to 1."""
    _same_id(benchmark_id, given.data.id)
    record, intervals = _blended(store, benchmark_id), given.data.attributes.intervals
    (after,) = library.change(store, [(record.id, partial(_with_intervals, intervals))])
    return CompositionDocument(data=_documents(store, request).composition(after))


@router.get("/imported_benchmark_data/{benchmark_id}", summary="Show the returns of an imported benchmark")
def imported(benchmark_id: BenchmarkId, store: Store, request: Request) -> ImportedDocument:
    """Daily returns as fractions, by date."""
    return _imported(store, request, benchmark_id)


@router.patch(
    "/imported_benchmark_data/{benchmark_id}", dependencies=MAY_WRITE, summary="Add returns to an imported benchmark"
)
def change_imported(
    benchmark_id: BenchmarkId, given: ImportedChange, store: Store, request: Request
) -> ImportedDocument:
    """Standing returns of the same dates are overwritten; with `replace` all inside that range go first."""
    _same_id(benchmark_id, given.data.id)
    attributes = given.data.attributes
    returns = {row.date: row.value for row in attributes.daily_returns}
    if len(returns) < len(attributes.daily_returns):
        raise InvalidSpecification("A date comes twice among the returns. Send each date once.")
    asked = attributes.replace
    put_returns(store, benchmark_id, returns, Period(asked.start, asked.end) if asked else None)
    return _imported(store, request, benchmark_id)


@router.get("/portfolios/{portfolio_id}/benchmark", summary="Show what a portfolio is measured by")
def measure(portfolio_id: str, store: Store) -> MeasureOut:
    """Null: nothing in particular."""
    load_portfolio(store, portfolio_id)
    return MeasureOut(portfolio_id=portfolio_id, benchmark_id=portfolio_measures(store).get(portfolio_id))


@router.put(
    "/portfolios/{portfolio_id}/benchmark", dependencies=MAY_WRITE, summary="Say what a portfolio is measured by"
)
def set_measure(portfolio_id: str, given: Measure, store: Store) -> MeasureOut:
    """Any benchmark of the library; it is then in use and not deleted by accident."""
    library.set_measure(store, portfolio_id, given.benchmark_id)
    return MeasureOut(portfolio_id=portfolio_id, benchmark_id=portfolio_measures(store).get(portfolio_id))


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _documents(store: Engine, request: Request) -> Documents:
    return Documents(store, _root(request), benchmark_users(store), current_date())


def _document(
    store: Engine, request: Request, records: list[BenchmarkRecord] | tuple[BenchmarkRecord, ...]
) -> BenchmarkDocument:
    documents = _documents(store, request)
    made = [documents.benchmark(record) for record in records]
    return BenchmarkDocument(data=made[0] if len(made) == 1 else made)


def _change(store: Engine, given: ChangedBenchmark) -> tuple[str, Change]:
    """The change of the benchmark with the id as the library spells it."""
    known = library.open_library(store).record(given.id).id
    return known, partial(changed_record, known, given.attributes)


def _blended(store: Engine, benchmark_id: str) -> BenchmarkRecord:
    known = library.open_library(store)
    record = known.find(benchmark_id)
    if record is None or record.kind is not BenchmarkKind.BLENDED:
        blends = [one.id for one in known.records.values() if one.kind is BenchmarkKind.BLENDED]
        raise NotFound("blended benchmark", benchmark_id, blends)
    return record


def _with_intervals(given: Sequence[CompositionInterval], before: BenchmarkRecord) -> BenchmarkRecord:
    return replace(before, intervals=merged_intervals(before.intervals, given))


def _imported(store: Engine, request: Request, benchmark_id: str) -> ImportedDocument:
    returns = load_returns(store, benchmark_id)
    rows = zip(returns.dates.tolist(), returns.returns.tolist(), strict=True)
    attributes = ImportedAttributesOut(daily_returns=[DailyReturnOut(date=on, value=value) for on, value in rows])
    link = _documents(store, request).imported_link(benchmark_id)
    return ImportedDocument(data=ImportedDataOut(id=benchmark_id, attributes=attributes, links=link))


def _same_id(address: str, body: str) -> None:
    if address != body:
        raise Conflict(f"The address names “{address}”, the document “{body}”. Send the same id in both.")
