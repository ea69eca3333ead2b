"""What do the terms of a deposit or bond pay, and what are they worth on a day?"""

from __future__ import annotations

import bisect
import calendar
from datetime import date
from itertools import pairwise

from audit.levels import Row

MONTHS = {"MONTHLY": 1, "QUARTERLY": 3, "SEMI_ANNUALLY": 6, "ANNUALLY": 12}
BY_INSTALMENTS = {"RECURRING_DEPOSIT": 1, "PPF": 12}
Payment = tuple[date, float, float, float]
"""(day, paid in, taken out, paid out as income), each amount at least 0."""


def months_after(on: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day where it is shorter."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))


def anniversaries(deposit: Row, months: int) -> list[date]:
    """The start and every so many months after it, up to the first on or after the maturity."""
    days = [deposit["start"]]
    while days[-1] < deposit["maturity"]:
        days.append(months_after(deposit["start"], months * len(days)))
    return days


def keeps_interest(deposit: Row) -> bool:
    """Whether interest stays inside until the maturity."""
    return deposit["kind"] in BY_INSTALMENTS or deposit["payout"] == "NONE"


def growth(deposit: Row, years: float) -> float:
    """Growth of 1 put in."""
    if deposit["compounding"] == "NONE":
        return 1.0 + float(deposit["rate"]) * years
    times = 12 / MONTHS[deposit["compounding"]]
    return float((1.0 + deposit["rate"] / times) ** (times * years))


def interest_spans(deposit: Row) -> list[tuple[date, date, float]]:
    """(from, to, interest): full periods forward from a deposit's start, back from a bond's maturity; one may be broken."""
    months, broken = MONTHS[deposit["payout"]], None
    if deposit["kind"] == "BOND":
        days = [deposit["maturity"]]
        while days[-1] > deposit["start"]:
            days.append(months_after(deposit["maturity"], -months * len(days)))
        broken = 0 if days[-1] != deposit["start"] else None
        days = [deposit["start"], *days[-2::-1]]
    else:
        days = anniversaries(deposit, months)
        broken = len(days) - 2 if days[-1] != deposit["maturity"] else None
        days[-1] = deposit["maturity"]
    full, a_day = deposit["amount"] * deposit["rate"] * months / 12, deposit["amount"] * deposit["rate"] / 365.0
    spans = enumerate(pairwise(days))
    return [(first, end, a_day * (end - first).days if at == broken else full) for at, (first, end) in spans]


def accrued(deposit: Row, day: date) -> float:
    """What the terms are worth at the end of a day from the start to the maturity."""
    amount = deposit["amount"]
    if deposit["kind"] in BY_INSTALMENTS:
        return _instalments_grown(deposit, day)
    if deposit["payout"] == "NONE":
        return float(amount * growth(deposit, (day - deposit["start"]).days / 365.0))
    first, end, interest = next(span for span in reversed(interest_spans(deposit)) if span[0] <= day)
    return float(amount + interest * (day - first).days / (end - first).days)


def _instalments_grown(deposit: Row, day: date) -> float:
    """Every instalment paid so far with its own interest: by months, or for a PPF by years with simple interest within each."""
    amount, rate, marks = deposit["amount"], deposit["rate"], anniversaries(deposit, BY_INSTALMENTS[deposit["kind"]])
    at = min(bisect.bisect_right(marks, day) - 1, len(marks) - 2)
    share = (day - marks[at]).days / (marks[at + 1] - marks[at]).days
    if deposit["kind"] == "PPF":
        return float(sum(amount * (1.0 + rate) ** years for years in range(at + 1)) * (1.0 + rate * share))
    return float(sum(amount * growth(deposit, (at - paid + share) / 12.0) for paid in range(at + 1)))


def payments(deposit: Row, until: date) -> list[Payment]:
    """Every payment up to and including a day."""
    step = BY_INSTALMENTS.get(deposit["kind"])
    instalments = anniversaries(deposit, step)[:-1] if step else [deposit["start"]]
    paid = [(day, float(deposit["amount"]), 0.0, 0.0) for day in instalments]
    if keeps_interest(deposit):
        back = accrued(deposit, deposit["maturity"])
    else:
        back = float(deposit["amount"])
        paid += [(end, 0.0, 0.0, float(interest)) for _, end, interest in interest_spans(deposit)]
    paid.append((deposit["maturity"], 0.0, back, 0.0))
    return [one for one in paid if one[0] <= until]
