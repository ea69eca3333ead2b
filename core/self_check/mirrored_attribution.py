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

OWN_CATEGORIES = "Classes in their own benchmarks"


def check_attribution(compared: ComparedSegments, method: Method = USUAL) -> EngineCheck:
    """The portfolio replaced by the benchmark's parts at their effective weights of each day.

    Its return is what those weights and returns make; the benchmark's stays the one of its own levels, so that the residual is checked too.
    And the portfolio itself, with every class that the benchmark lacks held in its own category's benchmark: then nothing was chosen there.
    """
    mirror = mirrored_segments(compared)
    checks = [attempt(words, partial(_at_level, mirror, level, method)) for level, words in LEVELS.items()]
    if len(mirror.currencies) > 1:
        checks.append(attempt("Currencies", lambda: _currencies(mirror.currency_attribution(method))))
    if mirror_in_own_categories(compared) is not None:
        checks.append(attempt(OWN_CATEGORIES, lambda: _in_own_categories(compared, method)))
    return merged_checks(checks)


def mirror_in_own_categories(compared: ComparedSegments) -> ComparedSegments | None:
    """The same portfolio, but what the benchmark lacks earned what its category's benchmark did; None where nothing is measured so."""
    own, held = compared.category_returns, compared.holdings
    if own is None or not own.measured_with:
        return None
    known = ~np.isnan(own.returns)
    gains = np.where(known, held.opening * np.where(known, own.returns, 0.0), held.gains)
    mirror = replace(held, gains=gains)
    return replace(compared, holdings=mirror, portfolio_returns=mirror.returns)


def _in_own_categories(compared: ComparedSegments, method: Method) -> EngineCheck:
    """On the days on which the benchmark lacks a class, nothing was chosen inside it."""
    mirror, own = mirror_in_own_categories(compared), compared.category_returns
    assert mirror is not None
    assert own is not None
    found = mirror.attribution(method=method)
    columns = zip(compared.holding_segments, own.lacking.T, strict=True)
    always = {one.asset_class for one, lacking in columns if lacking.all()}
    chosen = [one.selection + one.interaction for one in found.effects if one.segment in always]
    largest = float(np.abs(np.array(chosen)).max(initial=0.0))
    items = (
        CheckedIdentity("largest choice in them", 0.0, largest, _scaled(found)),
        CheckedIdentity("left over", 0.0, found.residual, _scaled(found)),
    )
    return prefixed(OWN_CATEGORIES, EngineCheck(items))


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
