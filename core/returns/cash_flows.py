"""At what yearly rate did the money grow? External cash flows and their money-weighted return (XIRR)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats, frozen, to_date, to_day, to_days, years_between
from core.market.period import Period
from core.returns.rate_equation import Roots, balances, log_rates, newton_from
from core.wording import spoken_date, spoken_rate

SPREADSHEET_GUESS = 0.1
_NETTING_ROUNDING = 1e-12  # of a day's gross flow
NO_FLOWS = "No money has moved yet, so there is no yearly rate."
EVEN = "No money stayed in for as much as a day, so there is no yearly rate."
ONE_DAY = "All the money moved on one day, so there is no time over which it could have grown."
TOTAL_LOSS = (
    "Nothing came back of what was put in: all of it is lost, a return of −100\u202f%, "
    "and no yearly rate can tell how fast it was lost."
)
ONE_SIGN = "Money only came back and none was put in, so no yearly rate makes the flows balance."
NO_ROOT = "No yearly rate makes these flows balance."
TOO_HIGH = "The money grew so much in so short a time that the yearly rate is larger than any number can hold."
TOO_LOW = (
    "The money fell so fast that the yearly rate cannot be told from −100\u202f%. Look at the gain in money instead."
)


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Money crossing the portfolio's border on a date: positive into the portfolio, negative out of it."""

    on: date
    amount: float

    def __post_init__(self) -> None:
        if not math.isfinite(self.amount):
            raise InvalidSpecification(f"The flow of {spoken_date(self.on)} has no amount. Give a number.")


@dataclass(frozen=True, slots=True, eq=False)
class CashFlows:
    """External flows by date, ascending, the flows of one date netted; positive into the portfolio.

    ``days``: shape (n,), any order at birth and repeats allowed. ``amounts``: shape (n,), finite. Both may be empty.
    """

    days: Days
    amounts: Floats

    def __post_init__(self) -> None:
        days, amounts = to_days(self.days), np.asarray(self.amounts, dtype=np.float64)
        if days.ndim != 1 or days.shape != amounts.shape:
            raise InvalidSpecification(f"{days.size} dates but {amounts.size} flows. Give one amount per date.")
        if np.isnat(days).any() or not np.isfinite(amounts).all():
            raise InvalidSpecification("A flow has no date or no amount. Give both.")
        if (np.diff(days.view(np.int64)) <= 0).any():
            days, amounts = _netted(days, amounts)
        object.__setattr__(self, "days", frozen(days))
        object.__setattr__(self, "amounts", frozen(amounts))

    @classmethod
    def of(cls, flows: Iterable[CashFlow]) -> CashFlows:
        """From single flows, in any order."""
        listed = list(flows)
        return cls(to_days([flow.on for flow in listed]), np.array([flow.amount for flow in listed], dtype=np.float64))

    def within(self, period: Period) -> CashFlows:
        """The flows inside a period, its first and last day included; empty when there is none."""
        edges = [to_day(period.start), to_day(period.end) + np.timedelta64(1, "D")]
        keep = slice(*np.searchsorted(self.days, edges))
        return CashFlows(self.days[keep], self.amounts[keep])

    @property
    def total_in(self) -> float:
        """Money put in, after netting by date; ≥ 0."""
        return float(self.amounts[self.amounts > 0].sum())

    @property
    def total_out(self) -> float:
        """Money taken out, after netting by date; ≥ 0."""
        return float(-self.amounts[self.amounts < 0].sum())


def _netted(days: Days, amounts: Floats) -> tuple[Days, Floats]:
    """One amount per date. What rounding leaves of a day's money in and out is no flow, or it would open an account of dust."""
    netted_days, position = np.unique(days, return_inverse=True)
    net, gross = (np.bincount(position, each, netted_days.size) for each in (amounts, np.abs(amounts)))
    return netted_days, np.where(np.abs(net) > _NETTING_ROUNDING * gross, net, 0.0)


@dataclass(frozen=True, slots=True)
class MoneyWeightedReturn:
    """XIRR as a fraction a year, or None with ``reason``. ``warning`` names the ``other_roots`` when several rates solve it."""

    rate: float | None
    reason: str | None = None
    other_roots: tuple[float, ...] = ()
    warning: str | None = None


