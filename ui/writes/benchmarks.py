"""Which changes may the pages make to the benchmark library? The door through which they write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.market.levels import Basis
from core.market.period import Period
from data import benchmark_library
from data.importers.prices.returns_csv import read_returns
from data.store.benchmarks.imported_returns import put_returns
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from ui.reads.portfolio import engine

__all__ = [
    "add_returns",
    "change_blend",
    "delete",
    "keep_blend",
    "keep_fixed_return",
    "keep_imported",
    "keep_portfolio_benchmark",
    "keep_security",
    "read_returns",
    "record_of",
    "rename",
    "set_measure",
]


def keep_blend(name: str, blend: Blend) -> str:
    """Stores a blend made on a page under a name of its own and returns its id."""
    return _made(record_of(name, blend))


def record_of(name: str, blend: Blend) -> BenchmarkRecord:
    """A blend as the library keeps it."""
    stand_in = {part.id: part.fallback_rate for part in blend.components}
    intervals = tuple(
        Interval(
            target.effective,
            tuple(Part(one, weight, stand_in[one]) for one, weight in target.weights.entries),
        )
        for target in blend.targets
    )
    return BenchmarkRecord(
        "",
        name,
        BenchmarkKind.BLENDED,
        blend.currency,
        rebalance=blend.rebalance,
        reset=blend.reset,
        intervals=intervals,
    )


def change_blend(benchmark_id: str, name: str, blend: Blend) -> None:
    """Stores other weights, another rule or name of a blend."""
    made = record_of(name, blend)

    def changed(before: BenchmarkRecord) -> BenchmarkRecord:
        return replace(made, id=before.id)

    benchmark_library.change(engine(), [(benchmark_id, changed)])


def rename(benchmark_id: str, name: str) -> None:
    """Another name; of an index its display name."""
    benchmark_library.change(engine(), [(benchmark_id, lambda before: replace(before, name=name))])


def keep_fixed_return(rate: float, compounded: bool) -> str:
    """A fixed return, named by its rate (a fraction)."""
    return _made(BenchmarkRecord("", "", BenchmarkKind.FIXED_RETURN, rate=rate, compounded=compounded))


def keep_security(name: str, symbol: str, currency: str | None) -> str:
    """A benchmark of any priced symbol."""
    return _made(BenchmarkRecord("", name, BenchmarkKind.SECURITY, currency, symbol=symbol))


def keep_portfolio_benchmark(name: str, portfolio_id: str, currency: str) -> str:
    """A benchmark that is another portfolio's time-weighted return."""
    return _made(BenchmarkRecord("", name, BenchmarkKind.PORTFOLIO, currency, portfolio_id=portfolio_id))


def keep_imported(name: str, currency: str, returns: Mapping[date, float]) -> str:
    """A benchmark of own daily returns (fractions), filled at once."""
    record = BenchmarkRecord("", name, BenchmarkKind.IMPORTED, currency, basis=Basis.TOTAL)
    return benchmark_library.create_imported(engine(), record, returns).id


def add_returns(benchmark_id: str, returns: Mapping[date, float], replacing: bool) -> int:
    """Adds returns; ``replacing``: those between the first and last given date go first."""
    span = Period(min(returns), max(returns)) if replacing and returns else None
    return put_returns(engine(), benchmark_id, returns, span)


def delete(benchmark_id: str, force: bool = False) -> None:
    """Deletes a benchmark; raises BenchmarkInUse, InvalidSpecification, NotFound."""
    benchmark_library.delete(engine(), benchmark_id, force)


def set_measure(portfolio_id: str, benchmark_id: str | None) -> None:
    """Says what a portfolio is measured by."""
    benchmark_library.set_measure(engine(), portfolio_id, benchmark_id)


def _made(record: BenchmarkRecord) -> str:
    (made,) = benchmark_library.create(engine(), [record])
    return made.id
