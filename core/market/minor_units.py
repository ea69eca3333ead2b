"""In which unit is this price quoted? Pence, agorot and cents, as some exchanges quote them, and the currencies they are a part of."""

from __future__ import annotations

from collections.abc import Mapping

# Quoted unit -> (currency, units per one of the currency). Spellings of Yahoo, Bloomberg and brokers.
MINOR_UNITS: Mapping[str, tuple[str, float]] = {
    "GBp": ("GBP", 100.0),
    "GBX": ("GBP", 100.0),
    "GBx": ("GBP", 100.0),
    "ZAc": ("ZAR", 100.0),
    "ZAC": ("ZAR", 100.0),
    "ILA": ("ILS", 100.0),
    "ILa": ("ILS", 100.0),
    "KWF": ("KWD", 1000.0),
    "KWf": ("KWD", 1000.0),
}


def major_currency(quoted: str) -> tuple[str, float]:
    """The currency of a quoted unit and how many units make one of it: ``GBp`` → ``("GBP", 100.0)``."""
    text = quoted.strip()
    return MINOR_UNITS.get(text) or (text.upper(), 1.0)
