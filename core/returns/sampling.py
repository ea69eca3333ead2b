"""What did it return by the week or by the month? Returns linked by period, each dated by its last day."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from core.market.levels import Days
from core.returns.series import ReturnSeries, compounded_by

_MONDAY = 3  # 1 Jan 1970 was a Thursday


class Spacing(StrEnum):
    """How far apart returns are."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


def linked_by_period(series: ReturnSeries, spacing: Spacing) -> ReturnSeries:
    """Π(1 + r) − 1 over each week (Monday to Sunday) or calendar month, dated by its last return; days stay as they are.

    Series on the same dates keep the same dates. The first and last period may be a part of one, and none spans a gap.
    """
    if spacing is Spacing.DAILY or series.dates.size == 0:
        return series
    periods = _periods(series.dates, spacing)
    turns = periods[1:] != periods[:-1]
    turns[[one.start - 1 for one in series.stretches[1:]]] = True
    starts = np.flatnonzero(np.concatenate(([True], turns)))
    ends = np.concatenate((starts[1:], [series.dates.size])) - 1
    linked = compounded_by(series.returns, starts)
    return ReturnSeries(series.name, series.dates[ends], linked, series.began[starts], series.basis)


def _periods(dates: Days, spacing: Spacing) -> np.ndarray:
    if spacing is Spacing.WEEKLY:
        return np.asarray((dates.astype(np.int64) + _MONDAY) // 7)
    return np.asarray(dates.astype("datetime64[M]").astype(np.int64))
