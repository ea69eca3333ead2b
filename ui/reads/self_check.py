"""Is each page's engine to be trusted on what it shows? The mirrors of its comparisons, kept as long as the comparisons are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from core.attribution.portfolio import Method
from core.benchmark.blend import Blend
from core.market.period import NamedRange
from core.self_check.identities import EngineCheck
from core.self_check.mirrored_comparison import MirroredComparison
from core.self_check.vectors import check_vectors
from studies.self_check import (
    check_attributed,
    check_each,
    check_indexes,
    check_same_money,
    check_transactions,
    mirror_comparison,
)
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import SIXTY_FORTY, blend_of, compared_with, is_plain, library
from ui.reads.index_fit.fit import FitQuestion, pairs
from ui.reads.portfolio import remembered, valued_portfolio
from ui.reads.selection import Selection

Check = Callable[[float], EngineCheck]
"""The check of one view at any risk-free rate; what no rate moves is made when it is first asked for, and kept."""


def same_money_check(chosen: Selection) -> Check:
    """The portfolio replaced by each of its benchmarks."""
    mirrors = [(_name(one, chosen.currency), cache(partial(_mirror_chosen, chosen, one))) for one in chosen.benchmarks]
    return lambda rate: check_each((name, check_same_money(mirror, rate)) for name, mirror in mirrors)


def mix_check(portfolio_id: str, blend: Blend, name: NamedRange, currency: str) -> Check:
    """The portfolio replaced by a blend."""
    return partial(check_same_money, cache(partial(_mirror, portfolio_id, blend, name, currency)))


@remembered(64)
def attribution_check(portfolio_id: str, blend: Blend, name: NamedRange, currency: str, method: Method) -> EngineCheck:
    """The benchmark on both sides."""
    return check_attributed(attribution_of(portfolio_id, blend, name, currency), method)


def fit_check(question: FitQuestion) -> EngineCheck:
    """Each index in the subject's place, beside itself and the others."""
    return check_indexes([one.index for one in pairs(question).pairs], question.rate)


@remembered(1)
def known_cases_check() -> EngineCheck:
    """Numbers worked out elsewhere."""
    return check_vectors()


@remembered(32)
def transactions_check(portfolio_id: str, currency: str) -> EngineCheck:
    """The gain of the portfolio itself, once more."""
    return check_transactions(valued_portfolio(portfolio_id, currency))


def _name(benchmark: str, currency: str) -> str:
    if benchmark == SIXTY_FORTY:
        return blend_of(benchmark, currency).label
    record = library().find(benchmark)
    return benchmark if record is None else record.name


def _mirror_chosen(chosen: Selection, benchmark: str) -> MirroredComparison:
    asked = benchmark if is_plain(benchmark) else blend_of(benchmark, chosen.currency)
    return _mirror(chosen.portfolio.id, asked, chosen.range, chosen.currency)


@remembered(64)
def _mirror(portfolio_id: str, benchmark: str | Blend, name: NamedRange, currency: str) -> MirroredComparison:
    return mirror_comparison(compared_with(portfolio_id, (benchmark,), name, currency))
