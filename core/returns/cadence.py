"""How far apart should the returns be that two series are compared by? Days, or weeks where they are made at other hours of one day."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.returns.sampling import Spacing, linked_alike, linked_by_period
from core.returns.series import ReturnSeries

LEAST_WEEKS = 20
FEWEST_A_YEAR = 126.0  # observations, below which a series is not of days
LEAST_DAYS = 60  # of which a correlation with the day before is told
LATE, TIMES_THE_SAME_DAY = 0.5, 2.0
"""A series follows another a day late where their correlation across a day is above the first and above so many times that of one day."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """How far apart the returns are that statistics of risk and fit are of. ``why``: a clause saying why days do not serve, else empty."""

    spacing: Spacing = Spacing.DAILY
    why: str = ""

    @property
    def noun(self) -> str:
        """``day`` or ``week``, of what is not sparser."""
        return "week" if self.spacing is Spacing.WEEKLY else "day"

    @property
    def biased(self) -> bool:
        """Whether days are used that do not serve, since there are too few weeks."""
        return bool(self.why) and self.spacing is Spacing.DAILY

    @property
    def note(self) -> str:
        """What a reader must know; empty where days serve."""
        if not self.why:
            return ""
        if self.biased:
            return (
                f"{self.why}: by days they seem less alike than they are, so beta, correlation and R² are too low and alpha is not to be "
                f"trusted. There are fewer than {LEAST_WEEKS} weeks to compare instead; choose a longer range."
            )
        return f"Risk and fit are of weeks, because {self.why}: by days they would seem less alike than they are."

    @property
    def notes(self) -> tuple[str, ...]:
        """The note, or none."""
        return (self.note,) if self.why else ()

    def linked(self, series: ReturnSeries) -> ReturnSeries:
        """The returns so far apart; days as they are."""
        return linked_by_period(series, self.spacing)

    def linked_alike(self, several: Sequence[ReturnSeries]) -> list[ReturnSeries]:
        """The same of series that are earned over the same days."""
        return linked_alike(several, self.spacing)


BY_DAYS = Cadence()


def cadence_of(own: ReturnSeries, others: Sequence[ReturnSeries], reasons: Iterable[str] = ()) -> Cadence:
    """How one series is compared with others on the same dates: by weeks where a clock differs, and as they are where none does.

    ``reasons``: why days do not serve, of each pair, empty where they do as far as is known; the first one counts. Where none does,
    the returns themselves tell: see ``LATE``. Series that are not daily stay as they are; so do days where there are too few weeks.
    """
    if own.dates.size < 2 or own.periods_per_year < FEWEST_A_YEAR:
        return BY_DAYS
    why = next(filter(None, reasons), "") or _who_is_late(own, others)
    if not why:
        return BY_DAYS
    weeks = linked_by_period(own, Spacing.WEEKLY).dates.size
    return Cadence(Spacing.WEEKLY if weeks >= LEAST_WEEKS else Spacing.DAILY, why)


def _who_is_late(own: ReturnSeries, others: Sequence[ReturnSeries]) -> str:
    """Which of two series follows the other a day late, as a clause; empty where none does."""
    if own.dates.size < LEAST_DAYS:
        return ""
    p = (
        own.returns - own.returns.mean()
    )  # the others need no centring beside it, and days vary by far more than their mean
    length = float(p @ p)
    for other in others:
        b = other.returns
        scale = math.sqrt(length * float(b @ b)) or 1.0
        same, own_late, other_late = abs(float(p @ b)), abs(float(p[1:] @ b[:-1])), abs(float(p[:-1] @ b[1:]))
        if max(own_late, other_late) > max(LATE * scale, TIMES_THE_SAME_DAY * same):
            late, early = (own.name, other.name) if own_late > other_late else (other.name, own.name)
            across = max(own_late, other_late) / scale
            told = f"correlation {across:.2f} with the day before, {same / scale:.2f} on the same day"
            return f"{late} follows {early} a day late ({told})"
    return ""
