"""What is in the benchmark library, and how did the same money do in a blend? Read through one door, cached by id and revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from core.benchmark import presets
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.path import BlendedPath
from core.benchmark.sources import Sources
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries, to_day
from core.market.period import NamedRange
from core.same_money.blend_comparison import BlendComparison
from core.same_money.break_even import BreakEvenIndex, BreakEvenRate, break_even_index, break_even_rate
from core.same_money.comparison import SameMoney
from core.same_money.several_benchmarks import BenchmarkComparison, SourcedBlend
from data import market
from data.benchmark_library import OWN, PRESET, Library, open_library, origin_of
from data.catalogue import load_catalogue
from data.clock import current_date
from data.market import Owner
from data.sample import sample_wanted
from data.store.benchmarks.benchmarks import User, benchmark_users, portfolio_measures
from data.store.benchmarks.record import BenchmarkRecord
from studies.benchmark_data import (
    BenchmarkData,
    Extent,
    extents,
    library_levels,
    path_by_itself,
    sources_of,
    usual_benchmark,
)
from studies.same_money import compare_with_benchmarks, read_levels
from ui.reads.portfolio import OWN as OWN_CURRENCY
from ui.reads.portfolio import (
    Comparisons,
    asked_period,
    engine,
    portfolios,
    remembered,
    stored_prices,
    valued_portfolio,
)
from ui.reads.selection import Selection
from ui.wording.headline import name_in_sentence

__all__ = ["OWN", "PRESET", "BenchmarkRecord", "Extent", "Library", "User", "origin_of"]

LONGEST_LABEL = 26


@dataclass(frozen=True, slots=True, eq=False)
class HybridComparison:
    """What the page draws: the comparison as every page has it, of one mix alone."""

    comparisons: Comparisons

    @property
    def blend_comparison(self) -> BlendComparison:
        """How the mix went, and its data."""
        mix = self.comparisons.benchmarks[0].blend
        assert mix is not None
        return mix

    @property
    def same_money(self) -> SameMoney:
        return self.comparisons.same_money[0]

    @property
    def with_short_name(self) -> Comparisons:
        """The same with a name of the mix that is short enough to stand beside a line."""
        return with_short_names(self.comparisons)


def with_short_names(comparisons: Comparisons) -> Comparisons:
    """The same with names of mixes that are short enough to stand beside a line."""
    benchmarks = (one.named(short_name(one.blend.path.blend)) if one.blend else one for one in comparisons.benchmarks)
    return replace(comparisons, benchmarks=tuple(benchmarks))


def with_full_name(benchmark: BenchmarkComparison) -> BenchmarkComparison:
    """A mix under the name that the library has for it."""
    return benchmark.named(benchmark.blend.path.blend.label) if benchmark.blend else benchmark


def short_name(blend: Blend) -> str:
    """The name, or ``Mix 35/65`` where that is too long for a label."""
    if len(blend.label) <= LONGEST_LABEL:
        return blend.label
    held = [part.weight for part in blend.components if part.weight > 0]
    return "Mix " + "/".join(f"{weight * 100:.3g}" for weight in held) if 1 < len(held) <= 4 else "The mix"


@remembered(4)
def library() -> Library:
    """The library as it stands."""
    return open_library(engine())


@remembered(4, spinner="Looking through the benchmarks …")
def library_extents() -> Mapping[str, Extent]:
    """Extent of every benchmark's data."""
    return extents(engine(), library(), current_date())


def users() -> Mapping[str, tuple[User, ...]]:
    """For every benchmark in use, by whom."""
    return benchmark_users(engine())


def measurements() -> Mapping[str, str]:
    """The benchmark of each portfolio, by id, where somebody named one."""
    return portfolio_measures(engine())


def measured_by(portfolio_id: str) -> str | None:
    """The benchmark of a portfolio, where somebody named one."""
    return measurements().get(portfolio_id)


