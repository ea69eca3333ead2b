"""Which splits that a price source reports are missing among the transactions? Those without which prices paid do not fit prices known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

import numpy as np

from core.ledger.positions import UnitRatio, factors_after, position_of
from core.ledger.split_basis import on_latest_basis
from core.ledger.stated_amounts import lacks_units
from core.ledger.trade_prices import TOLERANCE, prices_beside
from core.ledger.transaction import Transaction
from core.market.levels import Days, Floats, LevelSeries, to_date

# Brokers book a split or bonus some days late or early, mostly on the record date or the day of credit.
SAME_EVENT = timedelta(days=21)
# Splits are announced in small numbers (3 for 2, 1 for 25); 1253 for 1000 is a spin-off, which changes prices and no units.
_LARGEST_SMALLER_NUMBER = 20
_ROUNDING = 1e-4
_FEWEST, _SPREAD, _MEDIAN_SPREAD = 3, math.log(1.1), math.log(1.03)
_UNITS = frozenset({100, 1000})


def missing_splits(
    rows: Sequence[Transaction], series: LevelSeries, reported: Sequence[UnitRatio]
) -> tuple[UnitRatio, ...]:
    """The ``reported`` splits of one symbol that its rows lack, in order of date; empty where nothing speaks for any.

    ``series``: levels adjusted for all that is reported. A file is in the units of each day, or in those of the day it was made: it
    lacks the last k reported splits, and k is what brings the prices paid nearest to the prices known: the fewest whose sum of squared
    logarithms is at most twice the least one, so that a small bonus is told apart from a day's trading. Where some price is still off
    by more than a quarter then, or where a row states an amount alone, so that its units follow from today's prices, nothing is said.
    """
    if not rows or any(lacks_units(row) for row in rows):
        return ()
    position = position_of(rows[0].symbol, rows)
    days, off = _distances(rows, series, position.ratios)
    candidates = [] if not position.days.size else _candidates(reported, position.days, position.ratios)
    lacking = [tuple(candidates[len(candidates) - count :]) for count in range(len(candidates) + 1)]
    rests = [off - np.log(factors_after(days, missing)) for missing in lacking]
    squares = [float((rest**2).sum()) for rest in rests]
    fewest = next(at for at, square in enumerate(squares) if square <= 2 * min(squares) + _ROUNDING)
    return lacking[fewest] if bool((np.abs(rests[fewest]) <= TOLERANCE).all()) else ()


def implied_split(rows: Sequence[Transaction], series: LevelSeries) -> UnitRatio | None:
    """One that nobody reported: at least three prices paid, all up to some day, are one and the same multiple of those known.

    The multiple is a whole number from 2 on, or one over it, within a tenth for each row and 3 % for their median; but never 100 or
    1,000, which rather is pence beside pounds. Its day is the one after the last such row, for the prices do not tell when it was.
    """
    if not rows or any(lacks_units(row) for row in rows):
        return None
    days, off = _distances(rows, series, position_of(rows[0].symbol, rows).ratios)
    far = np.abs(off) > TOLERANCE
    if np.unique(days[far]).size < _FEWEST:
        return None
    last, middle = days[far].max(), float(np.median(off[far]))
    multiple = round(math.exp(abs(middle)))
    constant = bool((np.abs(off[far] - middle) <= _SPREAD).all() and far[days <= last].all())
    if not constant or multiple < 2 or multiple in _UNITS or abs(abs(middle) - math.log(multiple)) > _MEDIAN_SPREAD:
        return None
    return UnitRatio(to_date(last) + timedelta(days=1), float(multiple) if middle > 0 else 1.0 / multiple)


def announced_ratio(ratio: float) -> tuple[int, int] | None:
    """New units and old ones as a split is announced: (4, 1), (3, 2), (1, 25); None for a ratio that no split has."""
    upward = ratio >= 1.0
    found = Fraction(ratio if upward else 1.0 / ratio).limit_denominator(_LARGEST_SMALLER_NUMBER)
    if abs(float(found) / (ratio if upward else 1.0 / ratio) - 1.0) > _ROUNDING:
        return None
    return (found.numerator, found.denominator) if upward else (found.denominator, found.numerator)


def _candidates(reported: Sequence[UnitRatio], days: Days, known: Sequence[UnitRatio]) -> list[UnitRatio]:
    """Splits after the first trade that no row records."""
    first = to_date(days[0])
    found = [
        one
        for one in reported
        if one.on > first
        and announced_ratio(one.ratio) is not None
        and not any(abs(one.on - there.on) <= SAME_EVENT for there in known)
    ]
    return sorted(found, key=lambda one: one.on)


def _distances(rows: Sequence[Transaction], series: LevelSeries, ratios: Sequence[UnitRatio]) -> tuple[Days, Floats]:
    """Days of the rows that can be compared, and ln(paid / known) on each, restated for the splits that the rows have."""
    days, off = prices_beside(rows, on_latest_basis(series, ratios, rows).series)
    return days, off - np.log(factors_after(days, ratios))
