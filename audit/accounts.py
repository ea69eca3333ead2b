"""What happened over the range: the same money in a benchmark and in a deposit, and the rates that the flows earned?"""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from audit.deposits import Payment
from audit.holdings import Book
from audit.levels import Rates, Series
from audit.lots import Growth, Lots, as_a_bank

YEAR = 365.0
LARGEST_BLUR = 0.05  # of what was there before: a deal whose costs exceed it counts from the start of its day
ROUNDING = 1e-12  # of all units ever traded: a shortage below it is rounding
Flows = Mapping[date, float]
"""Money into the account (out of it: negative), one amount for each day."""


@dataclass
class Account:
    """``values`` on the dates; ``shortfall``: what it could not pay, first on ``exhausted_on``."""

    values: list[float]
    shortfall: float
    exhausted_on: date | None


@dataclass
class Earned:
    """The return of each day on which something was held, and from when to when something was."""

    returns: dict[date, float]
    stretches: list[tuple[date, date]]


@dataclass
class Window:
    """The portfolio over the range: ``flows`` begin with what was there, unless the range begins with the first flow.

    ``held``: from when to when something was held, inside the range.
    """

    dates: list[date]
    values: list[float]
    invested: list[float]
    flows: dict[date, float]
    time_weighted: float | None
    held: list[tuple[date, date]]

    @property
    def days_held(self) -> int:
        return sum((end - start).days for start, end in self.held)

    def grown(self, level: Callable[[date], float]) -> float | None:
        """The growth of a level while something was held; None where nothing was."""
        if not self.held:
            return None
        return math.prod(level(end) / level(start) for start, end in self.held) - 1.0


def day_by_day(book: Book, dates: Sequence[date]) -> dict[str, list[float]]:
    """Each holding's value at the end of each date."""
    return {label: [one.value(day) for day in dates] for label, one in book.holdings.items()}


