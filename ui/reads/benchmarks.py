"""What is in the benchmark library, and how did the same money do in a blend? Read through one door, cached by id and revision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.benchmark import presets
from core.benchmark.blend import Blend
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.path import BlendedPath
from core.benchmark.resolution import resolve
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import NamedRange, Period
from core.same_money.blend_comparison import BlendComparison, BlendSources, compare_with_blend, path_of_blend
from core.same_money.break_even import BreakEvenIndex, BreakEvenRate, break_even_index, break_even_rate
from core.same_money.comparison import SameMoney, common_period, compare_with_several
from core.valuation.portfolio_value import Valuation
from data import market
from data.benchmark_library import OWN, PRESET, Library, open_library, origin_of
from data.clock import current_date
from data.store.benchmarks.benchmarks import User, benchmark_users, portfolio_measures
from data.store.benchmarks.record import BenchmarkRecord
from studies.benchmark_data import Extent, blend_rates, extents, own_levels, shown_range, sources_of
from ui.reads.portfolio import OWN as OWN_CURRENCY
from ui.reads.portfolio import (
    Comparisons,
    asked_period,
    compared_with_indexes,
    engine,
    own_rates,
    remembered,
    valuation,
)
from ui.reads.selection import Selection
from ui.wording.headline import name_in_sentence

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
    def with_short_name(self) -> Comparisons:
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
    """Weights and rules need no other data: what counts is which components there are."""
    return " ".join((blend.currency, *sorted(blend.ids), *([blend.id] if len(blend.ids) == 1 else [])))


@remembered(64, keys={Blend: _source_key})
def blend_sources(blend: Blend, simulated: bool = False) -> BlendSources:
    """The data of a blend that need not be in the library. ``simulated``: beside a portfolio of the sample's."""
    return sources_of(engine(), library(), blend, current_date(), simulated)


@remembered(128)
def compared_with_blend(
    portfolio_id: str, blend: Blend, name: NamedRange, currency: str = OWN_CURRENCY
) -> HybridComparison:
    """The portfolio beside a blend; the deposit in it pays nothing. Errors as in ``compare_with_blend`` and ``valuation``."""
    valued = valuation(portfolio_id, currency)
    sources = blend_sources(blend, valued.simulated)
    rates = blend_rates(engine(), own_rates(portfolio_id), sources)
    beside = compare_with_blend(valued, blend, sources, rates, 0.0, asked_period(valued, name))
    levels = replace(beside.path.level_series(), name=blend.label)
    found = Comparisons(valued, rates, (levels,), (beside.same_money,), invented_parts(blend, sources))
    return HybridComparison(found, beside, sources)


def compared_with_several(
    portfolio_id: str, benchmarks: Sequence[str | Blend], name: NamedRange, currency: str = OWN_CURRENCY
) -> Comparisons:
    """The portfolio beside indexes (by symbol) and blends over the one range that all of them cover; the deposit pays nothing.

    A blend alone is compared exactly as ``compared_with_blend`` does. Errors as there and in ``compared``.
    """
    symbols = tuple(one for one in benchmarks if isinstance(one, str))
    if len(symbols) == len(benchmarks):
        return compared_with_indexes(portfolio_id, symbols, name, currency)
    if len(benchmarks) == 1 and isinstance(benchmarks[0], Blend):
        return compared_with_blend(portfolio_id, benchmarks[0], name, currency).with_short_name
    return _several(portfolio_id, tuple(benchmarks), name, currency)


@remembered(64)
def _several(portfolio_id: str, benchmarks: tuple[str | Blend, ...], name: NamedRange, currency: str) -> Comparisons:
    valued, own = valuation(portfolio_id, currency), own_rates(portfolio_id)
    sources = {repr(one): blend_sources(one, valued.simulated) for one in benchmarks if isinstance(one, Blend)}
    plain = {one: market.named_levels(engine(), one, valued.simulated) for one in benchmarks if isinstance(one, str)}
    found = [market.benchmark_rates(engine(), own, plain.values())]
    found += [blend_rates(engine(), own, one) for one in sources.values()]
    rates = ExchangeRates({pair: series for one in found for pair, series in one.series.items()})
    levels = tuple(
        plain[one]
        if isinstance(one, str)
        else replace(path_of_blend(valued, one, sources[repr(one)], rates).level_series(), name=short_name(one))
        for one in benchmarks
    )
    period, notes = common_period(valued, levels, rates, asked_period(valued, name))
    sides = [
        compare_with_several(valued, [plain[one]], rates, 0.0, period)[0]
        if isinstance(one, str)
        else _beside(valued, one, sources[repr(one)], rates, period)
        for one in benchmarks
    ]
    first = replace(sides[0], notes=tuple(dict.fromkeys((*notes, *sides[0].notes))))
    invented = [name for one in benchmarks for name in _invented(one, plain, sources)]
    return Comparisons(valued, rates, levels, (first, *sides[1:]), tuple(dict.fromkeys(invented)))


