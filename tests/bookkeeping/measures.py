"""Which figures follow from the books? Value, XIRR, time-weighted return, the account that took the same money, beta, valuation date.

The plain second opinion on irregular portfolios: loops over the days of :mod:`tests.bookkeeping.ledger`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tests.bookkeeping.histories import History
from tests.bookkeeping.ledger import Day, dictionary_of, keep_books, rates_by_day
from tests.bookkeeping.prices import DAILY, Levels, carried, oldest_allowed

YEAR = 365.0
FEWEST_OBSERVATIONS = 20
PRICED_SHARE = 0.5
FLOW_ROUNDING = 1e-12  # of a day's gross flow


@dataclass(frozen=True, slots=True)
class Figures:
    """``values``: of every calendar day. ``growth``: the benchmark's over the days held. ``account``: where the same money stands at
    the end; ``ran_out``: the day its withdrawals emptied it; ``shortfall``: what it could not pay. ``valued_on``: the valuation date,
    None where nothing is held at the end. ``daily``: whether both are observed daily; beta is told, and compared, only then.
    ``moved``: all money across the border; ``largest_deal``: at a day's own price, in what was there before.
    """

    values: Levels
    xirr: float | None
    twr: float | None
    growth: float
    account: float
    ran_out: date | None
    shortfall: float
    benchmark_xirr: float | None
    daily: bool
    beta: float | None
    observations: int
    valued_on: date | None
    moved: float
    largest_deal: float


def figures_of(history: History) -> Figures:
    books = keep_books(history)
    ends = last_day(books)
    until_end = {on: day for on, day in books.items() if on <= ends}
    flows = net_flows(until_end)
    benchmark = in_base(history, list(books))
    account, ran_out, shortfall = same_money(flows, benchmark, ends)
    returns = daily_returns(until_end)
    known = set(dictionary_of(history.benchmark))
    pairs = paired_returns(until_end, returns, benchmark, known)
    daily = both_daily(until_end, known)
    return Figures(
        values={on: day.value for on, day in until_end.items()},
        xirr=xirr(flows, until_end[ends].value, ends),
        twr=linked(returns),
        growth=growth_while_held(until_end, benchmark),
        account=account,
        ran_out=ran_out,
        shortfall=shortfall,
        benchmark_xirr=None if ran_out and not account else xirr(flows, account, ends),
        daily=daily,
        beta=beta(pairs) if daily and len(pairs) >= FEWEST_OBSERVATIONS else None,
        observations=len(pairs),
        valued_on=valuation_date(books) if ends == history.as_of else None,
        moved=sum(day.paid_in + day.taken_out for day in until_end.values()),
        largest_deal=largest_deal(list(until_end.values())),
    )


def last_day(books: Mapping[date, Day]) -> date:
    """The as-of date, or the day on which all was sold where nothing has been held since."""
    held = [on for on, day in books.items() if day.held]
    moved = [on for on, day in books.items() if day.paid_in or day.taken_out]
    return max(books) if books[max(books)].held else max([*held, *moved])


def net_flows(books: Mapping[date, Day]) -> Levels:
    """External money by date, one date's netted, positive into the portfolio; what rounding leaves of equal sums is nothing."""
    flows = {}
    for on, day in books.items():
        net = day.paid_in - day.taken_out
        if abs(net) > FLOW_ROUNDING * (day.paid_in + day.taken_out):
            flows[on] = net
    return flows


# Time-weighted return


def largest_deal(days: list[Day]) -> float:
    return max((day.dealt / before.value for before, day in pairwise(days) if before.value), default=0.0)


def daily_returns(books: Mapping[date, Day]) -> dict[date, float | None]:
    """The return of every calendar day; None on a day on which nothing was held, which is no observation."""
    returns: dict[date, float | None] = {}
    before = Day()
    for on, day in books.items():
        if before.held:
            returns[on] = return_of(day, before.value)
        else:
            returns[on] = first_return(day) if day.held or day.paid_in else None
        before = day
    return returns


def return_of(day: Day, before: float) -> float:
    """(V_t + max(−F, 0) − dealt) / (V_{t−1} + max(F, 0)) − 1, F the net external flow without what was dealt at the day's own price."""
    flow = day.paid_in - day.dealt - day.taken_out
    return (day.value + max(-flow, 0.0) - day.dealt) / (before + max(flow, 0.0)) - 1


def first_return(day: Day) -> float:
    """Gross flows on a day that began with nothing."""
    return (day.value + day.taken_out) / day.paid_in - 1


def linked(returns: Mapping[date, float | None]) -> float | None:
    linkable = [earned for earned in returns.values() if earned is not None]
    return math.prod(1 + earned for earned in linkable) - 1 if linkable else None


# Money-weighted return


def xirr(flows: Levels, closing: float, on: date) -> float | None:
    """ACT/365F, flows of one date netted, the closing value as the last flow; of several roots the one nearest the Dietz return."""
    received = {day: -amount for day, amount in flows.items()}
    received[on] = received.get(on, 0.0) + closing
    received = {day: amount for day, amount in received.items() if amount}
    if not received or min(received.values()) >= 0 or max(received.values()) <= 0:
        return None
    first = min(received)
    years = [((day - first).days / YEAR, amount) for day, amount in received.items()]
    roots = [math.expm1(root) for root in log_roots(years)]
    return min(roots, key=lambda root: abs(root - dietz(years))) if roots else None


