"""Which benchmark of the library does a comparison ask for, by preset or by id?"""

from __future__ import annotations

from dataclasses import dataclass, replace

from fastapi.exceptions import RequestValidationError
from sqlalchemy import Engine

from core.benchmark.blend import Blend
from core.benchmark.presets import PRESET_IDS, find_preset
from core.benchmark.rebalancing import Rebalance, parse_rule
from core.errors import InvalidSpecification
from core.same_money.comparison import SameMoney
from core.wording import did_you_mean
from data.benchmark_library import open_library

SINGLE_MODE, HYBRID_MODE, CATEGORY_MODE = "single", "hybrid", "category"
MODES = (SINGLE_MODE, HYBRID_MODE, CATEGORY_MODE)


@dataclass(frozen=True, slots=True)
class BlendChoice:
    """A preset or a library benchmark, under a rule of its own (None: its own rule)."""

    benchmark_id: str
    rule: str | None = None


def chosen_blend(
    mode: str | None, preset: str | None, benchmark_id: str | None, rule: str | None, tickers: list[str] | None
) -> BlendChoice | None:
    """What the parameters say; None for the plain comparison with tickers.

    Raises InvalidSpecification naming the known modes or presets, and for parameters that do not go together;
    RequestValidationError where nothing is asked for at all.
    """
    if mode is not None and mode.casefold() not in MODES:
        known = ", ".join(MODES)
        raise InvalidSpecification(
            f"There is no benchmark_mode “{mode}”.{did_you_mean(mode, MODES)} Known are {known}.", known=list(MODES)
        )
    hybrid = mode is not None and mode.casefold() == HYBRID_MODE
    if preset is not None and (benchmark_id is not None or not hybrid):
        raise InvalidSpecification("hybrid_preset goes with benchmark_mode=hybrid, and not with benchmark_id.")
    if hybrid and preset is None and benchmark_id is None:
        known = ", ".join(PRESET_IDS)
        raise InvalidSpecification(f"Say which blend: hybrid_preset ({known}) or benchmark_id.", known=list(PRESET_IDS))
    by_category = mode is not None and mode.casefold() == CATEGORY_MODE
    if by_category and (benchmark_id is not None or rule is not None):
        raise InvalidSpecification("benchmark_id and hybrid_rebalance do not go with benchmark_mode=category.")
    if preset is None and benchmark_id is None:
        if not by_category:
            _check_plain(rule, tickers)
        return None
    return BlendChoice(find_preset(preset).id if preset is not None else benchmark_id or "", rule)


def blend_of(store: Engine, choice: BlendChoice, currency: str) -> tuple[str, Blend]:
    """The benchmark's id and what it is, under the rule that was asked for. ``currency``: for those that have none of their own."""
    library = open_library(store)
    record = library.record(choice.benchmark_id)
    return record.id, _under(library.measured(record.id, currency), choice.rule)


def without_tickers(found: SameMoney, tickers: list[str] | None) -> SameMoney:
    """Says so where tickers were asked for beside the blend that was compared."""
    if not tickers:
        return found
    return replace(
        found, notes=(*found.notes, f"{', '.join(tickers)} is not compared: the blend asked for stands alone.")
    )


def _check_plain(rule: str | None, tickers: list[str] | None) -> None:
    if rule is not None:
        raise InvalidSpecification("hybrid_rebalance goes with hybrid_preset or benchmark_id.")
    if not tickers:
        missing = {"type": "missing", "loc": ("query", "benchmark_ticker"), "msg": "Field required", "input": None}
        raise RequestValidationError([missing])


def _under(blend: Blend, rule: str | None) -> Blend:
    return blend if rule is None else blend.under(Rebalance(parse_rule(rule), blend.rebalance.max_abs_bp))
