"""What is a deposit or bond worth on a date, and which dated payments do its terms make?"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats, frozen, to_day, to_days
from core.market.period import DAYS_PER_YEAR, months_before


class DepositKind(StrEnum):
    """Instruments held by their terms, not by a market price."""

    FIXED_DEPOSIT = "FIXED_DEPOSIT"
    RECURRING_DEPOSIT = "RECURRING_DEPOSIT"
    PPF = "PPF"
    BOND = "BOND"


class Payout(StrEnum):
    """How often interest (or a coupon) is paid out; NONE keeps it inside until maturity."""

    NONE = "NONE"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    SEMI_ANNUALLY = "SEMI_ANNUALLY"
    ANNUALLY = "ANNUALLY"


_SPOKEN = {DepositKind.RECURRING_DEPOSIT: "recurring deposit", DepositKind.PPF: "PPF"}
MONTHS_BETWEEN = {Payout.MONTHLY: 1, Payout.QUARTERLY: 3, Payout.SEMI_ANNUALLY: 6, Payout.ANNUALLY: 12}


@dataclass(frozen=True, slots=True)
class Deposit:
    """The terms of one deposit. ``amount``: principal (fixed deposit), instalment (recurring deposit, PPF) or face value (bond).

    ``rate`` is a fraction a year (0.07). ``compounding`` serves fixed and recurring deposits and bonds without coupons (NONE there is
    simple interest); a PPF always compounds once a year. ``payout`` serves fixed deposits and bonds.

    - Fixed deposit, payout NONE: P(1 + r/m)^(m·days/365), m compoundings a year.
    - Fixed deposit that pays out: P·r/f on every full period counted from the start, and for the broken period before maturity
      a stub P·r·days/365 paid with the principal.
    - Recurring deposit: an instalment at the start and on each monthly anniversary before maturity, each growing by
      (1 + r/m)^(m·months/12), where a month counts as a twelfth of a year whatever its length.
    - PPF: an instalment at the start and on each anniversary before maturity; interest on the year's balance, added at its end.
    - Bond: bought at face value at the start, coupons P·r/f on the dates counted back from maturity; a broken first period pays
      P·r·days/365. With payout NONE the interest is kept and compounds as a fixed deposit's.
    """

    kind: DepositKind
    name: str
    amount: float
    rate: float
    start: date
    maturity: date
    currency: str = "INR"
    compounding: Payout = Payout.QUARTERLY
    payout: Payout = Payout.NONE

    def __post_init__(self) -> None:
        if self.maturity <= self.start:
            raise InvalidSpecification(
                f"{self.name}: the maturity must be after the start. Check the two dates.", field="maturity"
            )
        if not (math.isfinite(self.amount) and self.amount > 0):
            raise InvalidSpecification(f"{self.name}: the amount must be above 0, not {self.amount}.", field="amount")
        if not (math.isfinite(self.rate) and 0 <= self.rate < 1):
            raise InvalidSpecification(
                f"{self.name}: the rate must be a fraction a year from 0 to below 1 (0.07 is 7 %), not {self.rate}.",
                field="rate",
            )
        if self.payout is not Payout.NONE and self.kind in (DepositKind.RECURRING_DEPOSIT, DepositKind.PPF):
            raise InvalidSpecification(
                f"{self.name}: a {_SPOKEN[self.kind]} pays only at maturity. Set payout to NONE.", field="payout"
            )
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            raise InvalidSpecification(
                f"{self.name}: currency must be a three-letter code such as INR, not “{self.currency}”.",
                field="currency",
            )


@dataclass(frozen=True, slots=True, eq=False)
class DepositPayments:
    """What a deposit takes in and pays on its dates, in its own currency; shape (k,) each, amounts ≥ 0, dates increasing.

    ``paid_in``: principal and instalments. ``repaid``: what the maturity returns. ``interest``: interest and coupons paid out, the stub
    at maturity included; interest that was kept inside comes back in ``repaid``.
    """

    days: Days
    paid_in: Floats
    repaid: Floats
    interest: Floats

    def __post_init__(self) -> None:
        for field in ("days", "paid_in", "repaid", "interest"):
            object.__setattr__(self, field, frozen(np.asarray(getattr(self, field))))

    @property
    def net(self) -> Floats:
        """Money in minus money out on each date (positive into the deposit)."""
        return self.paid_in - self.repaid - self.interest


def deposit_payments(deposit: Deposit, until: date) -> DepositPayments:
    """Every payment of the terms up to and including ``until``."""
    instalments, interest = _instalment_days(deposit), _interest_payments(deposit)
    days = np.unique(np.concatenate([instalments, interest.days, to_days([deposit.maturity])]))
    paid_in, repaid, paid_out = np.zeros(days.size), np.zeros(days.size), np.zeros(days.size)
    paid_in[np.searchsorted(days, instalments)] = deposit.amount
    paid_out[np.searchsorted(days, interest.days)] = interest.amounts
    repaid[-1] = _repayment(deposit)
    keep = days <= to_day(until)
    return DepositPayments(days[keep], paid_in[keep], repaid[keep], paid_out[keep])


def accrued_value(deposit: Deposit, on: Days) -> Floats:
    """The value at the end of each day of ``on``, shape (m,), in the deposit's currency.

    0 before the start and from the maturity on, whose payment has then left; on a payout date the value is without the
    interest just paid.
    """
    days = to_days(on)
    value = _value_while_running(deposit)(days)
    running = (days >= to_day(deposit.start)) & (days < to_day(deposit.maturity))
    return np.where(running, value, 0.0)


@dataclass(frozen=True, slots=True)
class _Interest:
    days: Days
    amounts: Floats


def _keeps_interest(deposit: Deposit) -> bool:
    held = deposit.kind in (DepositKind.RECURRING_DEPOSIT, DepositKind.PPF)
    return held or deposit.payout is Payout.NONE


def _repayment(deposit: Deposit) -> float:
    if not _keeps_interest(deposit):
        return deposit.amount
    return float(_value_while_running(deposit)(to_days([deposit.maturity]))[0])


def _value_while_running(deposit: Deposit) -> Callable[[Days], Floats]:
    if deposit.kind is DepositKind.RECURRING_DEPOSIT:
        return lambda days: _recurring_value(deposit, days)
    if deposit.kind is DepositKind.PPF:
        return lambda days: _yearly_balance(deposit, days)
    if deposit.payout is Payout.NONE:
        years = to_day(deposit.start)
        return lambda days: deposit.amount * _growth(deposit, (days - years).astype(np.float64) / DAYS_PER_YEAR)
    return lambda days: _value_with_payouts(deposit, days)


def _growth(deposit: Deposit, years: Floats) -> Floats:
    """Growth of 1 over ``years``: (1 + r/m)^(m·years), or 1 + r·years without compounding."""
    if deposit.compounding is Payout.NONE:
        return np.asarray(1.0 + deposit.rate * years)
    times = 12 / MONTHS_BETWEEN[deposit.compounding]
    return np.asarray((1.0 + deposit.rate / times) ** (times * years))


def _anniversaries(deposit: Deposit, months: int) -> Days:
    """The start and every ``months`` after it, up to the first one on or after maturity."""
    dates, k = [deposit.start], 0
    while dates[-1] < deposit.maturity:
        k += 1
        dates.append(months_before(deposit.start, -months * k))
    return to_days(dates)


def _instalment_days(deposit: Deposit) -> Days:
    if deposit.kind is DepositKind.RECURRING_DEPOSIT:
        return _anniversaries(deposit, 1)[:-1]
    if deposit.kind is DepositKind.PPF:
        return _anniversaries(deposit, 12)[:-1]
    return to_days([deposit.start])


def _place(anniversaries: Days, days: Days) -> tuple[NDArray[np.int64], Floats]:
    """For each day the anniversary on or before it (its index), and the elapsed share of the way to the next one."""
    index = np.clip(np.searchsorted(anniversaries, days, side="right") - 1, 0, anniversaries.size - 2)
    length = (anniversaries[index + 1] - anniversaries[index]).astype(np.float64)
    return index, (days - anniversaries[index]).astype(np.float64) / length


def _recurring_value(deposit: Deposit, days: Days) -> Floats:
    """Σ over the instalments paid so far of amount × growth over the months each has been in."""
    index, share = _place(_anniversaries(deposit, 1), days)
    paid = index + 1
    if deposit.compounding is Payout.NONE:
        months_in = paid * (index / 2.0 + share)
        return np.asarray(deposit.amount * (paid + deposit.rate / 12.0 * months_in))
    monthly = float(_growth(deposit, np.asarray(1.0 / 12.0)))
    balance = np.cumsum(monthly ** np.arange(int(paid.max(initial=1))))
    return np.asarray(deposit.amount * balance[index] * monthly**share)


def _yearly_balance(deposit: Deposit, days: Days) -> Floats:
    """The balance after the year's instalment, with simple interest within the year: B_{k+1} = B_k(1 + r) + instalment."""
    index, share = _place(_anniversaries(deposit, 12), days)
    terms = (1.0 + deposit.rate) ** np.arange(int(index.max(initial=0)) + 1)
    balance = deposit.amount * np.cumsum(terms)
    return np.asarray(balance[index] * (1.0 + deposit.rate * share))


