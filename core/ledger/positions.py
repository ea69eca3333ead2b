"""How many units of each instrument were held on a date, counted on the latest split basis?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from operator import attrgetter, itemgetter

import numpy as np

from core.ledger.transaction import ACQUISITIONS, FROM_PRICES, UNIT_CHANGES, Transaction, TransactionKind
from core.market.levels import Days, Floats, frozen, to_day, to_days
from core.market.period import Period
from core.market.price_coverage import spans_held

# Units that a sale leaves below this share of those since the position was last empty are rounding dust: nothing is held.
DUST = 1e-6
ONE_UNIT = 1.0  # a whole unit that is left is no rounding, however many were sold
# By this share a sale may be larger than what is held and still be all of it: brokers round units, and statements lag.
ROUNDED = 1e-3
UNITS_IN = ACQUISITIONS | {TransactionKind.DEPOSIT, TransactionKind.CONTRIBUTION}
_MOVES_UNITS = UNITS_IN | {TransactionKind.SELL, TransactionKind.WITHDRAWAL}


@dataclass(frozen=True, slots=True)
class UnitRatio:
    """From ``on`` every old unit counts as ``ratio`` units: a split, or a bonus as (held + received)/held.

    ``in_prices``: it came with the prices, which are therefore adjusted for it.
    """

    on: date
    ratio: float
    in_prices: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """Units of one symbol over time. ``days``: shape (k,), increasing; ``held``: units at the end of each of them, restated.

    Every earlier quantity is multiplied by the ratios of the splits and bonuses that came after it, so that quantities match prices
    which are adjusted for splits. ``held`` is negative where more was sold than ever bought. ``rounded``: the days on which slightly
    more was sold than was held, which counts as all of it.
    """

    symbol: str
    days: Days
    held: Floats
    ratios: tuple[UnitRatio, ...]
    rounded: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", frozen(to_days(self.days)))
        object.__setattr__(self, "held", frozen(np.asarray(self.held, dtype=np.float64)))

    def held_on(self, on: Days) -> Floats:
        """Units held at the end of each date, shape (m,)."""
        at = np.searchsorted(self.days, on, side="right")
        return np.concatenate([[0.0], self.held])[at]

    @property
    def oversold(self) -> float:
        """By how many units the sales exceed all that was ever bought; 0 where they do not."""
        return max(0.0, -float(self.held.min(initial=0.0)))

    def spans(self, as_of: date) -> tuple[Period, ...]:
        """The stretches of days, up to ``as_of``, at whose ends some units are held."""
        return spans_held(self.days, self.held, as_of)

    def until(self, as_of: date) -> Position:
        """What was known by ``as_of``: later trades are left out, later splits still count in the units."""
        end = int(np.searchsorted(self.days, to_day(as_of), side="right"))
        rounded = tuple(on for on in self.rounded if on <= as_of)
        return Position(self.symbol, self.days[:end], self.held[:end], self.ratios, rounded)


def counts_units(row: Transaction) -> bool:
    """Whether the row brings, takes or restates units of its symbol (a plain amount of money does not)."""
    if not row.symbol:
        return False
    return row.kind in UNIT_CHANGES or (row.kind in _MOVES_UNITS and units_of(row) > 0)


def position_of(symbol: str, rows: Sequence[Transaction]) -> Position:
    """The position that the rows of one symbol build up, in any order.

    A split or bonus works at the start of its day: trades of that day are in new units. A bonus on nothing held is plain units received.
    A day's sales take all that was there where they leave no more than dust of it (``DUST``) or were rounded up (``ROUNDED``), and what
    was bought on that day is then held alone.
    """
    ordered = sorted((row for row in rows if counts_units(row)), key=attrgetter("on"))
    count, rounded = _Count(), []
    days, held = [], []
    for on, todays in groupby(ordered, key=attrgetter("on")):
        rounded += [on] if count.day(on, todays) else []
        days.append(on)
        held.append(count.held)
    restated = np.array(held, dtype=np.float64) * factors_after(to_days(days), count.ratios)
    return Position(symbol, to_days(days), restated, tuple(count.ratios), tuple(rounded))


@dataclass(slots=True)
class _Count:
    """Units as they are counted day by day: ``acquired`` since nothing was held, in units of the day."""

    held: float = 0.0
    acquired: float = 0.0
    ratios: list[UnitRatio] = field(default_factory=list)

    def day(self, on: date, rows: Iterable[Transaction]) -> bool:
        """Go through the rows of one day, trades last; whether slightly more was sold than was there."""
        bought = sold = 0.0
        for row in rows:
            if row.kind in UNIT_CHANGES:
                self._restate(on, row)
            elif row.kind in UNITS_IN:
                bought += units_of(row)
            else:
                sold += units_of(row)
        return self._trade(bought, sold)

    def _restate(self, on: date, row: Transaction) -> None:
        change, ratio = _effect(row, self.held)
        if ratio != 1.0:
            self.ratios.append(UnitRatio(on, ratio, row.reference == FROM_PRICES))
        self.held, self.acquired = self.held * ratio + change, self.acquired * ratio + change

    def _trade(self, bought: float, sold: float) -> bool:
        """A day's trades, in whatever order they were made: sales are of all that the day began with, of that and all that was bought,
        whichever fits better, or of a part.
        """
        ways = [(self.held, self.acquired, bought), (self.held + bought, self.acquired + bought, 0.0)] if sold else []
        fits = [(_all_sold(there, sold, acquired), left) for there, acquired, left in ways]
        ends = [(fit, left) for fit, left in fits if fit is not None]
        if not ends:
            self.held, self.acquired = self.held + bought - sold, self.acquired + bought
            self.acquired = self.acquired if self.held else 0.0
            return False
        (rounded, _), self.held = min(ends, key=itemgetter(0))
        self.acquired = self.held
        return rounded


def _all_sold(held: float, sold: float, acquired: float) -> tuple[bool, float] | None:
    """Whether slightly more was sold than was there, and how much dust, below ``ONE_UNIT``, is left; None where that is not all of it."""
    left = held - sold
    if abs(left) <= DUST * acquired and abs(left) < ONE_UNIT:
        return False, abs(left)
    return (True, 0.0) if -ROUNDED * held <= left < 0 else None


def units_of(row: Transaction) -> float:
    """The row's units; where it states amount and price alone, their quotient."""
    if row.quantity or not row.price or row.amount is None:
        return row.quantity
    return row.amount / row.price


def _effect(row: Transaction, held: float) -> tuple[float, float]:
    """Units that a split or bonus adds and the ratio by which it multiplies those held before."""
    if row.kind is TransactionKind.SPLIT:
        return 0.0, row.quantity
    return (0.0, (held + row.quantity) / held) if held > 0 else (row.quantity, 1.0)


def factors_after(days: Days, ratios: Sequence[UnitRatio]) -> Floats:
    """For each day the product of the ratios of strictly later days, shape (m,)."""
    if not ratios:
        return np.ones(days.shape)
    dates = to_days([ratio.on for ratio in ratios])
    products = np.concatenate([np.cumprod([ratio.ratio for ratio in reversed(ratios)])[::-1], [1.0]])
    return np.asarray(products[np.searchsorted(dates, days, side="right")])
