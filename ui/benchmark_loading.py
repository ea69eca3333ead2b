"""What is in the benchmark library, and how did the same money do in a blend? Read through one door, cached by id and revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from core.blend import Blend
from core.blend_comparison import BlendComparison, BlendSources, compare_with_blend
from core.blended_path import BlendedPath
from core.blending import resolve
from core.break_even import BreakEvenIndex, BreakEvenRate, break_even_index, break_even_rate
from core.exchange_rates import ExchangeRates
from core.levels import LevelSeries
from core.period import NamedRange, resolve_range
from core.same_money import SameMoney
from data import market
from data.benchmark_library import OWN, PRESET, Library, open_library, origin_of
from data.benchmark_sources import Extent, blend_rates, extents, own_levels, sources_of
from data.store.benchmark_record import BenchmarkRecord
from data.store.benchmarks import User, benchmark_users, portfolio_measures
from data.store.portfolios import load_portfolio
from ui.loading import Comparisons, engine, stored_revision, valuation

__all__ = ["OWN", "PRESET", "BenchmarkRecord", "Extent", "Library", "User", "origin_of"]

LONGEST_LABEL = 26


@dataclass(frozen=True, slots=True, eq=False)
class HybridComparison:
    """What the page draws: the comparison as every page has it, the blend's path behind it, and its data."""

    comparisons: Comparisons
    beside: BlendComparison
    sources: BlendSources

    @property
    def same_money(self) -> SameMoney:
        return self.comparisons.same_money[0]

    @property
    def pictured(self) -> Comparisons:
        """The same with a name of the mix that is short enough to stand beside a line."""
        same, short = self.same_money, short_name(self.beside.path.blend)
        side = replace(same.benchmark, account=replace(same.benchmark.account, name=short))
        levels = tuple(replace(one, name=short) for one in self.comparisons.levels)
        return replace(self.comparisons, levels=levels, same_money=(replace(same, benchmark=side),))


def short_name(blend: Blend) -> str:
    """The name, or ``Mix 35/65`` where that is too long for a label."""
    if len(blend.label) <= LONGEST_LABEL:
        return blend.label
    held = [part.weight for part in blend.components if part.weight > 0]
    return "Mix " + "/".join(f"{weight * 100:.3g}" for weight in held) if 1 < len(held) <= 4 else "The mix"


def library() -> Library:
    """The library as it stands."""
    return _library(stored_revision())


@st.cache_resource(max_entries=4, show_spinner=False)
def _library(revision: int) -> Library:  # noqa: ARG001
    return open_library(engine())


def library_extents() -> Mapping[str, Extent]:
    """What is known of every benchmark's data."""
    return _extents(stored_revision(), _today())


@st.cache_resource(max_entries=4, show_spinner="Looking through the benchmarks …")
def _extents(revision: int, today: date) -> Mapping[str, Extent]:  # noqa: ARG001
    return extents(engine(), library(), today)


def users() -> Mapping[str, tuple[User, ...]]:
    """For every benchmark in use, by whom."""
    return benchmark_users(engine())


def measured_by(portfolio_id: str) -> str | None:
    """What the portfolio is measured by, where somebody said so."""
    return portfolio_measures(engine()).get(portfolio_id)


def blend_sources(blend: Blend) -> BlendSources:
    """The data of a blend that need not be in the library."""
    return _sources(_source_key(blend), stored_revision(), _today(), blend)


@st.cache_resource(max_entries=64, show_spinner=False)
def _sources(key: str, revision: int, today: date, _blend: Blend) -> BlendSources:  # noqa: ARG001
    return sources_of(engine(), library(), _blend, today)


def compared_with_blend(portfolio_id: str, blend: Blend, name: NamedRange) -> HybridComparison:
    """The portfolio beside a blend; the deposit in it pays nothing. Errors as in ``compare_with_blend``."""
    return _compared(portfolio_id, repr(blend), name, stored_revision(), _today(), blend)


@st.cache_resource(max_entries=128, show_spinner=False)
def _compared(
    portfolio_id: str,
    key: str,  # noqa: ARG001 (what stands for the blend among the keys)
    name: NamedRange,
    revision: int,
    today: date,
    _blend: Blend,
) -> HybridComparison:
    valued, sources = valuation(portfolio_id), _sources(_source_key(_blend), revision, today, _blend)
    rates = blend_rates(engine(), _own_rates(portfolio_id, revision), sources)
    period = None if name is NamedRange.SINCE_START else resolve_range(name, valued.as_of, date.min)
    beside = compare_with_blend(valued, _blend, sources, rates, 0.0, period)
    levels = replace(beside.path.level_series(), name=_blend.label)
    return HybridComparison(Comparisons(valued, rates, (levels,), (beside.same_money,)), beside, sources)


def _source_key(blend: Blend) -> str:
    """Weights and rules need no other data: what counts is which components there are."""
    return " ".join((blend.currency, *sorted(blend.ids), *([blend.id] if len(blend.ids) == 1 else [])))


@st.cache_resource(max_entries=16, show_spinner=False)
def _own_rates(portfolio_id: str, revision: int) -> ExchangeRates:  # noqa: ARG001
    return market.exchange_rates(engine(), load_portfolio(engine(), portfolio_id))


def break_even(hybrid: HybridComparison) -> tuple[BreakEvenRate, BreakEvenIndex]:
    """The deposit's rate, and the benchmark's return, that would have matched the portfolio."""
    same = hybrid.same_money
    window, comparisons = same.portfolio, hybrid.comparisons
    index = comparisons.rates.convert(comparisons.levels[0], same.currency)
    closing_on = same.period.end
    return (
        break_even_rate(window.flows, window.closing_value, closing_on),
        break_even_index(window.flows, window.closing_value, closing_on, index),
    )


def benchmark_path(benchmark_id: str) -> LevelSeries:
    """Any benchmark as levels over all that its data covers."""
    return _path(benchmark_id, stored_revision(), _today())


@st.cache_resource(max_entries=64, show_spinner=False)
def _path(benchmark_id: str, revision: int, today: date) -> LevelSeries:  # noqa: ARG001
    return own_levels(engine(), library(), benchmark_id, market.exchange_rates(engine()), today)


def all_rates() -> ExchangeRates:
    """Stored exchange rates, the sample's beside them: for looking at a blend, not for valuing anybody's holdings."""
    return market.exchange_rates(engine())


def _today() -> date:
    return date.today()  # noqa: DTZ011 (a calendar date has no time zone)


def blend_path(blend: Blend) -> BlendedPath:
    """A blend, in the library or not, over all that its data covers."""
    sources = blend_sources(blend)
    return resolve(blend, sources.series, all_rates(), None, sources.blends)
