"""Which returns do many series share? One row of returns a series, between the dates that all of them have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Days, Floats
from core.returns.series import ReturnSeries


@dataclass(frozen=True, slots=True, eq=False)
class CommonReturns:
    """``dates``: shape (n,). ``rows``: one array (n,) a series, simple returns as fractions, in the order of ``names``."""

    names: tuple[str, ...]
    dates: Days
    rows: tuple[Floats, ...]

    @property
    def returns(self) -> Floats:
        """All rows as one array, shape (series, n)."""
        return np.array(self.rows)


def common_returns(series: Sequence[ReturnSeries]) -> CommonReturns:
    """All series on their common dates, each return linked over the dates that only some of them have.

    As :func:`core.returns.alignment.aligned_returns` for two: the earliest common date's own returns are kept only where all
    calendars agree on the whole overlap. Raises InsufficientData when no common return is left, InvalidSpecification
    without any series.
    """
    if not series:
        raise InvalidSpecification("There is no series to align. Give at least one.")
    names, first = tuple(one.name for one in series), series[0].dates
    if all(_same(one.dates, first) for one in series[1:]):
        _refuse_nothing(names, first.size)
        return CommonReturns(names, first, tuple(one.returns for one in series))
    dates = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), (one.dates for one in series))
    _refuse_nothing(names, dates.size)
    places = [one.dates.searchsorted(dates) for one in series]
    if all(place[-1] - place[0] + 1 == dates.size for place in places):
        rows = tuple(one.returns[place] for one, place in zip(series, places, strict=True))
        return CommonReturns(names, dates, rows)
    _refuse_nothing(names, dates.size - 1)
    linked = tuple(_linked(one, place) for one, place in zip(series, places, strict=True))
    return CommonReturns(names, dates[1:], linked)


def _same(one: Days, other: Days) -> bool:
    if one is other:
        return True
    return one.size == other.size and bool((one.view(np.int64) == other.view(np.int64)).all())


def _linked(series: ReturnSeries, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Floats:
    """Returns from each place to the next, the first place's own left out; shape (k − 1,)."""
    growth = 1.0 + series.returns[places[0] + 1 : places[-1] + 1]
    return np.asarray(np.multiply.reduceat(growth, places[:-1] - places[0]) - 1.0)


def _refuse_nothing(names: Sequence[str], returns: int) -> None:
    if returns < 1:
        told = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise InsufficientData(f"{told} have no returns for the same dates. Choose an overlapping range.")
