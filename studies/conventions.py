"""Of what are the headline numbers made that an analyst may restate? The money, the returns, and both on the benchmark's other basis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from core.conventions.choices import Conventions, Dividends
from core.conventions.restatement import Restatable, Restated, restatable_comparison, restate
from core.errors import BenchmarkingError
from core.market.levels import Basis, LevelSeries, to_date
from core.returns.series import aligned_levels
from core.same_money.comparison import SameMoney
from studies.index.clocks import clocks_of_mix, clocks_of_symbol
from studies.index.fit import Pair, levels_between, portfolio_levels
from studies.other_basis import on_other_basis
from studies.same_money import Comparisons, compare_with_benchmarks


@dataclass(frozen=True, slots=True, eq=False)
class RestatableComparison:
    """The portfolio beside its leading benchmark as the pages show it, and on the benchmark's other basis where that is known."""

    usual: Restatable
    basis: Basis
    other_basis: Restatable | None
    simulated: bool

    @property
    def same_money(self) -> SameMoney:
        return self.usual.same_money

    def restated(self, conventions: Conventions, risk_free_rate: float) -> Restated:
        """Every headline number by these conventions, on the benchmark's other basis where they ask for it and it is known."""
        other = self.other_basis if conventions.dividends is Dividends.OTHER else None
        return restate(other or self.usual, conventions, risk_free_rate)


def restate_index(
    engine: Engine, comparisons: Comparisons, symbol: str, fitted: Callable[[], Pair]
) -> RestatableComparison:
    """Beside an index alone, of which ``fitted`` gives the returns as Index Fit has them; where it raises, the reason stands there."""
    usual, levels = _usual(comparisons, fitted), comparisons.levels[0]
    other = on_other_basis(engine, symbol, levels)
    if other is not None:
        other = replace(other, clocks=clocks_of_symbol(engine, symbol, other.currency))
    restated = None if other is None else _on_other_basis(engine, comparisons, usual, other)
    return RestatableComparison(usual, levels.basis, restated, comparisons.same_money[0].simulated)


def _usual(comparisons: Comparisons, fitted: Callable[[], Pair]) -> Restatable:
    """The money as on Portfolio vs Benchmark, the returns as on Index Fit."""
    same = comparisons.same_money[0]
    try:
        own, market_levels = fitted().levels
    except BenchmarkingError as refused:
        return restatable_comparison(same, comparisons.valuation, refused.message, None)
    return restatable_comparison(same, comparisons.valuation, own, market_levels)


def _on_other_basis(
    engine: Engine, comparisons: Comparisons, usual: Restatable, other: LevelSeries
) -> Restatable | None:
    """The same over the same range with the benchmark on its other basis; None where its levels do not reach."""
    same, valuation = comparisons.same_money[0], comparisons.valuation
    try:
        restated = compare_with_benchmarks(engine, comparisons.valued, [other], 0.0, same.period)
        window = levels_between(portfolio_levels(valuation), to_date(usual.base_on), same.period.end)
        own, levels = aligned_levels(window, restated.rates.convert(other, same.currency))
    except BenchmarkingError:
        return None
    moved = restated.same_money[0]
    return restatable_comparison(moved, valuation, own, levels) if moved.period == same.period else None


def restate_mix(comparisons: Comparisons) -> RestatableComparison:
    """Beside a mix alone: it has one basis, and its own level for the returns."""
    mix, same = comparisons.benchmarks[0].blend, comparisons.same_money[0]
    assert mix is not None
    levels = replace(mix.path.level_series(), clocks=clocks_of_mix(mix.path.blend))
    try:
        window = levels_between(portfolio_levels(comparisons.valuation), same.period.start, same.period.end)
        own, market_levels = aligned_levels(window, comparisons.rates.convert(levels, same.currency))
    except BenchmarkingError as refused:
        usual = restatable_comparison(same, comparisons.valuation, refused.message, None)
    else:
        usual = restatable_comparison(same, comparisons.valuation, own, market_levels)
    return RestatableComparison(usual, levels.basis, None, same.simulated)
