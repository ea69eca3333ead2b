"""In which unit is this price quoted? Pence, agorot and cents, as some exchanges quote them, and the currencies they are a part of."""

from __future__ import annotations

import re
from collections.abc import Mapping

NO_CURRENCY = "XXX"  # by ISO 4217: where a code has to stand and no currency is known
# Spellings of Yahoo, Bloomberg, TradingView and brokers, by currency and units per one of it.
_SPELLINGS = {
    ("GBP", 100.0): "GBp GBX GBx",
    ("ZAR", 100.0): "ZAc ZAC ZAr",
    ("ILS", 100.0): "ILA ILa ILs",
    ("USD", 100.0): "USX USx",
    ("KWD", 1000.0): "KWF KWf KWd",
    ("BHD", 1000.0): "BHF BHf",
    ("JOD", 1000.0): "JOF JOf",
    ("OMR", 1000.0): "OMB OMb",
}
MINOR_UNITS: Mapping[str, tuple[str, float]] = {
    spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
# Two capitals and a small letter are how minor units are written: USd are cents.
_LIKE_A_MINOR_UNIT = re.compile(r"[A-Z]{2}[a-z]")
_PAIR = re.compile(r"([A-Z]{2}[A-Za-z])([A-Z]{2}[A-Za-z])(=X)?")


def major_currency(quoted: str) -> tuple[str, float]:
    """The currency of a quoted unit and how many units make one of it: ``GBp`` → ``("GBP", 100.0)``."""
    text = quoted.strip()
    return MINOR_UNITS.get(text) or (text.upper(), 1.0)


def quoted_unit(text: str) -> str:
    """A code in one spelling: minor units as they stand, for their letters tell them apart; any other in capitals."""
    code = text.strip()
    return code if code in MINOR_UNITS or _LIKE_A_MINOR_UNIT.fullmatch(code) else code.upper()


def why_no_unit(code: str) -> str | None:
    """Why prices and amounts in a code cannot be read: it is written as a minor unit, but not one that is known."""
    if code in MINOR_UNITS or not _LIKE_A_MINOR_UNIT.fullmatch(code):
        return None
    return f"“{code}” is written like a minor unit, such as cents: write {code.upper()} and give numbers in whole units"


def why_no_currency(code: str) -> str | None:
    """Why a code is no currency to report or hold money in: it is a minor unit, or written like one; None where it may be one."""
    if code not in MINOR_UNITS:
        return why_no_unit(code)
    major, units = MINOR_UNITS[code]
    return f"“{code}” is a minor unit, 1/{units:.0f} of {major}: write {major} and give amounts in {major}"


def pair_in_whole_units(pair: str) -> str | None:
    """``GBPUSD`` for a pair of which some half is a minor unit (``GBXUSD``, ``USDGBp=X``); None for any other text."""
    match = _PAIR.fullmatch(pair.strip())
    codes = [] if match is None else [match[1], match[2]]
    if not any(code in MINOR_UNITS for code in codes):
        return None
    return "".join(major_currency(code)[0] for code in codes)
