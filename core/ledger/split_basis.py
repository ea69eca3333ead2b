"""Are these prices adjusted for splits, or as traded? Levels are brought to the basis that the quantities are counted on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.ledger.positions import UnitRatio
from core.market.levels import LevelSeries, to_day

# A ratio nearer to 1 than this moves the price less than a bad day does, so a jump cannot be told apart from the market.
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


def on_latest_basis(series: LevelSeries, ratios: Sequence[UnitRatio]) -> RestatedLevels:
    """Divide the levels before a split by its ratio where the series still shows the jump; else leave them as they are.

    The series is taken as traded at a split when its change across the date is nearer to 1/ratio than to no change at all, in
    logarithms.
    """
    breaks = [(ratio, at) for ratio in ratios if (at := _break(series, ratio)) is not None]
    if not breaks:
        return RestatedLevels(series, ())
    levels = series.levels.copy()
    for ratio, at in breaks:
        levels[:at] /= ratio.ratio
    restated = LevelSeries(series.name, series.dates, levels, series.currency, series.basis, series.simulated)
    return RestatedLevels(restated, tuple(ratio for ratio, _ in breaks))


def _break(series: LevelSeries, ratio: UnitRatio) -> int | None:
    """The index of the first level after the jump of this split; None where the series shows none."""
    expected, on = -math.log(ratio.ratio), to_day(ratio.on)
    if ratio.in_prices or abs(expected) < SMALLEST_VISIBLE:
        return None
    around = NEIGHBOURHOOD if abs(expected) >= UNMISTAKABLE else np.timedelta64(0, "D")
    first = max(1, int(np.searchsorted(series.dates, on - around)))
    last = min(series.dates.size - 1, int(np.searchsorted(series.dates, on + around)))
    candidates = [at for at in range(first, last + 1) if series.dates[at] - series.dates[at - 1] <= WIDEST_GAP]
    if not candidates:
        return None
    changes = {at: math.log(series.levels[at] / series.levels[at - 1]) for at in candidates}
    nearest = min(candidates, key=lambda at: abs(changes[at] - expected))
    return nearest if abs(changes[nearest] - expected) < abs(changes[nearest]) else None
