"""Is it all one bet on an index? The portfolio's own correlation with each of them, and how severe that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from core.market.clocks import why_apart
from core.market.levels import LevelSeries
from core.market.period import Period
from core.returns.cadence import BY_DAYS, Cadence, cadence_of
from core.returns.series import aligned_levels, returns_of

SEVERE, TARGET = 0.85, 0.70
FEWEST_RETURNS = 20


class Reading(StrEnum):
    """From 0.85 on severe; above the target of 0.70 high."""

    SEVERE = "severe"
    HIGH = "high"
    MODERATE = "moderate"


@dataclass(frozen=True, slots=True)
class IndexConcentration:
    """``correlation`` of aligned returns with one index; ``simulated``: whether either series is. ``period``: of the days they share;
    ``cadence``: whether the ``observations`` are those days or weeks."""

    symbol: str
    correlation: float
    observations: int
    simulated: bool
    period: Period | None = None
    cadence: Cadence = BY_DAYS

    @property
    def reading(self) -> Reading:
        if self.correlation >= SEVERE:
            return Reading.SEVERE
        return Reading.HIGH if self.correlation >= TARGET else Reading.MODERATE


def index_concentration(growth: LevelSeries, indexes: Sequence[LevelSeries]) -> tuple[IndexConcentration, ...]:
    """The correlation of the portfolio's growth with each index on their common dates, highest first.

    Each by weeks where the index closes at other hours, else by days. Indexes with fewer than 20 common returns, or where either side never
    moves, are left out.
    """
    found = [one for index in indexes if (one := _correlation_with(growth, index)) is not None]
    return tuple(sorted(found, key=lambda one: -one.correlation))


def _correlation_with(growth: LevelSeries, index: LevelSeries) -> IndexConcentration | None:
    if np.intersect1d(growth.dates, index.dates, assume_unique=True).size <= FEWEST_RETURNS:
        return None
    pair = aligned_levels(growth, index)
    days = [returns_of(one) for one in pair]
    cadence = cadence_of(days[0], days[1:], (why_apart("the portfolio", growth.clocks, index.name, index.clocks),))
    own, other = (cadence.linked(one).returns for one in days)
    if own.std() <= 1e-12 or other.std() <= 1e-12:
        return None
    value, simulated = float(np.corrcoef(own, other)[0, 1]), growth.simulated or index.simulated
    return IndexConcentration(index.name, value, own.size, simulated, pair[0].coverage, cadence)
