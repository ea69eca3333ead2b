"""When does a fund or share pay dividends, how much, and what does that take out of its price?"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.market.levels import Days, Floats, to_day
from data.sample.generator.model import YEARS, SeriesModel
from data.sample.generator.trading_days import nth_weekday

FRIDAY = 4
MONTHS: Mapping[str, Sequence[int]] = {"M": range(1, 13), "Q": (3, 6, 9, 12), "S": (6, 12)}
MIDDLE = 15
AMOUNT_DECIMALS = {"INR": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Distributions:
    """Dividends per unit by ex-date, shape (k,) each, on the basis of today's units (split-adjusted)."""

    days: Days
    amounts: Floats


NONE_PAID = Distributions(np.array([], dtype="datetime64[D]"), np.array([]))


def _months(income: str) -> Sequence[int]:
    return MONTHS.get(income[0]) or (int(income[1:]),)


def _ex_dates(income: str) -> Iterator[tuple[date, int]]:
    """The planned ex-dates with the number of payments a year: the month's first day, third Friday or middle."""
    months = _months(income)
    for year in YEARS:
        for month in months:
            day = (
                nth_weekday(year, month, 3, FRIDAY)
                if income == "Q"
                else date(year, month, 1 if income == "M" else MIDDLE)
            )
            yield day, len(months)


def plan(model: SeriesModel, days: Days) -> tuple[list[int], list[float]]:
    """Positions in ``days`` at which the series goes ex dividend (never its first two), and the share of the price paid."""
    places, shares = [], []
    for planned, per_year in _ex_dates(model.income):
        at = int(np.searchsorted(days, to_day(planned)))
        share = model.yields[planned.year - YEARS.start] / per_year
        if share > 0 and 2 <= at < days.size:
            places.append(at)
            shares.append(share)
    return places, shares


def yearly_growth(model: SeriesModel, rate: float) -> float:
    """The log growth a year that income at ``rate`` makes: what the year's payments of rate/k each take out, or what stays inside."""
    if not model.distributes:
        return math.log1p(rate)
    per_year = len(_months(model.income))
    return -per_year * math.log1p(-rate / per_year)


def paid_from_wealth(model: SeriesModel, days: Days, wealth: Floats) -> tuple[Floats, Distributions]:
    """Closes and dividends of a fund from the growth of one unit with dividends reinvested (shape (n,)).

    On each ex-date the close falls by the dividend, so that closes with dividends reinvested grow as ``wealth`` does.
    """
    decimals, kept = AMOUNT_DECIMALS.get(model.currency, 4), 1.0
    closes, amounts = wealth.copy(), []
    places, shares = plan(model, days)
    for at, share in zip(places, shares, strict=True):
        before = wealth[at - 1] * kept
        amounts.append(round(float(before * share), decimals))
        kept *= 1 - amounts[-1] / before
        closes[at:] = wealth[at:] * kept
    paid = np.array(amounts)
    return closes, Distributions(days[places][paid > 0], paid[paid > 0])
