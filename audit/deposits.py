"""What do the terms of a deposit or bond pay, and what are they worth on a day?"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from audit.levels import Row, table

MONTHS = {"MONTHLY": 1, "QUARTERLY": 3, "SEMI_ANNUALLY": 6, "ANNUALLY": 12}
BY_INSTALMENTS = {"RECURRING_DEPOSIT": 1, "PPF": 12, "EPF": 1}
PROVIDENT_FUNDS = ("PPF", "EPF")
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


def read_deposits(path: Path) -> list[Row]:
    """The deposits of a file, each with its ``rates``: (from which day, the yearly rate)."""
    rows = table(path, "amount rate closed_rate penalty")
    for row in rows:
        changes = [one.split() for one in row["rate_changes"].split(";") if one.strip()]
        row["rates"] = [(row["start"], row["rate"]), *((date.fromisoformat(on), float(rate)) for on, rate in changes)]
    return rows


def instalments(deposit: Row) -> list[tuple[date, float]]:
    """(day, rupees) of the principal or of each instalment; what a financial year of a PPF has no room for goes back at once."""
    step = BY_INSTALMENTS.get(deposit["kind"])
    if deposit.get("instalments"):
        step = MONTHS.get(deposit["instalments"])
    days = anniversaries(deposit, step)[:-1] if step else [deposit["start"]]
    if deposit["kind"] != "PPF" or deposit["currency"] != "INR":
        return [(on, float(deposit["amount"])) for on in days]
    room: dict[int, float] = {}
    taken = []
    for on in days:
        year = on.year if on.month >= 4 else on.year - 1
        left = room.get(
            year, 150_000.0 if year >= 2014 else 100_000.0 if year >= 2011 else 70_000.0 if year >= 2002 else 60_000.0
        )
        taken.append((on, min(float(deposit["amount"]), left)))
        room[year] = left - taken[-1][1]
    return taken


def rate_days(deposit: Row, first: date, end: date) -> float:
    """The rate of each day from one to another, added up: 365 times what 1 earned without compounding."""
    turns = [on for on, _ in deposit["rates"][1:]] + [date.max]
    spans = [
        rate * max(0, (min(end, until) - max(first, since)).days)
        for (since, rate), until in zip(deposit["rates"], turns, strict=True)
    ]
    return float(sum(spans))


def mean_rate(deposit: Row, first: date, end: date) -> float:
    """The yearly rate between two days."""
    return rate_days(deposit, first, end) / (end - first).days if end > first else 0.0


def growth(deposit: Row, rate: float, months: float) -> float:
    """Growth of 1 over months (a month being a twelfth of a year) at a rate that is compounded."""
    times = 12 / MONTHS[deposit["compounding"]]
    return float((1.0 + rate / times) ** (times * months / 12.0))


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
    interest = []
    for at, (first, end) in enumerate(pairwise(days)):
        years = (end - first).days / 365.0 if at == broken else months / 12
        interest.append((first, end, float(deposit["amount"] * mean_rate(deposit, first, end) * years)))
    return interest


def accrued(deposit: Row, day: date) -> float:
    """What the terms are worth at the end of a day from the start to the maturity."""
    amount = deposit["amount"]
    if deposit["kind"] in BY_INSTALMENTS:
        return _instalments_grown(deposit, day)
    if deposit["payout"] == "NONE":
        return float(amount * _share_kept(deposit, day))
    first, end, interest = next(span for span in reversed(interest_spans(deposit)) if span[0] <= day)
    whole = rate_days(deposit, first, end)
    share = rate_days(deposit, first, day) / whole if whole else 0.0
    return float(amount + interest * share)


def _share_kept(deposit: Row, day: date) -> float:
    """Growth of 1 that stays inside: period after period as each is completed, and simple interest for the days since."""
    grown, since = 1.0, deposit["start"]
    if deposit["compounding"] != "NONE":
        months = MONTHS[deposit["compounding"]]
        for first, end in pairwise(anniversaries(deposit, months)):
            if end <= day:
                grown, since = grown * (1.0 + mean_rate(deposit, first, end) * months / 12), end
    return grown * (1.0 + rate_days(deposit, since, day) / 365.0)


def _instalments_grown(deposit: Row, day: date) -> float:
    """Every instalment paid so far with its interest: the balance taken from one instalment to the next."""
    if deposit["kind"] in PROVIDENT_FUNDS:
        return _passbook(deposit, day)
    marks = anniversaries(deposit, BY_INSTALMENTS[deposit["kind"]])
    if deposit["compounding"] == "NONE":
        return _instalments_uncompounded(deposit, marks, day)
    balance = 0.0
    for first, end in pairwise(marks):
        if first <= day:
            until = min(day, end)
            share = (until - first).days / (end - first).days
            balance = (balance + deposit["amount"]) * growth(deposit, mean_rate(deposit, first, until), share)
    return balance


def _passbook(deposit: Row, day: date) -> float:
    """A fund month by month: interest on what was there by the 5th (PPF) or before the month (EPF), entered on 31 March; evenly within
    the running month."""
    paid_in = [(on, money) for on, money in instalments(deposit) if on <= day]
    entered, earned, since = 0.0, 0.0, deposit["start"]
    while since <= day:
        following = months_after(since.replace(day=1), 1)
        counts_by = since.replace(day=5) if deposit["kind"] == "PPF" else since.replace(day=1) - timedelta(days=1)
        lowest = entered + sum(money for on, money in paid_in if on <= counts_by)
        of_month = lowest * mean_rate(deposit, since, following) / 12
        last = following - timedelta(days=1)
        earned += of_month if day >= last else of_month * (day - since).days / (last - since).days
        if last <= day and last.month == 3:
            entered, earned = entered + earned, 0.0
        since = following
    return sum(money for _, money in paid_in) + entered + earned


def _instalments_uncompounded(deposit: Row, marks: list[date], day: date) -> float:
    """Each instalment with its own simple interest, a month being a twelfth of a year."""
    paid, interest = 0.0, 0.0
    for first, end in pairwise(marks):
        if first <= day:
            paid += deposit["amount"]
            interest += paid * rate_days(deposit, first, min(day, end)) / (end - first).days / 12
    return paid + interest


def payments(deposit: Row, until: date) -> list[Payment]:
    """Every payment up to and including a day."""
    agreed, closed_on = _agreed(deposit), deposit["closed_on"]
    if closed_on is None or closed_on > until:
        return [one for one in agreed if one[0] <= until]
    before = [one for one in agreed if one[0] < closed_on]
    due = _balance(before) - _balance(_agreed(_settled(deposit, closed_on)))
    principal = due if keeps_interest(deposit) else min(due, deposit["amount"])
    return [*before, (closed_on, max(-due, 0.0), max(principal, 0.0), max(due - principal, 0.0))]


def last_day(deposit: Row) -> date:
    """The early closing, or else the maturity."""
    return deposit["closed_on"] or deposit["maturity"]  # type: ignore[no-any-return]


def _balance(paid: list[Payment]) -> float:
    return sum(paid_in - taken_out - paid_out for _, paid_in, taken_out, paid_out in paid)


def _settled(deposit: Row, closed_on: date) -> Row:
    """The same deposit, had it been made for the time that it was held, at the rate that was paid for it."""
    rates = deposit["rates"] if deposit["closed_rate"] is None else [(deposit["start"], deposit["closed_rate"])]
    return {**deposit, "maturity": closed_on, "rates": [(on, rate - deposit["penalty"]) for on, rate in rates]}


def _agreed(deposit: Row) -> list[Payment]:
    """Every payment until the maturity; interest below 0 that is not kept inside is paid in."""
    paid = [(day, money, 0.0, 0.0) for day, money in instalments(deposit)]
    if keeps_interest(deposit):
        back = accrued(deposit, deposit["maturity"])
    else:
        back = float(deposit["amount"])
        paid += [(end, max(-one, 0.0), 0.0, max(one, 0.0)) for _, end, one in interest_spans(deposit)]
    return [*paid, (deposit["maturity"], 0.0, back, 0.0)]
