"""What can a portfolio be compared with, on whichever page: indexes, ready mixes, the library, anything that has prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.benchmark.blend import Blend, Component
from core.benchmark.kinds import BenchmarkKind
from core.benchmark.rebalancing import Rebalance, Rule
from ui.choices.selection import Bar, BenchmarkChoice, Selection, choose
from ui.reads.benchmarks import OWN, PRESET, compared_with_several, library, measurements, origin_of
from ui.reads.portfolio import Comparisons, benchmark_choices, portfolio_choices
from ui.views.same_money.sentence import name_in_sentence
from ui.wording.number_format import THIN_SPACE

CUSTOM = "CUSTOM"
SIXTY_FORTY = "SPY_60_AGG_40"
SIXTY_FORTY_NAME = f"60{THIN_SPACE}% SPY + 40{THIN_SPACE}% AGG, every quarter"
_UNSAVED = "is made on *Hybrid and Risk-Free* and not saved yet; saved to the library it can be used on every page."


def choose_all(bar: Bar, refused: Callable[[str], str], several: bool = False) -> Selection:
    """The whole bar but for the rate. ``refused``: why the page cannot take a benchmark; "" where it can."""
    return choose(bar, portfolio_choices(), everything_for(refused), measurements(), several)


def everything_for(refused: Callable[[str], str]) -> list[BenchmarkChoice]:
    """All that can be chosen somewhere, each with the reason why this page cannot take it."""
    return [replace(one, refused=refused(one.symbol)) for one in everything()]


def everything() -> list[BenchmarkChoice]:
    """Indexes and funds of the catalogue, ready mixes, the mix made here, the library, then every other priced instrument."""
    known = library()
    indexes = [
        BenchmarkChoice(one.symbol, known.records[one.symbol].name if one.symbol in known.records else one.name)
        for one in benchmark_choices()
    ]
    catalogue = [one for one in indexes if one.symbol in known.records]
    mixes = [BenchmarkChoice(one, known.records[one].name) for one in known.ids if origin_of(one) == PRESET]
    mine = [BenchmarkChoice(one, f"Library: {known.records[one].name}") for one in known.ids if origin_of(one) == OWN]
    ready = [*mixes, BenchmarkChoice(SIXTY_FORTY, SIXTY_FORTY_NAME), BenchmarkChoice(CUSTOM, "A mix of your own …")]
    others = [one for one in indexes if one.symbol not in known.records]
    return [*catalogue, *ready, *mine, *others]


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
        parts = (Component("SPY", 0.6), Component("AGG", 0.4))
        return Blend(SIXTY_FORTY, "USD", parts, rebalance=Rebalance(Rule.QUARTERLY), name=SIXTY_FORTY_NAME)
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
