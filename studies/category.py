"""Which data does a comparison by category need? Settings, parts and every benchmark that the rules name, brought together."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from core.category.comparison import CategoryStudy, needed_benchmarks, study_categories
from core.category.rules import AssignedBenchmark, AssignedKind, AssociationRule, CategorySettings
from core.category.scheme import split_by_category
from core.errors import InsufficientData, NotFound
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.market.yields import YieldSeries
from core.valuation.portfolio_value import Valuation
from data import market
from data.benchmark_library import open_library
from data.store.prices.yields import load_yields
from studies.benchmark_data import own_levels


def category_study(
    engine: Engine,
    valuation: Valuation,
    rates: ExchangeRates,
    settings: CategorySettings,
    today: date,
    period: Period | None = None,
    rules: tuple[AssociationRule, ...] | None = None,
) -> CategoryStudy:
    """The portfolio by category, ready for any risk-free rate. ``rates``: those that the portfolio was valued with.

    ``rules``: instead of the settings' own and the defaults. Raises as ``core.category.comparison.study_categories`` does, and NotFound
    where a rule names a benchmark that is no longer there.
    """
    parts = split_by_category(valuation, settings.scheme)
    used = rules if rules is not None else settings.all_rules(valuation.currency)
    sources = {
        one: measured_with(engine, one, valuation.currency, rates, today, valuation.simulated)
        for one in needed_benchmarks(parts, used, settings.mix)
        if one.kind is not AssignedKind.RISK_FREE
    }
    levels = [one for one in sources.values() if isinstance(one, LevelSeries)]
    converting = market.benchmark_rates(engine, rates, levels)
    return study_categories(valuation, parts, used, sources, converting, settings.mix, period)


def measured_with(
    engine: Engine,
    benchmark: AssignedBenchmark,
    currency: str,
    rates: ExchangeRates,
    today: date,
    simulated: bool = False,
) -> LevelSeries | YieldSeries:
    """Levels or yields under the name people say: a stored yield, a catalogue index, a priced instrument, anything in the library.

    ``simulated``: for a portfolio of the sample's, as in :func:`data.market.benchmark_levels`.
    Raises NotFound, InsufficientData.
    """
    if benchmark.kind is AssignedKind.YIELD:
        return load_yields(engine, benchmark.symbol)
    try:
        return market.named_levels(engine, benchmark.symbol, simulated)
    except NotFound:
        library = open_library(engine)
        if library.find(benchmark.symbol) is None:
            raise
        return own_levels(engine, library, benchmark.symbol, rates, today, currency, simulated)


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