def xirr(flows: CashFlows, closing_value: float, closing_on: date) -> MoneyWeightedReturn:
    """The yearly rate at which the flows grow to the closing value (ACT/365F), GIPS's since-inception money-weighted return.

    Σ a·(1+r)^(−t) = 0, solved in ``rate_equation``, a the amounts as the investor receives them and t the years from the first.
    ``flows``: positive into the portfolio; the closing value is positive too and leaves on ``closing_on``, netted with that day's
    flows. None with a reason when no rate exists. Of several, the one nearest the annualised Modified Dietz return; where that is
    undefined (no capital on average), the one that spreadsheets reach from their guess of 10 %. Either way with a warning.
    Raises InvalidSpecification when a flow is dated after the closing value.
    """
    closing_day = to_day(closing_on)
    if not math.isfinite(closing_value):
        raise InvalidSpecification(f"The value on {spoken_date(closing_on)} is not a number.")
    if flows.days.size and flows.days[-1] > closing_day:
        raise InvalidSpecification(
            f"A flow of {spoken_date(to_date(flows.days[-1]))} lies after the closing value of {spoken_date(closing_on)}. "
            "Leave it out, or value the portfolio later.",
            closing_on=closing_on.isoformat(),
        )
    # The one place where the sign turns: seen from the investor, money put in is paid and the closing value is received.
    received = CashFlows(np.append(flows.days, closing_day), np.append(-flows.amounts, closing_value))
    moved = received.amounts != 0
    if flows.days.size and not moved.any():
        return MoneyWeightedReturn(None, EVEN)
    if moved.any() and received.amounts.max() <= 0 and closing_day > flows.days[0]:
        return MoneyWeightedReturn(None, TOTAL_LOSS)
    return _internal_rate(received.days[moved], received.amounts[moved])


def _internal_rate(days: Days, amounts: Floats) -> MoneyWeightedReturn:
    if days.size < 2:
        return MoneyWeightedReturn(None, ONE_DAY if days.size else NO_FLOWS)
    if amounts.min() >= 0 or amounts.max() <= 0:
        return MoneyWeightedReturn(None, ONE_SIGN)
    return rate_over(years_between(days, days[0]), amounts)


def rate_over(years: Floats, amounts: Floats) -> MoneyWeightedReturn:
    """The yearly rate at which amounts, as the investor receives them, balance, by whatever day count ``years`` were made.

    Shape (n,) both, n ≥ 2: ``years`` from the first amount, increasing; amounts of both signs, none of them 0.
    """
    return _chosen(log_rates(years, amounts), years, amounts)


def _chosen(roots: Roots, years: Floats, amounts: Floats) -> MoneyWeightedReturn:
    """The root to show, if the rate that is its double still makes the flows balance: far below 0 rounding can forbid that."""
    if not roots.log_rates:
        return MoneyWeightedReturn(None, TOO_HIGH if roots.too_high else NO_ROOT)
    first, why = _preferred(roots.log_rates, years, amounts)
    rates = [rate for root in roots.log_rates if (rate := _balancing_rate(root, years, amounts)) is not None]
    rate = _balancing_rate(first, years, amounts)
    if rate is None:
        return MoneyWeightedReturn(None, TOO_LOW)
    others = tuple(other for other in rates if other != rate)
    return MoneyWeightedReturn(rate, None, others, _warning(rate, why, others) if others else None)


def _balancing_rate(log_rate: float, years: Floats, amounts: Floats) -> float | None:
    rate = math.expm1(log_rate)
    return rate if rate > -1 and balances(math.log1p(rate), years, amounts) else None


def _warning(rate: float, why: str, others: tuple[float, ...]) -> str:
    named = ", ".join(spoken_rate(other, 2) for other in others)
    return (
        f"More than one yearly rate solves these flows. {spoken_rate(rate, 2)} is shown because it {why}; {named} would "
        "solve them too. Read it with care."
    )


def _preferred(roots: tuple[float, ...], years: Floats, amounts: Floats) -> tuple[float, str]:
    if len(roots) == 1:
        return roots[0], "is the only one"
    near = _dietz_log_rate(years, amounts)
    if near is not None:
        return min(roots, key=lambda root: abs(root - near)), "is nearest the Dietz return"
    guessed = newton_from(math.log1p(SPREADSHEET_GUESS), years, amounts)
    return min(roots, key=lambda root: abs(root - guessed)), "is what a spreadsheet's XIRR finds"


def _dietz_log_rate(years: Floats, amounts: Floats) -> float | None:
    """ln(1 + yearly Modified Dietz return): gain over time-weighted capital, annualised. It only picks among several roots.

    A loss of more than the capital cannot be compounded and is spread evenly over the years; −∞ where even that leaves nothing.
    None unless the capital is positive.
    """
    span = float(years[-1])
    capital_years = float(amounts @ (years - span))
    if capital_years <= 0:
        return None
    yearly = float(amounts.sum()) / capital_years
    if yearly * span > -1:
        return math.log1p(yearly * span) / span
    return math.log1p(yearly) if yearly > -1 else -math.inf
