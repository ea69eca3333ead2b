"""Which returns do many series share? One row of returns a series, between the dates that all of them have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import Days, Floats
from core.returns.series import Positions, ReturnSeries, common_dates, compounded_by, same_dates


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

    The earliest common date's own returns are kept only where the calendars agree on the whole overlap: otherwise they may span
    different days. Raises InsufficientData when no common return is left, InvalidSpecification without any series.
    """
    if not series:
        raise InvalidSpecification("There is no series to align. Give at least one.")
    names, first = tuple(one.name for one in series), series[0].dates
    if all(same_dates(one.dates, first) for one in series[1:]):
        _refuse_nothing(names, first.size)
        return CommonReturns(names, first, tuple(one.returns for one in series))
    dates = common_dates([one.dates for one in series])
    _refuse_nothing(names, dates.size)
    places = [one.dates.searchsorted(dates) for one in series]
    if all(place[-1] - place[0] + 1 == dates.size for place in places):
        rows = tuple(one.returns[place] for one, place in zip(series, places, strict=True))
        return CommonReturns(names, dates, rows)
    _refuse_nothing(names, dates.size - 1)
    linked = (_linked(one.returns, place) for one, place in zip(series, places, strict=True))
    return CommonReturns(names, dates[1:], tuple(linked))


def _linked(returns: Floats, places: Positions) -> Floats:
    """Returns from each place to the next, the first place's own left out; shape (k − 1,)."""
    return compounded_by(returns[places[0] + 1 : places[-1] + 1], places[:-1] - places[0])


def _refuse_nothing(names: Sequence[str], returns: int) -> None:
    if returns < 1:
        named = " and ".join(names) if len(names) == 2 else ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
        raise InsufficientData(f"{named} have no returns for the same dates. Choose an overlapping range.")
