"""What was held, what was it worth on a day, and which money went in and out? Built from the inputs alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from audit.deposits import Payment, accrued, last_day, payments, read_deposits
from audit.levels import Rates, Row, read_series, stated_series, table
from audit.rows import (
    EMPLOYER,
    IN,
    MONEY,
    NUMBERS,
    OUT,
    PAYOUTS,
    RATIOS,
    Steps,
    cash_effect,
    counts_units,
    external,
    gross,
    lacks_price,
    last,
    ratio_after,
    ratios,
    unit_change,
    units,
    units_over_time,
)

CLOSE = 5e-4  # so near to the day's price a deal was made at it
CASH_DUST = 1e-12  # of all that moved: what is left below it is rounding
HELD_AS_MONEY = {"FIXED_DEPOSIT", "RECURRING_DEPOSIT", "PPF", "EPF", "CASH"}


@dataclass
class Holding:
    """``value`` of a day's end and ``money`` are in base currency; ``observed``: days with a price of its own while it was held.

    ``changes``: other days on which its value does, those of an exchange rate or of a balance. ``priced``: whether it is at a price.
    """

    value: Callable[[date], float]
    quantity: Callable[[date], float]
    money: list[Payment]
    observed: list[date]
    changes: list[date]
    by_terms: bool = False
    priced: bool = False


class Book:
    """Everything that could be valued. ``external``: the money that crosses the portfolio's border; ``dealt``: by day, what of it bought
    at the day's own price, and what of that was paid beyond the worth of the units.
    """

    def __init__(self, folder: Path, spec: Mapping[str, Any]) -> None:
        self.base, self.as_of = spec["portfolio"]["base_currency"], date.fromisoformat(spec["as_of"])
        self.tracked = bool(spec["decisions"]["cash_tracked"])
        self.left_out = {one["symbol"] for one in spec["decisions"]["left_out"]}
        self.stated = stated_series(folder, "holding")
        self.prices = read_series(folder / "inputs/prices.csv", "symbol", "price", self.stated)
        pairs = stated_series(folder, "exchange rate")
        self.rates = Rates(read_series(folder / "inputs/exchange_rates.csv", "pair", "rate", pairs))
        rows = sorted(table(folder / "inputs/transactions.csv", NUMBERS), key=lambda row: row["date"])
        counted = [self._with_units(row, rows) for row in rows]
        self.listed = rows
        self.rows = _without_stray_money([self._with_price(row, counted) for row in counted])
        self.past = [row for row in self.rows if row["date"] <= self.as_of]
        self.holdings: dict[str, Holding] = {}
        self._by_symbol()
        self._by_terms(read_deposits(folder / "inputs/deposits.csv"))
        self._cash_account() if self.tracked else self._money_without_symbol()
        self.external = self._external()
        self.dealt = self._dealt()

    def _with_units(self, row: Row, rows: Iterable[Row]) -> Row:
        """A purchase or sale that states its amount alone has as many units as the price of its day gives."""
        symbol, series = row["symbol"], self.prices.get(row["symbol"])
        if row["kind"] not in ("BUY", "SELL") or row["quantity"]:
            return row
        if row["price"]:
            return {**row, "quantity": gross(row) / row["price"]}
        if series is None:
            kind = "CONTRIBUTION" if row["kind"] == "BUY" else "WITHDRAWAL"
            return {**row, "kind": kind} if row["asset_type"] in HELD_AS_MONEY else row
        if symbol in self.left_out or any(one["symbol"] == symbol and one["kind"] in RATIOS for one in rows):
            return row
        level = series.on(row["date"]) * self.rates.on(series.currency, row["currency"], row["date"])
        return {**row, "quantity": gross(row) / level}

    def _with_price(self, row: Row, rows: Iterable[Row]) -> Row:
        """Units that came or went in kind without a price count at that of their day, as it was traded then."""
        symbol, series = row["symbol"], self.prices.get(row["symbol"])
        if not lacks_price(row) or series is None or symbol in self.left_out:
            return row
        later = ratio_after([one for one in rows if one["symbol"] == symbol], row["date"])
        price = series.on(row["date"]) * self.rates.on(series.currency, row["currency"], row["date"])
        return {**row, "price": price * later}

    def _by_symbol(self) -> None:
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            grouped[row["symbol"]].append(row)
        grouped.pop("", None)
        self.symbols = set(grouped)
        for symbol, mine in grouped.items():
            past = [row for row in mine if row["date"] <= self.as_of]
            if any(row["kind"] in MONEY for row in mine) and not any(counts_units(row) for row in mine):
                self._at_face_value(symbol, past)
            elif past and symbol not in self.left_out:
                self.holdings[symbol] = self._priced(symbol, mine, past)

    def _priced(self, symbol: str, rows: list[Row], past: list[Row]) -> Holding:
        steps, series = units_over_time(rows, self.as_of), self.prices.get(symbol)
        currency = self.stated.get(symbol, past[-1])["currency"]
        paid = self._paid(past, currency, series.days[0] if series else date.max)

        def value(day: date) -> float:
            """Units at the last known price, however old; before the first one what was paid for them."""
            held = last(steps, day)
            price = series.last(day) if series else None
            worth = held * price if price is not None else last(paid, day) if held else 0.0
            return worth * self.rates.on(currency, self.base, day) if worth else 0.0

        def held(days: Iterable[date]) -> list[date]:
            return [day for day in days if last(steps, day) or last(steps, day - timedelta(days=1))]

        restated = {day for day, ratio in ratios(rows) if ratio != 1.0}
        moved = [row for row in past if external(row) or row["kind"] not in RATIOS or row["date"] not in restated]
        observed, moving = (held(series.days), held(self._rate_days(series.currency))) if series else ([], [])
        return Holding(value, lambda day: last(steps, day), self._flows(moved), observed, moving, priced=True)

    def _rate_days(self, currency: str) -> list[date]:
        """The days with an exchange rate of a currency."""
        return sorted({day for series, _ in self.rates.legs(currency, self.base) for day in series.days})

    def _dealt(self) -> dict[date, tuple[float, float]]:
        """Purchases, and units moved in from outside, within 0.05 % of the price of their very day.

        With cash, of the purchases what the day's deposits paid for.
        """
        bought = self._at_close({"BUY"})
        if self.tracked:
            bought = self._paid_by_deposits(bought)
        found = self._at_close(IN - {"BUY"})
        for day, (paid, beyond) in bought.items():
            before = found.get(day, (0.0, 0.0))
            found[day] = before[0] + paid, before[1] + beyond
        return found

    def _paid_by_deposits(self, bought: Mapping[date, tuple[float, float]]) -> dict[date, tuple[float, float]]:
        """Of each day's purchases what its sales did not pay for, and no more than came into the cash from outside on it; and as much of
        what they cost beyond their worth.
        """
        deposits = self._flows(row for row in self.past if row["kind"] in MONEY | EMPLOYER and not row["symbol"])
        deposits += self._transfers(row for row in self.past if not self._is_valued(row))
        came: dict[date, float] = defaultdict(float)
        for day, paid_in, *_ in deposits:
            came[day] += paid_in
        sold: dict[date, float] = defaultdict(float)
        for row in self.past:
            if row["kind"] == "SELL" and row["symbol"] in self.holdings and self.holdings[row["symbol"]].priced:
                sold[row["date"]] += max(0.0, self._in_base(row, -external(row)))
        share = {day: min(came[day], max(paid - sold[day], 0.0)) / paid for day, (paid, _) in bought.items() if paid}
        return {day: (bought[day][0] * part, bought[day][1] * part) for day, part in share.items()}

    def _at_close(self, kinds: Collection[str]) -> dict[date, tuple[float, float]]:
        """By day, what rows of these kinds paid for units at the price of their very day, and what of it was beyond their worth."""
        found: dict[date, tuple[float, float]] = {}
        for row in self.past:
            holding = self.holdings.get(row["symbol"])
            if holding is None or not holding.priced or row["kind"] not in kinds or not units(row):
                continue
            worth = self._worth_at_close(row)
            if worth is not None and abs(self._in_base(row, gross(row)) - worth) <= CLOSE * worth:
                paid, (before, beyond) = self._in_base(row, external(row)), found.get(row["date"], (0.0, 0.0))
                found[row["date"]] = (before + paid, beyond + paid - worth)
        return found

    def _worth_at_close(self, row: Row) -> float | None:
        """The row's units at the price, or the exchange rate, of its very day; None where neither is of that day."""
        series, day = self.prices.get(row["symbol"]), row["date"]
        if series is None or not (series.known(day) and self.rates.known(series.currency, self.base, day)):
            return None
        if day not in series.days and day not in self._rate_days(series.currency):
            return None
        now = units(row) * ratio_after([one for one in self.rows if one["symbol"] == row["symbol"]], day)
        return now * series.on(day) * self.rates.on(series.currency, self.base, day)

    def _paid(self, rows: list[Row], currency: str, before: date) -> Steps:
        """What was paid, charges apart, for the units held at the end of each day before the first price; a sale takes its part of it."""
        cost, held, steps = 0.0, 0.0, []
        for row in sorted(rows, key=lambda row: (row["date"], row["kind"] not in RATIOS, row["kind"] in OUT)):
            if row["date"] >= before or not counts_units(row):
                continue
            change, ratio = unit_change(row, held)
            if change > 0 and row["kind"] not in RATIOS:
                cost += gross(row) * self.rates.on(row["currency"], currency, row["date"])
            cost *= 1.0 + min(0.0, change) / held if held else 1.0
            held = held * ratio + change
            steps.append((row["date"], cost))
        return steps

    def _at_face_value(self, name: str, rows: list[Row]) -> None:
        """One holding for each currency of money that is held as it was paid in."""
        currencies = sorted({row["currency"] for row in rows})
        for currency in currencies:
            mine = [row for row in rows if row["currency"] == currency]
            self._hold_money(f"{name} {currency}" if len(currencies) > 1 else name, currency, mine)

    def _hold_money(self, label: str, currency: str, rows: list[Row]) -> None:
        if label not in self.left_out:
            self.holdings[label] = self._amount(_face_balance(rows), currency, self._flows(rows))

    def _amount(self, steps: Steps, currency: str, money: list[Payment]) -> Holding:
        def value(day: date) -> float:
            amount = last(steps, day)
            return amount * self.rates.on(currency, self.base, day) if amount else 0.0

        before = [0.0, *(amount for _, amount in steps)]
        changed = [day for (day, amount), earlier in zip(steps, before, strict=False) if amount != earlier]
        rated = [day for day in self._rate_days(currency) if last(steps, day)]
        return Holding(value, lambda day: last(steps, day), money, [], [*changed, *rated])

    def _by_terms(self, deposits: Iterable[Row]) -> None:
        used = self.symbols | {"Cash"}
        for terms in deposits:
            if terms["start"] <= self.as_of:
                label, number = terms["name"], 2
                while label in used:
                    label, number = f"{terms['name']} ({number})", number + 1
                used.add(label)
                if label not in self.left_out:
                    self.holdings[label] = self._term_deposit(terms)

    def _term_deposit(self, terms: Row) -> Holding:
        def amount(day: date) -> float:
            return accrued(terms, day) if terms["start"] <= day < last_day(terms) else 0.0

        def value(day: date) -> float:
            there = amount(day)
            return there * self.rates.on(terms["currency"], self.base, day) if there else 0.0

        money = []
        for day, paid_in, taken_out, paid_out in payments(terms, self.as_of):
            rate = self.rates.on(terms["currency"], self.base, day)
            money.append((day, paid_in * rate, taken_out * rate, paid_out * rate))
        return Holding(value, amount, money, [], [], by_terms=True)

    def _money_without_symbol(self) -> None:
        """Beside purchases or sales that count themselves, what was paid into or out of the account is the same money: left out."""
        an_account = any(row["kind"] in MONEY and not row["symbol"] for row in self.listed)
        left_out = MONEY if an_account and any(row["symbol"] and cash_effect(row) for row in self.listed) else set()
        rows = [row for row in self.past if not row["symbol"] and row["kind"] not in left_out]
        for currency in sorted({row["currency"] for row in rows}):
            mine = [row for row in rows if row["currency"] == currency]
            name = "Cash" if any(row["kind"] in ("DEPOSIT", "CONTRIBUTION") for row in mine) else "Charges and interest"
            self._hold_money(name if currency == self.base else f"{name} {currency}", currency, mine)

    def _cash_account(self) -> None:
        """Cash by currency, its own from its first deposit on; what comes before is settled in base currency."""
        since: dict[str, date] = {}
        for row in self.past:
            if row["kind"] == "DEPOSIT" and not row["symbol"]:
                since.setdefault(row["currency"], row["date"])
        kept: dict[str, list[Row]] = defaultdict(list)
        for row in self.past:
            own = since.get(row["currency"], date.max) <= row["date"]
            kept[row["currency"] if own else self.base].append(row)
        for currency, mine in sorted(kept.items()):
            changes: dict[date, float] = defaultdict(float)
            for row in mine:
                if effect := cash_effect(row):
                    changes[row["date"]] += effect if row["currency"] == currency else self._in_base(row, effect)
            if changes:
                outside = [row for row in mine if not row["symbol"] and row["kind"] in MONEY | EMPLOYER]
                money = self._flows(outside) + self._transfers(row for row in mine if row["symbol"])
                label = "Cash" if currency == self.base else f"Cash {currency}"
                if label not in self.left_out:
                    self.holdings[label] = self._amount(_running(changes), currency, money)

    def _external(self) -> list[Payment]:
        """Every holding's own money; beside tracked cash only what comes from outside, and what unvalued holdings cost or gave."""
        if not self.tracked:
            return [one for holding in self.holdings.values() for one in holding.money]
        outside = [row for row in self.past if row["kind"] in MONEY | EMPLOYER and self._is_valued(row)]
        deposits = [one for holding in self.holdings.values() if holding.by_terms for one in holding.money]
        others = self._transfers(row for row in self.past if not self._is_valued(row))
        return [*self._flows(outside), *others, *deposits]

    def _is_valued(self, row: Row) -> bool:
        """Money held without units has a holding for each of its currencies where there are several."""
        return (
            not row["symbol"] or row["symbol"] in self.holdings or f"{row['symbol']} {row['currency']}" in self.holdings
        )

    def _in_base(self, row: Row, amount: float) -> float:
        if row["currency"] == self.base:
            return amount
        return amount * float(row["fx_rate"] or self.rates.on(row["currency"], self.base, row["date"]))

    def _flows(self, rows: Iterable[Row]) -> list[Payment]:
        found = []
        for row in rows:
            amount = self._in_base(row, external(row))
            out, pays = max(-amount, 0.0), row["kind"] in PAYOUTS
            found.append((row["date"], max(amount, 0.0), 0.0 if pays else out, out if pays else 0.0))
        return found

    def _transfers(self, rows: Iterable[Row]) -> list[Payment]:
        effects = [(row, cash_effect(row)) for row in rows]
        amounts = [(row["date"], self._in_base(row, effect)) for row, effect in effects if effect]
        return [(day, max(amount, 0.0), max(-amount, 0.0), 0.0) for day, amount in amounts]

    def dates(self) -> list[date]:
        """Days with a price of what is held from the first flow on, days on which money moved or a balance or its exchange rate
        changed, the as-of date, and beside deposits by terms the eve of each external flow.

        Where nothing was observed for more than seven days, weekdays stand in, if anything accrues by terms or nothing has prices.
        """
        payments = [*self.external, *(payment for one in self.holdings.values() for payment in one.money)]
        if not payments:
            return [self.as_of]
        first = min(day for day, *_ in payments)
        moved = {first} | {day for day, *amounts in payments if any(amounts)}
        seen = {day for one in self.holdings.values() for day in one.observed}
        other = moved.union(*(one.changes for one in self.holdings.values()))
        by_terms = any(one.by_terms for one in self.holdings.values())
        if by_terms:
            other |= {day - timedelta(days=1) for day, *amounts in self.external if any(amounts)}
        no_prices = not seen or by_terms
        found, latest, day = [], date.min, first
        while day <= self.as_of:
            latest = day if day in seen else latest
            stands_in = no_prices and (day - latest).days > 7 and day.weekday() < 5
            if day in seen or day in other or stands_in or day == self.as_of:
                found.append(day)
            day += timedelta(days=1)
        return sorted({*found, *self._idle(found)})

    def _idle(self, found: list[date]) -> Iterable[date]:
        """The weekdays between the end of all that was held and the next holding: days on which there is nothing."""
        for end, start in pairwise(found):
            if self._holds(start) and not self._holds(end):
                between = (end + timedelta(days=at) for at in range(1, (start - end).days))
                yield from (day for day in between if day.weekday() < 5)

    def _holds(self, day: date) -> bool:
        return any(one.quantity(day) for one in self.holdings.values())


