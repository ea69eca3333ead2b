"""What does 1 earn from one day to another, when the yearly rate changes on dates and interest is counted by periods?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Days, Floats, to_days


@dataclass(frozen=True, slots=True)
class RateChange:
    """From the start of this day on a deposit earns ``rate`` a year, a fraction that may be negative."""

    on: date
    rate: float


def changes_text(changes: Iterable[RateChange]) -> str:
    """Changes of a rate as they stand in one cell of a file: ``2019-07-01 0.079; 2020-04-01 0.071``."""
    return "; ".join(f"{one.on.isoformat()} {one.rate!r}" for one in changes)


@dataclass(frozen=True, slots=True, eq=False)
class DatedRates:
    """Yearly rates, shape (k,), each from its own day on; ``since``: those days, increasing."""

    since: Days
    rates: Floats

    @classmethod
    def of(cls, start: date, rate: float, changes: Sequence[RateChange]) -> DatedRates:
        """One rate from the start on, and what followed it."""
        days = to_days([start, *(one.on for one in changes)])
        return cls(days, np.array([rate, *(one.rate for one in changes)]))

    def summed(self, days: Days) -> Floats:
        """The rate summed over the days since the first one, shape (m,): 365 times what 1 earned without compounding."""
        if self.rates.size == 1:
            return np.asarray(self.rates[0] * (days - self.since[0]).astype(np.float64))
        spans = np.diff(self.since).astype(np.float64)
        before = np.concatenate(([0.0], np.cumsum(self.rates[:-1] * spans)))
        at = np.maximum(np.searchsorted(self.since, days, side="right") - 1, 0)
        return np.asarray(before[at] + self.rates[at] * (days - self.since[at]).astype(np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class InterestPeriods:
    """The k periods between ``marks``, shape (k+1,), each ``years`` long, shape (k,), whatever its days."""

    rate: DatedRates
    marks: Days
    years: Floats

    @property
    def lengths(self) -> Floats:
        """Days of each period, shape (k,)."""
        return np.diff(self.marks).astype(np.float64)

    @property
    def rates(self) -> Floats:
        """The mean yearly rate of each period, shape (k,)."""
        return np.asarray(np.diff(self.rate.summed(self.marks)) / self.lengths)

    @property
    def interest(self) -> Floats:
        """What 1 earns in each period, shape (k,)."""
        return self.rates * self.years

    def completed(self, days: Days) -> NDArray[np.intp]:
        """How many periods are over on each day."""
        return np.maximum(np.searchsorted(self.marks, days, side="right") - 1, 0)

    def running(self, days: Days) -> NDArray[np.intp]:
        """The period each day lies in; the last mark is the end of the last period."""
        return np.minimum(self.completed(days), self.years.size - 1)

    def elapsed(self, period: NDArray[np.intp], days: Days) -> tuple[Floats, Floats]:
        """Days since the beginning of a period, and the rate summed over them."""
        begun = self.marks[period]
        return (days - begun).astype(np.float64), self.rate.summed(days) - self.rate.summed(begun)