def _source_key(blend: Blend) -> str:
    """Weights and rules need no other data: what counts is which components there are, and which of them can fall back."""
    parts = sorted(f"{one.id}{'' if one.fallback_rate is None else ' or a rate'}" for one in blend.components)
    return " ".join((blend.currency, *parts, *([blend.id] if len(blend.ids) == 1 else [])))


@remembered(64, keys={Blend: _source_key})
def blend_sources(blend: Blend, owner: Owner = Owner.NOBODY) -> Sources:
    """The data of a blend that need not be in the library, exchange rates apart; ``owner``: of the portfolio beside it."""
    return sources_of(engine(), library(), blend, current_date(), owner)


@remembered(256)
def compared_with(
    portfolio_id: str, benchmarks: tuple[str | Blend, ...], name: NamedRange, currency: str = OWN_CURRENCY
) -> Comparisons:
    """The portfolio beside indexes or priced instruments (by symbol) and mixes over the one range that all of them cover.

    The deposit in it pays nothing; ``Comparisons.at_risk_free_rate`` gives it a rate without computing anything else again. Data of
    mixes is kept, for a slider changes weights alone. Errors as in ``studies.same_money`` and ``valuation``.
    """
    holding = valued_portfolio(portfolio_id, currency)
    owner = Owner.of(holding.portfolio)
    ready = [
        SourcedBlend(one, blend_sources(one, owner)) if isinstance(one, Blend) else read_levels(engine(), holding, one)
        for one in benchmarks
    ]
    return compare_with_benchmarks(engine(), holding, ready, 0.0, asked_period(holding.valuation, name))


@remembered(32)
def beside_the_deposit(portfolio_id: str, name: NamedRange, currency: str = OWN_CURRENCY) -> Comparisons:
    """The portfolio beside the deposit alone, where there is no benchmark: in the benchmark's place stands money that earns nothing."""
    holding = valued_portfolio(portfolio_id, currency)
    valuation = holding.valuation
    days = np.arange(to_day(valuation.begins or valuation.as_of), to_day(valuation.as_of) + 1)
    idle = LevelSeries("Money that earns nothing", days, np.ones(days.size), valuation.currency, Basis.TOTAL)
    compared = compare_with_benchmarks(engine(), holding, [idle], 0.0, asked_period(valuation, name))
    return replace(compared, benchmarks=tuple(_without_its_notes(one) for one in compared.benchmarks))


def _without_its_notes(one: BenchmarkComparison) -> BenchmarkComparison:
    """Without the sentences about the benchmark itself: of this one, which nobody chose, no page shows anything."""
    notes = tuple(note for note in one.same_money.notes if one.levels.name not in note)
    return replace(one, same_money=replace(one.same_money, notes=notes))


@remembered(64)
def usual_of(currency: str, simulated: bool) -> str | None:
    """What a portfolio of this currency, of the sample's or of one's own, is measured with where nobody says; None without real levels."""
    return usual_benchmark(engine(), currency, Owner.SAMPLE if simulated else Owner.USER)


@remembered(4)
def invented_benchmarks() -> frozenset[str]:
    """What a portfolio of one's own would find the sample's levels in: indexes of which nothing real is stored, and mixes with such a part
    for which no fixed rate stands in. Empty without such a portfolio."""
    if not sample_wanted() or all(one.simulated for one in portfolios()):
        return frozenset()
    unreal = load_catalogue().keys() - {one.symbol for one in stored_prices() if one.in_use}
    parts = {SIXTY_FORTY: set(presets.SIXTY_FORTY.ids)}
    for record in library().records.values():
        several = [part for interval in record.intervals for part in interval.parts]
        parts[record.id] = {one.component_id for one in several if one.fallback_rate is None}
    return frozenset(unreal | {one for one, within in parts.items() if within & unreal})


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


@remembered(64)
def benchmark_path(benchmark_id: str) -> LevelSeries:
    """Any benchmark as levels over all that its data covers."""
    return library_levels(library(), benchmark_id, BenchmarkData(engine(), all_rates(), current_date()))


