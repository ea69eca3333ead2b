"""By category: how did each part of a stored portfolio do beside its own benchmark? Settings, parts and the benchmarks that rules name."""

from __future__ import annotations

from sqlalchemy import Engine

from core.category.comparison import CategoryBenchmarks, CategoryStudy, needed_benchmarks, study_categories
from core.category.rules import AssignedBenchmark, AssignedKind
from core.category.scheme import split_by_category
from core.errors import InsufficientData, NotFound
from core.market.levels import LevelSeries
from core.market.period import Period
from core.market.yields import YieldSeries
from data import market
from data.benchmark_library import open_library
from data.store.portfolios.categories import load_category_settings
from data.store.prices.yields import load_yields
from studies.benchmark_data import BenchmarkData, library_levels
from studies.valued import Valued


def category_study(engine: Engine, valued: Valued, period: Period | None = None, equity: str = "") -> CategoryStudy:
    """The portfolio by category, ready for any risk-free rate: sorted and measured by the owner's rules, then by those of its currency.

    ``equity``: what shares are measured with where the owner's rules say nothing; "" for the home index. Raises as
    ``core.category.comparison.study_categories`` does, and NotFound where a rule names a benchmark that is no longer there.
    """
    valuation, currency = valued.valuation, valued.portfolio.base_currency
    settings = load_category_settings(engine, valued.portfolio.id)
    rules = settings.rules_with(equity, currency) if equity else settings.all_rules(currency)
    parts = split_by_category(valuation, settings.scheme)
    series = {
        one: measured_with(engine, one, valued)
        for one in needed_benchmarks(parts, rules, settings.mix)
        if one.kind is not AssignedKind.RISK_FREE
    }
    levels = [one for one in series.values() if isinstance(one, LevelSeries)]
    rates = market.benchmark_rates(engine, valued.rates, levels)
    return study_categories(valuation, parts, CategoryBenchmarks(rules, series, rates, settings.mix), period)


def measured_with(engine: Engine, benchmark: AssignedBenchmark, valued: Valued) -> LevelSeries | YieldSeries:
    """Levels or yields under the name people say: a stored yield, a catalogue index, a priced instrument, anything in the library.

    Raises NotFound, InsufficientData.
    """
    if benchmark.kind is AssignedKind.YIELD:
        return load_yields(engine, benchmark.symbol)
    simulated = valued.portfolio.simulated
    try:
        return market.named_levels(engine, benchmark.symbol, simulated)
    except NotFound:
        library = open_library(engine)
        if library.find(benchmark.symbol) is None:
            raise
        data = BenchmarkData(engine, valued.rates, valued.today, valued.valuation.currency, simulated)
        return library_levels(library, benchmark.symbol, data)


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
