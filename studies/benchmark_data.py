"""What data stands behind a benchmark of the library, and from when to when? Read wherever it is kept, missing where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from sqlalchemy import Engine

from core.benchmark.blend import Blend
from core.benchmark.coverage import known_range
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.path import BlendedPath
from core.benchmark.resolution import resolve
from core.benchmark.sources import Observations, Sources, poorest_basis
from core.errors import InsufficientData, InvalidSpecification, NotFound
from core.market.exchange_rates import ExchangeRates
from core.market.home import home_of
from core.market.levels import Basis, LevelSeries
from core.market.period import Period, months_before
from core.same_money.blend_comparison import SINGLE
from data import market
from data.benchmark_library import Library
from data.catalogue import load_catalogue
from data.market import Owner
from data.store.benchmarks.imported_returns import load_returns
from data.store.benchmarks.record import BenchmarkRecord
from data.store.prices.histories import stored_symbols
from studies.valued import valued

FIXED_RETURN_YEARS = 10


@dataclass(frozen=True, slots=True)
class Extent:
    """What is known of a benchmark's data: its range (None with the reason), what it includes, whether it is made up.

    ``every_day``: whether it is known on every day, as a fixed return or a mix of such is.
    """

    coverage: Period | None
    basis: Basis | None
    simulated: bool = False
    reason: str | None = None
    every_day: bool = False


EVERY_DAY = Extent(None, Basis.TOTAL, reason="It is known on every day.", every_day=True)


def usual_benchmark(engine: Engine, currency: str, owner: Owner) -> str | None:
    """What a portfolio of this currency is measured with where nobody says: beside the sample its home index, with dividends before
    without, else the best benchmark of its market that has real levels, convertible at real rates; None where there is none."""
    home, catalogue = home_of(currency), load_catalogue()
    if owner is Owner.SAMPLE:
        return home.benchmarks[0]
    stored = [one for one in home.benchmarks if one in set(stored_symbols(engine))]
    at_once = next((one for one in stored if catalogue[one].currency == currency), None)
    if at_once or not stored:
        return at_once
    rates = market.real_rates(engine)
    return next((one for one in stored if rates.converts(catalogue[one].currency, currency)), None)


def sources_of(engine: Engine, library: Library, blend: Blend, today: date, owner: Owner = Owner.NOBODY) -> Sources:
    """Everything that a blend of library benchmarks needs but exchange rates, which are those of whoever is measured; what has no data yet
    is left out, for core to name or replace.

    ``owner``: as in :func:`data.market.benchmark_levels`; beside a portfolio of one's own a part that can fall back to a rate has real
    levels or falls back. Raises InvalidSpecification for a component that nobody knows.
    """
    blends = library.blends_within(blend)
    leaves = {one for mix in (blend, *blends.values()) for one in mix.ids if one not in blends}
    records = {one: _checked(library, one, blend) for one in sorted(leaves)}
    mixes = (blend, *blends.values()) if owner is Owner.USER else ()
    replaceable = {part.id for mix in mixes for part in mix.components if part.fallback_rate is not None}
    given = {one: observations(engine, record, today, owner, one not in replaceable) for one, record in records.items()}
    series = {one: data for one, data in given.items() if data is not None}
    names = {one: library.record(one).name for one in (*records, *blends)}
    return Sources(series, blends=blends, names=names)


def observations(
    engine: Engine,
    record: BenchmarkRecord,
    today: date,
    owner: Owner = Owner.NOBODY,
    picked: bool = True,
) -> Observations | None:
    """The data of a benchmark that is no blend; None where there is none yet. The rest as in :func:`data.market.benchmark_levels`."""
    if record.kind is BenchmarkKind.FIXED_RETURN:
        return record.fixed
    if record.kind is BenchmarkKind.IMPORTED:
        returns = load_returns(engine, record.id)
        return returns if returns.dates.size else None
    try:
        if record.kind is BenchmarkKind.PORTFOLIO:
            return replace(portfolio_growth(engine, record.portfolio_id, today), name=record.name)
        return replace(market.benchmark_levels(engine, record.symbol, owner, picked), name=record.name)
    except (InsufficientData, NotFound):
        return None


def portfolio_growth(engine: Engine, portfolio_id: str, today: date) -> LevelSeries:
    """A portfolio's time-weighted growth, in its base currency; as a benchmark it earns nothing while nothing is held in it."""
    holding = valued(engine, portfolio_id, today)
    growth, valuation = holding.valuation.growth, holding.valuation
    dates = np.union1d(growth.dates, valuation.dates[valuation.dates >= growth.dates[0]])
    dates = dates[dates <= growth.dates[-1]]
    levels = growth.levels[np.searchsorted(growth.dates, dates, side="right") - 1]
    return LevelSeries(holding.portfolio.name, dates, levels, valuation.currency, Basis.TOTAL, valuation.simulated)


