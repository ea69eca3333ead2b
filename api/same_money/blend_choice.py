"""Which benchmark does a comparison ask for: tickers, a blend of the library, or one for each category?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine

from api.same_money.models import ComparisonQuestion
from core.benchmark.blend import Blend
from core.benchmark.presets import PRESET_IDS, find_preset
from core.benchmark.rebalancing import Rebalance, parse_rule
from core.errors import InvalidSpecification
from core.market.home import home_of
from core.same_money.comparison import SameMoney
from core.wording import did_you_mean
from data.benchmark_library import open_library

SINGLE_MODE, HYBRID_MODE, CATEGORY_MODE = "single", "hybrid", "category"
MODES = (SINGLE_MODE, HYBRID_MODE, CATEGORY_MODE)


@dataclass(frozen=True, slots=True)
class Tickers:
    """One or several indexes or priced symbols, each a benchmark of the whole portfolio."""

    symbols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlendChoice:
    """A preset or a library benchmark, under a rule of its own (None: its own rule). It stands alone: ``tickers`` are not compared."""

    benchmark_id: str
    rule: str | None = None
    tickers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ByCategory:
    """Each category beside its own benchmark; the first of ``tickers``, if any, measures equity."""

    tickers: tuple[str, ...] = ()


BenchmarkChoice = Tickers | BlendChoice | ByCategory


def benchmark_choice(question: ComparisonQuestion, tickers: Sequence[str]) -> BenchmarkChoice:
    """What is the portfolio to be compared with? ``tickers``: those asked for.

    Raises InvalidSpecification naming the known modes or presets, and for parameters that do not go together;
    RequestValidationError where nothing is asked for at all.
    """
    mode, preset = _mode(question.benchmark_mode), question.hybrid_preset
    benchmark_id, rule = question.benchmark_id, question.hybrid_rebalance
    if preset is not None and (benchmark_id is not None or mode != HYBRID_MODE):
        raise InvalidSpecification("hybrid_preset goes with benchmark_mode=hybrid, and not with benchmark_id.")
    if mode == HYBRID_MODE and preset is None and benchmark_id is None:
        known = ", ".join(PRESET_IDS)
        raise InvalidSpecification(f"Say which blend: hybrid_preset ({known}) or benchmark_id.", known=list(PRESET_IDS))
    if mode == CATEGORY_MODE:
        if benchmark_id is not None or rule is not None:
            raise InvalidSpecification("benchmark_id and hybrid_rebalance do not go with benchmark_mode=category.")
        return ByCategory(tuple(tickers))
    if preset is not None:
        return BlendChoice(find_preset(preset).id, rule, tuple(tickers))
    if benchmark_id is not None:
        return BlendChoice(benchmark_id, rule, tuple(tickers))
    _check_plain(rule, tickers)
    return Tickers(tuple(tickers))


def is_category(mode: str | None) -> bool:
    """Whether the comparison is asked for by category."""
    return mode is not None and mode.casefold() == CATEGORY_MODE


def _mode(mode: str | None) -> str | None:
    if mode is not None and mode.casefold() not in MODES:
        known = ", ".join(MODES)
        raise InvalidSpecification(
            f"There is no benchmark_mode “{mode}”.{did_you_mean(mode, MODES)} Known are {known}.", known=list(MODES)
        )
    return mode and mode.casefold()


def blend_of(store: Engine, choice: BlendChoice, currency: str) -> tuple[str, Blend]:
    """The benchmark's id and what it is, under the rule that was asked for. ``currency``: for those that have none of their own."""
    library = open_library(store)
    record = library.record(choice.benchmark_id)
    return record.id, _with_rule(library.measured(record.id, currency), choice.rule)


def whole_benchmark(tickers: Sequence[str], currency: str) -> tuple[str, ...]:
    """What the whole is compared with where nothing is said: the currency's home index."""
    return tuple(tickers) or (home_of(currency).index,)


def without_tickers(same: SameMoney, tickers: Sequence[str]) -> SameMoney:
    """Says so where tickers were asked for beside the blend that was compared."""
    if not tickers:
        return same
    note = f"{', '.join(tickers)} is not compared: the blend asked for stands alone."
    return replace(same, notes=(*same.notes, note))


def _check_plain(rule: str | None, tickers: Sequence[str]) -> None:
    if rule is not None:
        raise InvalidSpecification("hybrid_rebalance goes with hybrid_preset or benchmark_id.")
    if not tickers:
        missing = {"type": "missing", "loc": ("query", "benchmark_ticker"), "msg": "Field required", "input": None}
        raise RequestValidationError([missing])


def _with_rule(blend: Blend, rule: str | None) -> Blend:
    return blend if rule is None else blend.with_rebalancing(Rebalance(parse_rule(rule), blend.rebalance.max_abs_bp))
