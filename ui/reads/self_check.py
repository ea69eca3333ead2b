"""Is each page's engine to be trusted on what it shows? The mirrors of its comparisons, kept as long as the comparisons are."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache, partial

import streamlit as st

from core.attribution.portfolio import Method
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.category.comparison import CategoryBenchmarking
from core.market.period import NamedRange
from core.self_check.identities import EngineCheck, attempted, check_fit, together, under
from core.self_check.mirrored_attribution import check_attribution
from core.self_check.mirrored_category import CategoryMirror, mirror_categories
from core.self_check.mirrored_comparison import MirroredComparison, mirror_blend, mirror_same_money
from ui.reads.attribution import AttributedPortfolio
from ui.reads.benchmarks import SIXTY_FORTY, blend_of, compared_with_blend, library
from ui.reads.category import Studied
from ui.reads.index_fit import FitQuestion, pairs
from ui.reads.portfolio import compared, stored_revision
from ui.reads.selection import Selection

Check = Callable[[float], EngineCheck]
"""The check of one view at any risk-free rate; what no rate moves is made when it is first asked for, and kept."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """A mirror and what it is the mirror of, which stays in memory as long as its address is a key here."""

    of: object
    mirror: object


def same_money_check(chosen: Selection) -> Check:
    """The portfolio replaced by each of its benchmarks."""
    several = len(chosen.benchmarks) > 1
    mirrors = [(_name(one, chosen.currency), cache(partial(_mirror, chosen, one))) for one in chosen.benchmarks]

    def at_rate(rate: float) -> EngineCheck:
        checks = [(name, _attempted(mirror, rate)) for name, mirror in mirrors]
        return together(under(name, check) if several else check for name, check in checks)

    return at_rate


def mix_check(portfolio_id: str, blend: Blend, name: NamedRange, currency: str) -> Check:
    """The portfolio replaced by a blend."""
    return partial(_attempted, cache(partial(_of_blend, portfolio_id, blend, name, currency)))


def category_check(studied: Studied, found: CategoryBenchmarking, rate: float) -> EngineCheck:
    """Every category replaced by its benchmark. ``found``: the study at the rate."""
    kept = _category_at(_at(studied), rate, studied, found)
    assert isinstance(kept.mirror, EngineCheck)
    return kept.mirror


def attribution_check(portfolio: AttributedPortfolio, method: Method) -> EngineCheck:
    """The benchmark on both sides."""
    kept = _attribution_mirror(_at(portfolio), repr(method), portfolio, method)
    assert isinstance(kept.mirror, EngineCheck)
    return kept.mirror


def fit_check(question: FitQuestion) -> EngineCheck:
    """Each index in the subject's place, beside itself and the others."""
    indexes = [one.index for one in pairs(question).pairs]
    checks = [check_fit(one, indexes, question.rate) for one in indexes]
    return together(
        under(one.name, check) if len(indexes) > 1 else check for one, check in zip(indexes, checks, strict=True)
    )


def _name(benchmark: str, currency: str) -> str:
    if benchmark == SIXTY_FORTY:
        return blend_of(benchmark, currency).label
    record = library().find(benchmark)
    return benchmark if record is None else record.name


def _attempted(mirror: Callable[[], MirroredComparison], rate: float) -> EngineCheck:
    return attempted("The comparison", lambda: mirror().at_rate(rate))


def _mirror(chosen: Selection, benchmark: str) -> MirroredComparison:
    record = library().find(benchmark)
    if benchmark != SIXTY_FORTY and (record is None or record.kind is BenchmarkKind.INDEX):
        return _of_index(chosen.portfolio.id, benchmark, chosen.range, chosen.currency, stored_revision())
    return _of_blend(chosen.portfolio.id, blend_of(benchmark, chosen.currency), chosen.range, chosen.currency)


@st.cache_resource(max_entries=64, show_spinner=False)
def _of_index(
    portfolio_id: str,
    benchmark: str,
    name: NamedRange,
    currency: str,
    revision: int,
) -> MirroredComparison:
    comparisons = compared(portfolio_id, [benchmark], name, currency)
    return mirror_same_money(comparisons.same_money[0], comparisons.levels[0], comparisons.rates)


def _of_blend(portfolio_id: str, blend: Blend, name: NamedRange, currency: str) -> MirroredComparison:
    return _blend_mirror(portfolio_id, repr(blend), name, currency, stored_revision(), blend)


@st.cache_resource(max_entries=64, show_spinner=False)
def _blend_mirror(
    portfolio_id: str,
    key: str,  # stands for the blend among the keys
    name: NamedRange,
    currency: str,
    revision: int,
    _blend: Blend,
) -> MirroredComparison:
    hybrid = compared_with_blend(portfolio_id, _blend, name, currency)
    return mirror_blend(hybrid.beside)


def _at(kept: object) -> Hashable:
    """Where a kept comparison lies: it is the same one as long as something holds it, and :class:`_Kept` does."""
    return id(kept)


def _of_study(studied: Studied) -> CategoryMirror:
    kept = _category_mirror(_at(studied), studied)
    assert isinstance(kept.mirror, CategoryMirror)
    return kept.mirror


@st.cache_resource(max_entries=32, show_spinner=False)
def _category_mirror(place: Hashable, _studied: Studied) -> _Kept:
    return _Kept(_studied, mirror_categories(_studied.study))


@st.cache_resource(max_entries=64, show_spinner=False)
def _category_at(place: Hashable, rate: float, _studied: Studied, _found: CategoryBenchmarking) -> _Kept:
    return _Kept(_studied, attempted("The categories", lambda: _of_study(_studied).at_rate(rate, _found)))


@st.cache_resource(max_entries=64, show_spinner=False)
def _attribution_mirror(place: Hashable, method: str, _portfolio: AttributedPortfolio, _method: Method) -> _Kept:
    return _Kept(_portfolio, check_attribution(_portfolio.compared, _method))