def _invented(
    benchmark: str | Blend, plain: Mapping[str, LevelSeries], sources: Mapping[str, BlendSources]
) -> tuple[str, ...]:
    if isinstance(benchmark, Blend):
        return invented_parts(benchmark, sources[repr(benchmark)])
    return (plain[benchmark].name,) if plain[benchmark].simulated else ()


def invented_parts(blend: Blend, sources: BlendSources) -> tuple[str, ...]:
    """The names of those parts of a mix, at any depth, whose levels are simulated."""
    held = dict.fromkeys(one for mix in (blend, *sources.blends.values()) for one in mix.ever_held)
    series = {one: sources.series.get(one) for one in held}
    return tuple(
        sources.names.get(one, one) for one, data in series.items() if isinstance(data, LevelSeries) and data.simulated
    )


def _beside(valued: Valuation, blend: Blend, sources: BlendSources, rates: ExchangeRates, period: Period) -> SameMoney:
    """The same money in a blend, under a name that is short enough to stand beside a line."""
    same = compare_with_blend(valued, blend, sources, rates, 0.0, period).same_money
    side = replace(same.benchmark, account=replace(same.benchmark.account, name=short_name(blend)))
    return replace(same, benchmark=side)


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
    return own_levels(engine(), library(), benchmark_id, market.exchange_rates(engine()), current_date())


def all_rates() -> ExchangeRates:
    """Stored exchange rates, the sample's beside them: for looking at a blend, not for valuing anybody's holdings."""
    return market.exchange_rates(engine())


def blend_path(blend: Blend) -> BlendedPath:
    """A blend, in the library or not, over all that its data covers (of fixed returns alone: the last ten years)."""
    sources = blend_sources(blend)
    rates = all_rates()
    return resolve(blend, sources.series, rates, shown_range(blend, sources, rates, current_date()), sources.blends)


CUSTOM = "CUSTOM"


SIXTY_FORTY = presets.SIXTY_FORTY.id


_UNSAVED = "is made on *Hybrid and Risk-Free* and not saved yet; saved to the library it can be used on every page."


def no_mix_of_the_moment(benchmark_id: str) -> str:
    """Why a page that shows no weights cannot take a benchmark."""
    return _UNSAVED if benchmark_id == CUSTOM else _without_composition(benchmark_id)


def no_stranger_to_the_library(benchmark_id: str) -> str:
    """Why a page that can change the mix cannot take a benchmark as its beginning."""
    if benchmark_id in (CUSTOM, SIXTY_FORTY) or library().find(benchmark_id) is not None:
        return _without_composition(benchmark_id)
    return "is not in the library; make it a benchmark on *Benchmark Library* to use it here."


def no_mix_at_all(benchmark_id: str) -> str:
    """Why a page that looks at levels as they are published cannot take one."""
    return "" if is_plain(benchmark_id) and benchmark_id != CUSTOM else "is not a single index or instrument."


def only_the_library(benchmark_id: str) -> str:
    """Why a page that takes benchmarks by name alone cannot take one."""
    if benchmark_id == SIXTY_FORTY:
        return "has no place in the library; make it a blend on *Benchmark Library* to use it here."
    return no_mix_of_the_moment(benchmark_id)


def no_whole_portfolio(benchmark_id: str) -> str:
    """Why a page that takes benchmarks apart cannot take one."""
    record = library().find(benchmark_id)
    if record is not None and record.kind is BenchmarkKind.PORTFOLIO:
        return "is a whole portfolio and cannot be taken apart."
    return no_mix_of_the_moment(benchmark_id) or no_stranger_to_the_library(benchmark_id)


def blend_of(benchmark_id: str, currency: str) -> Blend:
    """Any benchmark as a blend: a single one is a blend of one. ``currency``: for those that have none of their own."""
    if benchmark_id == SIXTY_FORTY:
        return presets.SIXTY_FORTY
    return library().measured(benchmark_id, currency)


def compared_with_all(chosen: Selection) -> Comparisons:
    """The portfolio beside each of its benchmarks, of whatever kind; errors as in ``compared_with_blend`` and ``compared``."""
    asked = [one if is_plain(one) else blend_of(one, chosen.currency) for one in chosen.benchmarks]
    return compared_with_several(chosen.portfolio.id, asked, chosen.range, chosen.currency)


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


def _without_composition(benchmark_id: str) -> str:
    record = library().find(benchmark_id)
    empty = record is not None and record.kind is BenchmarkKind.BLENDED and not record.intervals
    return "has no composition yet." if empty else ""


def is_plain(benchmark_id: str) -> bool:
    """Whether it is an index or a priced instrument, whose levels are its whole story."""
    record = library().records.get(benchmark_id)
    return benchmark_id != SIXTY_FORTY and (record is None or record.kind is BenchmarkKind.INDEX)
