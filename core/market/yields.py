"""What does a deposit or a bill yield? Fixed rates, dated yields, and the levels they grow to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification, MissingLevelsError
from core.market.levels import Days, Floats, frozen, to_date, to_days, years_between
from core.market.period import DAYS_PER_YEAR

LONGEST_CARRY_DAYS = 366


def checked_rate(rate: float) -> float:
    """The rate itself; raises InvalidSpecification unless it is a number above −1 (−100 % a year)."""
    if not -1 < rate < np.inf:
        raise InvalidSpecification(
            f"A rate of {rate} a year is not possible. Give a fraction above −1, such as 0.07 for 7\u202f%."
        )
    return float(rate)


def fixed_return_levels(rate: float, days: Days | NDArray[np.integer], compounded: bool = True) -> Floats:
    """Levels of a fixed-return benchmark, 1 at the start: (1 + r)^(days/365), or 1 + r·days/365 when not compounded; shape (n,).

    ``days``: dates, of which the first is the start, or whole days since the start. Raises InvalidSpecification for a rate of −1 or
    below, and where simple interest would take everything.
    """
    elapsed = np.asarray(days)
    years = (
        years_between(to_days(elapsed), to_days(elapsed)[0]) if elapsed.dtype.kind == "M" else elapsed / DAYS_PER_YEAR
    )
    if compounded:
        return np.asarray((1.0 + checked_rate(rate)) ** years)
    levels = 1.0 + checked_rate(rate) * years
    if (levels <= 0).any():
        raise InvalidSpecification(
            f"At {rate} a year, not compounded, nothing would be left. Compound it, or shorten the range."
        )
    return np.asarray(levels)


def fixed_return_name(rate: float, compounded: bool = True) -> str:
    """The name of a fixed-return benchmark when none is given: ``5.00 % Compounded`` or ``5.00 %``."""
    return f"{rate * 100:.2f} %{' Compounded' if compounded else ''}"


@dataclass(frozen=True, slots=True, eq=False)
class YieldSeries:
    """Dated yearly yields, as fractions; each holds from its own date until the next one's. A yield is a rate, not a price.

    ``dates``: shape (n,), strictly increasing. ``yields``: shape (n,), effective yearly rates above −1.
    ``tenor``: years until the bill or bond is paid back; None where it is not known.
    """

    name: str
    dates: Days
    yields: Floats
    tenor: float | None = None

    def __post_init__(self) -> None:
        dates, yields = to_days(self.dates), np.asarray(self.yields, dtype=np.float64)
        if dates.ndim != 1 or dates.shape != yields.shape or dates.size == 0:
            raise InvalidSpecification(f"{self.name}: {dates.size} dates but {yields.size} yields. Give one per date.")
        if np.any(np.diff(dates.astype(np.int64)) <= 0):
            raise InvalidSpecification(
                f"{self.name}: dates must increase, without repeats. Sort them and remove duplicates."
            )
        if not np.all(np.isfinite(yields) & (yields > -1)):
            raise InvalidSpecification(f"{self.name}: every yield must be a number above −1 (−100\u202f%).")
        if np.median(yields) > 1:
            raise InvalidSpecification(
                f"{self.name}: yields above 100\u202f% look like percent. Divide them by 100: 0.07 is 7\u202f%."
            )
        object.__setattr__(self, "dates", frozen(dates.copy()))
        object.__setattr__(self, "yields", frozen(yields.copy()))

    def known(self, on: Days) -> Floats:
        """The yield in force on each date, shape (m,). Raises MissingLevelsError before the first one and a year after the last."""
        return np.asarray(self.yields[self.positions(on)])

    def log_growth(self, on: Days) -> Floats:
        """ln of what 1 put in on the series' first date has become by each date, shape (m,): Π (1 + y)^(days/365) over the yields' days.

        Errors as in :meth:`known`.
        """
        at, rates = self.positions(on), np.log1p(self.yields)
        spans = np.diff(self.dates).astype(np.float64) / DAYS_PER_YEAR
        to_own_date = np.concatenate(([0.0], np.cumsum(rates[:-1] * spans)))
        return np.asarray(to_own_date[at] + rates[at] * (on - self.dates[at]).astype(np.float64) / DAYS_PER_YEAR)

    def positions(self, on: Days) -> NDArray[np.intp]:
        """Which yield is in force on each date, shape (m,). Errors as in :meth:`known`."""
        at = np.searchsorted(self.dates, on, side="right") - 1
        wrong = (at < 0) | (on > self.dates[-1] + np.timedelta64(LONGEST_CARRY_DAYS, "D"))
        if wrong.any():
            first = int(np.argmax(wrong))
            last = None if at[first] < 0 else to_date(self.dates[-1])
            raise MissingLevelsError(self.name, to_date(on[first]), last, LONGEST_CARRY_DAYS)
        return at
