"""Which splits that a price source reports are missing among the transactions? Those without which prices paid do not fit prices known."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import timedelta

import numpy as np

from core.levels import Days, Floats, LevelSeries, to_date, to_days
from core.positions import UnitRatio, factors_after, position_of
from core.price_coverage import is_known
from core.split_basis import SMALLEST_VISIBLE
from core.transaction import TRADES, Transaction

# Brokers book a split or bonus some days late or early, mostly on the record date or the day of credit.
SAME_EVENT = timedelta(days=21)


def missing_splits(
    rows: Sequence[Transaction], series: LevelSeries, reported: Sequence[UnitRatio]
) -> tuple[UnitRatio, ...]:
    """The ``reported`` splits of one symbol that its rows lack, in order of date; empty where the rows are in today's units already.

    ``series``: levels adjusted for all that is reported. A file is either in the units of each day or in today's: it is taken as the
    former where the prices paid, restated for the missing splits, lie nearer to the prices known than as they stand, by the sum of
    squared logarithms over the trades before those splits. Without such a trade on a day with a price nothing is said.
    """
    position = position_of(rows[0].symbol, rows) if rows else None
    if position is None or not position.days.size:
        return ()
    first = to_date(position.days[0])
    missing = sorted(
        (
            one
            for one in reported
            if one.on > first
            and abs(math.log(one.ratio)) >= SMALLEST_VISIBLE
            and not any(abs(one.on - known.on) <= SAME_EVENT for known in position.ratios)
        ),
        key=lambda one: one.on,
    )
    days, off = _distances(rows, series, position.ratios)
    expected = np.log(factors_after(days, missing))
    told = expected != 0.0
    in_old_units = bool(((off - expected)[told] ** 2).sum() < (off[told] ** 2).sum())
    return tuple(missing) if in_old_units else ()


def _distances(rows: Sequence[Transaction], series: LevelSeries, ratios: Sequence[UnitRatio]) -> tuple[Days, Floats]:
    """Days of the trades that can be compared, and ln(paid / known) on each, restated for the splits that the rows have."""
    trades = [row for row in rows if row.kind in TRADES and row.price and row.currency == series.currency]
    days = to_days([row.on for row in trades])
    there = is_known(series, days)
    paid = np.array([row.price for row in trades], dtype=np.float64)[there] / factors_after(days, ratios)[there]
    return days[there], np.log(paid / series.known(days[there]).levels)
