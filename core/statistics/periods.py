"""How many observations has a year, and what does the risk-free rate bring in one of them? As the data has them, or as asked."""

from __future__ import annotations

import math

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats
from core.market.period import DAYS_PER_YEAR
from core.returns.series import ReturnSeries

_FREQUENCIES = {"daily": 252.0, "weekly": 52.0, "fortnightly": 26.0, "monthly": 12.0, "quarterly": 4.0, "yearly": 1.0}


def periods_of(series: ReturnSeries, wanted: float | None) -> float:
    """The observations a year: those of the data, ``series.periods_per_year``, unless a number is wanted.

    Raises InvalidSpecification for a number that is not positive and finite.
    """
    if wanted is None:
        return series.periods_per_year
    if not 0 < wanted < math.inf:
        raise InvalidSpecification(f"A year cannot have {wanted} periods. Give 252, 52 or 12.")
    return wanted


def frequency_of(periods_per_year: float) -> str:
    """``daily``, ``weekly`` …: how often somebody would say that it is observed, by the nearest in proportion."""
    return min(_FREQUENCIES, key=lambda name: abs(math.log(periods_per_year / _FREQUENCIES[name])))


def rates_per_period(rate: float | Floats, series: ReturnSeries, wanted: float | None = None) -> float | Floats:
    """A yearly rate (one number, or shape (n,)) by the observation, as fractions.

    (1 + r)^(days / 365) − 1 over the days of each, shape (n,), so that a deposit earns nothing beside itself; r / periods where so
    many equal periods a year are wanted.
    """
    if wanted is not None:
        return rate / periods_of(series, wanted)
    days = series.spans
    if isinstance(rate, np.ndarray):
        return np.asarray(np.expm1(np.log1p(rate) * days / DAYS_PER_YEAR))
    earned = np.expm1(math.log1p(rate) / DAYS_PER_YEAR * np.arange(days.max(initial=0) + 1))
    return np.asarray(earned[days])
