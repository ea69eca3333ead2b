"""How does a random path come to pass through given levels? Brownian bridges in logs, kept inside their turning points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.market.levels import Days, Floats, to_day
from data.sample.generator.model import Anchor
from data.sample.generator.nervousness import fat_tailed

CLEARANCE = 2e-4  # how far (in logs) the path keeps from a turning point, so that rounding does not reach it
CANDIDATES = 1000
MOST_TENTS = 60
DEPTH = 0.3  # how far inside a pulled day comes to lie, in standard deviations of a day


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Lowest and highest log level allowed on each day, shape (n,); the anchors themselves may touch them."""

    low: Floats
    high: Floats

    @classmethod
    def of(cls, days: Days, anchors: tuple[Anchor, ...], band: tuple[float, float] | None) -> Bounds:
        """The bounds that turning points set: a high holds back to the start of the run of anchors below it, and forward
        to the end of it; a low likewise. ``band`` bounds every day."""
        low, high = (np.full(days.size, value) for value in (np.log(band) if band else (-np.inf, np.inf)))
        at = [int(np.searchsorted(days, to_day(one.on))) for one in anchors]
        for here, one in enumerate(anchors):
            if one.kind not in ("high", "low"):
                continue
            sign = 1.0 if one.kind == "high" else -1.0
            first, last = _run(anchors, here, sign)
            span = slice(at[first], at[last] + 1)
            if sign > 0:
                high[span] = np.minimum(high[span], np.log(one.level) - CLEARANCE)
            else:
                low[span] = np.maximum(low[span], np.log(one.level) + CLEARANCE)
        return cls(low, high)

    def excess(self, paths: Floats, span: slice) -> Floats:
        """By how much each path (…, m) leaves the bounds of the days in ``span``: above 0 when too high, below when too low."""
        too_high, too_low = paths - self.high[span], self.low[span] - paths
        return np.where(too_high > 0, too_high, np.where(too_low > 0, -too_low, 0.0))


def _run(anchors: tuple[Anchor, ...], here: int, sign: float) -> tuple[int, int]:
    """First and last anchor of the unbroken run around ``here`` that stays on its side (below a high, above a low)."""
    within = [sign * one.level <= sign * anchors[here].level for one in anchors]
    first = last = here
    while first > 0 and within[first - 1]:
        first -= 1
    while last + 1 < len(anchors) and within[last + 1]:
        last += 1
    return first, last


def bridged(
    rng: np.random.Generator,
    days: Days,
    drive: Floats,
    volatility: Floats,
    anchors: tuple[Anchor, ...],
    bounds: Bounds,
) -> Floats:
    """A log path (n,) that follows ``drive`` (log returns, (n,), the first unused) with shocks of its own and meets every anchor.

    Between two anchors, shocks are drawn until the path keeps inside the bounds; the best of many is else pulled inside.
    """
    at = [int(np.searchsorted(days, to_day(one.on))) for one in anchors]
    levels = [float(np.log(one.level)) for one in anchors]
    path = np.full(days.size, levels[0])
    for here in range(len(anchors) - 1):
        span = slice(at[here] + 1, at[here + 1] + 1)
        path[span] = _segment(rng, levels[here], levels[here + 1], drive, volatility, bounds, span)
    tail = slice(at[-1] + 1, days.size)
    shocks = volatility[tail] * fat_tailed(rng, (days.size - at[-1] - 1,))
    path[tail] = levels[-1] + np.cumsum(drive[tail] + shocks)
    return path


def _segment(
    rng: np.random.Generator,
    start: float,
    end: float,
    drive: Floats,
    volatility: Floats,
    bounds: Bounds,
    span: slice,
) -> Floats:
    """The log levels of the days of ``span``, the last of them exactly ``end``."""
    inner = slice(span.start, span.stop - 1)
    share = _correction_shares(volatility[span])
    best, least = np.empty(0), np.inf
    for size in (1, CANDIDATES):
        steps = drive[span] + volatility[span] * fat_tailed(rng, (size, span.stop - span.start))
        missing = (end - start) - steps.sum(axis=-1, keepdims=True)
        paths = start + np.cumsum(steps + missing * share, axis=-1)
        outside = np.abs(bounds.excess(paths[:, :-1], inner)).max(axis=-1, initial=0.0)
        nearest = int(np.argmin(outside))
        if outside[nearest] < least:
            best, least = paths[nearest], float(outside[nearest])
        if least == 0.0:
            break
    return np.append(_pulled_inside(best[:-1], share, volatility[inner], bounds, inner), end)


def _pulled_inside(path: Floats, share: Floats, volatility: Floats, bounds: Bounds, inner: slice) -> Floats:
    """The path (m,) bent by as many tents as it takes to bring its worst day inside, and at last held at the bounds.

    A tent spreads its correction over all days before and after the worst one, so that no single return changes much.
    """
    risen = np.cumsum(share)[:-1]
    for _ in range(MOST_TENTS):
        excess = bounds.excess(path, inner)
        if not excess.any():
            return path
        worst = int(np.argmax(np.abs(excess)))
        height = excess[worst] + np.sign(excess[worst]) * DEPTH * volatility[worst]
        tent = np.minimum(risen / risen[worst], (1 - risen) / (1 - risen[worst]))
        path = path - height * tent
    return np.clip(path, bounds.low[inner], bounds.high[inner])


def _correction_shares(volatility: Floats) -> Floats:
    """How the drift that leads to the next anchor is spread: half evenly, half by variance (as a bridge's mean is)."""
    variance = volatility**2
    return np.asarray(0.5 / volatility.size + 0.5 * variance / variance.sum(), dtype=np.float64)
