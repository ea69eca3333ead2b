"""Which money went into and out of the investments, when, in the portfolio's own currency?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.errors import InvalidSpecification
from core.ledger.transaction import PAYOUTS, Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Days, Floats, frozen, to_days
from core.returns.cash_flows import CashFlows

AMOUNTS = ("paid_in", "taken_out", "paid_out", "dealt", "beyond")
NOTHING: Floats = np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class MoneyFlows:
    """Dated money in base currency, shape (k,) each, amounts ≥ 0; dates ascending, repeats allowed.

    ``paid_in``: purchases, deposits, costs. ``taken_out``: sales, withdrawals, repayments. ``paid_out``: dividends, coupons and
    interest, which leave the portfolio but do not reduce the invested amount. ``dealt``: the part of ``paid_in`` that bought at the
    price of its own day, 0 unless given; ``beyond``: what of that was paid beyond the worth of the units at that price (costs and
    rounding, either sign).
    """

    days: Days
    paid_in: Floats
    taken_out: Floats
    paid_out: Floats
    dealt: Floats = field(default_factory=lambda: NOTHING)
    beyond: Floats = field(default_factory=lambda: NOTHING)

    def __post_init__(self) -> None:
        days = to_days(self.days)
        ascending = bool((days[1:] >= days[:-1]).all())
        order = slice(None) if ascending else np.argsort(days, kind="stable")
        object.__setattr__(self, "days", frozen(days[order]))
        for name in AMOUNTS:
            amounts = np.asarray(getattr(self, name), dtype=np.float64)
            if not amounts.size and name in ("dealt", "beyond"):
                amounts = np.zeros(days.size)
            usable = np.isfinite(amounts) & ((amounts >= 0) | (name == "beyond"))
            if amounts.shape != days.shape or not usable.all():
                raise InvalidSpecification(f"{name} needs one amount of at least 0 for each of {days.size} dates.")
            object.__setattr__(self, name, frozen(amounts[order]))

    @classmethod
    def summed(cls, several: Iterable[MoneyFlows]) -> MoneyFlows:
        """All the flows of several instruments."""
        listed = list(several)
        if not listed:
            return NO_MONEY
        return cls(*(np.concatenate([getattr(one, name) for one in listed]) for name in ("days", *AMOUNTS)))

    def times(self, factors: Floats | float) -> MoneyFlows:
        """Every amount times a factor of at least 0: one for all, or one for each date, shape (k,)."""
        return MoneyFlows(self.days, *(getattr(self, name) * factors for name in AMOUNTS))

    @property
    def net(self) -> CashFlows:
        """External flows, positive into the portfolio, netted by date."""
        return CashFlows(self.days, self.paid_in - self.taken_out - self.paid_out)

    @property
    def moved(self) -> Days:
        """The dates on which some money moved, repeats allowed."""
        return np.asarray(self.days[(self.paid_in + self.taken_out + self.paid_out) > 0])

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
        return self._at(slice(0, int(np.searchsorted(self.days, day, side="right"))))

    def after(self, day: np.datetime64) -> MoneyFlows:
        """The flows after a date."""
        return self._at(slice(int(np.searchsorted(self.days, day, side="right")), None))

    def _at(self, keep: slice) -> MoneyFlows:
        return MoneyFlows(self.days[keep], *(getattr(self, name)[keep] for name in AMOUNTS))

    def per_date(self, dates: Days) -> tuple[Floats, Floats, Floats]:
        """Sums of (paid in, taken out, paid out) on each of ``dates``, which must hold every date of the flows; shape (n,) each."""
        paid_in, taken_out, paid_out = self._sums((self.paid_in, self.taken_out, self.paid_out), dates)
        return paid_in, taken_out, paid_out

    def dealt_per_date(self, dates: Days) -> tuple[Floats, Floats]:
        """Sums of (dealt, beyond) on each of ``dates``, as :meth:`per_date`."""
        dealt, beyond = self._sums((self.dealt, self.beyond), dates)
        return dealt, beyond

    def _sums(self, several: Iterable[Floats], dates: Days) -> Iterator[Floats]:
        at = np.searchsorted(dates, self.days)
        return (np.bincount(at, amounts, dates.size).astype(np.float64) for amounts in several)


NO_MONEY = MoneyFlows(to_days([]), np.zeros(0), np.zeros(0), np.zeros(0))


def row_rates(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> Floats:
    """Units of ``base`` per unit of each row's currency on its day, shape (k,); the rate that a row states itself wins.

    Raises MissingExchangeRateError or MissingLevelsError where no rate is known.
    """
    found = np.array(
        [1.0 if row.currency == base else (row.fx_rate or np.nan) for row in rows],
        dtype=np.float64,
    )
    unknown = np.flatnonzero(np.isnan(found)).tolist()
    for currency in {rows[at].currency for at in unknown}:
        asked = [at for at in unknown if rows[at].currency == currency]
        found[asked] = rates.rate(currency, base, to_days([rows[at].on for at in asked]))
    return found


def external_flows(rows: Sequence[Transaction], base: str, rates: ExchangeRates) -> MoneyFlows:
    """What each row means for a portfolio without a cash account, in base currency (see ``Transaction.external_amount``)."""
    return flows_at(rows, row_rates(rows, base, rates))


def flows_at(rows: Sequence[Transaction], known: Floats) -> MoneyFlows:
    """The same at ``known`` rates, one for each row."""
    if not rows:
        return NO_MONEY
    amounts = np.array([row.external_amount for row in rows]) * known
    pays = np.array([row.kind in PAYOUTS for row in rows])
    out = np.maximum(-amounts, 0.0)
    return MoneyFlows(
        to_days([row.on for row in rows]),
        np.maximum(amounts, 0.0),
        np.where(pays, 0.0, out),
        np.where(pays, out, 0.0),
    )
