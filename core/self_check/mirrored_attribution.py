"""Is every effect 0 when both sides of an attribution are the benchmark? The same segments, effects and linking, on equal sides."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np

from core.attribution.currency import CurrencyAttribution
from core.attribution.effects import RESIDUAL_TOLERANCE, Attribution
from core.attribution.portfolio import USUAL, ComparedSegments, Level, Method
from core.attribution.portfolio_segments import HoldingDays
from core.self_check.identities import CheckedIdentity, EngineCheck, attempt, merged_checks, prefixed

LEVELS = {Level.ASSET_CLASS: "Asset classes", Level.INSTRUMENT: "Instruments"}


def check_attribution(compared: ComparedSegments, method: Method = USUAL) -> EngineCheck:
    """The portfolio replaced by the benchmark's parts at their effective weights of each day.

    Its return is what those weights and returns make; the benchmark's stays the one of its own levels, so that the residual is checked too.
    """
    mirror = mirrored_segments(compared)
    checks = [attempt(words, partial(_at_level, mirror, level, method)) for level, words in LEVELS.items()]
    if len(mirror.currencies) > 1:
        checks.append(attempt("Currencies", lambda: _currencies(mirror.currency_attribution(method))))
    return merged_checks(checks)


def mirrored_segments(compared: ComparedSegments) -> ComparedSegments:
    """The same comparison, the benchmark on both sides, in the members of an index where they are known."""
    parts, segments = compared.benchmark_side(Level.INSTRUMENT)
    held = HoldingDays(parts.dates, parts.weights.copy(), parts.weights * parts.returns)
    return replace(
        compared, holdings=held, holding_segments=segments, portfolio_returns=held.returns, category_returns=None
    )


def _at_level(mirror: ComparedSegments, level: Level, method: Method) -> EngineCheck:
    return prefixed(LEVELS[level], _effects(mirror.attribution(level, method)))


def _effects(found: Attribution) -> EngineCheck:
    tables = [(one.allocation, one.selection, one.interaction) for one in (*found.effects, *found.inner)]
    largest = np.abs(np.array(tables)).max(axis=0, initial=0.0).tolist()
    names = ("largest allocation", "largest selection", "largest interaction")
    items = [CheckedIdentity(name, 0.0, value) for name, value in zip(names, largest, strict=True)]
    items.append(CheckedIdentity("difference of the returns", 0.0, found.active_return, _scaled(found)))
    items.append(CheckedIdentity("left over", 0.0, found.residual, _scaled(found)))
    return EngineCheck(tuple(items))


def _scaled(found: Attribution) -> float:
    return RESIDUAL_TOLERANCE * (1.0 + abs(found.benchmark_return))


def _currencies(found: CurrencyAttribution) -> EngineCheck:
    markets = [(one.allocation, one.selection, one.interaction) for one in found.local]
    local, currency = (
        float(np.abs(np.array(rows)).max(initial=0.0)) for rows in (markets, [one.effect for one in found.currencies])
    )
    items = (CheckedIdentity("largest currency effect", 0.0, currency), CheckedIdentity("largest effect", 0.0, local))
    return prefixed("Currencies", EngineCheck(items))
