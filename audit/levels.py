"""What was the level on that day? Files read as they stand, levels as last known, exchange rates by pair."""

from __future__ import annotations

import bisect
import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

MAX_AGE = 7  # days for which a level of a daily series still counts
AGES = {"daily": MAX_AGE, "weekly": 14, "monthly": 45, "quarterly": 135, "yearly": 400}
HOLIDAY = 16  # days that an exchange may be closed for
MINOR_UNITS = {
    **dict.fromkeys(("GBp", "GBX", "GBx"), ("GBP", 0.01)),
    **dict.fromkeys(("ZAc", "ZAC"), ("ZAR", 0.01)),
    **dict.fromkeys(("ILA", "ILa"), ("ILS", 0.01)),
    **dict.fromkeys(("KWF", "KWf"), ("KWD", 0.001)),
}
DATES = ("date", "start", "maturity", "closed_on")
Row = dict[str, Any]
"""One line of a CSV file: texts, dates where the column holds dates, numbers (or None) where it holds numbers."""


class NoLevel(ValueError):
    """A level or rate is needed on a day that has none."""


def table(path: Path, numbers: str = "") -> list[Row]:
    """The lines of a CSV file. An apostrophe before a text, put there against spreadsheets, comes off again."""
    numeric = numbers.split()
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: _cell(name, text, numeric) for name, text in line.items()} for line in csv.DictReader(file)]


def _cell(name: str, text: str, numeric: list[str]) -> Any:
    if name in numeric:
        return float(text) if text else None
    if name in DATES:
        return date.fromisoformat(text) if text else None
    return text[1:] if text.startswith("'") else text


class Series:
    """Dated levels, read as last known: of the day itself or no longer before than the rhythm of the series allows."""

    def __init__(self, name: str, currency: str, rhythm: str = "daily") -> None:
        self.name, self.currency, self.rhythm = name, currency, rhythm
        self.days: list[date] = []
        self.levels: list[float] = []

    def known(self, day: date) -> bool:
        """Whether there is a level for the day."""
        at = bisect.bisect_right(self.days, day) - 1
        if at < 0 or (day - self.days[at]).days <= AGES[self.rhythm]:
            return at >= 0
        daily = self.rhythm == "daily" and at + 1 < len(self.days)
        return daily and (self.days[at + 1] - self.days[at]).days <= HOLIDAY + 1

    def on(self, day: date) -> float:
        """The level of a day; raises NoLevel."""
        found = self.last(day)
        if found is None or not self.known(day):
            raise NoLevel(f"{self.name} has no level that counts for {day}")
        return found

    def last(self, day: date) -> float | None:
        """The last level, however old; None before the first one."""
        at = bisect.bisect_right(self.days, day) - 1
        return self.levels[at] if at >= 0 else None


class Rates:
    """Exchange rates by pair (USDINR: rupees per dollar); a missing pair is found through its inverse, else through the dollar."""

    def __init__(self, pairs: Mapping[str, Series]) -> None:
        self.pairs = pairs

    def legs(self, base: str, quote: str) -> list[tuple[Series, bool]]:
        """The series on the way from one currency to another, and whether each is turned over."""
        base, quote = MINOR_UNITS.get(base, (base, 1.0))[0], MINOR_UNITS.get(quote, (quote, 1.0))[0]
        if base == quote:
            return []
        for pair, inverse in ((base + quote, False), (quote + base, True)):
            if pair in self.pairs:
                return [(self.pairs[pair], inverse)]
        if "USD" in (base, quote):
            raise NoLevel(f"there is no exchange rate between {base} and {quote}")
        return self.legs(base, "USD") + self.legs("USD", quote)

    def on(self, base: str, quote: str, day: date) -> float:
        """Units of ``quote`` for one unit of ``base`` on a day; raises NoLevel."""
        rate = MINOR_UNITS.get(base, ("", 1.0))[1] / MINOR_UNITS.get(quote, ("", 1.0))[1]
        for series, inverse in self.legs(base, quote):
            rate = rate / series.on(day) if inverse else rate * series.on(day)
        return rate

    def known(self, base: str, quote: str, day: date) -> bool:
        """Whether there is a rate for the day."""
        return all(series.known(day) for series, _ in self.legs(base, quote))


def stated_series(folder: Path, use: str) -> dict[str, Row]:
    """What ``series.csv`` says of the series of one use, by symbol."""
    return {line["symbol"]: line for line in table(folder / "inputs/series.csv") if line["use"] == use}


def read_series(path: Path, key: str, level: str, facts: Mapping[str, Row]) -> dict[str, Series]:
    """The series of a long table by their keys, in the order of the file. ``facts``: lines of ``series.csv`` by symbol."""
    found: dict[str, Series] = {}
    for line in table(path, level):
        stated = facts.get(line[key], {})
        new = Series(line[key], stated.get("currency", ""), stated.get("rhythm", "daily"))
        one = found.setdefault(line[key], new)
        one.days.append(line["date"])
        one.levels.append(line[level])
    return found
