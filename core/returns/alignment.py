"""Which returns of two series belong together? Returns between common dates, linked over the dates that only one of them has."""

from __future__ import annotations

import numpy as np

from core.errors import InsufficientData
from core.market.levels import Days, Floats
from core.returns.series import ReturnSeries


def aligned_returns(first: ReturnSeries, second: ReturnSeries) -> tuple[ReturnSeries, ReturnSeries]:
    """Both series on their common dates, each return linked over the gap since the common date before.

    The earliest common date's own returns are kept only where the calendars agree on the whole overlap: otherwise the two returns may
    span different days. Raises InsufficientData when fewer than one pair of returns is left.
    """
    if _same(first.dates, second.dates):
        _refuse_nothing(first.dates.size, first, second)
        return first, second
    dates = np.intersect1d(first.dates, second.dates, assume_unique=True)
    _refuse_nothing(dates.size, first, second)
    places = [_places(one, dates) for one in (first, second)]
    same_calendar = all(place[-1] - place[0] + 1 == dates.size for place in places)
    if same_calendar:
        returns = [one.returns[place] for one, place in zip((first, second), places, strict=True)]
    else:
        dates = dates[1:]
        _refuse_nothing(dates.size, first, second)
        returns = [_linked(one.returns, place) for one, place in zip((first, second), places, strict=True)]
    return ReturnSeries(first.name, dates, returns[0]), ReturnSeries(second.name, dates, returns[1])


def _same(first: Days, second: Days) -> bool:
    return first is second or (
        first.size == second.size and bool((first.view(np.int64) == second.view(np.int64)).all())
    )


def _places(series: ReturnSeries, dates: Days) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return series.dates.searchsorted(dates)


def _linked(returns: Floats, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> Floats:
    """Returns from each place to the next, the first place's own return left out; shape (k − 1,)."""
    growth = 1.0 + returns[places[0] + 1 : places[-1] + 1]
    return np.asarray(np.multiply.reduceat(growth, places[:-1] - places[0]) - 1.0)


def _refuse_nothing(pairs: int, first: ReturnSeries, second: ReturnSeries) -> None:
    if pairs == 0:
        raise InsufficientData(
            f"{first.name} and {second.name} have no returns for the same dates. Choose an overlapping range."
        )
