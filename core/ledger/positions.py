"""How many units of each instrument were held on a date, counted on the latest split basis?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.ledger.transaction import ACQUISITIONS, FROM_PRICES, UNIT_CHANGES, Transaction, TransactionKind
from core.market.levels import Days, Floats, frozen, to_day, to_days
from core.market.period import Period
from core.market.price_coverage import spans_held

# Units left below this share of all units ever acquired are rounding dust: nothing is held.
DUST = 1e-6
UNITS_IN = ACQUISITIONS | {TransactionKind.DEPOSIT, TransactionKind.CONTRIBUTION}
_UNITS_OUT = frozenset({TransactionKind.SELL, TransactionKind.WITHDRAWAL})


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
    which are adjusted for splits. ``held`` is negative where more was sold than ever bought.
    """

    symbol: str
    days: Days
    held: Floats
    ratios: tuple[UnitRatio, ...]

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
        return Position(self.symbol, self.days[:end], self.held[:end], self.ratios)


def counts_units(row: Transaction) -> bool:
    """Whether the row brings, takes or restates units of its symbol (a plain amount of money does not)."""
    if not row.symbol:
        return False
    return row.kind in UNIT_CHANGES or (row.kind in UNITS_IN | _UNITS_OUT and units_of(row) > 0)


def position_of(symbol: str, rows: Sequence[Transaction]) -> Position:
    """The position that the rows of one symbol build up, in any order.

    A split or bonus works at the start of its day: trades of that day are in new units. A bonus on nothing held is plain units received.
    """
    ordered = sorted((row for row in rows if counts_units(row)), key=lambda row: (row.on, row.kind not in UNIT_CHANGES))
    changes, ratios = _changes_and_ratios(ordered)
    days = to_days([row.on for row in ordered])
    restated = np.array(changes, dtype=np.float64) * factors_after(days, ratios)
    unique, first = np.unique(days, return_index=True)
    held = np.cumsum(np.add.reduceat(restated, first)) if days.size else np.zeros(0)
    held[np.abs(held) <= DUST * np.maximum(restated, 0.0).sum()] = 0.0
    return Position(symbol, unique, held, tuple(ratios))


def units_of(row: Transaction) -> float:
    """The row's units; where it states amount and price alone, their quotient."""
    if row.quantity or not row.price or row.amount is None:
        return row.quantity
    return row.amount / row.price


def _changes_and_ratios(ordered: Sequence[Transaction]) -> tuple[list[float], list[UnitRatio]]:
    held = 0.0
    changes: list[float] = []
    ratios: list[UnitRatio] = []
    for row in ordered:
        change, ratio = _effect(row, held)
        changes.append(change)
        if ratio != 1.0:
            ratios.append(UnitRatio(row.on, ratio, row.reference == FROM_PRICES))
        held = held * ratio + change
    return changes, ratios


def _effect(row: Transaction, held: float) -> tuple[float, float]:
    """Units that the row adds (or takes) and the ratio by which it multiplies those held before."""
    if row.kind is TransactionKind.SPLIT:
        return 0.0, row.quantity
    if row.kind is TransactionKind.BONUS:
        return (0.0, (held + row.quantity) / held) if held > 0 else (row.quantity, 1.0)
    return (units_of(row), 1.0) if row.kind in UNITS_IN else (-units_of(row), 1.0)


def factors_after(days: Days, ratios: Sequence[UnitRatio]) -> Floats:
    """For each day the product of the ratios of strictly later days, shape (m,)."""
    dates = to_days([ratio.on for ratio in ratios])
    products = np.concatenate([np.cumprod([ratio.ratio for ratio in reversed(ratios)])[::-1], [1.0]])
    return np.asarray(products[np.searchsorted(dates, days, side="right")])
