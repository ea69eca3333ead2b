"""Of what are the headline numbers made that an analyst may restate? Kept by portfolio, benchmark, range and currency."""

from __future__ import annotations

from core.market.period import NamedRange
from studies.conventions import RestatableComparison, restate_index, restate_mix
from ui.reads.benchmarks import blend_of, compared_with, is_plain
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, pairs
from ui.reads.portfolio import engine, remembered
from ui.reads.selection import Selection

__all__ = ["RestatableComparison"]


def comparison_to_restate(chosen: Selection) -> RestatableComparison:
    """Errors as in the comparison itself; where there are no common days of returns, the reason stands in the figures."""
    portfolio = chosen.portfolio
    subject = FitSubject(SubjectKind.PORTFOLIO, portfolio.id, portfolio.name, chosen.currency, portfolio.simulated)
    return _restating(subject, chosen.benchmarks[0], chosen.range)


@remembered(64)
def _restating(subject: FitSubject, benchmark: str, name: NamedRange) -> RestatableComparison:
    if not is_plain(benchmark):
        blend = blend_of(benchmark, subject.currency)
        return restate_mix(compared_with(subject.id, (blend,), name, subject.currency))
    comparisons = compared_with(subject.id, (benchmark,), name, subject.currency)
    question = FitQuestion(subject, (benchmark,), name, 0.0)
    return restate_index(engine(), comparisons, benchmark, lambda: pairs(question).pairs[0])
