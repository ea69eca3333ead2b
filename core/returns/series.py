"""How did it change from day to day? Simple returns between observations, aligned as levels first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Days, Floats, LevelSeries, frozen, to_days
from core.market.period import DAYS_PER_YEAR


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
        return float(np.prod(1.0 + self.returns) - 1.0)


def returns_of(series: LevelSeries) -> ReturnSeries:
    """Returns between consecutive observations; one fewer than there are levels."""
    return ReturnSeries(series.name, series.dates[1:], series.levels[1:] / series.levels[:-1] - 1.0)


def common_dates(*series: LevelSeries) -> Days:
    """The dates on which every series has an observation; raises InsufficientData when there is none."""
    dates = series[0].dates
    for other in series[1:]:
        dates = np.intersect1d(dates, other.dates, assume_unique=True)
    if dates.size == 0:
        names = ", ".join(one.name for one in series)
        raise InsufficientData(f"{names} have no date in common. Choose series whose data overlaps.")
    return dates


def aligned(*series: LevelSeries) -> tuple[LevelSeries, ...]:
    """The series as levels on their common dates, so that a holiday in one never loses or invents a return."""
    dates = common_dates(*series)
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
