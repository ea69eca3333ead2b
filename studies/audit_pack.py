"""Audit pack: can somebody else check a stored portfolio's comparison? Its data and results, packed with the second computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine

from core.audit_pack.inputs import AuditBenchmark, AuditBlend, AuditQuestion
from core.audit_pack.pack import AuditedComparison, audit_pack, audited_comparison
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.sources import Sources
from core.same_money.several_benchmarks import BenchmarkComparison
from data.benchmark_library import Library, open_library
from data.store.prices.histories import price_coverage
from studies.same_money import Comparisons, compare_with_benchmarks, read_benchmarks
from studies.valued import Valued

_PROJECT = Path(__file__).parent.parent
_SCRIPTS = _PROJECT / "audit"
_ENTRY = "recompute.py"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a pack is asked for. ``benchmarks``: symbols, the first one leads. ``rate``: a fraction a year. Open ends: since the first
    flow, and up to the as-of date of the valuation. ``blend``: a mix of library
    benchmarks under the symbol it goes by, which then stands alone."""

    benchmarks: tuple[str, ...]
    rate: float
    start: date | None = None
    end: date | None = None
    blend: tuple[str, Blend] | None = None

    @property
    def by_symbol(self) -> dict[str, str | Blend]:
        """What the portfolio is compared with, by the symbols that they go by."""
        return dict([self.blend]) if self.blend is not None else {symbol: symbol for symbol in self.benchmarks}


def audited_portfolio(engine: Engine, holding: Valued, asked: Asked) -> AuditedComparison:
    """The stored portfolio beside its benchmarks, and everything the numbers rest on. Raises NotFound, InsufficientData and what the
    comparison raises."""
    benchmarks = read_benchmarks(engine, holding, list(asked.by_symbol.values()))
    period = holding.period(asked.start, asked.end)
    comparisons = compare_with_benchmarks(engine, holding, benchmarks, asked.rate, period)
    question = audit_question(engine, comparisons, list(asked.by_symbol), asked.start, asked.end)
    return audited_comparison(question, comparisons.valuation, comparisons.benchmarks)


def audit_question(
    engine: Engine,
    comparisons: Comparisons,
    symbols: Sequence[str],
    start: date | None,
    end: date | None,
    parts: bool = True,
) -> AuditQuestion:
    """What was asked, with the very data that the comparisons were made of. ``symbols``: what the benchmarks were asked for by;
    ``start``, ``end``: the range asked for. ``parts``: mixes are told by their parts, as a pack needs them, not by their levels."""
    mixes = [one.blend.sources for one in comparisons.benchmarks if one.blend is not None] if parts else []
    library, sources = open_library(engine), price_sources(engine)
    of_parts = [part_sources(library, mix, sources) for mix in mixes]
    rate = comparisons.same_money[0].risk_free_rate
    assert isinstance(rate, float)
    held = comparisons.valued
    return AuditQuestion(
        held.portfolio,
        held.prices,
        held.rates,
        held.valuation.as_of,
        tuple(_audit_input(symbol, one, parts) for symbol, one in zip(symbols, comparisons.benchmarks, strict=True)),
        comparisons.rates,
        rate,
        start,
        end,
        {**sources, **{one: source for several in of_parts for one, source in several.items()}},
    )


def _audit_input(symbol: str, comparison: BenchmarkComparison, parts: bool) -> AuditBenchmark | AuditBlend:
    if comparison.blend is None or not parts:
        return AuditBenchmark(symbol, comparison.levels)
    return AuditBlend(symbol, comparison.blend.path.blend, comparison.blend.sources)


def part_sources(library: Library, sources: Sources, prices: Mapping[str, str]) -> dict[str, str]:
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
