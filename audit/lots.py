"""What is an account worth whose payments each grow from their own day, and of which the oldest leave first?"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date

YEAR = 365.0
Growth = Callable[[date, date], float]
"""What 1 put in on the first day is worth on the second one."""


class Lots:
    """Payments in, the oldest first; ``growth``: how each of them grows."""

    def __init__(self, growth: Growth) -> None:
        self.growth = growth
        self.running: list[tuple[date, float]] = []

    def worth(self, day: date) -> float:
        """All of them on a day."""
        return sum(amount * self.growth(since, day) for since, amount in self.running)

    def put_in(self, day: date, amount: float) -> None:
        """A payment of its own."""
        if amount:
            self.running.append((day, amount))

    def take_out(self, day: date, value: float) -> None:
        """The oldest ones with what they earned, until the value is reached."""
        while self.running and value > 0:
            since, amount = self.running[0]
            worth = amount * self.growth(since, day)
            if worth > value:
                self.running[0] = since, amount * (1.0 - value / worth)
                return
            self.running.pop(0)
            value -= worth

    def bring_to(self, day: date, value: float) -> None:
        """More of it, or less."""
        more = value - self.worth(day)
        if more > 0:
            self.put_in(day, more)
        else:
            self.take_out(day, -more)


def simply(rate: float) -> Growth:
    """Interest that is not added to what earns it."""
    return lambda since, day: 1.0 + rate * (day - since).days / YEAR


def as_a_bank(rate: float) -> Growth:
    """Interest added every three months from the day of the payment, simple interest for the days after that."""

    def grown(since: date, day: date) -> float:
        quarters = max(0, (12 * (day.year - since.year) + day.month - since.month) // 3)
        while quarters and _months_on(since, 3 * quarters) > day:
            quarters -= 1
        rest = (day - _months_on(since, 3 * quarters)).days / YEAR
        return float((1.0 + rate / 4.0) ** quarters * (1.0 + rate * rest))

    return grown


def _months_on(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
