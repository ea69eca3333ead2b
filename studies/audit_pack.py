"""Which data answers an audit of a stored portfolio? Brought together from the store, computed, and packed with the second computation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine

from core.audit_pack.inputs import AuditBenchmark, AuditBlend, AuditQuestion
from core.audit_pack.pack import AuditedComparison, audit_pack, audited_comparison
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.market.exchange_rates import ExchangeRates
from core.same_money.blend_comparison import BlendSources
from data import market
from data.benchmark_library import Library, open_library
from data.store.portfolios.portfolios import load_portfolio
from data.store.prices.histories import price_coverage
from studies.benchmark_data import blend_rates, sources_of

_PROJECT = Path(__file__).parent.parent
_SCRIPTS = _PROJECT / "audit"
_ENTRY = "recompute.py"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is asked for. ``benchmarks``: symbols, the first one leads. ``rate``: a fraction a year. Open ends: since the first
    flow, and up to the as-of date, which is the last day that the prices reach unless ``as_of`` is given. ``blend``: a mix of library
    benchmarks under the symbol it goes by, which then stands alone."""

    portfolio_id: str
    benchmarks: tuple[str, ...]
    rate: float
    start: date | None = None
    end: date | None = None
    as_of: date | None = None
    blend: tuple[str, Blend] | None = None


def audited_portfolio(engine: Engine, asked: Asked, today: date) -> AuditedComparison:
    """The stored portfolio beside its benchmarks, and everything the numbers rest on. Raises NotFound, InsufficientData and what the
    comparison raises."""
    portfolio = load_portfolio(engine, asked.portfolio_id)
    prices, rates = market.holding_levels(engine, portfolio), market.exchange_rates(engine, portfolio)
    benchmarks, converting, sources = _benchmarks(engine, asked, rates, today, portfolio.simulated)
    valued_on = asked.as_of or market.as_of_date(portfolio, prices, today)
    question = AuditQuestion(
        portfolio,
        prices,
        rates,
        valued_on,
        benchmarks,
        converting,
        asked.rate,
        asked.start,
        asked.end,
        {**price_sources(engine), **sources},
    )
    return audited_comparison(question)


def _benchmarks(
    engine: Engine, asked: Asked, rates: ExchangeRates, today: date, simulated: bool
) -> tuple[tuple[AuditBenchmark | AuditBlend, ...], ExchangeRates, dict[str, str]]:
    """The benchmarks with their data, the rates to convert them with, and where the parts of a mix come from."""
    if asked.blend is not None:
        symbol, mix = asked.blend
        library = open_library(engine)
        sources = sources_of(engine, library, mix, today, simulated)
        return (
            (AuditBlend(symbol, mix, sources),),
            blend_rates(engine, rates, sources),
            part_sources(library, sources, price_sources(engine)),
        )
    singles = tuple(
        AuditBenchmark(one, market.named_levels(engine, one, simulated)) for one in dict.fromkeys(asked.benchmarks)
    )
    return singles, market.benchmark_rates(engine, rates, [one.levels for one in singles]), {}


def part_sources(library: Library, sources: BlendSources, prices: Mapping[str, str]) -> dict[str, str]:
    """Where the data of a mix's parts comes from, by their ids in the library. ``prices``: by symbol."""
    computed = {
        BenchmarkKind.IMPORTED: "own returns, imported",
        BenchmarkKind.PORTFOLIO: "time-weighted growth of another portfolio",
    }
    records = {one: library.record(one) for one in sources.series}
    return {one: computed.get(record.kind) or prices.get(record.symbol, "") for one, record in records.items()}


def packed(found: AuditedComparison) -> bytes:
    """The zip file."""
    return audit_pack(found, second_computation())


@lru_cache(maxsize=1)
def second_computation() -> dict[str, bytes]:
    """The files that recompute a pack, by their paths in it."""
    modules = {f"audit/{path.name}": path.read_bytes() for path in sorted(_SCRIPTS.glob("*.py")) if path.name != _ENTRY}
    return {_ENTRY: (_SCRIPTS / _ENTRY).read_bytes(), **modules}


def price_sources(engine: Engine) -> dict[str, str]:
    """Where the stored prices in use come from, by symbol."""
    return {one.symbol: one.source for one in price_coverage(engine) if one.in_use}
