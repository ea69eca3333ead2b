"""Which data answers an audit of a stored portfolio? Brought together from the store, computed, and packed with the second computation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine

from core.audit_inputs import AuditBenchmark, AuditQuestion
from core.audit_pack import AuditedComparison, audit_pack, audited
from core.levels import LevelSeries
from data import market
from data.catalogue import load_catalogue
from data.store.portfolios import load_portfolio
from data.store.prices import price_coverage

_PROJECT = Path(__file__).parent.parent
_SCRIPTS = _PROJECT / "audit"
_ENTRY = "recompute.py"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is asked for. ``benchmarks``: symbols, the first one leads. ``rate``: a fraction a year. Open ends: since the first
    flow, and up to the as-of date, which is the last day that the prices reach unless ``as_of`` is given."""

    portfolio_id: str
    benchmarks: tuple[str, ...]
    rate: float
    start: date | None = None
    end: date | None = None
    as_of: date | None = None


def audited_portfolio(engine: Engine, asked: Asked, today: date) -> AuditedComparison:
    """The stored portfolio beside its benchmarks, and everything the numbers rest on. Raises NotFound, InsufficientData and what the
    comparison raises."""
    portfolio = load_portfolio(engine, asked.portfolio_id)
    prices, rates = market.holding_levels(engine, portfolio), market.exchange_rates(engine, portfolio)
    benchmarks = tuple(AuditBenchmark(symbol, _named(engine, symbol)) for symbol in dict.fromkeys(asked.benchmarks))
    converting = market.benchmark_rates(engine, rates, [one.levels for one in benchmarks])
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
        price_sources(engine),
    )
    return audited(question)


def packed(found: AuditedComparison) -> bytes:
    """The zip file."""
    return audit_pack(found, second_computation())


@lru_cache(maxsize=1)
def second_computation() -> dict[str, bytes]:
    """The files that recompute a pack, by their paths in it."""
    modules = {f"audit/{path.name}": path.read_bytes() for path in sorted(_SCRIPTS.glob("*.py")) if path.name != _ENTRY}
    return {_ENTRY: (_SCRIPTS / _ENTRY).read_bytes(), **modules}


def _named(engine: Engine, symbol: str) -> LevelSeries:
    """The benchmark's levels under the name people say."""
    levels = market.benchmark_levels(engine, symbol)
    index = load_catalogue().get(levels.name)
    return replace(levels, name=index.name) if index else levels


def price_sources(engine: Engine) -> dict[str, str]:
    """Where the stored prices in use come from, by symbol."""
    return {one.symbol: one.source for one in price_coverage(engine) if one.in_use}
