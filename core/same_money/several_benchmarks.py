"""Same money, several benchmarks: how did a portfolio do beside indexes and mixes, over the one period that all of them cover?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.benchmark.blend import Blend
from core.benchmark.path import BlendedPath
from core.benchmark.sources import Sources
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.blend_comparison import BlendComparison, compare_with_blend, path_of_blend
from core.same_money.comparison import RiskFreeRate, SameMoney, common_period, compare_same_money, compare_with_several
from core.valuation.portfolio_value import Valuation


@dataclass(frozen=True, slots=True, eq=False)
class SourcedBlend:
    """A mix and the data of its parts."""

    blend: Blend
    sources: Sources


@dataclass(frozen=True, slots=True, eq=False)
class BenchmarkComparison:
    """The same money in one benchmark. ``levels``: in its own currency; ``blend``: how a mix went, None for an index or instrument."""

    levels: LevelSeries
    same_money: SameMoney
    blend: BlendComparison | None = None

    @property
    def simulated_parts(self) -> tuple[str, ...]:
        """The names of the simulated series in it: its own, of a mix those of its parts."""
        if self.blend is not None:
            return self.blend.sources.simulated_parts(self.blend.path.blend)
        return (self.levels.name,) if self.levels.simulated else ()

    def named(self, name: str) -> BenchmarkComparison:
        """The same under another name of its line; sentences keep the one they have."""
        side = self.same_money.benchmark
        account = replace(side.account, name=name)
        same = replace(self.same_money, benchmark=replace(side, account=account))
        return replace(self, levels=replace(self.levels, name=name), same_money=same)

    def at_risk_free_rate(self, rate: RiskFreeRate) -> BenchmarkComparison:
        """The same beside a deposit at another rate."""
        return replace(self, same_money=self.same_money.at_risk_free_rate(rate))


def compare_side_by_side(
    valuation: Valuation,
    benchmarks: Sequence[LevelSeries | SourcedBlend],
    rates: ExchangeRates,
    risk_free_rate: RiskFreeRate,
    period: Period | None = None,
) -> tuple[BenchmarkComparison, ...]:
    """The portfolio beside every benchmark, in their order; what cuts the period is noted with the first.

    ``rates``: to convert levels with; a mix brings its own. Raises as :func:`core.same_money.comparison.compare_with_several` and
    :func:`core.same_money.blend_comparison.compare_with_blend` do.
    """
    plain = [one for one in benchmarks if isinstance(one, LevelSeries)]
    if len(plain) == len(benchmarks):
        several = compare_with_several(valuation, plain, rates, risk_free_rate, period)
        return tuple(BenchmarkComparison(*pair) for pair in zip(plain, several, strict=True))
    if len(benchmarks) == 1:
        return (_compare_alone(valuation, benchmarks[0], rates, risk_free_rate, period),)
    known = [_levels(valuation, one) for one in benchmarks]
    common, notes = common_period(valuation, [levels for levels, _ in known], rates, period)
    pairs = zip(benchmarks, known, strict=True)
    first, *others = (_compare_alone(valuation, one, rates, risk_free_rate, common, path) for one, (_, path) in pairs)
    same = replace(first.same_money, notes=tuple(dict.fromkeys((*notes, *first.same_money.notes))))
    return (replace(first, same_money=same), *others)


def _levels(valuation: Valuation, benchmark: LevelSeries | SourcedBlend) -> tuple[LevelSeries, BlendedPath | None]:
    """Levels over the portfolio's life, and of a mix the path that they are of."""
    if isinstance(benchmark, LevelSeries):
        return benchmark, None
    path = path_of_blend(valuation, benchmark.blend, benchmark.sources)
    return path.level_series(), path


def _compare_alone(
    valuation: Valuation,
    benchmark: LevelSeries | SourcedBlend,
    rates: ExchangeRates,
    risk_free_rate: RiskFreeRate,
    period: Period | None,
    path: BlendedPath | None = None,
) -> BenchmarkComparison:
    if isinstance(benchmark, LevelSeries):
        return BenchmarkComparison(benchmark, compare_same_money(valuation, benchmark, rates, risk_free_rate, period))
    beside = compare_with_blend(valuation, benchmark.blend, benchmark.sources, risk_free_rate, period, path)
    return BenchmarkComparison(beside.path.level_series(), beside.same_money, beside)
