"""At what yearly rate did the money grow? External cash flows, their present value and their money-weighted return (XIRR)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import InvalidSpecification
from core.market.levels import Days, Floats, frozen, to_date, to_day, to_days, years_between
from core.market.period import Period
from core.returns.rate_equation import (
    Roots,
    all_log_rates,
    balances,
    nearest_to,
    newton_from,
    newton_log_rates,
    only_log_rate,
)
from core.wording import spoken_date, spoken_rate

SPREADSHEET_GUESS = 0.1
NO_FLOWS = "No money has moved yet, so there is no yearly rate."
EVEN = "No money stayed in for as much as a day, so there is no yearly rate."
ONE_DAY = "All the money moved on one day, so there is no time over which it could have grown."
ONE_SIGN = (
    "All flows, the closing value included, go the same way, so no yearly rate makes them balance: "
    "nothing came back of what was put in, or nothing was put in."
)
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
            days, position = np.unique(days, return_inverse=True)
            amounts = np.bincount(position, weights=amounts, minlength=days.size).astype(np.float64)
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


@dataclass(frozen=True, slots=True)
class MoneyWeightedReturn:
    """XIRR as a fraction a year, or None with ``reason``. ``warning`` names the ``other_roots`` when several rates solve it."""

    rate: float | None
    reason: str | None = None
    other_roots: tuple[float, ...] = ()
    warning: str | None = None


def net_present_value(rate: float, flows: CashFlows, at: np.datetime64 | None = None) -> float:
    """Σ amount·(1 + rate)^(−years), years ACT/365F from ``at`` (default: the first flow); the flows keep their sign.

    Raises InvalidSpecification for a rate of −1 or below.
    """
    if not rate > -1:
        raise InvalidSpecification(f"A rate of {rate} a year leaves nothing to discount with. Give one above −1.")
    if flows.days.size == 0:
        return 0.0
    years = years_between(flows.days, flows.days[0] if at is None else at)
    return float(np.exp(-math.log1p(rate) * years) @ flows.amounts)


def xirr(flows: CashFlows, closing_value: float, closing_on: date) -> MoneyWeightedReturn:
    """The yearly rate at which the flows grow to the closing value (ACT/365F), GIPS's since-inception money-weighted return.

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
    return _chosen(_roots(years, amounts), years, amounts)


def _roots(years: Floats, amounts: Floats) -> Roots:
    only = only_log_rate(years, amounts)
    return all_log_rates(years, amounts) if only is None else Roots((only,))


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


def _preferred(log_rates: tuple[float, ...], years: Floats, amounts: Floats) -> tuple[float, str]:
    if len(log_rates) == 1:
        return log_rates[0], "is the only one"
    near = float(dietz_log_rate(years, amounts))
    if not math.isnan(near):
        return min(log_rates, key=lambda root: abs(root - near)), "is nearest the Dietz return"
    guessed = newton_from(math.log1p(SPREADSHEET_GUESS), years, amounts)
    return min(log_rates, key=lambda root: abs(root - guessed)), "is what a spreadsheet's XIRR finds"


def dietz_log_rate(years: Floats, amounts: Floats) -> Floats:
    """ln(1 + yearly Modified Dietz return): gain over time-weighted capital, annualised. It only picks among several roots.

    ``amounts``: shape (…, n), as the investor receives them, each row with a flow that is not 0; ``years``: (n,) or (…, n),
    ascending. The period is from a row's first flow to its last. A loss of more than the capital cannot be compounded and is
    spread evenly over the years; −∞ where even that leaves nothing. NaN unless the capital is positive.
    """
    moved = amounts != 0
    years = np.broadcast_to(years, amounts.shape)
    start = np.where(moved, years, np.inf).min(axis=-1)
    end = np.where(moved, years, -np.inf).max(axis=-1)
    span, capital_years = end - start, (amounts * (years - end[..., None])).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        yearly = amounts.sum(axis=-1) / capital_years
        total = yearly * span
        spread = np.where(yearly > -1, np.log1p(yearly), -np.inf)
        log_rate = np.where(total > -1, np.log1p(total) / span, spread)
        return np.asarray(np.where(capital_years > 0, log_rate, np.nan))


def xirr_batch(days: ArrayLike | Days, amounts: ArrayLike | Floats) -> NDArray[np.float64]:
    """XIRR of many portfolios at once: shape (m,), NaN where there is none (:func:`xirr` says why).

    ``days``: shape (n,) shared by all rows, or (m, n); any order, repeats allowed. ``amounts``: shape (m, n), positive into the
    portfolio, the closing value as its last flow out (negative), 0 where a row has none. Turning all signs changes nothing, except
    which of several roots is chosen; that choice is :func:`xirr`'s.
    """
    dates, rows = to_days(days), -np.atleast_2d(np.asarray(amounts, dtype=np.float64))
    if dates.shape not in ((rows.shape[1],), rows.shape):
        raise InvalidSpecification(f"Dates of shape {dates.shape} do not fit amounts of shape {rows.shape}.")
    if np.isnat(dates).any() or not np.isfinite(rows).all():
        raise InvalidSpecification("A flow has no date or no amount. Give both, with 0 for no flow.")
    if rows.size == 0:
        return np.full(rows.shape[0], np.nan)
    dates, rows = _in_order(dates, rows)
    rates = _nearest_rates(years_between(dates, dates.min()), rows)
    for row in np.flatnonzero(np.isnan(rates)):
        one = CashFlows(dates if dates.ndim == 1 else dates[row], rows[row])
        moved = one.amounts != 0
        rate = _internal_rate(one.days[moved], one.amounts[moved]).rate
        rates[row] = np.nan if rate is None else rate
    return rates


def _in_order(dates: Days, rows: Floats) -> tuple[Days, Floats]:
    if (np.diff(dates.view(np.int64), axis=-1) >= 0).all():
        return dates, rows
    order = np.argsort(dates, axis=-1, kind="stable")
    if dates.ndim == 1:
        return dates[order], np.ascontiguousarray(rows[:, order])
    return np.take_along_axis(dates, order, axis=1), np.take_along_axis(rows, order, axis=1)


def _nearest_rates(years: Floats, rows: Floats) -> Floats:
    """Rates that are surely the ones to choose; NaN for the rest, which are then looked at one by one."""
    found = newton_log_rates(years, rows)
    with np.errstate(over="ignore"):
        rates = np.expm1(found.log_rates)
    open_ = np.flatnonzero(~found.only & np.isfinite(rates))
    if open_.size:
        own_years = years if years.ndim == 1 else years[open_]
        near = dietz_log_rate(own_years, rows[open_])
        sure = nearest_to(near, found.log_rates[open_], own_years, rows[open_])
        rates[open_[~sure]] = np.nan
    # 1 + rate is held to 1e-16, so far below 0 rounding the rate moves the present value: the single solver weighs that.
    rates[~np.isfinite(rates) | (rates < -0.99)] = np.nan
    return rates
