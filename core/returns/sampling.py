"""What did it return by the week or by the month? Returns linked by period, each dated by its last day."""

from __future__ import annotations

from collections.abc import Sequence
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
    return linked_alike([series], spacing)[0]


def linked_alike(several: Sequence[ReturnSeries], spacing: Spacing) -> list[ReturnSeries]:
    """The same of several series that are earned over the same days: where the periods begin is looked up once."""
    first = several[0]
    if spacing is Spacing.DAILY or first.dates.size == 0:
        return list(several)
    periods = _periods(first.dates, spacing)
    turns = periods[1:] != periods[:-1]
    turns[[one.start - 1 for one in first.stretches[1:]]] = True
    starts = np.flatnonzero(np.concatenate(([True], turns)))
    ends = np.concatenate((starts[1:], [first.dates.size])) - 1
    dates, since = first.dates[ends], first.began[starts]
    linked = compounded_by(np.array([one.returns for one in several]), starts)
    return [ReturnSeries(one.name, dates, row, since, one.basis) for one, row in zip(several, linked, strict=True)]


def _periods(dates: Days, spacing: Spacing) -> np.ndarray:
    if spacing is Spacing.WEEKLY:
        return np.asarray((dates.astype(np.int64) + _MONDAY) // 7)
    return np.asarray(dates.astype("datetime64[M]").astype(np.int64))
