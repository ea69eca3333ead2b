"""Which money went into and out of the investments, when, in the portfolio's own currency?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InvalidSpecification
from core.ledger.transaction import PAYOUTS, Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, frozen, to_days
from core.returns.cash_flows import CashFlows


@dataclass(frozen=True, slots=True, eq=False)
class MoneyFlows:
    """Dated money in base currency, shape (k,) each, amounts ≥ 0; dates ascending, repeats allowed.

    ``paid_in``: purchases, deposits, costs. ``taken_out``: sales, withdrawals, repayments. ``paid_out``: dividends, coupons and
    interest, which leave the portfolio but do not reduce the invested amount.
    """

    days: Days
    paid_in: Floats
    taken_out: Floats
    paid_out: Floats

    def __post_init__(self) -> None:
        days = to_days(self.days)
        order = np.argsort(days, kind="stable")
        object.__setattr__(self, "days", frozen(days[order]))
        for field in ("paid_in", "taken_out", "paid_out"):
            amounts = np.asarray(getattr(self, field), dtype=np.float64)
            if amounts.shape != days.shape or not (np.isfinite(amounts) & (amounts >= 0)).all():
                raise InvalidSpecification(f"{field} needs one amount of at least 0 for each of {days.size} dates.")
            object.__setattr__(self, field, frozen(amounts[order]))

    @classmethod
    def summed(cls, several: Iterable[MoneyFlows]) -> MoneyFlows:
        """All the flows of several instruments."""
        listed = list(several)
        if not listed:
            return NO_MONEY
        return cls(
            np.concatenate([one.days for one in listed]),
            np.concatenate([one.paid_in for one in listed]),
            np.concatenate([one.taken_out for one in listed]),
            np.concatenate([one.paid_out for one in listed]),
        )

    @property
    def net(self) -> CashFlows:
        """External flows, positive into the portfolio, netted by date."""
        return CashFlows(self.days, self.paid_in - self.taken_out - self.paid_out)

    @property
    def invested(self) -> float:
        """Money put in minus money taken out by sales and withdrawals, at least 0."""
        return max(0.0, float(self.paid_in.sum() - self.taken_out.sum()))

    @property
    def total_out(self) -> float:
        """All that came back: sales, withdrawals and payouts."""
        return float(self.taken_out.sum() + self.paid_out.sum())

    def upto(self, day: np.datetime64) -> MoneyFlows:
        """The flows on or before a date."""
        end = int(np.searchsorted(self.days, day, side="right"))
        return MoneyFlows(self.days[:end], self.paid_in[:end], self.taken_out[:end], self.paid_out[:end])

    def after(self, day: np.datetime64) -> MoneyFlows:
        """The flows after a date."""
        first = int(np.searchsorted(self.days, day, side="right"))
        return MoneyFlows(self.days[first:], self.paid_in[first:], self.taken_out[first:], self.paid_out[first:])

    def per_date(self, dates: Days) -> tuple[Floats, Floats, Floats]:
        """Sums of (paid in, taken out, paid out) on each of ``dates``, which must hold every date of the flows; shape (n,) each."""
        at = np.searchsorted(dates, self.days)
        paid_in, taken_out, paid_out = (
            np.bincount(at, amounts, dates.size).astype(np.float64)
            for amounts in (self.paid_in, self.taken_out, self.paid_out)
        )
        return paid_in, taken_out, paid_out


NO_MONEY = MoneyFlows(to_days([]), np.zeros(0), np.zeros(0), np.zeros(0))


def row_rates(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> Floats:
    """Units of ``base`` per unit of each row's currency on its day, shape (k,); the rate that a row states itself wins.

    Raises MissingExchangeRateError or MissingLevelsError where no rate is known.
    """
    found = np.array(
        [1.0 if row.currency == base else (row.fx_rate or np.nan) for row in rows],
        dtype=np.float64,
    )
    for currency in {row.currency for row, rate in zip(rows, found, strict=True) if np.isnan(rate)}:
        asked = np.array([row.currency == currency for row in rows]) & np.isnan(found)
        days = to_days([row.on for row, wanted in zip(rows, asked, strict=True) if wanted])
        found[asked] = rates.rate(currency, base, days)
    return found


def external_flows(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> MoneyFlows:
    """What each row means for a portfolio without a cash account, in base currency (see ``Transaction.external_amount``)."""
    if not rows:
        return NO_MONEY
    amounts = np.array([row.external_amount for row in rows]) * row_rates(rows, base, rates)
    pays = np.array([row.kind in PAYOUTS for row in rows])
    out = np.maximum(-amounts, 0.0)
    return MoneyFlows(
        to_days([row.on for row in rows]),
        np.maximum(amounts, 0.0),
        np.where(pays, 0.0, out),
        np.where(pays, out, 0.0),
    )
