"""What is a deposit or bond worth on a date, and which dated payments do its terms make?"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidSpecification
from core.ledger.dated_rates import DatedRates, InterestPeriods, RateChange
from core.ledger.terms.provident_funds import (
    PassBook,
    ppf_maturity,
    taken_by_ppf,
)
from core.market.levels import Days, Floats, frozen, to_day, to_days
from core.market.period import DAYS_PER_YEAR, months_before


class DepositKind(StrEnum):
    """Instruments held by their terms, not by a market price."""

    FIXED_DEPOSIT = "FIXED_DEPOSIT"
    RECURRING_DEPOSIT = "RECURRING_DEPOSIT"
    PPF = "PPF"
    EPF = "EPF"
    BOND = "BOND"


class Payout(StrEnum):
    """How often interest (or a coupon) is paid out; NONE keeps it inside until maturity."""

    NONE = "NONE"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    SEMI_ANNUALLY = "SEMI_ANNUALLY"
    ANNUALLY = "ANNUALLY"


_SPOKEN = {
    DepositKind.RECURRING_DEPOSIT: "recurring deposit",
    DepositKind.PPF: "PPF",
    DepositKind.EPF: "EPF",
}
PROVIDENT_FUNDS = (DepositKind.PPF, DepositKind.EPF)
USUAL_INSTALMENTS = {
    DepositKind.RECURRING_DEPOSIT: Payout.MONTHLY,
    DepositKind.PPF: Payout.ANNUALLY,
    DepositKind.EPF: Payout.MONTHLY,
}
MONTHS_BETWEEN = {Payout.MONTHLY: 1, Payout.QUARTERLY: 3, Payout.SEMI_ANNUALLY: 6, Payout.ANNUALLY: 12}


@dataclass(frozen=True, slots=True)
class Deposit:
    """The terms of one deposit. ``amount``: principal (fixed deposit), instalment (recurring deposit, PPF, EPF) or face value (bond).

    ``instalments``: how often one is paid, NONE once at the start; the usual of its kind where None (a recurring deposit and an EPF by
    months, a PPF by years). ``rate`` is a fraction a year (0.07, above −1) from the start on, ``rate_changes`` what followed it.
    ``compounding`` serves fixed and recurring deposits and bonds without coupons (NONE there is simple interest); a PPF and an EPF always
    compound on 31 March. ``payout`` serves fixed deposits and bonds.

    - Fixed deposit, payout NONE: P(1 + r/m)^k·(1 + r·days/365), k completed periods by the calendar, m a year, and the days after them.
    - Fixed deposit that pays out: P·r/f on every full period counted from the start, and for the broken period before maturity
      a stub P·r·days/365 paid with the principal.
    - Recurring deposit: an instalment at the start and on each monthly anniversary before maturity, each growing by
      (1 + r/m)^(m·months/12), where a month counts as a twelfth of a year whatever its length.
    - PPF: instalments from the start on, before maturity, up to the limit of each financial year (what is above goes back on its day);
      each month r/12 on the lowest balance from the close of the 5th to the month's end, added on 31 March.
    - EPF: each month r/12 on the balance at the month's beginning, added on 31 March.
    - Bond: bought at face value at the start, coupons P·r/f on the dates counted back from maturity; a broken first period pays
      P·r·days/365. With payout NONE the interest is kept and compounds as a fixed deposit's.

    Where the rate changes within a period, r is its mean over the period's days. ``closed_on``: the day of an early closing, settled as if
    the deposit had run until then at ``closed_rate`` (the card rate of the time held; its own where None) less ``penalty``.
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
    rate_changes: tuple[RateChange, ...] = ()
    closed_on: date | None = None
    closed_rate: float | None = None
    penalty: float = 0.0
    instalments: Payout | None = None

    def __post_init__(self) -> None:
        for field, words in _faults(self):
            raise InvalidSpecification(f"{self.name}: {words}", field=field)
        if self.instalments is USUAL_INSTALMENTS.get(self.kind, Payout.NONE):
            object.__setattr__(self, "instalments", None)  # the same terms are the same deposit, said or not

    @property
    def end(self) -> date:
        """The day of the last payment: the early closing, or else the maturity."""
        return self.closed_on or self.maturity

    @property
    def rhythm(self) -> Payout:
        """How often an instalment is paid; NONE: once, at the start."""
        return USUAL_INSTALMENTS.get(self.kind, Payout.NONE) if self.instalments is None else self.instalments

    @property
    def dated_rates(self) -> DatedRates:
        """The rate from the start on, as it was agreed."""
        return DatedRates.of(self.start, self.rate, self.rate_changes)