@dataclass(frozen=True, slots=True)
class BenchmarkData:
    """Where a benchmark's data is read, and for whom. ``rates``: to convert with; ``currency``: for benchmarks that have none of their
    own; ``owner``: as in :func:`sources_of`."""

    engine: Engine
    rates: ExchangeRates
    today: date
    currency: str = "USD"
    owner: Owner = Owner.NOBODY


def library_levels(library: Library, benchmark_id: str, data: BenchmarkData) -> LevelSeries:
    """Any benchmark as levels over all that its data covers (a fixed return: the last ten years)."""
    blend = library.measured(benchmark_id, data.currency)
    sources = replace(sources_of(data.engine, library, blend, data.today, data.owner), rates=data.rates)
    return path_by_itself(blend, sources, data.today).level_series()


def path_by_itself(blend: Blend, sources: Sources, today: date) -> BlendedPath:
    """A blend, in the library or not, over all that its data covers (of fixed returns alone: the last ten years)."""
    return resolve(blend, sources, _range_by_itself(blend, sources, today))


def extents(engine: Engine, library: Library, today: date) -> dict[str, Extent]:
    """For every benchmark of the library what is known of its data."""
    rates = market.exchange_rates(engine)
    parts = {one for record in library.records.values() for one in record.component_ids}
    leaves: dict[str, Observations | None] = {}
    for record in (*library.records.values(), *(one for one in library.securities.values() if one.id in parts)):
        if record.kind is not BenchmarkKind.BLENDED:
            leaves[record.id] = observations(engine, record, today)
    return {record.id: _extent(record, library, leaves, rates) for record in library.records.values()}


def _extent(
    record: BenchmarkRecord, library: Library, leaves: Mapping[str, Observations | None], rates: ExchangeRates
) -> Extent:
    if record.kind is BenchmarkKind.BLENDED:
        return _extent_of_blend(record, library, leaves, rates)
    given = leaves[record.id]
    if given is None:
        return Extent(None, record.basis, reason="It has no data yet.")
    if isinstance(given, LevelSeries):
        return Extent(given.coverage, given.basis, given.simulated)
    if record.kind is BenchmarkKind.FIXED_RETURN:
        return EVERY_DAY
    dates = given.dates  # type: ignore[union-attr]  # what is neither levels nor a formula is returns
    return Extent(Period(dates[0].item(), dates[-1].item()), record.basis or Basis.TOTAL)


def _extent_of_blend(
    record: BenchmarkRecord, library: Library, leaves: Mapping[str, Observations | None], rates: ExchangeRates
) -> Extent:
    series = {one: data for one, data in leaves.items() if data is not None}
    try:
        blend = library.blend_of(record, "USD")
        blends = library.blends_within(blend)
        span = known_range(blend, Sources(series, rates, blends))
    except (InsufficientData, InvalidSpecification) as missing:
        return Extent(None, None, reason=missing.message)
    if span is None:
        return EVERY_DAY
    used = [series[one] for mix in (blend, *blends.values()) for one in mix.ever_held if one in series]
    levels = [one for one in used if isinstance(one, LevelSeries)]
    return Extent(span, poorest_basis(one.basis for one in levels), any(one.simulated for one in levels))


def _range_by_itself(blend: Blend, sources: Sources, today: date) -> Period | None:
    """The range over which a blend is looked at by itself: None for all that its data covers, the last ten years where all that it
    holds is known on every day. Raises as :func:`core.benchmark.coverage.coverage` does."""
    if any(isinstance(sources.series.get(one), LevelSeries) for one in blend.ever_held):
        return None
    if known_range(blend, sources) is not None:
        return None
    return Period(months_before(today, 12 * FIXED_RETURN_YEARS), today)


def _checked(library: Library, component: str, blend: Blend) -> BenchmarkRecord:
    """The component; a portfolio only where it is measured itself, never as part of a mix."""
    return library.record(component) if blend.id == SINGLE else library.component(component, blend.label)
