"""What was it worth on that date? A dated series of levels, read without ever looking ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import InsufficientData, InvalidSpecification, MissingLevelsError
from core.market.clocks import UNKNOWN, Clocks
from core.market.period import DAYS_PER_YEAR, Period
from core.market.rhythm import Rhythm, last_days, rhythm_of

MAX_AGE_DAYS = Rhythm.DAILY.max_age_days
_SHORTEST = np.timedelta64(MAX_AGE_DAYS, "D")  # no rhythm allows less than a daily one

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Scalar = TypeVar("Scalar", bound=np.generic)

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = np.dtype("datetime64[D]")
NO_DAYS: Days = np.array([], dtype="datetime64[D]")


class Basis(StrEnum):
    """Whether levels include income: price, net or total return."""

    PRICE = "price"
    TOTAL = "total"
    NET = "net"


def to_days(dates: ArrayLike | Sequence[date]) -> Days:
    """Calendar dates as a ``datetime64[D]`` array; accepts dates, ISO strings, pandas indexes."""
    if isinstance(dates, np.ndarray) and dates.dtype == _DAY:  # NumPy would make another array of the same days
        return dates
    if isinstance(dates, list) and set(map(type, dates)) == {date}:  # ten times as quick as NumPy's own way
        numbers = np.fromiter(map(date.toordinal, dates), np.int64, len(dates))
        return np.asarray((numbers - _EPOCH).view("datetime64[D]"))
    return np.asarray(dates, dtype="datetime64[D]")


def to_day(on: date) -> np.datetime64:
    """One calendar date as ``datetime64[D]``."""
    return np.datetime64(on, "D")


def to_date(day: np.datetime64) -> date:
    """One ``datetime64[D]`` as a plain date."""
    value = day.astype("datetime64[D]").item()
    assert isinstance(value, date)
    return value


def frozen(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """The same array, made read-only (a copy when it does not own its data)."""
    own = values if values.flags.owndata else values.copy()
    own.setflags(write=False)
    return own


@dataclass(frozen=True, slots=True)
class KnownLevels:
    """Levels as known on asked dates. ``carried`` counts the asked dates whose level is of an earlier day."""

    levels: Floats
    age_days: NDArray[np.int64]

    @property
    def carried(self) -> int:
        return int(np.count_nonzero(self.age_days))


@dataclass(frozen=True, slots=True, eq=False)
class LevelSeries:
    """Dated positive levels (an index, a price, a NAV, an exchange rate).

    ``dates``: shape (n,), ``datetime64[D]``, strictly increasing. ``levels``: shape (n,), finite and > 0, in ``currency``.
    ``restarts``: the dates on which a new stretch begins, with nothing earned since the date before (what is held again after a gap).
    ``clocks``: at which closes they are made, as far as is known. ``stated_rhythm``: where it is not told by the dates, as of a mix that
    is measured where all its parts are.
    """

    name: str
    dates: Days
    levels: Floats
    currency: str
    basis: Basis = Basis.PRICE
    simulated: bool = False
    restarts: Days = field(default_factory=lambda: NO_DAYS)
    stated_rhythm: Rhythm | None = None
    clocks: Clocks = field(default_factory=lambda: UNKNOWN, repr=False)

    def __post_init__(self) -> None:
        dates, levels = to_days(self.dates), np.asarray(self.levels, dtype=np.float64)
        if dates.ndim != 1 or dates.shape != levels.shape:
            raise InvalidSpecification(
                f"{self.name}: {dates.size} dates but {levels.size} levels. Give one level per date."
            )
        if dates.size == 0:
            raise InsufficientData(f"{self.name} has no levels at all. Add prices for it.", name=self.name)
        if np.any(np.diff(dates.astype(np.int64)) <= 0):
            raise InvalidSpecification(
                f"{self.name}: dates must increase, without repeats. Sort them and remove duplicates."
            )
        if not np.all(np.isfinite(levels) & (levels > 0)):
            raise InvalidSpecification(
                f"{self.name}: every level must be a positive number. Remove empty or zero levels."
            )
        object.__setattr__(self, "dates", frozen(dates))
        object.__setattr__(self, "levels", frozen(levels))

    @property
    def coverage(self) -> Period:
        """First to last date with a level."""
        return Period(to_date(self.dates[0]), to_date(self.dates[-1]))

    @property
    def rhythm(self) -> Rhythm:
        """How often the series is observed."""
        return self.stated_rhythm or rhythm_of(self.dates)

    @property
    def lasting(self) -> Days:
        """The last day on which each level still counts, shape (n,)."""
        return last_days(self.dates, self.stated_rhythm)

    def counts(self, at: NDArray[np.intp], on: Days) -> NDArray[np.bool_]:
        """Whether the level at each position (−1: before the first one) still counts on its date, shape (m,)."""
        fresh = (at >= 0) & (on - self.dates[at] <= _SHORTEST)
        return np.asarray(fresh if fresh.all() else (at >= 0) & (on <= self.lasting[at]))

    def known(self, on: Days, max_age_days: int | None = None) -> KnownLevels:
        """The last level on or before each date of ``on`` (shape (m,), any order).

        Raises MissingLevelsError for the first date whose last level does not exist or is older than ``max_age_days``: the age that
        the series' own rhythm allows (docs/methodology.md, *Conventions that hold everywhere*) unless given.
        """
        at = np.searchsorted(self.dates, on, side="right") - 1
        age = (on - self.dates[np.maximum(at, 0)]).astype(np.int64)
        wrong = ~self.counts(at, on) if max_age_days is None else (at < 0) | (age > max_age_days)
        if wrong.any():
            first = int(np.argmax(wrong))
            last = None if at[first] < 0 else to_date(self.dates[at[first]])
            limit = self.rhythm.max_age_days if max_age_days is None else max_age_days
            raise MissingLevelsError(self.name, to_date(on[first]), last, limit)
        return KnownLevels(self.levels[at], age)

    def level_on(self, on: date) -> float:
        """The last known level on or before one date; raises MissingLevelsError as :meth:`known` does."""
        return float(self.known(np.array([to_day(on)])).levels[0])

    def within(self, period: Period) -> LevelSeries:
        """The observations inside a period; raises InsufficientData when there is none."""
        keep = slice(*np.searchsorted(self.dates, [to_day(period.start), to_day(period.end) + np.timedelta64(1, "D")]))
        return self.at(keep)

    def at(self, keep: slice | NDArray[np.intp]) -> LevelSeries:
        """The observations at increasing positions; a new stretch begins at the first of them after each restart."""
        return self._dated(self.dates[keep], keep)

    def on(self, dates: Days) -> LevelSeries:
        """The last known levels on increasing dates, none before the first of its own."""
        return self._dated(dates, np.searchsorted(self.dates, dates, side="right") - 1)

    def _dated(self, dates: Days, keep: slice | NDArray[np.intp]) -> LevelSeries:
        restarts = NO_DAYS
        if self.restarts.size:
            places = np.unique(np.searchsorted(dates, self.restarts))
            restarts = dates[places[(places > 0) & (places < dates.size)]]
        return replace(self, dates=dates, levels=self.levels[keep], restarts=restarts)


def years_between(days: Days, origin: np.datetime64) -> Floats:
    """Years of 365 days from ``origin`` to each date (ACT/365F), shape (n,)."""
    return np.asarray((days - origin).astype(np.float64) / DAYS_PER_YEAR)
