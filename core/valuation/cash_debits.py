"""When was the cash below zero, by how much, and which deposits does the account plainly lack?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import Days, Floats, frozen, to_date, to_day, to_days
from core.market.period import Period
from core.market.price_coverage import spans_held

# A debit that later deposits repay within so many days is settlement: the purchase was booked before its money came.
SETTLEMENT_DAYS = 31


@dataclass(frozen=True, slots=True, eq=False)
class CashBalance:
    """The cash in one currency. ``days``: shape (k,), increasing; ``balances``: at the end of each of them, in ``currency``."""

    currency: str
    days: Days
    balances: Floats

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", frozen(to_days(self.days)))
        object.__setattr__(self, "balances", frozen(np.asarray(self.balances, dtype=np.float64)))

    def spans(self, as_of: date) -> tuple[Period, ...]:
        """The stretches of days, up to ``as_of``, at whose ends there is cash (or debt)."""
        return spans_held(self.days, self.balances, as_of)

    def balance_on(self, on: Days) -> Floats:
        """The balance at the end of each date, shape (m,)."""
        return np.concatenate([[0.0], self.balances])[np.searchsorted(self.days, on, side="right")]


@dataclass(frozen=True, slots=True)
class Debit:
    """A stretch of days at whose ends the cash was below zero. ``largest``: > 0, first reached on ``on``."""

    period: Period
    largest: float
    on: date

    @property
    def lasting(self) -> bool:
        """Whether it lasted longer than settlement takes."""
        return (self.period.end - self.period.start).days >= SETTLEMENT_DAYS


@dataclass(frozen=True, slots=True)
class MissingDeposit:
    """Money that was spent and, by the rows, never paid in; to the cent."""

    on: date
    amount: float
    currency: str

    @property
    def row(self) -> Transaction:
        """The transaction that pays it in."""
        return Transaction(self.on, TransactionKind.DEPOSIT, amount=self.amount, currency=self.currency)


def debits(balance: CashBalance, as_of: date) -> tuple[Debit, ...]:
    """Every debit up to ``as_of``, in the order of time."""
    below = np.minimum(balance.balances, 0.0)
    return tuple(_debit(balance, below, span) for span in spans_held(balance.days, below, as_of))


def lasting_debit(balance: CashBalance, as_of: date) -> Floats:
    """What of the debit of each of ``days`` stands for longer than ``SETTLEMENT_DAYS``, shape (k,), ≥ 0.

    The least debit of the day and of the days after it; 0 where ``as_of`` comes before it can be known.
    """
    days, lasting = balance.days, np.zeros(balance.days.size)
    until = days + np.timedelta64(SETTLEMENT_DAYS, "D")
    ends = np.searchsorted(days, until, side="right")
    for at in np.flatnonzero((balance.balances < 0) & (until <= to_day(as_of))):
        lasting[at] = max(0.0, -float(balance.balances[at : ends[at]].max()))
    return lasting


def missing_deposits(balance: CashBalance, as_of: date) -> tuple[MissingDeposit, ...]:
    """The smallest deposits that leave no lasting debit: each pays, on its day, what those before it do not."""
    needed = np.maximum.accumulate(lasting_debit(balance, as_of))
    cents = [math.ceil(round(amount * 100.0, 4)) for amount in needed]
    return tuple(
        MissingDeposit(to_date(day), (upto - before) / 100.0, balance.currency)
        for day, before, upto in zip(balance.days, [0, *cents], cents, strict=False)
        if upto > before
    )


def _debit(balance: CashBalance, below: Floats, span: Period) -> Debit:
    within = (balance.days >= to_day(span.start)) & (balance.days <= to_day(span.end))
    at = int(np.argmin(np.where(within, below, 0.0)))
    return Debit(span, -float(below[at]), to_date(balance.days[at]))
