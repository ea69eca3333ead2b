"""How does a specification become core's blend, and its path JSON?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from api.benchmarks.resolution_models import (
    BenchmarkSpecification,
    RebalanceQuestion,
    ResolveAnswer,
    ResolvedDay,
    ReturnData,
)
from api.server.database import OpenOnce
from api.server.large_returns import refuse_too_large
from core.benchmark.blend import Blend, Component
from core.benchmark.coverage import coverage, observed_range
from core.benchmark.fingerprint import blend_fingerprint
from core.benchmark.path import BlendedPath
from core.benchmark.rebalancing import PolicyChange, Rebalance, parse_reset, parse_rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import Sources
from core.errors import InvalidSpecification
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.market.period import Period
from core.returns.series import ReturnSeries
from data import market
from data.benchmark_library import Library, open_library
from data.market import Owner
from studies.answers.benchmark import resolved_benchmark, resolved_diagnostics
from studies.benchmark_data import sources_of

BLENDED = "BLENDED"


def answer_resolve(spec: BenchmarkSpecification, database: OpenOnce, today: date) -> ResolveAnswer:
    """The blend resolved. Components that bring no data are read from the library; without any such the database is not even opened."""
    blend, brought, rates = blend_of(spec), series_of(spec), sent_rates(spec)
    sources = Sources(brought, rates)
    if set(blend.ids) - brought.keys():
        store = database()
        blend, sources = _with_library(blend, brought, store, open_library(store), today)
        stored = market.exchange_rates(store)
        sources = replace(sources, rates=ExchangeRates({**stored.series, **rates.series}))
    period = _period(spec, blend, sources) or _brought_range(blend, brought)
    with refuse_too_large(), np.errstate(invalid="raise"):
        return _answer(resolve(blend, sources, period), blend_fingerprint(blend, sources, period))


def asked_blend(
    spec: BenchmarkSpecification, store: Engine, library: Library, today: date, owner: Owner = Owner.NOBODY
) -> tuple[Blend, Sources]:
    """The specification as core has it, and the data of its components: what was sent along, and what the library has. Exchange rates are
    those sent along alone.

    ``owner``: as in :func:`data.market.benchmark_levels`.
    """
    blend, brought = blend_of(spec), series_of(spec)
    if not set(blend.ids) - brought.keys():
        return blend, Sources(brought, sent_rates(spec))
    blend, sources = _with_library(blend, brought, store, library, today, owner)
    return blend, replace(sources, rates=sent_rates(spec))


def sent_rates(spec: BenchmarkSpecification) -> ExchangeRates:
    """The exchange rates that were sent along."""
    series = {}
    for data in spec.data.fx:
        rows = sorted(data.observations, key=lambda row: row.date)
        days, levels = to_days([row.date for row in rows]), np.array([row.rate for row in rows])
        series[data.pair] = LevelSeries(data.pair, days, levels, data.pair[3:])
    return ExchangeRates(series)


def blend_of(spec: BenchmarkSpecification) -> Blend:
    """The specification as core has it; raises InvalidSpecification as core does."""
    components = tuple(Component(one.id, one.weight, one.currency, one.fallback_rate) for one in spec.components)
    policy = tuple(PolicyChange.of(one.effective, one.weights) for one in spec.policy)
    reset = parse_reset(spec.rebalance.day)
    return Blend(spec.id, spec.currency, components, policy, _rebalance(spec.rebalance), reset, spec.name or spec.id)


def series_of(spec: BenchmarkSpecification) -> dict[str, ReturnSeries]:
    """The returns that were sent along; raises InvalidSpecification for one sent twice, or for nobody."""
    known = {one.id for one in spec.components}
    found: dict[str, ReturnSeries] = {}
    for data in spec.data.series:
        if data.id in found:
            raise InvalidSpecification(f"The returns of “{data.id}” are sent twice. Send each series once.")
        if data.id not in known:
            raise InvalidSpecification(f"Returns are sent for “{data.id}”, which is no component. Take them out.")
        found[data.id] = _returns(data)
    return found


def _rebalance(given: RebalanceQuestion) -> Rebalance:
    schedule = tuple(PolicyChange.of(one.date, one.weights) for one in given.schedule)
    return Rebalance(parse_rule(given.mode), given.max_abs_bp, schedule)


def _returns(data: ReturnData) -> ReturnSeries:
    rows = sorted(data.observations, key=lambda row: row.date)
    return ReturnSeries(data.id, to_days([row.date for row in rows]), np.array([row.ret for row in rows], dtype=float))


def _with_library(
    blend: Blend,
    brought: Mapping[str, ReturnSeries],
    store: Engine,
    library: Library,
    today: date,
    owner: Owner = Owner.NOBODY,
) -> tuple[Blend, Sources]:
    """The blend with ids as the library spells them, and the data of everything that was not sent along."""
    spelling = {one: one if one in brought else library.component(one, blend.label).id for one in blend.ids}
    renamed = _respelt(blend, spelling)
    missing = [part for part in renamed.components if part.id not in brought]
    weights = tuple(Component(part.id, 1.0 / len(missing), fallback_rate=part.fallback_rate) for part in missing)
    needed = Blend(blend.id, blend.currency, weights, name=blend.label)
    found = sources_of(store, library, needed, today, owner)
    return renamed, replace(found, series={**found.series, **brought})


def _respelt(blend: Blend, spelling: Mapping[str, str]) -> Blend:
    parts = tuple(
        Component(spelling[part.id], part.weight, part.currency, part.fallback_rate) for part in blend.components
    )
    return Blend(
        blend.id,
        blend.currency,
        parts,
        _changes(blend.policy, spelling),
        Rebalance(blend.rebalance.rule, blend.rebalance.max_abs_bp, _changes(blend.rebalance.schedule, spelling)),
        blend.reset,
        blend.name,
    )


def _changes(changes: Iterable[PolicyChange], spelling: Mapping[str, str]) -> tuple[PolicyChange, ...]:
    return tuple(
        PolicyChange.of(one.effective, {spelling.get(name, name): weight for name, weight in one.weights.entries})
        for one in changes
    )


def _period(spec: BenchmarkSpecification, blend: Blend, sources: Sources) -> Period | None:
    """The asked range; an open end is the data's own."""
    if spec.start is None and spec.end is None:
        return None
    if spec.start is not None and spec.end is not None:
        return Period(spec.start, spec.end)
    return Period.completed(spec.start, spec.end, coverage(blend, sources))


def _brought_range(blend: Blend, brought: Mapping[str, ReturnSeries]) -> Period | None:
    """Where all data was sent along, the range of the furthest: a component that is cut short is an error, not a shorter range."""
    if set(blend.ids) - brought.keys():
        return None
    return observed_range({one: brought[one] for one in blend.ids})


def _answer(path: BlendedPath, fingerprint: str) -> ResolveAnswer:
    return ResolveAnswer.from_result(
        path,
        benchmark=resolved_benchmark(path),
        benchmark_components=path.components,
        series=list(_days(path)),
        diagnostics=resolved_diagnostics(path),
        fingerprint=fingerprint,
    )


def _days(path: BlendedPath) -> Iterable[ResolvedDay]:
    columns = (path.dates.tolist(), path.returns.tolist(), path.levels.tolist(), path.weights_open.tolist())
    for on, earned, level, weights in zip(*columns, strict=True):
        yield ResolvedDay(date=on, return_=earned, level=level, weights_open=dict(zip(path.ids, weights, strict=True)))
