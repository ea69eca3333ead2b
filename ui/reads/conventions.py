"""Of what are the headline numbers made that an analyst may restate? Kept by portfolio, benchmark, range and currency."""

from __future__ import annotations

from dataclasses import dataclass

from core.conventions.restatement import Restatable, restatable_comparison
from core.errors import BenchmarkingError
from core.market.levels import Basis, LevelSeries, to_date
from core.market.period import NamedRange
from core.returns.series import aligned_levels
from core.same_money.comparison import SameMoney
from studies.index.fit import levels_between, portfolio_levels
from studies.other_basis import on_other_basis
from studies.same_money import compare_with_benchmarks
from ui.reads.benchmarks import HybridComparison, blend_of, compared_with, is_plain
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, pairs
from ui.reads.portfolio import Comparisons, engine, remembered
from ui.reads.selection import Selection


@dataclass(frozen=True, slots=True, eq=False)
class RestatableComparison:
    """The portfolio beside its leading benchmark as the pages show it, and on the benchmark's other basis where that is known."""

    usual: Restatable
    basis: Basis
    other: Restatable | None
    simulated: bool

    @property
    def same(self) -> SameMoney:
        return self.usual.same


def comparison_to_restate(chosen: Selection) -> RestatableComparison:
    """Errors as in the comparison itself; where there are no common days of returns, the reason stands in the figures."""
    portfolio = chosen.portfolio
    subject = FitSubject(SubjectKind.PORTFOLIO, portfolio.id, portfolio.name, chosen.currency, portfolio.simulated)
    return _restating(subject, chosen.benchmarks[0], chosen.range)


@remembered(64)
def _restating(subject: FitSubject, benchmark: str, name: NamedRange) -> RestatableComparison:
    if not is_plain(benchmark):
        return _of_mix(subject, benchmark, name)
    comparisons = compared_with(subject.id, (benchmark,), name, subject.currency)
    usual = _usual(comparisons, FitQuestion(subject, (benchmark,), name, 0.0))
    levels = comparisons.levels[0]
    other = on_other_basis(engine(), benchmark, levels)
    beside = None if other is None else _beside(comparisons, usual, other)
    return RestatableComparison(usual, levels.basis, beside, comparisons.same_money[0].simulated)


def _usual(comparisons: Comparisons, question: FitQuestion) -> Restatable:
    """The money as on Portfolio vs Benchmark, the returns as on Index Fit."""
    same = comparisons.same_money[0]
    try:
        own, market_levels = pairs(question).pairs[0].levels
    except BenchmarkingError as refused:
        return restatable_comparison(same, comparisons.valuation, refused.message, None)
    return restatable_comparison(same, comparisons.valuation, own, market_levels)


def _beside(comparisons: Comparisons, usual: Restatable, other: LevelSeries) -> Restatable | None:
    """The same over the same range with the benchmark on its other basis; None where its levels do not reach."""
    same, valuation = comparisons.same_money[0], comparisons.valuation
    try:
        restated = compare_with_benchmarks(engine(), comparisons.valued, [other], 0.0, same.period)
        window = levels_between(portfolio_levels(valuation), to_date(usual.base_on), same.period.end)
        own, levels = aligned_levels(window, restated.rates.convert(other, same.currency))
    except BenchmarkingError:
        return None
    moved = restated.same_money[0]
    return restatable_comparison(moved, valuation, own, levels) if moved.period == same.period else None


def _of_mix(subject: FitSubject, benchmark: str, name: NamedRange) -> RestatableComparison:
    """A mix has one basis, and its own level for the returns."""
    blend = blend_of(benchmark, subject.currency)
    hybrid = HybridComparison(compared_with(subject.id, (blend,), name, subject.currency))
    comparisons, same = hybrid.comparisons, hybrid.same_money
    levels = hybrid.blend_comparison.path.level_series()
    try:
        window = levels_between(portfolio_levels(comparisons.valuation), same.period.start, same.period.end)
        own, market_levels = aligned_levels(window, comparisons.rates.convert(levels, same.currency))
    except BenchmarkingError as refused:
        usual = restatable_comparison(same, comparisons.valuation, refused.message, None)
    else:
        usual = restatable_comparison(same, comparisons.valuation, own, market_levels)
    return RestatableComparison(usual, levels.basis, None, same.simulated)
