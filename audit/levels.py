"""What was the level on that day? Files read as they stand, levels as last known, exchange rates by pair."""

from __future__ import annotations

import bisect
import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

MAX_AGE = 7  # days for which a level still counts
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
    """Dated levels, read as last known: of the day itself or at most seven days before."""

    def __init__(self, name: str, currency: str) -> None:
        self.name, self.currency = name, currency
        self.days: list[date] = []
        self.levels: list[float] = []

    def known(self, day: date) -> bool:
        """Whether there is a level for the day."""
        at = bisect.bisect_right(self.days, day) - 1
        return at >= 0 and (day - self.days[at]).days <= MAX_AGE

    def on(self, day: date) -> float:
        """The level of a day; raises NoLevel."""
        if not self.known(day):
            raise NoLevel(f"{self.name} has no level for {day} in the seven days before it")
        return self.levels[bisect.bisect_right(self.days, day) - 1]


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


def read_series(path: Path, key: str, level: str, currencies: Mapping[str, str]) -> dict[str, Series]:
    """The series of a long table by their keys, in the order of the file."""
    found: dict[str, Series] = {}
    for line in table(path, level):
        one = found.setdefault(line[key], Series(line[key], currencies.get(line[key], "")))
        one.days.append(line["date"])
        one.levels.append(line[level])
    return found
