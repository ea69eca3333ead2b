"""How did it change from day to day? Simple returns between observations, aligned as levels first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Basis, Days, Floats, LevelSeries, frozen, to_days
from core.market.period import DAYS_PER_YEAR
from core.market.price_coverage import is_known
from core.market.rhythm import Rhythm, usual_base

Positions = NDArray[np.intp]
DAYS_PER_CALENDAR_YEAR = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class ReturnSeries:
    """Simple returns as fractions; the return of a date is earned since the observation before it.

    ``dates``: shape (n,), strictly increasing. ``returns``: shape (n,), finite, each > −1 or exactly −1 (a total loss). ``since``:
    shape (n,), the day from which each is earned, where it is not the date before: the first one's, and those after a gap, in which
    nothing was held. Unless given, the first is earned over one usual spacing. ``basis``: whether dividends are in; None where unknown.
    """

    name: str
    dates: Days
    returns: Floats
    since: Days | None = None
    basis: Basis | None = None

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
        if self.since is not None:
            object.__setattr__(self, "since", frozen(self._checked(to_days(self.since), dates)))

    def _checked(self, since: Days, dates: Days) -> Days:
        begins, ends = since.view(np.int64), dates.view(np.int64)
        if since.shape != dates.shape or (begins >= ends).any() or (begins[1:] < ends[:-1]).any():
            raise InvalidSpecification(f"{self.name}: every return must begin on or after the date before it.")
        return since

    @property
    def began(self) -> Days:
        """The day from which each return is earned, shape (n,)."""
        if self.since is not None or not self.dates.size:
            return self.dates if self.since is None else self.since
        began = np.empty_like(self.dates)
        began[0], began[1:] = self.base, self.dates[:-1]
        return began

    @property
    def spans(self) -> NDArray[np.int64]:
        """The days over which each return is earned, shape (n,)."""
        return np.asarray(self.dates.view(np.int64) - self.began.view(np.int64))

    @property
    def base(self) -> np.datetime64:
        """The day from which the first return is earned; at least one is needed."""
        return usual_base(self.dates) if self.since is None else self.since[0]

    @property
    def stretches(self) -> tuple[slice, ...]:
        """Which returns follow each other without a gap, in order."""
        breaks = np.flatnonzero(self._begins_anew) + 1
        edges = [0, *breaks.tolist(), self.dates.size]
        return tuple(slice(low, high) for low, high in pairwise(edges) if low < high)

    @property
    def unbroken(self) -> bool:
        """Whether there is no gap between the returns."""
        return not self._begins_anew.any()

    @property
    def _begins_anew(self) -> NDArray[np.bool_]:
        """Whether a gap lies before each return but the first, shape (n − 1,); none where no days are given."""
        if self.since is None:
            return np.zeros(0, dtype=np.bool_)
        return np.asarray(self.since.view(np.int64)[1:] > self.dates.view(np.int64)[:-1])

    @property
    def days(self) -> int:
        """The days over which the returns were earned, gaps left out."""
        if self.since is None and self.dates.size:  # nothing is left out
            return int((self.dates[-1] - self.base).astype(np.int64))
        return int(self.spans.sum())

    @property
    def years(self) -> float:
        """The same in years of 365.25 days."""
        return self.days / DAYS_PER_CALENDAR_YEAR

    @property
    def periods_per_year(self) -> float:
        """Observations ÷ years; at least one observation is needed."""
        return self.dates.size / self.years

    def at(self, keep: slice) -> ReturnSeries:
        """The returns at consecutive places."""
        return ReturnSeries(self.name, self.dates[keep], self.returns[keep], self.began[keep], self.basis)

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
    """Returns between consecutive observations; one fewer than there are levels, and none that leads to a restart."""
    return returns_together(series)[0]


def returns_together(*series: LevelSeries) -> tuple[ReturnSeries, ...]:
    """The same of several whose dates and restarts are alike, as :func:`aligned_levels` makes them; they share their days."""
    dates, since, restarts = series[0].dates[1:], series[0].dates[:-1], series[0].restarts
    kept = ~np.isin(dates, restarts) if restarts.size else slice(None)
    dates, since = frozen(dates[kept]), frozen(since[kept])
    moves = ((one.levels[1:] / one.levels[:-1] - 1.0)[kept] for one in series)
    return tuple(
        ReturnSeries(one.name, dates, moved, since, one.basis) for one, moved in zip(series, moves, strict=True)
    )


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

    Beside a series that is not daily, daily ones stand at their last known level: a fund valued at the ends of months has those that
    fall on a weekend too. Where one begins anew after a gap, all do. Raises InsufficientData when there is no common date.
    """
    dates = _shared_dates(series)
    if dates.size == 0:
        names = ", ".join(one.name for one in series)
        raise InsufficientData(f"{names} have no date in common. Choose series whose data overlaps.")
    shared = [one.on(dates) for one in series]
    restarts = np.unique(np.concatenate([one.restarts for one in shared]))
    return tuple(replace(one, restarts=restarts) if restarts.size else one for one in shared)


def _shared_dates(series: Sequence[LevelSeries]) -> Days:
    """The dates that all have; of series that are not daily those on which every daily one has a level that counts."""
    first = series[0].dates
    if all(same_dates(one.dates, first) for one in series[1:]):
        return first
    daily = [one.rhythm is Rhythm.DAILY for one in series]
    if all(daily):
        return common_dates([one.dates for one in series])
    dates = common_dates([one.dates for one, dense in zip(series, daily, strict=True) if not dense])
    for one in compress(series, daily):
        dates = dates[_counts_while_held(one, dates)]
    return dates


def _counts_while_held(series: LevelSeries, on: Days) -> NDArray[np.bool_]:
    """Whether a level counts on each date, shape (m,), and no gap in which nothing was held lies on it."""
    known = is_known(series, on)
    if series.restarts.size:
        following = np.searchsorted(series.dates, on)
        own = np.isin(on, series.dates)
        known &= own | ~np.isin(series.dates[np.minimum(following, series.dates.size - 1)], series.restarts)
    return known


def annualised(total_return: float, days: int) -> float | None:
    """(1 + R)^(365/days) − 1 over calendar days; None for less than one year (GIPS: never annualise a part year)."""
    if days < DAYS_PER_YEAR:
        return None
    return float((1.0 + total_return) ** (DAYS_PER_YEAR / days) - 1.0)