def usual_maturity(kind: DepositKind, start: date) -> date | None:
    """The maturity that a kind has by law, None where it is agreed."""
    return ppf_maturity(start) if kind is DepositKind.PPF else None


def usual_compounding(kind: DepositKind) -> Payout:
    """How often interest is added where nothing else is agreed: a provident fund once a year, all others every quarter."""
    return Payout.ANNUALLY if kind in PROVIDENT_FUNDS else Payout.QUARTERLY


def _faults(deposit: Deposit) -> Iterator[tuple[str, str]]:
    """What contradicts itself: the field and a sentence about it, each found only where those before it are in order."""
    if deposit.maturity <= deposit.start:
        yield "maturity", "the maturity must be after the start. Check the two dates."
    if not (math.isfinite(deposit.amount) and deposit.amount > 0):
        yield "amount", f"the amount must be above 0, not {deposit.amount}."
    yield from _rate_faults(deposit)
    if deposit.payout is not Payout.NONE and deposit.kind in _SPOKEN:
        yield "payout", f"a {_SPOKEN[deposit.kind]} pays only at maturity. Set payout to NONE."
    if deposit.rhythm is not USUAL_INSTALMENTS.get(deposit.kind, Payout.NONE) and deposit.kind not in PROVIDENT_FUNDS:
        yield "instalments", "only a PPF and an EPF are paid into at a rhythm of your own. Leave the instalments empty."
    currency = deposit.currency
    if len(currency) != 3 or not currency.isalpha() or not currency.isupper():
        yield "currency", f"currency must be a three-letter code such as INR, not “{currency}”."
    if _spends_itself(deposit):
        yield "rate", "at this rate and without compounding nothing would be left before maturity. Check the rate."
    yield from _closing_faults(deposit)


def _rate_faults(deposit: Deposit) -> Iterator[tuple[str, str]]:
    changes = deposit.rate_changes
    for field, rate in [("rate", deposit.rate), *(("rate_changes", one.rate) for one in changes)]:
        if not -1 < rate < 1:
            yield field, f"a rate must be a fraction a year above −1 and below 1 (0.07 is 7 %), not {rate}."
    days = [deposit.start, *(one.on for one in changes), deposit.maturity]
    if any(after <= before for before, after in pairwise(days)):
        yield "rate_changes", "changes of the rate must be in order, after the start and before the maturity."


def _closing_faults(deposit: Deposit) -> Iterator[tuple[str, str]]:
    closed_on, card_rate = deposit.closed_on, deposit.closed_rate
    if closed_on is None:
        if card_rate is not None or deposit.penalty:
            yield "closed_on", "a rate or a penalty for an early closing needs the day of the closing."
        return
    if deposit.kind is DepositKind.BOND:
        yield "closed_on", "a bond is sold, not closed. Enter its purchase and its sale as transactions."
    if not deposit.start < closed_on < deposit.maturity:
        yield "closed_on", "the early closing must be after the start and before the maturity."
    if not 0 <= deposit.penalty < 1:
        yield "penalty", f"the penalty must be a fraction from 0 to below 1 (0.01 is 1 point), not {deposit.penalty}."
    if card_rate is not None and not -1 < card_rate - deposit.penalty < 1:
        yield "closed_rate", "the rate paid at the closing must be a fraction above −1 and below 1 (0.065 is 6.5 %)."
    _settled(deposit, closed_on)


def _spends_itself(deposit: Deposit) -> bool:
    """Whether simple interest below 0 takes all of it; compounded, something is always left."""
    if deposit.compounding is not Payout.NONE or not _keeps_interest(deposit):
        return False
    turns = to_days([*(one.on for one in deposit.rate_changes), deposit.maturity])
    return bool((_value_while_running(deposit, turns) <= 0).any())


