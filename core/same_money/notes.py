"""Which sentences belong beside a comparison, so that nobody takes it for more than it is?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from core.market.levels import Basis, Days, Floats, LevelSeries, to_date, to_day
from core.market.period import Period
from core.market.rhythm import Rhythm
from core.returns.cash_flows import MoneyWeightedReturn
from core.returns.held import held_within, idle_note
from core.same_money.account import MatchedAccount
from core.valuation.cash_out import CashOut
from core.valuation.portfolio_value import Valuation
from core.wording import spoken_date, spoken_money, spoken_rate


def range_notes(valuation: Valuation, asked: Period | None, possible: Period) -> Iterable[str]:
    """When the portfolio does not fill the range that was asked for, or ended before today because everything was sold."""
    if asked is not None and asked.start < possible.start:
        yield f"Your portfolio begins on {spoken_date(possible.start)}, so the comparison does too."
    known = asked.end if asked is not None and asked.end < valuation.ends else valuation.as_of
    out = valuation.cash_out(known)
    if out is not None and out.ends == possible.end:
        yield out.sentence
        yield from _late_note(valuation, out, known)
    elif asked is not None and asked.end > possible.end:
        yield f"Your portfolio is valued up to {spoken_date(possible.end)}, so the comparison ends there."
    yield from idle_note(held_within(valuation.stretches, possible), possible)
    yield from _charges_note(valuation, possible)


def _late_note(valuation: Valuation, out: CashOut, until: date) -> Iterable[str]:
    """Charges and payouts long after the sale: they would only stretch the comparison."""
    if out.late_money:
        whole = valuation.part_of or valuation
        later = (whole.dates > to_day(out.ends)) & (whole.dates <= to_day(until))
        named = _named_money(valuation.currency, whole.inflows[later], whole.outflows[later])
        yield f"{named} came long after that day and count in no figure here."


def _named_money(currency: str, charged: Floats, paid: Floats) -> str:
    """``$5 of charges and $20 of payouts``; empty where there are none."""
    said = [(float(charged.sum()), "charges"), (float(paid.sum()), "payouts")]
    return " and ".join(f"{spoken_money(one, currency)} of {what}" for one, what in said if one > 0)


def _charges_note(valuation: Valuation, period: Period) -> Iterable[str]:
    """Charges and payouts of days on which nothing was held: a return on nothing does not exist."""
    start, end = to_day(period.start), to_day(period.end)
    before = np.concatenate([[0.0], valuation.values[:-1]])
    asked = (valuation.dates <= end) & ((valuation.dates > start) | (valuation.begins == period.start))
    empty = asked & (before == 0) & (valuation.values == 0)
    charged = valuation.inflows[empty & (valuation.outflows == 0)]
    paid = valuation.outflows[empty & (valuation.inflows == 0)]
    if named := _named_money(valuation.currency, charged, paid):
        yield (
            f"{named} came on days on which nothing was held: the gain and the money-weighted return count them, the "
            "time-weighted return does not."
        )


def gap_notes(benchmark: LevelSeries, unknown: Days, left_out: int) -> tuple[str, ...]:
    """How many dates are not shown, because the benchmark (or its exchange rate) has no level that still counts."""
    if not left_out:
        return ()
    dates = "One date is" if left_out == 1 else f"{left_out} dates are"
    first, last = spoken_date(to_date(unknown[0])), spoken_date(to_date(unknown[-1]))
    between = f"on {first}" if first == last else f"between {first} and {last}"
    return (f"{dates} left out: {benchmark.name}, or its exchange rate, has no level that still counts, {between}.",)


def benchmark_notes(valuation: Valuation, benchmark: LevelSeries, account: MatchedAccount) -> Iterable[str]:
    """What the benchmark includes, converts, simulates, and whether it ran out of money."""
    yield from income_notes(valuation, benchmark)
    yield from level_notes(valuation, benchmark)
    yield from exhausted_notes(benchmark.name, account)


def income_notes(valuation: Valuation, benchmark: LevelSeries) -> Iterable[str]:
    """Whether benchmark and portfolio count dividends alike."""
    name = benchmark.name
    if benchmark.basis is Basis.PRICE:
        yield f"{name} is a price index: its dividends are left out, {_yours(valuation)}."
    elif not valuation.counts_income:
        after_tax = " after withholding tax" if benchmark.basis is Basis.NET else ""
        yield (
            f"{name} has its dividends reinvested{after_tax}, while none are listed for your portfolio: "
            "unless its prices have them in already, the comparison favours the index."
        )


def mix_income_notes(valuation: Valuation, parts: Sequence[tuple[str, Basis]]) -> Iterable[str]:
    """As for an index, part by part: each leaves its dividends out or has them in, and the mix as a whole is said to do neither.

    ``parts``: the names of those that have dividends, with what they do with them."""
    without = [name for name, basis in parts if basis is Basis.PRICE]
    within = {Basis.TOTAL: "", Basis.NET: " (after withholding tax)"}
    reinvested = [f"{name}{within[basis]}" for name, basis in parts if basis in within]
    if without:
        what = "is a price index: its" if len(without) == 1 else "are price indexes: their"
        yield f"In this mix {' and '.join(without)} {what} dividends are left out, {_yours(valuation)}."
    if reinvested and not valuation.counts_income:
        what = "has its" if len(reinvested) == 1 else "have their"
        yield (
            f"In this mix {' and '.join(reinvested)} {what} dividends reinvested, while none are listed for your portfolio: "
            "unless its prices have them in already, that favours the mix."
        )


def _yours(valuation: Valuation) -> str:
    return (
        "while your portfolio counts yours"
        if valuation.counts_income
        else "and none are listed for your portfolio either"
    )


def level_notes(valuation: Valuation, benchmark: LevelSeries) -> Iterable[str]:
    """Whether the benchmark's levels are converted, carried for long, or simulated."""
    name = benchmark.name
    if benchmark.currency != valuation.currency:
        yield f"{name} is converted from {benchmark.currency} to {valuation.currency} at the exchange rate of each day."
    if benchmark.rhythm is not Rhythm.DAILY:
        yield f"{name} has {benchmark.rhythm.label} levels: between two of them the last one is carried."
    if benchmark.simulated:
        yield f"The levels of {name} are simulated sample data."


def exhausted_notes(name: str, account: MatchedAccount) -> Iterable[str]:
    """When the account ran out of money, and how much it could not pay."""
    if account.exhausted_on is not None:
        short = spoken_money(account.shortfall, account.currency)
        yield (
            f"The same money in {name} would have run out on {spoken_date(account.exhausted_on)}: "
            f"it could not have paid {short} of what you took out."
        )


def paid_rate_warning(account: MatchedAccount, on_paid: MoneyWeightedReturn) -> str:
    """For an account that ran out: its XIRR is that of the same flows, the last of which it could not pay."""
    rate = "no yearly rate exists" if on_paid.rate is None else f"the rate is {spoken_rate(on_paid.rate)}"
    short = spoken_money(account.shortfall, account.currency)
    return (
        f"{account.name} could not have paid {short} of these withdrawals, yet this rate counts them. "
        f"On the money that it could pay {rate}."
    )


def ran_dry_reason(account: MatchedAccount, asked: MoneyWeightedReturn) -> str:
    """For an account that ran dry and ended with nothing."""
    assert account.exhausted_on is not None
    counted = (
        ""
        if asked.rate is None
        else f" The payments asked of it would give {spoken_rate(asked.rate)} whatever it earned."
    )
    dry = f"The same money in {account.name} ran dry on {spoken_date(account.exhausted_on)}"
    return f"{dry}, so its yearly rate says nothing.{counted}"
