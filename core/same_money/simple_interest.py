"""What is held of each part of a mix, where some parts earn simple interest, each payment from its own day?"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Floats


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
