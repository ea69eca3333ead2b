"""What is the mix, and how did it go? A blend's specification, its days, resets and contributions, as an audit pack states them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from core.audit_pack.inputs import AuditBlend
from core.audit_pack.tables import csv_file, day_texts
from core.benchmark.blend import Component
from core.benchmark.kinds import FixedReturn
from core.benchmark.path import BlendedPath
from core.benchmark.rebalancing import PolicyChange
from core.benchmark.resolution import nested_levels
from core.benchmark.sources import Fallback, ObservedLeg, legs_of
from core.market.levels import to_date
from core.returns.series import ReturnSeries
from core.same_money.blend_comparison import BlendComparison

Row = tuple[object, ...]


def blend_specification(mix: AuditBlend, found: BlendComparison) -> dict[str, Any]:
    """The blend as it was asked for, and what was decided: from when to when its parts are known, and where a fixed rate stands in."""
    blend, match = mix.blend, found.match
    return {
        "components": [_component(mix, part) for part in blend.components],
        "policy": _changes(blend.policy),
        "rebalance": {
            "rule": str(blend.rebalance.rule),
            "drift_threshold_bp": blend.rebalance.max_abs_bp,
            "schedule": _changes(blend.rebalance.schedule),
        },
        "reset": str(blend.reset),
        "data": {
            "base": found.path.base_on,
            "end": to_date(found.path.dates[-1]),
            "fallbacks": _stands_in(found.path.fallbacks),
        },
        "account": {
            "reading": match.reading,
            "fallbacks": _stands_in(match.fallbacks),
            "path_fallbacks": _stands_in(match.path.fallbacks if match.path else ()),
        },
        "fallback_reasons": {one.component: one.reason for one in found.fallbacks},
    }


def _component(mix: AuditBlend, part: Component) -> dict[str, Any]:
    given = mix.sources.series.get(part.id)
    fixed = {"rate": given.rate, "compounded": given.compounded} if isinstance(given, FixedReturn) else None
    return {
        "id": part.id,
        "name": mix.sources.names.get(part.id, part.id),
        "weight": part.weight,
        "currency": mix.currency_of(part.id),
        "fallback_rate": part.fallback_rate,
        "fixed": fixed,
        "returns_from": _returns_from(mix, part.id) if isinstance(given, ReturnSeries) else None,
    }


def _returns_from(mix: AuditBlend, component: str) -> date | None:
    """The day from which the first of some bare returns is taken to be earned; None where there are none."""
    sources, ids = mix.sources, sorted(mix.blend.ids)
    leg = dict(zip(ids, legs_of(mix.blend, ids, sources, {}, nested_levels(sources)), strict=True))[component]
    return leg.known.start if isinstance(leg, ObservedLeg) else None


def _changes(changes: Iterable[PolicyChange]) -> list[dict[str, Any]]:
    return [{"effective": one.effective, "weights": one.weights.by_id} for one in changes]


def _stands_in(fallbacks: Sequence[Fallback]) -> list[str]:
    return sorted({one.component for one in fallbacks})


def blend_headline(found: BlendComparison) -> dict[str, Any]:
    """How the blend itself did since the first flow of the range; unknown as long as it has no observation after it."""
    path = found.match.path
    rule = {"rule": str(found.path.blend.rebalance.rule), "reset": str(found.path.blend.reset)}
    if path is None:
        return {**rule, "base": None, "total_return": None, "contributions": None, "rebalances": 0, "turnover": 0.0}
    parts = zip(path.ids, path.contributions.tolist(), strict=True)
    return {
        **rule,
        "base": path.base_on,
        "total_return": path.total_return,
        "contributions": dict(parts),
        "rebalances": len(path.events),
        "turnover": path.turnover,
    }


def blend_files(found: Mapping[str, BlendComparison]) -> dict[str, bytes]:
    """Every blend's days, its parts' days and its resets, since the first flow of the range. ``found``: by symbol."""
    paths = {symbol: one.match.path for symbol, one in found.items() if one.match.path is not None}
    return {
        "results/daily_blends.csv": _table("level return", _days, paths),
        "results/daily_components.csv": _table("component opening_weight return", _parts, paths),
        "results/blend_events.csv": _table("reason turnover", _events, paths),
    }


def _table(columns: str, rows: Callable[[BlendedPath], Iterable[Row]], paths: Mapping[str, BlendedPath]) -> bytes:
    header = ["benchmark", "date", *columns.split()]
    return csv_file(header, ((symbol, *row) for symbol, path in paths.items() for row in rows(path)))


def _days(path: BlendedPath) -> Iterator[Row]:
    """The growth of 1 since the base, which comes first and has earned nothing yet."""
    levels, returns = np.append(1.0, path.levels).tolist(), [None, *path.returns.tolist()]
    yield from zip(day_texts(path.aligned.dates), levels, returns, strict=True)


def _parts(path: BlendedPath) -> Iterator[Row]:
    """Each part's opening weight and, where it is held, its return in the blend's currency."""
    days, weights = day_texts(path.dates), path.weights_open
    for at, (one, levels) in enumerate(zip(path.ids, path.component_levels, strict=True)):
        held = weights[:, at] > 0
        earned = np.full(held.shape, np.nan)
        earned[held] = levels[1:][held] / levels[:-1][held] - 1.0
        yield from zip(days, [one] * len(days), weights[:, at].tolist(), earned.tolist(), strict=True)


def _events(path: BlendedPath) -> Iterator[Row]:
    yield from ((one.on, one.reason, one.turnover) for one in path.events)
