"""By category: how did each part of a stored portfolio do beside its own benchmark? Settings, parts and the benchmarks that rules name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from sqlalchemy import Engine

from core.category.comparison import (
    LIKE_DEPOSITS,
    CategoryBenchmarks,
    CategoryStudy,
    needed_benchmarks,
    study_categories,
)
from core.category.legs import accrued_levels
from core.category.rules import (
    RISK_FREE,
    AssignedBenchmark,
    AssignedKind,
    AssociationRule,
    CategorySettings,
    benchmark_for,
    default_rules,
)
from core.category.scheme import Category, split_by_category
from core.errors import InsufficientData, NotFound
from core.ledger.transaction import AssetType
from core.market.constant_maturity import with_known_tenor
from core.market.deposit_rate import deposit_name
from core.market.home import home_of
from core.market.levels import Basis, LevelSeries, to_day
from core.market.period import Period
from core.market.yields import LONGEST_CARRY_DAYS, YieldSeries, fixed_return_levels
from data import market
from data.benchmark_library import open_library
from data.catalogue import load_catalogue
from data.market import Owner
from data.store.portfolios.categories import load_category_settings
from data.store.prices.histories import stored_symbols
from data.store.prices.yields import load_yields
from studies.benchmark_data import BenchmarkData, library_levels, usual_benchmark
from studies.valued import Valued


def category_study(engine: Engine, valued: Valued, period: Period | None = None, equity: str = "") -> CategoryStudy:
    """The portfolio by category, ready for any risk-free rate: sorted and measured by the owner's rules, then by the usual ones.

    ``equity``: what shares are measured with where the owner's rules say nothing; "" for the usual benchmark. Raises as
    ``core.category.comparison.study_categories`` does, and NotFound where a rule names a benchmark that is no longer there.
    """
    valuation, usual = valued.valuation, usual_rules(engine, valued)
    settings = load_category_settings(engine, valued.portfolio.id)
    rules = settings.rules_with(equity, usual)
    parts = split_by_category(valuation, settings.scheme)
    series = {
        one: measured_with(engine, one, valued)
        for one in needed_benchmarks(parts, rules, settings.mix)
        if one.kind is not AssignedKind.RISK_FREE
    }
    levels = [one for one in series.values() if isinstance(one, LevelSeries)]
    rates = market.benchmark_rates(engine, valued.rates, levels)
    study = study_categories(valuation, parts, CategoryBenchmarks(rules, series, rates, settings.mix), period)
    notes = tuple(_unreal(study, rules, valued.portfolio.base_currency))
    return replace(study, frame=replace(study.frame, notes=(*study.frame.notes, *notes))) if notes else study


def usual_rules(engine: Engine, valued: Valued) -> tuple[AssociationRule, ...]:
    """What counts after the owner's rules: the default ones; for a portfolio of one's own as far as their benchmarks have real levels,
    shares against the best benchmark that has. What is left without a rule is measured with the risk-free rate."""
    currency, beside = valued.portfolio.base_currency, Owner.of(valued.portfolio)
    defaults = default_rules(currency)
    if beside is Owner.SAMPLE:
        return defaults
    best = usual_benchmark(engine, currency, beside)
    known = {one: one for one in stored_symbols(engine)} | {home_of(currency).index: best or ""}
    real = [(rule, known.get(rule.benchmark.symbol, "")) for rule in defaults]
    return tuple(
        replace(rule, benchmark=AssignedBenchmark(AssignedKind.LEVELS, symbol)) if symbol else rule
        for rule, symbol in real
        if symbol or rule.benchmark == RISK_FREE
    )


def _unreal(study: CategoryStudy, rules: Sequence[AssociationRule], currency: str) -> Iterator[str]:
    """A sentence for every category whose usual benchmark has no real levels, so that the deposit measures it."""
    ruled = {rule.target for rule in rules}
    for rule in default_rules(currency):
        measured = any(str(leg.category) == rule.target and leg.benchmark == RISK_FREE for leg in study.legs)
        if measured and rule.target not in ruled:
            name = load_catalogue()[rule.benchmark.symbol].name
            yield f"{rule.target.capitalize()} is measured with the risk-free deposit: {name} has no real levels yet."


def measured_with(engine: Engine, benchmark: AssignedBenchmark, valued: Valued) -> LevelSeries | YieldSeries:
    """Levels or yields under the name people say: a stored yield, a catalogue index, a priced instrument, anything in the library.

    Raises NotFound, InsufficientData.
    """
    if benchmark.kind is AssignedKind.YIELD:
        return with_known_tenor(load_yields(engine, benchmark.symbol))
    beside = Owner.of(valued.portfolio)
    try:
        return market.named_levels(engine, benchmark.symbol, beside)
    except NotFound:
        library = open_library(engine)
        if library.find(benchmark.symbol) is None:
            raise
        data = BenchmarkData(engine, valued.rates, valued.today, valued.valuation.currency, beside)
        return library_levels(library, benchmark.symbol, data)


@dataclass(frozen=True, slots=True)
class CategoryBenchmarkChoice:
    """What a portfolio's categories are measured with. ``settings``: the owner's; ``usual``: what counts after them."""

    settings: CategorySettings
    usual: tuple[AssociationRule, ...]

    def of(self, category: Category, symbol: str, asset_type: AssetType) -> AssignedBenchmark | None:
        """The benchmark of a holding's category; None where nobody named one of its kind, for what is neither debt nor cash is not
        measured with a deposit unless its owner says so."""
        if any(rule.matches(category, symbol, asset_type) for rule in self.settings.rules):
            return benchmark_for(self.settings.rules, category, symbol, asset_type)
        found = benchmark_for(self.usual, category, symbol, asset_type)
        return None if found == RISK_FREE and category not in LIKE_DEPOSITS else found


def category_benchmarks(engine: Engine, valued: Valued) -> CategoryBenchmarkChoice:
    """The rules of a stored portfolio."""
    return CategoryBenchmarkChoice(load_category_settings(engine, valued.portfolio.id), usual_rules(engine, valued))


def daily_levels(engine: Engine, benchmark: AssignedBenchmark, valued: Valued) -> LevelSeries:
    """The benchmark as levels over the portfolio's days: a deposit at the usual rate of its currency, a yield as its tenor asks.

    Raises as :func:`measured_with` does, and InsufficientData for yields of other days alone.
    """
    currency, dates = valued.portfolio.base_currency, valued.valuation.dates
    every = np.arange(dates[0] - 1, max(dates[-1], to_day(valued.valuation.as_of)) + 1)
    if benchmark == RISK_FREE:
        rate = home_of(currency).deposit_rate
        return LevelSeries(deposit_name(rate), every, fixed_return_levels(rate, every), currency, Basis.TOTAL)
    found = measured_with(engine, benchmark, valued)
    if isinstance(found, LevelSeries):
        return found
    last = found.dates[-1] + np.timedelta64(LONGEST_CARRY_DAYS, "D")
    inside = every[(every >= found.dates[0]) & (every <= last)]
    if not inside.size:
        raise InsufficientData(
            f"{found.name} has no yields of the portfolio's days. Add some, or choose another benchmark."
        )
    return accrued_levels(found, inside, currency)


def check_benchmark(engine: Engine, benchmark: AssignedBenchmark) -> None:
    """Raises NotFound with close spellings for a benchmark that nobody knows; one that has no data yet may be named."""
    if benchmark.kind is AssignedKind.YIELD:
        load_yields(engine, benchmark.symbol)
    if benchmark.kind is not AssignedKind.LEVELS or open_library(engine).find(benchmark.symbol) is not None:
        return
    try:
        market.benchmark_levels(engine, benchmark.symbol)
    except InsufficientData:
        return
