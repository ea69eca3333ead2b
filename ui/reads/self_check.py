"""Is each page's engine to be trusted on what it shows? The mirrors of its comparisons, kept as long as the comparisons are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from core.attribution.portfolio import Method
from core.benchmark.blend import Blend
from core.market.period import NamedRange
from core.self_check.identities import EngineCheck, attempt, check_fit, merged_checks, prefixed
from core.self_check.mirrored_attribution import check_attribution
from core.self_check.mirrored_comparison import MirroredComparison, mirror_blend, mirror_same_money
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import SIXTY_FORTY, HybridComparison, blend_of, compared_with, is_plain, library
from ui.reads.index_fit.fit import FitQuestion, pairs
from ui.reads.portfolio import remembered
from ui.reads.selection import Selection

Check = Callable[[float], EngineCheck]
"""The check of one view at any risk-free rate; what no rate moves is made when it is first asked for, and kept."""


def same_money_check(chosen: Selection) -> Check:
    """The portfolio replaced by each of its benchmarks."""
    several = len(chosen.benchmarks) > 1
    mirrors = [(_name(one, chosen.currency), cache(partial(_mirror, chosen, one))) for one in chosen.benchmarks]

    def at_rate(rate: float) -> EngineCheck:
        checks = [(name, _attempted(mirror, rate)) for name, mirror in mirrors]
        return merged_checks(prefixed(name, check) if several else check for name, check in checks)

    return at_rate


def mix_check(portfolio_id: str, blend: Blend, name: NamedRange, currency: str) -> Check:
    """The portfolio replaced by a blend."""
    return partial(_attempted, cache(partial(_of_blend, portfolio_id, blend, name, currency)))


@remembered(64)
def attribution_check(portfolio_id: str, blend: Blend, name: NamedRange, currency: str, method: Method) -> EngineCheck:
    """The benchmark on both sides."""
    return check_attribution(attribution_of(portfolio_id, blend, name, currency).compared, method)


def fit_check(question: FitQuestion) -> EngineCheck:
    """Each index in the subject's place, beside itself and the others."""
    indexes = [one.index for one in pairs(question).pairs]
    checks = [check_fit(one, indexes, question.rate) for one in indexes]
    return merged_checks(
        prefixed(one.name, check) if len(indexes) > 1 else check for one, check in zip(indexes, checks, strict=True)
    )


def _name(benchmark: str, currency: str) -> str:
    if benchmark == SIXTY_FORTY:
        return blend_of(benchmark, currency).label
    record = library().find(benchmark)
    return benchmark if record is None else record.name


def _attempted(mirror: Callable[[], MirroredComparison], rate: float) -> EngineCheck:
    return attempt("The comparison", lambda: mirror().at_rate(rate))


def _mirror(chosen: Selection, benchmark: str) -> MirroredComparison:
    if is_plain(benchmark):
        return _of_index(chosen.portfolio.id, benchmark, chosen.range, chosen.currency)
    return _of_blend(chosen.portfolio.id, blend_of(benchmark, chosen.currency), chosen.range, chosen.currency)


@remembered(64)
def _of_index(portfolio_id: str, benchmark: str, name: NamedRange, currency: str) -> MirroredComparison:
    comparisons = compared_with(portfolio_id, (benchmark,), name, currency)
    return mirror_same_money(comparisons.same_money[0], comparisons.levels[0], comparisons.rates)


@remembered(64)
def _of_blend(portfolio_id: str, blend: Blend, name: NamedRange, currency: str) -> MirroredComparison:
    return mirror_blend(HybridComparison(compared_with(portfolio_id, (blend,), name, currency)).blend_comparison)