@dataclass(frozen=True, slots=True, eq=False)
class DepositPayments:
    """What a deposit takes in and pays on its dates, in its own currency; shape (k,) each, amounts ≥ 0, dates increasing.

    ``paid_in``: principal and instalments, and interest at a negative rate where it is not kept inside. ``repaid``: what the end returns.
    ``interest``: interest and coupons paid out, the stub at maturity included; interest that was kept inside comes back in ``repaid``.
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

    def until(self, last: date) -> DepositPayments:
        """Those up to and including a day."""
        kept = self.days <= to_day(last)
        return DepositPayments(self.days[kept], self.paid_in[kept], self.repaid[kept], self.interest[kept])


def deposit_payments(deposit: Deposit, until: date) -> DepositPayments:
    """Every payment of the terms up to and including ``until``."""
    if deposit.closed_on is None or until < deposit.closed_on:
        return _agreed_payments(deposit).until(until)
    return _payments_with_closing(deposit, deposit.closed_on)


def accrued_value(deposit: Deposit, on: Days) -> Floats:
    """The value at the end of each day of ``on``, shape (m,), in the deposit's currency, as if held to maturity.

    0 before the start and from the end on, whose payment has then left; on a payout date the value is without the
    interest just paid. What an early closing costs falls on its own day.
    """
    days = to_days(on)
    running = (days >= to_day(deposit.start)) & (days < to_day(deposit.end))
    return np.where(running, _value_while_running(deposit, days), 0.0)


def _agreed_payments(deposit: Deposit) -> DepositPayments:
    """All payments until the maturity, were the deposit not closed early."""
    instalments, dates = instalment_days(deposit), to_days([deposit.maturity])
    if not _keeps_interest(deposit):
        dates = _payout_periods(deposit).marks[1:]
    days = np.unique(np.concatenate([instalments, dates]))
    paid_in, repaid, interest = np.zeros(days.size), np.zeros(days.size), np.zeros(days.size)
    paid_in[np.searchsorted(days, instalments)] = _amounts_taken(deposit)
    if _keeps_interest(deposit):
        repaid[-1] = _value_while_running(deposit, dates)[0]
    else:
        repaid[-1] = deposit.amount
        interest[1:] = deposit.amount * _payout_periods(deposit).interest
    return DepositPayments(days, paid_in + np.maximum(-interest, 0.0), repaid, np.maximum(interest, 0.0))


def _settled(deposit: Deposit, closed_on: date) -> Deposit:
    """The deposit that an early closing settles by: held to that day, at the card rate or else its own, less the penalty."""
    less, rate, changes = deposit.penalty, deposit.rate, deposit.rate_changes
    if deposit.closed_rate is not None:
        rate, changes = deposit.closed_rate, ()
    return replace(
        deposit,
        rate=rate - less,
        rate_changes=tuple(RateChange(one.on, one.rate - less) for one in changes if one.on < closed_on),
        maturity=closed_on,
        closed_on=None,
        closed_rate=None,
        penalty=0.0,
    )


def _payments_with_closing(deposit: Deposit, closed_on: date) -> DepositPayments:
    """What was paid as agreed before the closing, and on its day the settlement less what was paid too much by then."""
    before = _agreed_payments(deposit).until(closed_on - timedelta(days=1))
    due = float(before.net.sum() - _agreed_payments(_settled(deposit, closed_on)).net.sum())
    most = due if _keeps_interest(deposit) else deposit.amount
    return DepositPayments(
        np.append(before.days, to_day(closed_on)),
        np.append(before.paid_in, max(-due, 0.0)),
        np.append(before.repaid, min(max(due, 0.0), most)),
        np.append(before.interest, max(due - most, 0.0)),
    )


def _keeps_interest(deposit: Deposit) -> bool:
    return deposit.kind in _SPOKEN or deposit.payout is Payout.NONE


def instalment_days(deposit: Deposit) -> Days:
    """The days on which the principal or an instalment is due, were the deposit not closed early."""
    if deposit.rhythm is Payout.NONE:
        return to_days([deposit.start])
    return _anniversaries(deposit, MONTHS_BETWEEN[deposit.rhythm])[:-1]


def _amounts_taken(deposit: Deposit) -> Floats:
    """What was taken of each instalment."""
    days = instalment_days(deposit)
    if deposit.kind is DepositKind.PPF and deposit.currency == "INR":
        return taken_by_ppf(deposit.amount, days)
    return np.full(days.size, deposit.amount)


def _anniversaries(deposit: Deposit, months: int) -> Days:
    """The start and every ``months`` after it, up to the first one on or after maturity."""
    start, maturity = deposit.start, deposit.maturity
    span = (maturity.year - start.year) * 12 + maturity.month - start.month
    turns = np.datetime64(start, "M") + months * np.arange(span // months + 2)
    dates = np.minimum(turns.astype("datetime64[D]") + (start.day - 1), (turns + 1).astype("datetime64[D]") - 1)
    return np.asarray(dates[: np.searchsorted(dates, to_day(maturity)) + 1])


def _months_of(deposit: Deposit, months: int) -> InterestPeriods:
    marks = _anniversaries(deposit, months)
    return InterestPeriods(deposit.dated_rates, marks, np.full(marks.size - 1, months / 12.0))


def _value_while_running(deposit: Deposit, days: Days) -> Floats:
    if deposit.kind is DepositKind.RECURRING_DEPOSIT:
        return _recurring_value(deposit, days)
    if deposit.kind in PROVIDENT_FUNDS:
        return _passbook(deposit).balance(days)
    return _kept_value(deposit, days) if deposit.payout is Payout.NONE else _value_with_payouts(deposit, days)


def _kept_value(deposit: Deposit, days: Days) -> Floats:
    """Principal × the growth of each completed period × simple interest for the days after the last one."""
    if deposit.compounding is Payout.NONE:
        return np.asarray(deposit.amount * (1.0 + deposit.dated_rates.summed(days) / DAYS_PER_YEAR))
    periods = _months_of(deposit, MONTHS_BETWEEN[deposit.compounding])
    grown = np.concatenate(([1.0], np.cumprod(1.0 + periods.interest)))
    completed = periods.completed(days)
    _, earned = periods.elapsed(completed, days)
    return np.asarray(deposit.amount * grown[completed] * (1.0 + earned / DAYS_PER_YEAR))


def _recurring_value(deposit: Deposit, days: Days) -> Floats:
    """Σ over the instalments paid so far of amount × growth over the months each has been in."""
    periods = _months_of(deposit, 1)
    month = periods.running(days)
    elapsed, earned = periods.elapsed(month, days)
    share = elapsed / periods.lengths[month]
    if deposit.compounding is Payout.NONE:
        interest = np.concatenate(([0.0], np.cumsum(periods.interest)))
        so_far = interest[month] + earned / periods.lengths[month] / 12.0
        paid = month + 1
        return np.asarray(deposit.amount * (paid * (1.0 + so_far) - np.cumsum(interest)[month]))
    rate = np.divide(earned, elapsed, out=np.zeros(days.size), where=elapsed > 0)
    growth = _growth(deposit, periods.rates, np.ones(periods.years.size))
    return _instalments_grown(deposit, growth, month) * _growth(deposit, rate, share)


def _growth(deposit: Deposit, rate: Floats, months: Floats) -> Floats:
    """(1 + r/m)^(m·months/12)."""
    times = 12 / MONTHS_BETWEEN[deposit.compounding]
    return np.asarray((1.0 + rate / times) ** (times * months / 12.0))


def _passbook(deposit: Deposit) -> PassBook:
    book = PassBook.of_ppf if deposit.kind is DepositKind.PPF else PassBook.of_epf
    return book(deposit.dated_rates, instalment_days(deposit), _amounts_taken(deposit), deposit.maturity)


def _instalments_grown(deposit: Deposit, growth: Floats, period: NDArray[np.intp]) -> Floats:
    """The balance at the beginning of each asked period, its instalment included; ``growth``: of 1 in every period, shape (k,)."""
    grown = np.concatenate(([1.0], np.cumprod(growth[:-1])))
    return np.asarray((deposit.amount * grown * np.cumsum(1.0 / grown))[period])


def _payout_periods(deposit: Deposit) -> InterestPeriods:
    """Between the start, the payout dates and the maturity: forward from the start for a deposit, back from maturity for a bond."""
    months = MONTHS_BETWEEN[deposit.payout]
    if deposit.kind is DepositKind.BOND:
        back = [deposit.maturity]
        while back[-1] > deposit.start:
            back.append(months_before(deposit.maturity, months * len(back)))
        broken = None if back[-1] == deposit.start else 0
        marks = to_days([deposit.start, *back[-2::-1]])
    else:
        marks = _anniversaries(deposit, months)
        broken = None if marks[-1] == to_day(deposit.maturity) else -1
        marks = np.append(marks[:-1], to_day(deposit.maturity))
    years = np.full(marks.size - 1, months / 12.0)
    if broken is not None:
        years[broken] = float((marks[1:] - marks[:-1])[broken].astype(np.int64)) / DAYS_PER_YEAR
    return InterestPeriods(deposit.dated_rates, marks, years)


def _value_with_payouts(deposit: Deposit, days: Days) -> Floats:
    """Principal or face plus the interest accrued evenly since the last payout."""
    periods = _payout_periods(deposit)
    period = periods.running(days)
    _, earned = periods.elapsed(period, days)
    return np.asarray(deposit.amount * (1.0 + earned / periods.lengths[period] * periods.years[period]))
