"""What is an account worth in which every deposit runs by itself, and a withdrawal takes the oldest one first?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Days, Floats
from core.returns.cash_flows import CashFlows
from core.same_money.account import AccountPath, Places

Growth = Callable[[Days, Days], Floats]
"""What 1 put in on the first days is worth on the second ones."""

_ROUNDING = 1e-12  # of all money ever moved: a shortage, or a rest, below it is rounding


@dataclass(frozen=True, slots=True)
class Lot:
    """``principal`` of the deposit made with flow ``made``, from flow ``since`` until flow ``until``."""

    made: int
    principal: float
    since: int
    until: int


@dataclass(slots=True)
class OpenDeposits:
    """The deposits that are still running, the oldest first: which flow made each, what is left of it, and since which flow."""

    made: list[int] = field(default_factory=list)
    principal: list[float] = field(default_factory=list)
    since: list[int] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)

    def put_in(self, at: int, amount: float) -> None:
        """A deposit of its own."""
        self.made.append(at)
        self.principal.append(amount)
        self.since.append(at)

    def take_out(self, at: int, worth: Floats, amount: float) -> None:
        """As much of the oldest as pays the amount; ``worth``: of each one that runs, shape (j,), at most the amount in all is taken."""
        closed = int(np.searchsorted(np.cumsum(worth), amount, side="right"))
        self._close(closed, at)
        rest = amount - float(worth[:closed].sum())
        if self.made and rest > 0:
            left = self.principal[0] * (1.0 - rest / float(worth[closed]))
            self.lots.append(Lot(self.made[0], self.principal[0], self.since[0], at))
            self.principal[0], self.since[0] = left, at

    def _close(self, how_many: int, at: int) -> None:
        runs = zip(self.made[:how_many], self.principal, self.since, strict=False)
        self.lots += [Lot(made, principal, since, at) for made, principal, since in runs]
        del self.made[:how_many], self.principal[:how_many], self.since[:how_many]

    def settled(self, last: int) -> list[Lot]:
        """All of them, those that still run until the end."""
        self._close(len(self.made), last)
        return self.lots


def lot_account(flows: CashFlows, places: Places, dates: Days, growth: Growth) -> AccountPath:
    """The account through time: each deposit grows from its own day on, and a withdrawal takes the oldest one's value first.

    ``places``: of each flow the first of ``dates`` on or after it, shape (k,). A withdrawal larger than the account empties it.
    """
    unpaid, lots = _first_in_first_out(flows, growth)
    values, bounds = np.zeros(dates.size), np.append(places, dates.size)
    for one in lots:
        shown = slice(bounds[one.since], bounds[one.until])
        values[shown] += one.principal * growth(flows.days[one.made : one.made + 1], dates[shown])
    return AccountPath(values, unpaid)


def _first_in_first_out(flows: CashFlows, growth: Growth) -> tuple[Floats, list[Lot]]:
    """What could not be paid of each flow, shape (k,), and every deposit by the time in which nothing of it was taken."""
    unpaid, running = np.zeros(flows.days.size), OpenDeposits()
    rounding = _ROUNDING * float(np.abs(flows.amounts).sum())
    for at in np.flatnonzero(flows.amounts).tolist():
        amount = float(flows.amounts[at])
        if amount > 0:
            running.put_in(at, amount)
            continue
        made: NDArray[np.intp] = np.array(running.made, dtype=np.intp)
        worth = np.array(running.principal) * growth(flows.days[made], flows.days[at])
        missing = -amount - float(worth.sum())
        unpaid[at] = missing if missing > rounding else 0.0
        running.take_out(at, worth, np.inf if missing > -rounding else -amount)
    return unpaid, running.settled(flows.days.size)
