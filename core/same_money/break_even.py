"""How well would something else have had to do to match the portfolio? The yearly rate, or index return, that ends level."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats, LevelSeries, to_date, to_day, to_days, years_between
from core.market.period import Period
from core.returns.cash_flows import CashFlows
from core.returns.series import annualised
from core.same_money.account import units_held
from core.wording import spoken_date

NO_MONEY = "No money has been put in, so there is nothing to match."
NO_TIME = "All the money moved on the closing day, so no rate has had time to work."
LOST_MORE = "The portfolio has lost so much that even an account that loses nearly everything ends with more."
OUT_OF_REACH = "The portfolio has grown so fast that no yearly rate that can be written down matches it."
LARGEST_GROWTH = 600.0  # as a logarithm; e^600 still leaves room for any amount of money
SMALLEST_LOG_RATE = -36.0  # −100 % to the last bit of a double
CLOSING_ROUNDING = 1e-15


@dataclass(frozen=True, slots=True)
class BreakEvenRate:
    """The fixed yearly rate at which a deposit fed with the same flows ends with the portfolio's value.

    ``rate``: a fraction a year (ACT/365, compounded), None with ``reason``. ``exhausted_on``, ``shortfall``: even at this rate the deposit
    could not have paid a withdrawal; it was emptied then, and so much is missing from what it paid. Without them the rate
    equals the XIRR.
    """

    rate: float | None
    reason: str | None = None
    exhausted_on: date | None = None
    shortfall: float = 0.0


@dataclass(frozen=True, slots=True)
class BreakEvenIndex:
    """What an index would have had to return, with its own ups and downs, for the same money in it to end level.

    ``extra``: more (or less) growth a year than it had, as a factor minus 1, spread evenly over time (the PME literature's direct
    alpha). ``actual_total``, ``required_total``: over ``period``, from the first flow to the close; the ``_yearly`` ones are None for
    less than a year.
    """

    period: Period | None
    extra: float | None
    actual_total: float | None = None
    required_total: float | None = None
    actual_yearly: float | None = None
    required_yearly: float | None = None
    reason: str | None = None
    exhausted_on: date | None = None
    shortfall: float = 0.0


@dataclass(frozen=True, slots=True)
class _Solution:
    log_rate: float | None
    reason: str | None = None
    exhausted_on: date | None = None
    shortfall: float = 0.0


def break_even_rate(flows: CashFlows, closing_value: float, closing_on: date) -> BreakEvenRate:
    """The rate at which the same money in a deposit would have been worth ``closing_value`` on ``closing_on``.

    ``flows``: positive into the portfolio. The deposit never goes short: a withdrawal larger than its balance empties it. Where every
    rate up to some point ends level (all emptied, nothing left), that point is the answer: there it pays out the same too. Raises
    InvalidSpecification for a flow after the close or a value below 0.
    """
    _check(flows, closing_value, closing_on)
    found = _solve(flows, np.ones(flows.days.size), closing_value, closing_on)
    rate = None if found.log_rate is None else math.expm1(found.log_rate)
    return BreakEvenRate(rate, found.reason, found.exhausted_on, found.shortfall)


def break_even_index(flows: CashFlows, closing_value: float, closing_on: date, index: LevelSeries) -> BreakEvenIndex:
    """The return that ``index`` (in the flows' currency) would have needed from the first flow to the close.

    Its path is tilted by a constant rate until the same money in it ends with ``closing_value``. Raises MissingLevelsError where the
    index has no level near a flow or the close, InvalidSpecification as :func:`break_even_rate` does.
    """
    _check(flows, closing_value, closing_on)
    if not flows.days.size:
        return BreakEvenIndex(None, None, reason=NO_MONEY)
    close = index.level_on(closing_on)
    growth = close / index.known(flows.days).levels
    found = _solve(flows, growth, closing_value, closing_on)
    period = Period(to_date(flows.days[0]), closing_on)
    actual = float(growth[0]) - 1.0
    if found.log_rate is None:
        return BreakEvenIndex(period, None, actual, None, annualised(actual, period.days), reason=found.reason)
    required = (1.0 + actual) * math.exp(found.log_rate * period.years) - 1.0
    return BreakEvenIndex(
        period,
        math.expm1(found.log_rate),
        actual,
        required,
        annualised(actual, period.days),
        annualised(required, period.days),
        exhausted_on=found.exhausted_on,
        shortfall=found.shortfall,
    )


def _check(flows: CashFlows, closing_value: float, closing_on: date) -> None:
    if not math.isfinite(closing_value) or closing_value < 0:
        raise InvalidSpecification(f"The value on {spoken_date(closing_on)} must be a number of at least 0.")
    if flows.days.size and flows.days[-1] > to_day(closing_on):
        raise InvalidSpecification(
            f"A flow of {spoken_date(to_date(flows.days[-1]))} lies after the close of {spoken_date(closing_on)}. "
            "Leave it out, or value the portfolio later."
        )


def _solve(flows: CashFlows, growth: Floats, closing_value: float, closing_on: date) -> _Solution:
    """The largest log rate x at which flows that grow by ``growth``·e^(x·years left) end with no more than the closing value.

    The account's value rises with x (more growth never leaves less), without jumps, so that this end is level with the value.
    """
    if flows.total_in == 0:
        return _Solution(None, NO_MONEY)
    years = -years_between(flows.days, to_days([closing_on])[0])
    if years[int(np.argmax(flows.amounts > 0))] == 0:
        return _Solution(None, NO_TIME)

    def closing(log_rate: float) -> float:
        return _account(flows.amounts, growth, years, log_rate)[0]

    limit = closing_value * (1.0 + CLOSING_ROUNDING)
    ceiling = LARGEST_GROWTH / float(years[0])
    if closing(SMALLEST_LOG_RATE) > limit:
        return _Solution(None, LOST_MORE)
    high = _bracket(closing, limit, ceiling)
    if high is None:
        return _Solution(None, OUT_OF_REACH)
    log_rate = _last_not_above(closing, limit, SMALLEST_LOG_RATE, high)
    _, unpaid = _account(flows.amounts, growth, years, log_rate)
    short = unpaid > 0
    emptied = to_date(flows.days[int(np.argmax(short))]) if short.any() else None
    return _Solution(log_rate, None, emptied, float(unpaid.sum()))


def _account(amounts: Floats, growth: Floats, years: Floats, log_rate: float) -> tuple[float, Floats]:
    """Closing value, and what each withdrawal could not be paid, shape (n,), of an account that grows at one rate throughout."""
    levels = 1.0 / (growth * np.exp(np.maximum(log_rate * years, -LARGEST_GROWTH)))
    units, missing = units_held(amounts, levels)
    unpaid = np.zeros(amounts.size) if missing is None else missing * levels
    return float(units[-1]), unpaid


def _bracket(closing: Callable[[float], float], limit: float, ceiling: float) -> float | None:
    """A log rate at which the account ends above the limit; None when there is none below the ceiling."""
    high = min(0.125, ceiling)
    while closing(high) <= limit:
        if high >= ceiling:
            return None
        high = min(2.0 * high, ceiling)
    return high


def _last_not_above(closing: Callable[[float], float], limit: float, low: float, high: float) -> float:
    """The largest double in [low, high) at which the account ends at or below the limit, by bisection."""
    while low < (middle := (low + high) / 2.0) < high:
        if closing(middle) <= limit:
            low = middle
        else:
            high = middle
    return low