def summed(payments: Sequence[Payment]) -> dict[date, list[float]]:
    """(paid in, taken out, paid out) by day."""
    found: dict[date, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for day, *amounts in payments:
        found[day] = [before + amount for before, amount in zip(found[day], amounts, strict=True)]
    return dict(found)


def daily_returns(
    dates: Sequence[date],
    values: Sequence[float],
    money: Mapping[date, Sequence[float]],
    dealt: Mapping[date, tuple[float, float]],
) -> Earned:
    """Of the days on which something was held: (value − dealt + net outflow) / (value before + net inflow) − 1.

    What was dealt at the day's own price is in neither net; it came at the day's end. On a day that began with nothing: (value + all
    that left) / all that came − 1. No returns, only stretches, where on some day there was less than nothing: debt larger than all that
    was held.
    """
    found: dict[date, float] = {}
    stretches: list[tuple[date, date]] = []
    before, begun, in_debt = 0.0, False, False
    for day, value in zip(dates, values, strict=True):
        came, sold, paid_out = money.get(day, (0.0, 0.0, 0.0))
        begun = begun or value > 0 or came > 0
        if not begun:
            continue
        at_close, beyond = dealt.get(day, (0.0, 0.0))
        at_close = 0.0 if abs(beyond) > LARGEST_BLUR * abs(before) else at_close
        net = came - sold - paid_out - at_close
        base, result = before + max(net, 0.0), value - at_close + max(-net, 0.0)
        result = max(result, 0.0) if value >= 0 else result
        if not before:
            base, result = came, value + sold + paid_out
        in_debt = in_debt or base < 0 or result < 0
        if before or (came > 0 and result):
            stretches = [*stretches[:-1], (stretches[-1][0], day)] if before and stretches else [*stretches, (day, day)]
            found[day] = result / base - 1.0 if base else 0.0
        before = value
    return Earned({} if in_debt else found, stretches)


def window(book: Book, dates: Sequence[date], values: Sequence[float], start: date, end: date) -> Window:
    """The range cut out of the whole."""
    money = summed(book.external)
    begins = start == min(money)
    shown = sorted({start, end} | {day for day in dates if start < day < end})
    worth = [values[bisect.bisect_right(dates, day) - 1] for day in shown]
    inside = {day: amounts for day, amounts in money.items() if start < day <= end or (begins and day == start)}
    opening = 0.0 if begins else worth[0]
    flows = {start: opening} if opening else {}
    for day in sorted(inside):
        came, sold, paid_out = inside[day]
        flows[day] = flows.get(day, 0.0) + came - sold - paid_out
    invested, running = [], opening
    for day in shown:
        came, sold, _ = inside.get(day, (0.0, 0.0, 0.0))
        running += came - sold
        invested.append(max(running, 0.0))
    earned = daily_returns(dates, values, money, book.dealt)
    cut = [(max(first, start), min(last, end)) for first, last in earned.stretches]
    held = [(first, last) for first, last in cut if first < last or first == last == start == end]
    return Window(shown, worth, invested, flows, _linked(earned.returns, start, end), held)


def _linked(returns: Mapping[date, float], start: date, end: date) -> float | None:
    if not returns:
        return None
    whole = min(returns) >= start
    inside = [one for day, one in returns.items() if day <= end and (day > start or whole)]
    return math.prod(1.0 + one for one in inside) - 1.0 if inside or start == end else None


def in_currency(series: Series, rates: Rates, currency: str) -> Callable[[date], float]:
    """The benchmark's level of a day in the portfolio's currency."""
    return lambda day: series.on(day) * rates.on(series.currency, currency, day)


def same_money(flows: Flows, dates: Sequence[date], level: Callable[[date], float]) -> Account:
    """Units bought with every payment in and sold for every payment out, at the level of its own day, as long as there are any."""
    traded = sum(abs(amount) / level(day) for day, amount in flows.items())
    units, shortfall, exhausted_on = 0.0, 0.0, None
    values, waiting = [], sorted(flows.items())
    for date_ in dates:
        while waiting and waiting[0][0] <= date_:
            day, amount = waiting.pop(0)
            units += amount / level(day)
            if units < 0:
                if -units > ROUNDING * traded:
                    shortfall -= units * level(day)
                    exhausted_on = exhausted_on or day
                units = 0.0
            units = 0.0 if units <= ROUNDING * traded else units
        values.append(units * level(date_) if units else 0.0)
    return Account(values, shortfall, exhausted_on)


def in_a_deposit(flows: Flows, dates: Sequence[date], stated: Mapping[str, Any]) -> Account:
    """The same, each payment growing from its own day: at a yearly rate compounded by the day, or as a bank adds interest."""
    rate, first = stated["rate"] * (1.0 - stated["tax"]), min(flows, default=dates[0])
    if stated["quotation"] == "bank":
        return in_lots(flows, dates, as_a_bank(rate))
    return same_money(flows, dates, lambda day: (1.0 + rate) ** ((day - first).days / YEAR))


def in_lots(flows: Flows, dates: Sequence[date], growth: Growth) -> Account:
    """Every payment in by itself; what is taken out is of the oldest, as long as there is any."""
    lots, found, waiting = Lots(growth), Account([], 0.0, None), sorted(flows.items())
    blur = ROUNDING * sum(abs(amount) for amount in flows.values())
    for date_ in dates:
        while waiting and waiting[0][0] <= date_:
            day, amount = waiting.pop(0)
            if amount >= 0:
                lots.put_in(day, amount)
                continue
            missing = -amount - lots.worth(day)
            lots.take_out(day, math.inf if missing > -blur else -amount)
            if missing > blur:
                found.shortfall += missing
                found.exhausted_on = found.exhausted_on or day
        found.values.append(lots.worth(date_))
    return found


def annualised(total: float | None, days: int) -> float | None:
    """Only from one year on."""
    if total is None:
        return None
    return max(0.0, 1.0 + total) ** (YEAR / days) - 1.0 if days >= YEAR else None


def imbalance(log_rate: float, flows: Flows, closing: float, on: date) -> float:
    """What is left over when the flows grow to the last day at a rate, as a share of all that then is there."""
    grown = [amount * math.exp(min(700.0, log_rate * (on - day).days / YEAR)) for day, amount in flows.items()]
    return (sum(grown) - closing) / (sum(map(abs, grown)) + abs(closing))


def money_weighted(flows: Flows, closing: float, on: date, near: float | None) -> float | None:
    """The yearly rate at which the flows grow to the closing value: the solution nearest to ``near``, by halving around it.

    Several rates may solve the same flows; the conventions say which one is shown. None where no rate can.
    """
    received = {**{day: -amount for day, amount in flows.items() if amount}}
    received[on] = received.get(on, 0.0) + closing
    amounts = [amount for amount in received.values() if amount]
    if len(amounts) < 2 or min(amounts) >= 0 or max(amounts) <= 0:
        return None
    centre = math.log1p(0.1 if near is None else near)
    for width in (10.0**power for power in range(-9, 2)):
        low, high = centre - width, centre + width
        if imbalance(low, flows, closing, on) * imbalance(high, flows, closing, on) <= 0:
            return math.expm1(_halved(low, high, flows, closing, on))
    return None


def _halved(low: float, high: float, flows: Flows, closing: float, on: date) -> float:
    below = imbalance(low, flows, closing, on)
    for _ in range(100):
        middle = (low + high) / 2.0
        if imbalance(middle, flows, closing, on) * below > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0
