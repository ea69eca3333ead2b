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
from core.returns.sampling import Spacing
from core.returns.series import ReturnSeries, aligned_levels, returns_of

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


@dataclass(frozen=True, slots=True, eq=False)
class _Beside:
    """The portfolio's growth and an index on their common dates, and by what they would be compared alone."""

    own: LevelSeries
    index: LevelSeries
    cadence: Cadence

    @property
    def returns(self) -> tuple[ReturnSeries, ReturnSeries]:
        return returns_of(self.own), returns_of(self.index)


def index_concentration(growth: LevelSeries, indexes: Sequence[LevelSeries]) -> tuple[IndexConcentration, ...]:
    """The correlation of the portfolio's growth with each index on their common dates, highest first.

    All of weeks where one of them closes at other hours, for correlations of days and of weeks are no ranking. Indexes with fewer than 20
    common returns, or where either side never moves, are left out.
    """
    pairs = [one for index in indexes if (one := _beside(growth, index)) is not None]
    weekly = any(one.cadence.spacing is Spacing.WEEKLY for one in pairs)
    found = [concentration for one in pairs if (concentration := _correlated(one, weekly)) is not None]
    return tuple(sorted(found, key=lambda one: -one.correlation))


def _beside(growth: LevelSeries, index: LevelSeries) -> _Beside | None:
    if np.intersect1d(growth.dates, index.dates, assume_unique=True).size <= FEWEST_RETURNS:
        return None
    own, other = aligned_levels(growth, index)
    why = why_apart("the portfolio", own.clocks, other.name, other.clocks)
    return _Beside(own, other, cadence_of(returns_of(own), (returns_of(other),), (why,)))


def _correlated(pair: _Beside, weekly: bool) -> IndexConcentration | None:
    by = pair.cadence
    if weekly and not by.why:
        by = cadence_of(pair.returns[0], (), ("another index closes at other hours",))
    own, other = (by.linked(one).returns for one in pair.returns)
    if own.size < FEWEST_RETURNS or own.std() <= 1e-12 or other.std() <= 1e-12:
        return None
    value = float(np.corrcoef(own, other)[0, 1])
    simulated = pair.own.simulated or pair.index.simulated
    return IndexConcentration(pair.index.name, value, own.size, simulated, pair.own.coverage, by)
