"""Which splits that a price source reports are missing among the transactions? Those without which prices paid do not fit prices known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction

import numpy as np

from core.ledger.positions import UnitRatio, factors_after, position_of
from core.ledger.split_basis import SMALLEST_VISIBLE, on_latest_basis
from core.ledger.stated_amounts import lacks_units
from core.ledger.trade_prices import TOLERANCE
from core.ledger.transaction import FROM_EMPLOYER, TRADES, Transaction
from core.market.levels import Days, Floats, LevelSeries, to_date, to_days
from core.market.price_coverage import is_known

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
    lacks the last k reported splits, and k is what brings the prices paid nearest to the prices known (least sum of squared
    logarithms, the fewest where several are as good). Where some price is still off by more than a quarter then, or where a row
    states an amount alone, so that its units follow from today's prices, nothing is said.
    """
    if not rows or any(lacks_units(row) for row in rows):
        return ()
    position = position_of(rows[0].symbol, rows)
    days, off = _distances(rows, series, position.ratios)
    candidates = [] if not position.days.size else _candidates(reported, position.days, position.ratios)
    best: tuple[UnitRatio, ...] = ()
    left = off
    for count in range(1, len(candidates) + 1):
        missing = tuple(candidates[-count:])
        rest = off - np.log(factors_after(days, missing))
        if (rest**2).sum() < (left**2).sum() - _ROUNDING:
            best, left = missing, rest
    return best if bool((np.abs(left) <= TOLERANCE).all()) else ()


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
    """Splits after the first trade, large enough to be seen in a price, that no row records."""
    first = to_date(days[0])
    found = [
        one
        for one in reported
        if one.on > first
        and abs(math.log(one.ratio)) >= SMALLEST_VISIBLE
        and announced_ratio(one.ratio) is not None
        and not any(abs(one.on - there.on) <= SAME_EVENT for there in known)
    ]
    return sorted(found, key=lambda one: one.on)


def _distances(rows: Sequence[Transaction], series: LevelSeries, ratios: Sequence[UnitRatio]) -> tuple[Days, Floats]:
    """Days of the rows that can be compared, and ln(paid / known) on each, restated for the splits that the rows have."""
    known = on_latest_basis(series, ratios).series
    told = [(row.on, _paid(row)) for row in rows if row.currency == series.currency]
    days = to_days([on for on, paid in told if paid])
    prices = np.array([paid for _, paid in told if paid], dtype=np.float64)
    there = is_known(known, days)
    restated = prices[there] / factors_after(days, ratios)[there]
    return days[there], np.log(restated / known.known(days[there]).levels)


def _paid(row: Transaction) -> float | None:
    """The price of a unit on the row's day, as far as the row tells it."""
    if row.kind in FROM_EMPLOYER and row.fair_market_value:
        return row.fair_market_value
    if row.kind not in TRADES:
        return None
    return row.price or (row.amount / row.quantity if row.amount and row.quantity else None)
