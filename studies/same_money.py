"""Same money: what would a stored portfolio's money have become in its benchmarks and in a deposit? Put together here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from core.benchmark.blend import Blend
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import BlendComparison
from core.same_money.comparison import SameMoney
from core.same_money.holding_comparison import HoldingComparison, compare_holdings
from core.same_money.several_benchmarks import BenchmarkComparison, SourcedBlend, compare_side_by_side
from core.valuation.portfolio_value import Valuation
from data import market
from data.benchmark_library import open_library
from data.market import Owner
from studies.benchmark_data import sources_of
from studies.valued import Valued


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """A stored portfolio beside its benchmarks, in their order. ``rates``: those that levels were converted with."""

    valued: Valued
    rates: ExchangeRates
    benchmarks: tuple[BenchmarkComparison, ...]

    @property
    def valuation(self) -> Valuation:
        return self.valued.valuation

    @property
    def levels(self) -> tuple[LevelSeries, ...]:
        """Each benchmark's, under the name people say, in its own currency."""
        return tuple(one.levels for one in self.benchmarks)

    @property
    def same_money(self) -> tuple[SameMoney, ...]:
        return tuple(one.same_money for one in self.benchmarks)

    @property
    def invented(self) -> tuple[str, ...]:
        """The names of the series behind the benchmarks that are simulated, parts of a mix among them."""
        return tuple(dict.fromkeys(name for one in self.benchmarks for name in one.simulated_parts))

    def at_risk_free_rate(self, rate: float) -> Comparisons:
        """The same beside a deposit at another rate."""
        return replace(self, benchmarks=tuple(one.at_risk_free_rate(rate) for one in self.benchmarks))

    def each_holding(self) -> tuple[HoldingComparison, ...]:
        """Every holding that can be compared, beside its own same money in the leading benchmark over the same range."""
        rows = compare_holdings(self.valuation, self.levels[0], self.rates, self.same_money[0].period)
        return tuple(row for row in rows if row.same_money is not None)


def compare_with_benchmarks(
    engine: Engine,
    valued: Valued,
    benchmarks: Sequence[LevelSeries | SourcedBlend],
    risk_free_rate: float,
    period: Period | None = None,
) -> Comparisons:
    """The portfolio beside indexes and mixes over ``period`` (None: since the first flow), cut to what all of them cover.

    ``benchmarks``: as :func:`read_benchmarks` gives them. ``risk_free_rate``: a fraction a year. Raises as
    :func:`core.same_money.several_benchmarks.compare_side_by_side` does.
    """
    rates = market.benchmark_rates(engine, valued.rates, _levels_in(benchmarks))
    ready = [one if isinstance(one, LevelSeries) else _with_rates(one, rates) for one in benchmarks]
    return Comparisons(valued, rates, compare_side_by_side(valued.valuation, ready, rates, risk_free_rate, period))


def compare_with_mix(
    engine: Engine, valued: Valued, mix: SourcedBlend, risk_free_rate: float, period: Period | None = None
) -> BlendComparison:
    """The portfolio beside one mix alone, with how the mix itself went."""
    comparison = compare_with_benchmarks(engine, valued, [mix], risk_free_rate, period).benchmarks[0]
    assert comparison.blend is not None
    return comparison.blend


def read_benchmarks(
    engine: Engine, valued: Valued, asked: Sequence[str | Blend], picked: bool = True
) -> tuple[LevelSeries | SourcedBlend, ...]:
    """The data of each benchmark, in their order: of a symbol as :func:`read_levels` reads it, of a mix as :func:`read_mix` does."""
    return tuple(
        read_mix(engine, valued, one) if isinstance(one, Blend) else read_levels(engine, valued, one, picked)
        for one in asked
    )


def read_levels(engine: Engine, valued: Valued, symbol: str, picked: bool = True) -> LevelSeries:
    """An index or priced instrument under the name people say, its levels as :func:`data.market.benchmark_levels` gives them.

    Raises NotFound, InsufficientData.
    """
    return market.named_levels(engine, symbol, Owner.of(valued.portfolio), picked)


def read_mix(engine: Engine, valued: Valued, blend: Blend) -> SourcedBlend:
    """A mix with the data of its parts, read alike. Raises InvalidSpecification for a component that nobody knows."""
    sources = sources_of(engine, open_library(engine), blend, valued.today, Owner.of(valued.portfolio))
    return SourcedBlend(blend, sources)


def _levels_in(benchmarks: Sequence[LevelSeries | SourcedBlend]) -> list[LevelSeries]:
    """Every series of levels in the benchmarks, parts of mixes among them."""
    several = [[one] if isinstance(one, LevelSeries) else one.sources.series.values() for one in benchmarks]
    return [levels for series in several for levels in series if isinstance(levels, LevelSeries)]


def _with_rates(mix: SourcedBlend, rates: ExchangeRates) -> SourcedBlend:
    """Rates that came along with a mix are used before those of the portfolio."""
    joined = ExchangeRates({**rates.series, **mix.sources.rates.series})
    return replace(mix, sources=replace(mix.sources, rates=joined))