def all_rates() -> ExchangeRates:
    """Stored exchange rates, the sample's beside them: for looking at a blend, not for valuing anybody's holdings."""
    return market.exchange_rates(engine())


def blend_path(blend: Blend) -> BlendedPath:
    """A blend, in the library or not, over all that its data covers (of fixed returns alone: the last ten years)."""
    return path_by_itself(blend, replace(blend_sources(blend), rates=all_rates()), current_date())


CUSTOM = "CUSTOM"


SIXTY_FORTY = presets.SIXTY_FORTY.id


_UNSAVED = "is made on *Hybrid and Risk-Free* and not saved yet; saved to the library it can be used on every page."


def why_not_compared(benchmark_id: str) -> str:
    """Why a page that shows no weights cannot take a benchmark."""
    return _UNSAVED if benchmark_id == CUSTOM else why_not_mixed(benchmark_id)


def why_not_mixed(benchmark_id: str) -> str:
    """Why a page that can change the mix cannot take a benchmark as its beginning."""
    record = library().find(benchmark_id)
    empty = record is not None and record.kind is BenchmarkKind.BLENDED and not record.intervals
    return "has no composition yet." if empty else ""


def why_not_fitted(benchmark_id: str) -> str:
    """Why a page that looks at levels as they are published cannot take one."""
    return "" if is_plain(benchmark_id) and benchmark_id != CUSTOM else "is not a single index or instrument."


def why_not_by_name(benchmark_id: str) -> str:
    """Why a page that takes benchmarks by name alone cannot take one."""
    if benchmark_id == SIXTY_FORTY:
        return "has no place in the library; make it a blend on *Benchmark Library* to use it here."
    return why_not_compared(benchmark_id)


def why_not_taken_apart(benchmark_id: str) -> str:
    """Why a page that takes benchmarks apart cannot take one."""
    record = library().find(benchmark_id)
    if record is not None and record.kind is BenchmarkKind.PORTFOLIO:
        return "is a whole portfolio and cannot be taken apart."
    return why_not_compared(benchmark_id)


def blend_of(benchmark_id: str, currency: str) -> Blend:
    """Any benchmark as a blend: a single one is a blend of one. ``currency``: for those that have none of their own."""
    if benchmark_id == SIXTY_FORTY:
        return presets.SIXTY_FORTY
    return library().measured(benchmark_id, currency)


def compared_with_all(chosen: Selection) -> Comparisons:
    """The portfolio beside each of its benchmarks, of whatever kind, under names that are short enough to stand beside a line."""
    return with_short_names(compared_with(chosen.portfolio.id, benchmarks_of(chosen), chosen.range, chosen.currency))


def benchmarks_of(chosen: Selection) -> tuple[str | Blend, ...]:
    """The chosen benchmarks: indexes by their symbols, everything else as a mix."""
    return tuple(one if is_plain(one) else blend_of(one, chosen.currency) for one in chosen.benchmarks)


def name_of_the_first(chosen: Selection, said: str) -> str:
    """The leading benchmark as a sentence has it: an index with its article, a mix as what it is. ``said``: its name."""
    first = chosen.benchmarks[0]
    if is_plain(first):
        return name_in_sentence(first, said)
    return mix_in_sentence(first, blend_of(first, chosen.currency))


def mix_in_sentence(benchmark_id: str, blend: Blend) -> str:
    """``the Nifty 50``, ``a mix of 35 % …``, or the name that somebody gave it."""
    if len(blend.ids) == 1:
        return name_in_sentence(benchmark_id, blend.label)
    return f"a mix of {blend.label}" if "%" in blend.label else blend.label


def is_plain(benchmark_id: str) -> bool:
    """Whether it is an index or a priced instrument, whose levels are its whole story."""
    record = library().records.get(benchmark_id)
    return benchmark_id != SIXTY_FORTY and (record is None or record.kind is BenchmarkKind.INDEX)
