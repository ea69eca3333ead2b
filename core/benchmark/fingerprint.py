"""Is this the same blend on the same data? A SHA-256 over the canonical specification and every observation it can use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from core.benchmark.blend import Blend
from core.benchmark.kinds import FixedReturn, nested_parts
from core.benchmark.rebalancing import Rule
from core.benchmark.sources import Observations, Sources
from core.market.exchange_rates import ExchangeRates
from core.market.levels import MAX_AGE_DAYS, Days, Floats, LevelSeries, to_day
from core.market.period import Period
from core.market.rhythm import Rhythm, rhythm_of
from core.returns.series import ReturnSeries

# Rises when the same input would give other numbers.
METHOD = "blend/1"


def blend_fingerprint(blend: Blend, sources: Sources, period: Period | None = None) -> str:
    """64 hexadecimal digits that stand for a blend and its data: equal digits, equal results to the last bit.

    The order of components, policy changes and series has no meaning and does not count; nor do display names, series that the
    blend does not use, and levels outside the period (those that may count at its start apart). Floats count by their shortest exact
    spelling in the specification and by their eight bytes in the data.
    """
    series, blends = sources.series, sources.blends
    parts = nested_parts(blend, blends)
    mixes = [blend, *(blends[one] for one in sorted(parts) if one in blends)]
    specification = {
        "method": METHOD,
        "blends": [_specification(mix) for mix in mixes],
        "period": [period.start.isoformat(), period.end.isoformat()] if period else None,
    }
    digest = hashlib.sha256(_canonical(specification))
    used = {one: series[one] for one in sorted(parts) if one in series and one not in blends}
    for one, given in used.items():
        for piece in _data(one, given, period):
            digest.update(piece)
    for piece in _exchange_rates(mixes, used, sources.rates, period):
        digest.update(piece)
    return digest.hexdigest()


def _canonical(value: Any) -> bytes:
    """One spelling for every value: sorted keys, no spaces, floats by their shortest exact form, a final newline."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.encode("ascii") + b"\n"


def _specification(blend: Blend) -> dict[str, Any]:
    rule = blend.rebalance.rule
    return {
        "id": blend.id,
        "currency": blend.currency,
        "components": sorted(
            [part.id, part.weight + 0.0, part.currency, part.fallback_rate] for part in blend.components
        ),
        "targets": [
            [target.effective.isoformat() if target.effective else None, target.reason, target.weights.entries]
            for target in blend.targets[1:]
        ],
        "rule": rule.value,
        "max_abs_bp": float(blend.rebalance.max_abs_bp or 0.0) if rule is Rule.DRIFT else None,
        "reset": blend.reset.value,
    }


def _data(name: str, given: Observations, period: Period | None) -> Iterator[bytes]:
    """A header and the observations of one series."""
    if isinstance(given, FixedReturn):
        yield _canonical(["fixed", name, float(given.rate), given.compounded])
    elif isinstance(given, ReturnSeries):
        yield _canonical(["returns", name, int(given.dates.size)])
        yield from _observations(given.dates, given.returns)
    else:
        yield from _levels(["levels", name, given.currency, given.basis.value, given.simulated], given, period)


def _levels(header: list[Any], given: LevelSeries, period: Period | None) -> Iterator[bytes]:
    keep = slice(None)
    if period is not None:
        start = to_day(period.start)
        edges = [
            start - np.timedelta64(MAX_AGE_DAYS, "D"),
            to_day(period.end) + np.timedelta64(1, "D"),
            start + np.timedelta64(1, "D"),
        ]
        week_before, after, last_known = np.searchsorted(given.dates, edges).tolist()
        keep = slice(max(0, min(week_before, last_known - 1)), after)
    dates, rhythm = given.dates[keep], rhythm_of(given.dates)
    yield _canonical([*header, int(dates.size), *([] if rhythm is Rhythm.DAILY else [rhythm.label])])
    yield from _observations(dates, given.levels[keep])


def _observations(dates: Days, values: Floats) -> Iterator[bytes]:
    """Days since 1970 and values, little-endian, eight bytes each; −0 counts as 0."""
    yield dates.astype("datetime64[D]").astype("<i8").tobytes()
    yield (values + 0.0).astype("<f8").tobytes()


def _exchange_rates(
    mixes: list[Blend], used: Mapping[str, Observations], rates: ExchangeRates, period: Period | None
) -> Iterator[bytes]:
    """The series that convert some component, each pair of currencies once; pairs for which there is none are left out."""
    within = {mix.id: mix for mix in mixes}
    pairs = {
        (_currency(mix, one, used, within), mix.currency)
        for mix in mixes
        for one in mix.ids
        if one in used or one in within
    }
    for base, quote in sorted(pairs):
        if base != quote and rates.converts(base, quote):
            for step in rates.legs(base, quote):
                yield from _levels(["rate", base, quote, step.inverse, step.series.currency], step.series, period)


def _currency(mix: Blend, one: str, used: Mapping[str, Observations], within: Mapping[str, Blend]) -> str:
    if one in within:
        return within[one].currency
    given = used[one]
    if isinstance(given, LevelSeries):
        return given.currency
    return (mix.component(one).currency if isinstance(given, ReturnSeries) else None) or mix.currency
