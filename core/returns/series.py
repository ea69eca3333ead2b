"""How did it change from day to day? Simple returns between observations, aligned as levels first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Days, Floats, LevelSeries, frozen, to_days
from core.market.period import DAYS_PER_YEAR

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class ReturnSeries:
    """Simple returns as fractions; the return of a date is earned since the observation before it.

    ``dates``: shape (n,), strictly increasing. ``returns``: shape (n,), finite, each > −1 or exactly −1 (a total loss).
    """

    name: str
    dates: Days
    returns: Floats

    def __post_init__(self) -> None:
        dates, returns = to_days(self.dates), np.asarray(self.returns, dtype=np.float64)
        if dates.ndim != 1 or dates.shape != returns.shape:
            raise InvalidSpecification(
                f"{self.name}: {dates.size} dates but {returns.size} returns. Give one per date."
            )
        if np.any(np.diff(dates.astype(np.int64)) <= 0):
            raise InvalidSpecification(
                f"{self.name}: dates must increase, without repeats. Sort them and remove duplicates."
            )
        if not np.all(np.isfinite(returns) & (returns >= -1)):
            raise InvalidSpecification(f"{self.name}: every return must be a number of at least −1 (−100 %).")
        object.__setattr__(self, "dates", frozen(dates))
        object.__setattr__(self, "returns", frozen(returns))

    @property
    def total(self) -> float:
        """The linked return over all observations."""
        return compounded(self.returns)


def compounded(returns: Floats) -> float:
    """The linked return Π(1 + r) − 1 of returns of shape (n,); 0 of none."""
    return float(np.prod(1.0 + returns) - 1.0)


def growth_by(returns: Floats, starts: Positions) -> Floats:
    """Growth factors Π(1 + r) of the stretches that begin at ``starts``, shape (k,), each up to the next: (…, n) to (…, k)."""
    return np.asarray(np.multiply.reduceat(1.0 + returns, starts, axis=-1))


def compounded_by(returns: Floats, starts: Positions) -> Floats:
    """The linked returns of the stretches that begin at ``starts``: (…, n) to (…, k)."""
    return growth_by(returns, starts) - 1.0


def returns_of(series: LevelSeries) -> ReturnSeries:
    """Returns between consecutive observations; one fewer than there are levels."""
    return ReturnSeries(series.name, series.dates[1:], series.levels[1:] / series.levels[:-1] - 1.0)


def same_dates(first: Days, second: Days) -> bool:
    """Whether two calendars are equal (compared as integers: several times faster than as dates)."""
    return first is second or (
        first.size == second.size and bool((first.view(np.int64) == second.view(np.int64)).all())
    )


def common_dates(calendars: Sequence[Days]) -> Days:
    """The dates that all calendars share, ascending; the first calendar itself where all are equal."""
    dates = calendars[0]
    for other in calendars[1:]:
        if not same_dates(dates, other):
            dates = np.intersect1d(dates, other, assume_unique=True)
    return dates


def aligned_levels(*series: LevelSeries) -> tuple[LevelSeries, ...]:
    """The series as levels on their common dates, so that a holiday in one never loses or invents a return.

    Raises InsufficientData when there is no common date.
    """
    dates = common_dates([one.dates for one in series])
    if dates.size == 0:
        names = ", ".join(one.name for one in series)
        raise InsufficientData(f"{names} have no date in common. Choose series whose data overlaps.")
    return tuple(
        LevelSeries(
            one.name, dates, one.levels[np.searchsorted(one.dates, dates)], one.currency, one.basis, one.simulated
        )
        for one in series
    )


def annualised(total_return: float, days: int) -> float | None:
    """(1 + R)^(365/days) − 1 over calendar days; None for less than one year (GIPS: never annualise a part year)."""
    if days < DAYS_PER_YEAR:
        return None
    return float((1.0 + total_return) ** (DAYS_PER_YEAR / days) - 1.0)