def _interest_dates(deposit: Deposit) -> Days:
    """The start, every payout date and the maturity: forward from the start for a deposit, back from maturity for a bond."""
    months = MONTHS_BETWEEN[deposit.payout]
    if deposit.kind is not DepositKind.BOND:
        dates = _anniversaries(deposit, months)
        return np.append(dates[:-1], to_day(deposit.maturity))
    back = [deposit.maturity]
    while back[-1] > deposit.start:
        back.append(months_before(deposit.maturity, months * len(back)))
    return to_days([deposit.start, *back[-2::-1]])


def _interest_payments(deposit: Deposit) -> _Interest:
    if _keeps_interest(deposit):
        return _Interest(to_days([]), np.zeros(0))
    dates = _interest_dates(deposit)
    full = deposit.amount * deposit.rate * MONTHS_BETWEEN[deposit.payout] / 12
    amounts = np.full(dates.size - 1, full)
    broken = _broken_period(deposit)
    if broken is not None:
        days = float((dates[broken + 1] - dates[broken]).astype(np.int64))
        amounts[broken] = deposit.amount * deposit.rate * days / DAYS_PER_YEAR
    return _Interest(dates[1:], amounts)


def _broken_period(deposit: Deposit) -> int | None:
    """Which period is shorter than a full one: a deposit's last or a bond's first; None when the terms divide evenly."""
    months = MONTHS_BETWEEN[deposit.payout]
    periods = _interest_dates(deposit).size - 1
    if deposit.kind is DepositKind.BOND:
        return None if months_before(deposit.maturity, months * periods) == deposit.start else 0
    return None if months_before(deposit.start, -months * periods) == deposit.maturity else periods - 1


def _value_with_payouts(deposit: Deposit, days: Days) -> Floats:
    """Principal or face plus the interest accrued evenly since the last payout."""
    dates, interest = _interest_dates(deposit), _interest_payments(deposit)
    index, share = _place(dates, days)
    return np.asarray(deposit.amount + interest.amounts[index] * share)
