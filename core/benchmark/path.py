"""How did a blend go, day by day? Returns, levels, drifting weights, resets, and what each component contributed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.benchmark.alignment import AlignedComponents
from core.benchmark.blend import Blend
from core.benchmark.rebalancing import DRIFT, Reset
from core.benchmark.sources import Fallback
from core.market.levels import Days, Floats, LevelSeries, to_date
from core.returns.series import ReturnSeries


@dataclass(frozen=True, slots=True)
class RebalanceEvent:
    """Weights went back to their targets: on which observation, why, and how much of the whole was moved (one way, a fraction)."""

    on: date
    reason: str
    turnover: float


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """One component over the whole range.

    ``weight_average``: mean of its opening weights. ``total_return``: None (with the reason) where its data does not reach from the
    base to the end. ``contribution``: its part of the blend's total return; the contributions add up to it.
    """

    id: str
    weight_average: float
    total_return: float | None
    contribution: float
    reason: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """Stretches between resets, S of them, the first opening on the first observation.

    ``starts``: shape (S,), the observation on which a segment opens (n for one that opens after the last close).
    ``units``: shape (k, S), units held of each component's level, for a blend worth 1 at the base. ``reasons``: S − 1 of them, why
    each later segment began.
    """

    starts: NDArray[np.intp]
    units: Floats
    reasons: tuple[str, ...]

    def of_observations(self, observations: int) -> NDArray[np.intp]:
        """The segment of each observation, shape (n,)."""
        return np.asarray(np.searchsorted(self.starts, np.arange(observations), side="right") - 1)


@dataclass(frozen=True, slots=True, eq=False)
class BlendedPath:
    """A blend on n observations; k columns in the order of the blend's components.

    ``returns``, ``levels``: shape (n,); a level is the growth of 1 since the base, the last date of the data before the first
    observation. Everything else is computed from the units held, when asked.
    """

    blend: Blend
    aligned: AlignedComponents
    segments: Segments
    returns: Floats
    levels: Floats

    @property
    def dates(self) -> Days:
        """The observations, shape (n,)."""
        return self.aligned.dates[1:]

    @property
    def base_on(self) -> date:
        """The date from which the first return is earned (for bare returns: one usual spacing before the first)."""
        return to_date(self.aligned.dates[0])

    @property
    def ids(self) -> tuple[str, ...]:
        """The components, naming the columns."""
        return self.blend.ids

    @property
    def reset(self) -> Reset:
        return self.blend.reset

    @property
    def carried_days(self) -> int:
        """Days on which a component or an exchange rate had no observation of its own while another had one (weekends apart)."""
        return self.aligned.carried_days

    @property
    def fallbacks(self) -> tuple[Fallback, ...]:
        """Components for which a fixed rate stands in."""
        return self.aligned.fallbacks

    @property
    def simulated(self) -> bool:
        return self.aligned.simulated

    @property
    def total_return(self) -> float:
        """The linked return over all observations."""
        return float(self.levels[-1] - 1.0)

    @property
    def return_series(self) -> ReturnSeries:
        """The returns under the blend's name."""
        return ReturnSeries(self.blend.label, self.dates, self.returns)

    def level_series(self) -> LevelSeries:
        """Levels that begin with 100 on the base date, as any other index has them."""
        levels = 100.0 * np.append(1.0, self.levels)
        return LevelSeries(
            self.blend.label,
            self.aligned.dates,
            levels,
            self.blend.currency,
            self.aligned.basis,
            self.aligned.simulated,
            stated_rhythm=self.aligned.rhythm,
        )

    @property
    def weights_open(self) -> Floats:
        """Weights with which each observation's return is earned, shape (n, k)."""
        return self._weights(self.aligned.levels[:, :-1], self.segments.of_observations(self.returns.size))

    @property
    def weights_close(self) -> Floats:
        """Weights at each close, shape (n, k), after that day's return and before any reset made at this close."""
        return self._weights(self.aligned.levels[:, 1:], self.segments.of_observations(self.returns.size))

    @property
    def weights_close_last(self) -> Floats:
        """Weights after the last close, shape (k,), after a reset made at it."""
        last = self._weights(self.aligned.levels[:, -1:], np.array([self.segments.starts.size - 1]))
        return np.asarray(last[0])

    @property
    def weights_average(self) -> Floats:
        """Mean of the opening weights, shape (k,)."""
        return np.asarray(self.weights_open.mean(axis=0))

    @property
    def contributions(self) -> Floats:
        """Σ_t (Π_{s<t}(1+R_s)) · w_open,i · r_i, shape (k,): they add up to the total return.

        Between two resets the units are constant, so each segment gives units × change of level. What thousands of roundings leave
        (parts in 10¹³) is spread in proportion, so that the sum is the total return to the last bits.
        """
        bounds = np.append(self.segments.starts, self.returns.size)
        parts = (self.segments.units * np.diff(self.aligned.levels[:, bounds], axis=1)).sum(axis=1)
        sizes = np.abs(parts)
        if sizes.any():
            parts += (self.total_return - math.fsum(parts)) * (sizes / sizes.sum())
        return np.asarray(parts[self._columns])

    @property
    def component_returns(self) -> Floats:
        """Each component's own linked return in the blend's currency, shape (k,); NaN where its data does not reach."""
        levels = self.aligned.levels
        whole = levels[:, -1] / np.where(self.aligned.known, levels[:, 0], np.nan) - 1.0
        return np.asarray(whole[self._columns])

    @property
    def components(self) -> tuple[ComponentResult, ...]:
        """Every component with its average weight, own return and contribution."""
        rows = zip(self.ids, self.weights_average, self.component_returns, self.contributions, strict=True)
        return tuple(_result(one, float(weight), float(total), float(part)) for one, weight, total, part in rows)

    @property
    def event_dates(self) -> Days:
        """The observations that asked for a reset: the one that opens at target, or, for CLOSE, the one at whose close it is made."""
        return self.dates[self._event_observations]

    @property
    def events(self) -> tuple[RebalanceEvent, ...]:
        """Every reset after the first day, which opens at target anyway."""
        on = self.event_dates.tolist()
        rows = zip(on, self.segments.reasons, self.turnovers.tolist(), strict=True)
        return tuple(RebalanceEvent(day, reason, moved) for day, reason, moved in rows)

    @property
    def turnovers(self) -> Floats:
        """Half the sum of the absolute changes of weight at each reset, shape (number of events,)."""
        starts = self.segments.starts[1:]
        values = self.aligned.levels[:, starts]
        drifted, target = self.segments.units[:, :-1] * values, self.segments.units[:, 1:] * values
        moved = np.abs(drifted / drifted.sum(axis=0) - target / target.sum(axis=0))
        return np.asarray(moved.sum(axis=0) / 2.0)

    @property
    def turnover(self) -> float:
        """The sum over all resets: how many times the whole was bought anew."""
        return float(self.turnovers.sum())

    @property
    def _event_observations(self) -> NDArray[np.intp]:
        """A calendar or policy reset for CLOSE was made at the close before its segment; a drift reset opens its segment."""
        starts = self.segments.starts[1:]
        if self.reset is Reset.START:
            return starts
        return starts - np.array([reason != DRIFT for reason in self.segments.reasons], dtype=np.intp)

    @property
    def component_levels(self) -> Floats:
        """Levels of each component in the blend's currency, shape (k, n + 1), rows in the blend's order, the base first."""
        return self.aligned.levels[self._columns]

    @property
    def _columns(self) -> NDArray[np.intp]:
        """For each component of the blend, its row in the sorted levels."""
        return np.array([self.aligned.ids.index(one) for one in self.ids], dtype=np.intp)

    def _weights(self, levels: Floats, segment: NDArray[np.intp]) -> Floats:
        values = levels * self.segments.units[:, segment]
        return np.asarray((values / values.sum(axis=0))[self._columns].T)


def _result(component: str, weight: float, total: float, contribution: float) -> ComponentResult:
    if np.isnan(total):
        return ComponentResult(component, weight, None, contribution, "Its data does not cover the whole range.")
    return ComponentResult(component, weight, total, contribution)