def _without_stray_money(rows: list[Row]) -> list[Row]:
    """Money paid towards a symbol held in units, but without units, is plain cash."""
    in_units = {row["symbol"] for row in rows if counts_units(row)}
    return [
        {**row, "symbol": ""} if row["symbol"] in in_units and row["kind"] in MONEY and not counts_units(row) else row
        for row in rows
    ]


def _face_balance(rows: Iterable[Row]) -> Steps:
    """Money in less withdrawals, never below 0."""
    moves: dict[date, float] = defaultdict(float)
    for row in rows:
        if row["kind"] in MONEY:
            moves[row["date"]] += -gross(row) if row["kind"] == "WITHDRAWAL" else gross(row)
    balance, running, largest, steps = 0.0, 0.0, 0.0, []
    for day in sorted(moves):
        running, balance = running + moves[day], max(0.0, balance + moves[day])
        largest = max(largest, abs(running))
        steps.append((day, balance))
    return [(day, 0.0 if amount <= CASH_DUST * largest else amount) for day, amount in steps]


def _running(changes: Mapping[date, float]) -> Steps:
    total, steps = 0.0, []
    dust = CASH_DUST * sum(abs(change) for change in changes.values())
    for day in sorted(changes):
        total += changes[day]
        steps.append((day, 0.0 if abs(total) <= dust else total))
    return steps
