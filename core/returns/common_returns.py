"""Which returns do many series share? One row of returns a series, between the dates that all of them have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Basis, Days, Floats
from core.returns.series import Positions, ReturnSeries, common_dates, compounded_by, same_dates

Window = tuple[np.datetime64, np.datetime64]


@dataclass(frozen=True, slots=True, eq=False)
class CommonReturns:
    """``dates``: shape (n,). ``rows``: one array (n,) a series, simple returns as fractions, in the order of ``names``.

    ``since``: shape (n,), the day from which the returns of each date are earned. ``bases``: whether each has dividends in.
    """

    names: tuple[str, ...]
    dates: Days
    rows: tuple[Floats, ...]
    since: Days
    bases: tuple[Basis | None, ...]

    @property
    def returns(self) -> Floats:
        """All rows as one array, shape (series, n)."""
        return np.array(self.rows)

    def series(self, at: int) -> ReturnSeries:
        """One of the series on the common dates."""
        return ReturnSeries(self.names[at], self.dates, self.rows[at], self.since, self.bases[at])


def common_returns(series: Sequence[ReturnSeries]) -> CommonReturns:
    """All series on their common dates, each return linked over the dates that only some of them have.

    The earliest common date's own returns are kept only where the calendars agree on the whole overlap: otherwise they may span
    different days. Raises InsufficientData when no common return is left, InvalidSpecification without any series.
    """
    if not series:
        raise InvalidSpecification("There is no series to align. Give at least one.")
    names, bases = tuple(one.name for one in series), tuple(one.basis for one in series)
    first = series[0].dates
    alike = all(same_dates(one.dates, first) for one in series[1:])
    together = alike and share_days(series)
    if not together and not all(one.unbroken for one in series):
        return _by_stretches(series, names)
    if alike:
        _refuse_nothing(names, first.size)
        since = series[0].began if together else _began(first, [one.base for one in series])
        return CommonReturns(names, first, tuple(one.returns for one in series), since, bases)
    dates = common_dates([one.dates for one in series])
    _refuse_nothing(names, dates.size)
    places = [one.dates.searchsorted(dates) for one in series]
    if all(place[-1] - place[0] + 1 == dates.size for place in places):
        rows = tuple(one.returns[place] for one, place in zip(series, places, strict=True))
        begins = [
            one.base if place[0] == 0 else one.dates[place[0] - 1] for one, place in zip(series, places, strict=True)
        ]
        return CommonReturns(names, dates, rows, _began(dates, begins), bases)
    _refuse_nothing(names, dates.size - 1)
    linked = (_linked(one.returns, place) for one, place in zip(series, places, strict=True))
    return CommonReturns(names, dates[1:], tuple(linked), dates[:-1], bases)


def share_days(series: Sequence[ReturnSeries]) -> bool:
    """Whether all series have the same dates, and their returns are earned from the same days."""
    dates, since = series[0].dates, series[0].since
    if not all(same_dates(one.dates, dates) for one in series[1:]):
        return False
    if since is None:
        return all(one.since is None for one in series[1:])
    return all(one.since is not None and same_dates(one.since, since) for one in series[1:])


def _began(dates: Days, bases: Sequence[np.datetime64]) -> Days:
    """Where the first return of one series is earned from a later day than another's, the later."""
    return np.concatenate(([max(bases)], dates[:-1]))


def _by_stretches(series: Sequence[ReturnSeries], names: tuple[str, ...]) -> CommonReturns:
    """Stretch by stretch of the broken ones, since nothing is earned across a gap; the day that each begins from is a common date too."""
    parts = [part for window in _common_windows(series) if (part := _within(series, window)) is not None]
    _refuse_nothing(names, len(parts))
    dates, since = (np.concatenate(columns) for columns in zip(*((one.dates, one.since) for one in parts), strict=True))
    rows = tuple(np.concatenate(pieces) for pieces in zip(*(one.rows for one in parts), strict=True))
    return CommonReturns(names, dates, rows, since, parts[0].bases)


def _common_windows(series: Sequence[ReturnSeries]) -> list[Window]:
    """From when to when every series has returns without a gap."""
    windows = _windows(series[0])
    for other in series[1:]:
        both = ((max(a, c), min(b, d)) for a, b in windows for c, d in _windows(other))
        windows = [(start, end) for start, end in both if start < end]
    return windows


def _windows(series: ReturnSeries) -> list[Window]:
    began = series.began
    return [(began[one.start], series.dates[one.stop - 1]) for one in series.stretches]


def _within(series: Sequence[ReturnSeries], window: Window) -> CommonReturns | None:
    """The returns between the dates inside a window on which all series are known; None where there are fewer than two."""
    points = [_points(one, window) for one in series]
    dates = common_dates(points)
    if dates.size < 2:
        return None
    rows = tuple(_linked(one.returns, one.dates.searchsorted(dates, side="right") - 1) for one in series)
    names, bases = zip(*((one.name, one.basis) for one in series), strict=True)
    return CommonReturns(names, dates[1:], rows, dates[:-1], bases)


def _points(series: ReturnSeries, window: Window) -> Days:
    """The days inside a window on which the growth of a series is known: the one it begins from and its dates."""
    known = np.union1d(series.began, series.dates)
    return np.asarray(known[(known >= window[0]) & (known <= window[1])])


def _linked(returns: Floats, places: Positions) -> Floats:
    """Returns from each place to the next, the first place's own left out; shape (k − 1,)."""
    return compounded_by(returns[places[0] + 1 : places[-1] + 1], places[:-1] - places[0])


def _refuse_nothing(names: Sequence[str], returns: int) -> None:
    if returns < 1:
        named = " and ".join(names) if len(names) == 2 else ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise InsufficientData(f"{named} have no returns for the same dates. Choose an overlapping range.")