def present_value(log_rate: float, years: list[tuple[float, float]]) -> float:
    return math.fsum(amount * math.exp(-log_rate * time) for time, amount in years)


def log_roots(years: list[tuple[float, float]]) -> list[float]:
    """Every sign change on a grid from e^−30 to e^30 a year, halved until nothing is left to halve."""
    grid = [at / 50 for at in range(-1500, 1501)]
    values = [_sign_of(at, years) for at in grid]
    return [
        _halved(low, high, years)
        for low, high, left, right in zip(grid, grid[1:], values, values[1:], strict=False)
        if left * right < 0 or left == 0
    ]


def _sign_of(log_rate: float, years: list[tuple[float, float]]) -> float:
    try:
        return math.copysign(1.0, value) if (value := present_value(log_rate, years)) else 0.0
    except OverflowError:
        return math.copysign(1.0, years[-1][1])


def _halved(low: float, high: float, years: list[tuple[float, float]]) -> float:
    left = _sign_of(low, years)
    while low < (middle := (low + high) / 2) < high:
        low, high = (middle, high) if _sign_of(middle, years) == left else (low, middle)
    return (low + high) / 2


def dietz(years: list[tuple[float, float]]) -> float:
    """The Modified Dietz return a year: gain over the capital weighted by time."""
    span = max(time for time, _ in years)
    capital = -sum(amount * (span - time) for time, amount in years) / span
    growth = sum(amount for _, amount in years) / capital if capital else 0.0
    return float((1 + growth) ** (1 / span) - 1) if growth > -1 else -1.0


# The same money in the benchmark


def in_base(history: History, days: list[date]) -> Levels:
    """The benchmark's last known level of each day at the last known exchange rate of that day."""
    rates = rates_by_day(history, days)[history.benchmark.currency]
    return {on: level * rates[on] for on, level in carried(dictionary_of(history.benchmark), days).items()}


def same_money(flows: Levels, benchmark: Levels, ends: date) -> tuple[float, date | None, float]:
    """Each flow buys or sells units at the level of its date; a withdrawal larger than the account empties it, and it never goes short."""
    units, ran_out, shortfall, traded = 0.0, None, 0.0, 0.0
    for on, amount in flows.items():
        units += amount / benchmark[on]
        traded += abs(amount / benchmark[on])
        if abs(units) <= FLOW_ROUNDING * traded:
            units = 0.0
        if units < 0:
            ran_out, shortfall = ran_out or on, shortfall - units * benchmark[on]
            units = 0.0
    return units * benchmark[ends], ran_out, shortfall


# Beside the benchmark


def held_stretches(books: Mapping[date, Day]) -> list[list[date]]:
    """The stretches of days from the one that brought something to the one that took the last of it away."""
    stretches: list[list[date]] = []
    held = False
    for on, day in books.items():
        if day.held and not held:
            stretches.append([])
        if day.held or held:
            stretches[-1].append(on)
        held = day.held
    return stretches


def growth_while_held(books: Mapping[date, Day], benchmark: Levels) -> float:
    """The benchmark's own growth, linked over the stretches on which something was held."""
    stretches = held_stretches(books)
    return math.prod(benchmark[stretch[-1]] / benchmark[stretch[0]] for stretch in stretches) - 1


def paired_returns(
    books: Mapping[date, Day], returns: Mapping[date, float | None], benchmark: Levels, known: set[date]
) -> list[tuple[float, float]]:
    """Returns of portfolio and benchmark between their common dates, as levels, stretch by stretch; none spans a gap.

    A stretch begins at the end of its first day, where the benchmark too takes its money; what that day brought joins the next return.
    """
    pairs = []
    for stretch in held_stretches(books):
        growth, level = 1.0, None
        for on in stretch:
            common = books[on].observed and on in known
            first = 1 + (returns[on] or 0.0)
            if on != stretch[0]:
                growth *= first
            if common and level is not None:
                pairs.append((growth - 1, benchmark[on] / level - 1))
            if common:
                growth, level = (first if on == stretch[0] else 1.0), benchmark[on]
    return pairs


def both_daily(books: Mapping[date, Day], known: set[date]) -> bool:
    """Whether portfolio and benchmark are observed daily; the days that others have in common are tested by themselves."""
    own = {on for stretch in held_stretches(books) for on in stretch if books[on].observed or on == stretch[0]}
    within = {on for on in known if own and min(own) <= on <= max(own)}
    return all(not days or oldest_allowed(dict.fromkeys(days, 1.0)) == DAILY for days in (own, within))


def beta(pairs: list[tuple[float, float]]) -> float | None:
    """cov(p, b) / var(b), ddof = 1 in both."""
    mean = sum(p for p, _ in pairs) / len(pairs)
    market = sum(b for _, b in pairs) / len(pairs)
    variance = math.fsum((b - market) ** 2 for _, b in pairs)
    return math.fsum((p - mean) * (b - market) for p, b in pairs) / variance if variance else None


# The valuation date


def valuation_date(books: Mapping[date, Day]) -> date:
    """The latest day with a price or a row on which at least half of the value held then has a price that is not stale; the last day
    where no price was ever waited for. An exchange rate alone is no price.
    """
    dated = [on for on, day in books.items() if (day.priced or day.entered) and day.value > 0]
    fresh = [on for on in dated if books[on].fresh >= PRICED_SHARE * books[on].value]
    return max(fresh) if fresh and any(day.priced for day in books.values()) else max(books)
