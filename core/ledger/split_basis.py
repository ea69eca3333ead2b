"""Are these prices adjusted for splits, or as traded? Levels are brought to the basis that the quantities are counted on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.ledger.positions import UnitRatio
from core.ledger.trade_prices import TOLERANCE, prices_beside
from core.ledger.transaction import Transaction
from core.market.levels import Days, Floats, LevelSeries, to_day, to_days

# A ratio nearer to 1 than this moves the price less than a bad day does: its jump alone cannot be told apart from the market.
SMALLEST_VISIBLE = math.log(1.15)
# From this ratio on, the jump is also looked for on neighbouring days: brokers book some splits a few days late or early.
UNMISTAKABLE = math.log(1.5)
NEIGHBOURHOOD = np.timedelta64(5, "D")
# The levels on either side of the split must be this close together to show a jump.
WIDEST_GAP = np.timedelta64(14, "D")


@dataclass(frozen=True, slots=True)
class RestatedLevels:
    """A series on the latest split basis, and the splits whose jump was taken out of it."""

    series: LevelSeries
    taken_out: tuple[UnitRatio, ...]


def on_latest_basis(
    series: LevelSeries, ratios: Sequence[UnitRatio], rows: Sequence[Transaction] = ()
) -> RestatedLevels:
    """Divide the levels before a split by its ratio where they are as traded; leave them where they are adjusted for it.

    Which of the two is told by the prices paid before it (of ``rows``, the symbol's own) beside the levels of those days: the least sum
    of squared ln(paid / level). Where no trade tells, the levels are as traded if their change across the date is nearer to 1/ratio
    than to no change at all, in logarithms, and the ratio is large enough to be seen.
    """
    if not ratios:
        return RestatedLevels(series, ())
    jumps = [_jump(series, ratio) for ratio in ratios]
    as_traded = _told_by_prices(*prices_beside(rows, series), ratios, jumps)
    if not as_traded.any():
        return RestatedLevels(series, ())
    levels = series.levels.copy()
    for at in np.flatnonzero(as_traded).tolist():
        levels[: jumps[at].index] /= ratios[at].ratio
    taken_out = tuple(ratio for ratio, there in zip(ratios, as_traded, strict=True) if there)
    return RestatedLevels(replace(series, levels=levels), taken_out)


@dataclass(frozen=True, slots=True)
class _Jump:
    """Where the levels change from the units before a split to those after it, if they are as traded; ``seen``: they show it.

    ``possible``: whether they may be as traded at all. A large split that leaves no mark was adjusted for.
    """

    index: int
    seen: bool
    possible: bool


def _jump(series: LevelSeries, ratio: UnitRatio) -> _Jump:
    expected, on = -math.log(ratio.ratio), to_day(ratio.on)
    plain = int(np.searchsorted(series.dates, on))
    large = abs(expected) >= UNMISTAKABLE
    around = NEIGHBOURHOOD if large else np.timedelta64(0, "D")
    first = max(1, int(np.searchsorted(series.dates, on - around)))
    last = min(series.dates.size - 1, int(np.searchsorted(series.dates, on + around)))
    candidates = [at for at in range(first, last + 1) if series.dates[at] - series.dates[at - 1] <= WIDEST_GAP]
    if ratio.in_prices or not candidates:
        return _Jump(plain, seen=False, possible=not ratio.in_prices)
    changes = {at: math.log(series.levels[at] / series.levels[at - 1]) for at in candidates}
    nearest = min(candidates, key=lambda at: abs(changes[at] - expected))
    nearer = abs(changes[nearest] - expected) < abs(changes[nearest])
    return _Jump(nearest if nearer else plain, nearer and abs(expected) >= SMALLEST_VISIBLE, nearer or not large)


def _told_by_prices(days: Days, off: Floats, ratios: Sequence[UnitRatio], jumps: Sequence[_Jump]) -> NDArray[np.bool_]:
    """For each split whether the levels before it are as traded, shape (k,): what brings paid and known prices nearest.

    Begins with what the jumps say, or with all alike where that is nearer, and turns one after the other. A trade that is off by more
    than a quarter either way tells nothing.
    """
    logs, dates = np.log([one.ratio for one in ratios]), to_days([one.on for one in ratios])
    effects = np.where(days[:, None] < dates, logs, 0.0)
    possible = np.array([one.possible for one in jumps])

    def misfit(as_traded: NDArray[np.bool_]) -> float:
        rest = off - effects @ ~as_traded
        return round(float(np.minimum(rest**2, TOLERANCE**2).sum()), 12)

    best = min((np.array([one.seen for one in jumps]), np.zeros_like(possible), possible), key=misfit)
    while True:
        turned = [best ^ (np.arange(possible.size) == at) for at in np.flatnonzero(possible)]
        nearest = min(turned, key=misfit, default=best)
        if misfit(nearest) >= misfit(best):
            return best
        best = nearest
