"""When did a portfolio end? The day since which nothing has been held, after which there is nothing left to compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.ledger.flows import MoneyFlows
from core.market.levels import Days, to_date, to_day
from core.wording import spoken_date

# So long a last dividend or charge may take to settle and still belong to the comparison; what comes later would only stretch it.
SETTLING_DAYS = 31


class LastHeld(StrEnum):
    """How the last holding ended: sold, paid out or taken out."""

    SOLD = "was sold"
    PAID_OUT = "was paid out"
    TAKEN_OUT = "was taken out"


@dataclass(frozen=True, slots=True)
class CashOut:
    """Nothing has been held since the end of ``on``. ``ends``: the last day of a comparison, later where a payout or a charge still
    came within ``SETTLING_DAYS``. ``late_money``: whether some came after that, too.

    ``back_on``: the first money after that, where the portfolio came back later. ``complete``: whether all could be valued.
    """

    on: date
    ends: date
    ending: LastHeld = LastHeld.SOLD
    back_on: date | None = None
    complete: bool = True
    late_money: bool = False

    @property
    def fact(self) -> str:
        """``Everything was sold on 12 Mar 2024``, without an end."""
        what = "Everything" if self.complete else "Everything that can be valued"
        said = f"{what} {self.ending} on {spoken_date(self.on)}"
        return said if self.ends == self.on else f"{said}, and money still moved on {spoken_date(self.ends)}"

    @property
    def sentence(self) -> str:
        """For beside the figures of a comparison that ends with it."""
        back = f" (money came back on {spoken_date(self.back_on)})" if self.back_on else ""
        return f"{self.fact}: the comparison ends there{back}."


def cash_out(dates: Days, held: NDArray[np.bool_], money: MoneyFlows, end: date) -> CashOut | None:
    """The cash-out that is in force on ``end``; None where something is held then, or no money has moved yet.

    ``dates``: shape (n,), every flow's day among them; ``held``: whether anything, cash or debt included, is there at the end of each,
    shape (n,). ``money``: the external flows.
    """
    upto, last = int(np.searchsorted(dates, to_day(end), side="right")), to_day(end)
    moved = money.moved
    before, after = moved[moved <= last], moved[moved > last]
    if not before.size or held[upto - 1]:
        return None
    emptied = dates[np.flatnonzero(held[:upto])[-1] + 1] if held[:upto].any() else before[0]
    taken = money.days[(money.taken_out > 0) & (money.days <= last)]
    on = max(emptied, taken[-1]) if taken.size else emptied
    back = to_date(after[0]) if after.size else None
    settled = before[before <= on + np.timedelta64(SETTLING_DAYS, "D")]
    return CashOut(to_date(on), to_date(max(on, settled[-1])), back_on=back, late_money=settled.size < before.size)
