"""What is in a provident fund (PPF, EPF) on a day? Interest month by month, added on 31 March, on what a financial year may take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.ledger.dated_rates import DatedRates, InterestPeriods
from core.market.levels import Days, Floats, to_day, to_days

MARCH, APRIL = 3, 4
PPF_YEARS = 15  # financial years after that of the opening
PPF_LEAST = 500.0  # rupees a financial year, else the account lapses
# Rupees that a PPF takes in the financial years from the one of 1 April on (PPF Schemes of 1968 and 2019 with their amendments).
_FROM_YEAR = np.array([1986, 2002, 2011, 2014])
_MOST = np.array([60_000.0, 60_000.0, 70_000.0, 100_000.0, 150_000.0])
_DAY_OF_THE_MONTH = 5  # by whose close money must be in a PPF to earn that month's interest


@dataclass(frozen=True, slots=True, eq=False)
class PassBook:
    """``days``, ``amounts``: what was paid in, shape (k,), days increasing. ``counted_until``: by the close of which day money must be in
    to earn the interest of a month, one for each of ``months``."""

    months: InterestPeriods
    counted_until: Days
    days: Days
    amounts: Floats

    @classmethod
    def of_ppf(cls, rates: DatedRates, days: Days, amounts: Floats, maturity: date) -> PassBook:
        """The lowest balance from the close of the 5th to the month's end earns."""
        months = _calendar_months(rates, maturity)
        return cls(months, _firsts(months) + (_DAY_OF_THE_MONTH - 1), days, amounts)

    @classmethod
    def of_epf(cls, rates: DatedRates, days: Days, amounts: Floats, maturity: date) -> PassBook:
        """The running balance at a month's beginning earns: what is paid in within a month does from the next one on."""
        months = _calendar_months(rates, maturity)
        return cls(months, _firsts(months) - 1, days, amounts)

    def paid_in(self, until: Days) -> Floats:
        """All that was paid in up to and including each day, shape (m,)."""
        sums = np.concatenate(([0.0], np.cumsum(self.amounts)))
        return np.asarray(sums[np.searchsorted(self.days, until, side="right")])

    def balance(self, days: Days) -> Floats:
        """What was paid in and earned by the end of each day, shape (m,); that of the running month evenly until its last day."""
        interest = self.months.interest
        added, earned = self._interest(interest)
        month = self.months.running(days)
        elapsed, _ = self.months.elapsed(month, days)
        share = elapsed / np.maximum(self.months.lengths[month] - 1.0, 1.0)
        counted = added[month] + self.paid_in(np.minimum(days, self.counted_until[month]))
        return np.asarray(self.paid_in(days) + earned[month] + counted * interest[month] * share)

    def _interest(self, interest: Floats) -> tuple[Floats, Floats]:
        """By the beginning of each month, the interest that was added to the balance, and all that was earned; shapes (k,).

        ``interest``: of 1 in each month, shape (k,).
        """
        marches = _firsts(self.months).astype("datetime64[M]").astype(np.int64) % 12 == MARCH - 1
        counted = self.paid_in(self.counted_until)
        added, earned = [0.0], [0.0]
        for balance, rate, march in zip(counted.tolist(), interest.tolist(), marches.tolist(), strict=True):
            earned.append(earned[-1] + (balance + added[-1]) * rate)
            added.append(earned[-1] if march else added[-1])
        return np.array(added[:-1]), np.array(earned[:-1])


def ppf_maturity(opened: date) -> date:
    """The day after 15 financial years that follow the one of the opening: opened on 10 Oct 2020, it matures on 1 Apr 2036."""
    return date(int(financial_years(to_days([opened]))[0]) + PPF_YEARS + 1, APRIL, 1)


def taken_by_ppf(amount: float, days: Days) -> Floats:
    """What a PPF takes of equal instalments on increasing days, shape (k,): up to the limit of each financial year, the rest goes back."""
    years = financial_years(days)
    earlier = amount * (np.arange(days.size) - np.searchsorted(years, years))
    return np.clip(ppf_limits(years) - earlier, 0.0, amount)


def ppf_limits(years: NDArray[np.int64]) -> Floats:
    """Rupees that a PPF takes in each financial year, shape (k,)."""
    return np.asarray(_MOST[np.searchsorted(_FROM_YEAR, years, side="right")])


def financial_years(days: Days) -> NDArray[np.int64]:
    """The year in whose April the financial year of each day began, shape (k,)."""
    months = days.astype("datetime64[M]").astype(np.int64)
    return np.asarray((months - (APRIL - 1)) // 12 + 1970)


def _firsts(months: InterestPeriods) -> Days:
    """The first day of each calendar month."""
    return np.asarray(months.marks[:-1].astype("datetime64[M]").astype("datetime64[D]"))


def _calendar_months(rates: DatedRates, maturity: date) -> InterestPeriods:
    """The months of the calendar from the start to the one after the maturity, the first one from the start on."""
    turns = np.arange(rates.since[0].astype("datetime64[M]") + 1, to_day(maturity).astype("datetime64[M]") + 2)
    marks = np.concatenate((rates.since[:1], turns.astype("datetime64[D]")))
    return InterestPeriods(rates, marks, np.full(turns.size, 1 / 12))
