"""What can a portfolio be compared with, on whichever page: indexes, ready mixes, the library, anything that has prices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.benchmark import presets
from ui.choices.selection import Bar, choose
from ui.reads.benchmarks import (
    CUSTOM,
    OWN,
    PRESET,
    SIXTY_FORTY,
    invented_benchmarks,
    library,
    measurements,
    origin_of,
    usual_of,
)
from ui.reads.portfolio import benchmark_choices, portfolio_choices
from ui.reads.selection import BenchmarkChoice, PortfolioChoice, Selection


def choose_all(bar: Bar, refused: Callable[[str], str], several: bool = False) -> Selection:
    """The whole bar but for the rate. ``refused``: why the page cannot take a benchmark; "" where it can."""
    return choose(bar, portfolio_choices(), benchmarks_for(refused), usual_for, measurements(), several)


def usual_for(portfolio: PortfolioChoice) -> str | None:
    """What is usual where a portfolio is at home; None without real levels."""
    return usual_of(portfolio.currency, portfolio.simulated)


def benchmarks_for(refused: Callable[[str], str]) -> list[BenchmarkChoice]:
    """All that can be chosen somewhere, each with the reason why this page cannot take it."""
    invented = invented_benchmarks()
    return [replace(one, refused=refused(one.symbol), invented=one.symbol in invented) for one in all_benchmarks()]


def all_benchmarks() -> list[BenchmarkChoice]:
    """Indexes and funds of the catalogue, ready mixes, the mix made here, the library, then every other priced instrument."""
    known = library()
    indexes = [
        BenchmarkChoice(one.symbol, known.records[one.symbol].name if one.symbol in known.records else one.name)
        for one in benchmark_choices()
    ]
    catalogue = [one for one in indexes if one.symbol in known.records]
    mixes = [BenchmarkChoice(one, known.records[one].name) for one in known.ids if origin_of(one) == PRESET]
    mine = [BenchmarkChoice(one, f"Library: {known.records[one].name}") for one in known.ids if origin_of(one) == OWN]
    ready = [
        *mixes,
        BenchmarkChoice(SIXTY_FORTY, presets.SIXTY_FORTY.name),
        BenchmarkChoice(CUSTOM, "A mix of your own …"),
    ]
    others = [one for one in indexes if one.symbol not in known.records]
    return [*catalogue, *ready, *mine, *others]
