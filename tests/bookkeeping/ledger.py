"""What did the portfolio hold at the end of each calendar day, what was it worth, and which money crossed its border?

The plain second opinion on irregular portfolios: the methodology's rules in their order, day by day, in dictionaries. Every
rule that is applied stands as the comment or first line of the function that applies it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from core.ledger.transaction import Transaction, TransactionKind
from tests.bookkeeping.histories import History
from tests.bookkeeping.prices import (
    Levels,
    as_traded,
    carried,
    carried_over_splits,
    each_day,
    fresh_days,
)

BUY, SELL, SPLIT, BONUS = TransactionKind.BUY, TransactionKind.SELL, TransactionKind.SPLIT, TransactionKind.BONUS
DEPOSIT, WITHDRAWAL = TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL
RSU_VEST = TransactionKind.RSU_VEST
PAYS = {SELL, DEPOSIT, TransactionKind.DIVIDEND, TransactionKind.COUPON, TransactionKind.INTEREST}
BRINGS_UNITS, TAKES_UNITS = {BUY, RSU_VEST, DEPOSIT}, {SELL, WITHDRAWAL}

DUST = 1e-6  # of the units since the position was last empty
ROUNDED = 1e-3  # a sale larger than what is held by no more than this is all of it
CLOSE = 5e-4  # a deal as near to the close as this is made at the day's own price
CASH_ROUNDING = 1e-11  # of all that moved
SETTLEMENT_DAYS = 31
HALF_A_CENT = 0.005
MISSING_DEPOSITS = 0.5  # a longer debit above this share of what is held


@dataclass(slots=True)
class Day:
    """The end of one calendar day, in base currency.

    ``value``: all holdings and cash; ``fresh``: the part with a price that is not stale, cash included. ``held``: whether anything is
    there. ``paid_in``, ``taken_out``: external money, ≥ 0; ``dealt``: the part of what was paid in that was dealt at the day's own
    price. ``observed``: whether it is a valuation date. ``priced``: whether something held has a price of this very day; ``entered``:
    whether a row is of it.
    """

    value: float = 0.0
    fresh: float = 0.0
    held: bool = False
    paid_in: float = 0.0
    taken_out: float = 0.0
    dealt: float = 0.0
    observed: bool = False
    priced: bool = False
    entered: bool = False


@dataclass(slots=True)
class Book:
    """One symbol: its units at the end of each day, its values, its own days of prices, and where its price is fresh.

    ``closes``: its price on the days on which that, or the exchange rate it is told at, is of the very day.
    """

    currency: str
    units: Levels
    values: Levels
    quoted: Levels
    fresh: set[date]
    closes: Levels


@dataclass(slots=True)
class Purse:
    """Cash by currency at the end of each day, and the days on which some of it changed."""

    balances: dict[str, Levels] = field(default_factory=dict)
    changed: set[date] = field(default_factory=set)


class Oversold(ValueError):
    """More was sold than there was, so there is nothing to keep books of."""


def keep_books(history: History) -> dict[date, Day]:
    """Every calendar day from the first row to the as-of date."""
    rows = sorted(history.portfolio.transactions, key=lambda row: (row.on, row.kind not in (SPLIT, BONUS)))
    days = list(each_day(rows[0].on, history.as_of))
    rates = rates_by_day(history, days)
    books = {symbol: book_of(symbol, rows, history, rates, days) for symbol in symbols_of(rows)}
    purse = purse_of(rows, rates, days, history.portfolio.base_currency)
    holdings = {on: sum(book.values[on] for book in books.values()) for on in days}
    tracked = cash_is_tracked(rows, cash_in_base(purse, rates, days), holdings, purse.changed, days[-1])
    entries = {on: Day() for on in days}
    for book in books.values():
        enter_holding(entries, book, rate_days(history, book.currency))
    if tracked:
        enter_cash(entries, purse, rates, history)
    enter_flows(entries, rows, books, rates, tracked)
    return entries


def symbols_of(rows: Sequence[Transaction]) -> list[str]:
    return list(dict.fromkeys(row.symbol for row in rows if row.symbol))


def rates_by_day(history: History, days: Sequence[date]) -> dict[str, Levels]:
    """By currency, base units per unit: the last rate known on or before each day."""
    base = history.portfolio.base_currency
    rates = {base: dict.fromkeys(days, 1.0)}
    for pair, series in history.rates.series.items():
        levels = dictionary_of(series)
        if pair.endswith(base):
            rates[pair[:3]] = carried(levels, days)
        else:
            rates[pair[3:]] = carried({on: 1 / level for on, level in levels.items()}, days)
    return rates


def rate_days(history: History, currency: str) -> set[date]:
    """The days with an exchange rate of a currency: they change what is held in it as a price does."""
    return {
        on
        for pair, series in history.rates.series.items()
        if currency != history.portfolio.base_currency and currency in pair
        for on in dictionary_of(series)
    }


def dictionary_of(series: object) -> Levels:
    return dict(zip(series.dates.tolist(), series.levels.tolist(), strict=True))  # type: ignore[attr-defined]


# Holdings


def book_of(
    symbol: str, rows: Sequence[Transaction], history: History, rates: Mapping[str, Levels], days: Sequence[date]
) -> Book:
    its_rows = [row for row in rows if row.symbol == symbol]
    units, ratios = units_by_day(its_rows, days)
    series = history.prices[symbol]
    traded = as_traded(dictionary_of(series), ratios, adjusted=symbol not in history.as_traded)
    known = carried_over_splits(traded, ratios, days)
    paid = paid_before_first_price(its_rows, known, days)
    values = {}
    for on in days:
        # Units held × last known close; a stale price stays. Before the first price: what was paid.
        worth = units[on] * known[on] if on in known else paid[on]
        values[on] = worth * rates[series.currency][on]
    fresh = fresh_days(traded, days)
    own = fresh & (set(traded) | rate_days(history, series.currency))
    return Book(series.currency, units, values, traded, fresh, {on: known[on] for on in own})


def units_by_day(rows: Sequence[Transaction], days: Sequence[date]) -> tuple[Levels, Levels]:
    """Units as counted on each day, and the ratio of each day's split or bonus, which works at the day's start."""
    units, since_empty, ratios, by_day = 0.0, 0.0, {}, {}
    for on in days:
        for row in (row for row in rows if row.on == on):
            if row.kind in (SPLIT, BONUS):
                ratio = row.quantity if row.kind is SPLIT else (units + row.quantity) / units
                ratios[on] = ratios.get(on, 1.0) * ratio
                units, since_empty = units * ratio, since_empty * ratio
            elif row.kind in BRINGS_UNITS:
                units, since_empty = units + row.quantity, since_empty + row.quantity
            elif row.kind in TAKES_UNITS:
                units = units_after_sale(units, row.quantity, since_empty)
                since_empty = since_empty if units else 0.0
        by_day[on] = units
    return by_day, ratios


def units_after_sale(held: float, sold: float, since_empty: float) -> float:
    """A sale up to 0.1 % larger than what is held is all of it; dust is measured against the units since the position was last empty."""
    left = held - sold
    if left < -ROUNDED * held:
        raise Oversold(f"{sold} sold of {held}")
    return left if left > DUST * since_empty or left >= 1 else 0.0


def paid_before_first_price(rows: Sequence[Transaction], known: Levels, days: Sequence[date]) -> Levels:
    """Before its first price a holding is worth what was paid for its units (charges apart)."""
    paid, total = {}, 0.0
    for on in days:
        total += sum((row.gross or 0.0) for row in rows if row.on == on and row.kind in BRINGS_UNITS)
        if on not in known:
            paid[on] = total
            if any(row.kind in TAKES_UNITS for row in rows if row.on == on):
                raise Oversold("sold before its first price")
    return paid


def enter_holding(entries: dict[date, Day], book: Book, rate_days: set[date]) -> None:
    """A day with a price of something held, at its beginning or its end, is a valuation date; so is one with its exchange rate."""
    before = 0.0
    for on, entry in entries.items():
        now = book.units[on]
        entry.value += book.values[on]
        entry.fresh += book.values[on] if on in book.fresh else 0.0
        entry.held |= now > 0
        there = before > 0 or now > 0
        entry.priced |= there and on in book.quoted
        entry.observed |= there and (on in book.quoted or on in rate_days)
        before = now


# Cash


def cash_effect(row: Transaction) -> float:
    """What a row does to the cash, in its own currency: charges raise the cost of a buy and lower the proceeds of a sale."""
    if row.kind in (SPLIT, BONUS) or is_in_kind(row):
        return 0.0
    gross, charges = row.gross or 0.0, row.fees + row.taxes
    return gross - charges if row.kind in PAYS else -gross - charges


def is_in_kind(row: Transaction) -> bool:
    """Vested shares, and units moved in or out, cross the border themselves and cost the cash nothing."""
    return row.kind is RSU_VEST or (bool(row.symbol) and row.kind in (DEPOSIT, WITHDRAWAL))


def purse_of(rows: Sequence[Transaction], rates: Mapping[str, Levels], days: Sequence[date], base: str) -> Purse:
    """A currency's cash is its own from its first deposit on; before, the broker settles it in base currency at the day's rate."""
    opened = {base: days[0]}
    for row in rows:
        if row.kind is DEPOSIT and not row.symbol:
            opened.setdefault(row.currency, row.on)
    purse = Purse({currency: {} for currency in opened})
    balance, moved = dict.fromkeys(opened, 0.0), dict.fromkeys(opened, 0.0)
    for on in days:
        for row in (row for row in rows if row.on == on and cash_effect(row)):
            separate = row.currency in opened and opened[row.currency] <= on
            currency = row.currency if separate else base
            amount = cash_effect(row) * (1.0 if separate else rates[row.currency][on])
            balance[currency] += amount
            moved[currency] += abs(amount)
            purse.changed.add(on)
        for currency, amount in balance.items():
            purse.balances[currency][on] = amount if abs(amount) > CASH_ROUNDING * moved[currency] else 0.0
    return purse


def cash_in_base(purse: Purse, rates: Mapping[str, Levels], days: Sequence[date]) -> Levels:
    return {on: sum(levels[on] * rates[currency][on] for currency, levels in purse.balances.items()) for on in days}


def cash_is_tracked(
    rows: Sequence[Transaction], cash: Levels, holdings: Levels, changed: Iterable[date], last: date
) -> bool:
    """With deposits or withdrawals listed, cash counts, debit balances as debit; only where what no later deposit repays within 31 days
    exceeds half of the value held when it arose are deposits plainly missing, and cash is not tracked.
    """
    if not any(row.kind in (DEPOSIT, WITHDRAWAL) and not row.symbol for row in rows):
        return False
    moves = sorted(changed)
    for on in moves:
        until = on + timedelta(days=SETTLEMENT_DAYS)
        lasting = min(-cash[day] for day in moves if on <= day <= until)
        if until <= last and lasting >= HALF_A_CENT and lasting > MISSING_DEPOSITS * holdings[on]:
            return False
    return True


def enter_cash(entries: dict[date, Day], purse: Purse, rates: Mapping[str, Levels], history: History) -> None:
    """A day on which a balance changes is a valuation date; cash is never stale."""
    for currency, balances in purse.balances.items():
        known, before = rate_days(history, currency), 0.0
        for on, entry in entries.items():
            amount = balances[on] * rates[currency][on]
            entry.value += amount
            entry.fresh += amount
            entry.held |= balances[on] != 0
            entry.observed |= bool(before or balances[on]) and on in known
            before = balances[on]
    for on in purse.changed:
        entries[on].observed = True


# Money across the border


def enter_flows(
    entries: dict[date, Day],
    rows: Sequence[Transaction],
    books: Mapping[str, Book],
    rates: Mapping[str, Levels],
    tracked: bool,
) -> None:
    """With cash only deposits and withdrawals are external; without it every purchase flows in, every sale and payout out, and the
    deposits and withdrawals are left out: money is counted once. Of a day's deposits, what is spent on purchases at the close that no
    sale of the day paid for is dealt at the day's own price.
    """
    deposited: dict[date, float] = defaultdict(float)
    spent: dict[date, float] = defaultdict(float)
    sold: dict[date, float] = defaultdict(float)
    for row in rows:
        amount = external_amount(row, tracked) * rates[row.currency][row.on]
        entry = entries[row.on]
        entry.entered = True
        entry.observed |= amount != 0
        entry.paid_in += max(amount, 0.0)
        entry.taken_out += max(-amount, 0.0)
        if amount > 0 and row.kind in BRINGS_UNITS and row.symbol and dealt_at_close(row, books[row.symbol]):
            entry.dealt += amount
        if tracked and row.kind is DEPOSIT and not row.symbol:
            deposited[row.on] += amount
        if tracked and row.kind is BUY and dealt_at_close(row, books[row.symbol]):
            spent[row.on] -= cash_effect(row) * rates[row.currency][row.on]
        if tracked and row.kind is SELL and row.symbol in books:
            sold[row.on] += max(0.0, cash_effect(row)) * rates[row.currency][row.on]
    for on, amount in deposited.items():
        entries[on].dealt += min(amount, max(spent[on] - sold[on], 0.0))


def external_amount(row: Transaction, tracked: bool) -> float:
    """Positive into the portfolio, in the row's currency. Vests count at fair market value; units moved at the price of the row."""
    if is_in_kind(row):
        worth = row.gross or 0.0
        return row.fees - worth if row.kind is WITHDRAWAL else worth + row.fees
    if row.kind in (DEPOSIT, WITHDRAWAL):
        return cash_effect(row) if tracked else 0.0
    return 0.0 if tracked else -cash_effect(row)


def dealt_at_close(row: Transaction, book: Book) -> bool:
    """Units bought, vested or moved in within 0.05 % of the close of their own day: a price of that day, or the last one at its rate."""
    close = book.closes.get(row.on)
    return close is not None and row.quantity > 0 and abs((row.gross or 0.0) / row.quantity / close - 1) <= CLOSE
