"""What is money worth of which every payment earns from its own day, and the oldest leaves first? Bank deposits, and simple interest."""

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


@dataclass(slots=True)
class SimpleDeposits:
    """Payments into simple interest, the oldest first. Of a payment F made at level l of the series 1 + r · days/365 a later level L
    makes F · L − F · (l − 1), which is F · (1 + r · days since its own day/365): ``amounts`` hold F, ``offsets`` F · (l − 1)."""

    amounts: list[float] = field(default_factory=list)
    offsets: list[float] = field(default_factory=list)

    def put_in(self, amount: float, level: float) -> None:
        """A payment on a day of this level."""
        self.amounts.append(amount)
        self.offsets.append(amount * (level - 1.0))

    def take_out(self, value: float, level: float) -> None:
        """The oldest payments with what they earned, until the value is reached."""
        worth = np.array(self.amounts) * level - np.array(self.offsets)
        closed = int(np.searchsorted(np.cumsum(worth), value, side="right"))
        rest = value - float(worth[:closed].sum())
        del self.amounts[:closed], self.offsets[:closed]
        if self.amounts and rest > 0:
            left = 1.0 - rest / float(worth[closed])
            self.amounts[0] *= left
            self.offsets[0] *= left

    def clear(self) -> None:
        """Nothing is left."""
        self.amounts.clear()
        self.offsets.clear()


@dataclass(slots=True, eq=False)
class SplitParts:
    """A part is worth units · level − offset, shape (k,) each; offsets are 0 but for those of ``deposits``, by the part's place."""

    units: Floats
    offsets: Floats
    simple: NDArray[np.bool_]
    deposits: dict[int, SimpleDeposits]

    @classmethod
    def empty(cls, simple: NDArray[np.bool_]) -> SplitParts:
        """Nothing held yet. ``simple``: shape (k,), the parts that earn simple interest."""
        places = np.flatnonzero(simple).tolist()
        return cls(np.zeros(simple.size), np.zeros(simple.size), simple, {at: SimpleDeposits() for at in places})

    def worth(self, levels: Floats) -> Floats:
        """The value of each part, at levels of shape (k,) or (k, m)."""
        if levels.ndim == 1:
            return self.units * levels - self.offsets
        return np.asarray(self.units[:, None] * levels - self.offsets[:, None])

    def buy(self, amounts: Floats, level: Floats) -> None:
        """An amount into each part, shape (k,), ≥ 0."""
        self.units = self.units + amounts / level
        for at, deposits in self.deposits.items():
            if amounts[at] > 0:
                deposits.put_in(float(amounts[at]), float(level[at]))
        self._add_up()

    def keep(self, share: float, level: Floats) -> None:
        """Take the same share of every part's value out; ``share``: what stays, from 0 to 1."""
        worth = self.worth(level)
        self.units = self.units * share
        for at, deposits in self.deposits.items():
            if share > 0:
                deposits.take_out(float(worth[at]) * (1.0 - share), float(level[at]))
            else:
                deposits.clear()
        self._add_up()

    def reset(self, wanted: Floats, level: Floats) -> None:
        """Bring every part to a value, shape (k,)."""
        worth = self.worth(level)
        self.units = wanted / level
        for at, deposits in self.deposits.items():
            more = float(wanted[at] - worth[at])
            if not wanted[at]:
                deposits.clear()
            elif more > 0:
                deposits.put_in(more, float(level[at]))
            elif more < 0:
                deposits.take_out(-more, float(level[at]))
        self._add_up()

    def _add_up(self) -> None:
        for at, deposits in self.deposits.items():
            self.units[at], self.offsets[at] = sum(deposits.amounts), sum(deposits.offsets)
