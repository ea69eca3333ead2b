"""How are dates, amounts and rates said in a sentence? And which name was probably meant?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from types import MappingProxyType

MINUS = "\u2212"
CURRENCY_SIGNS: Mapping[str, str] = MappingProxyType({"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"})


def spoken_date(on: date) -> str:
    """The date as people read it without doubt: ``31 Dec 2025``."""
    return f"{on.day} {on:%b %Y}"


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A closing hint naming the nearest known spellings, or an empty string."""
    near = near_spellings(wrong, known)
    return f" Did you mean {' or '.join(near)}?" if near else ""


def near_spellings(wrong: str, known: Iterable[str]) -> list[str]:
    """The nearest known spellings, the nearest first: three, and those that differ from them in capitals alone."""
    folded: dict[str, list[str]] = {}
    for name in dict.fromkeys(known):
        folded.setdefault(name.casefold(), []).append(name)
    return [name for near in get_close_matches(wrong.casefold(), folded, n=3, cutoff=0.6) for name in folded[near]]


def same_but_for_case(wanted: str, known: Iterable[str]) -> str | None:
    """The one known spelling that differs in capitals and spaces alone; None where there is none, or more than one."""
    plain = "".join(wanted.split()).casefold()
    same = [name for name in known if name != wanted and "".join(name.split()).casefold() == plain]
    return same[0] if len(same) == 1 else None


def spoken_number(value: float) -> str:
    """A number in a sentence, with a real minus: ``−0.4``."""
    return f"{value:g}".replace("-", MINUS)


def spoken_units(quantity: float) -> str:
    """Units held in a sentence, at most four decimals: ``1,234.5``."""
    return f"{quantity:,.4f}".rstrip("0").rstrip(".")


def spoken_rate(rate: float, decimals: int = 1) -> str:
    """A fraction as people read it: ``−12.5 %`` with a true minus and a narrow no-break space."""
    size = abs(rate) * 100
    text = f"{size:,.{decimals}f}" if size < 1e6 else f"{size:.3g}"
    negative = rate < 0 and float(text.replace(",", "")) != 0
    return f"{MINUS if negative else ''}{text}\u202f%"


def spoken_money(amount: float, currency: str) -> str:
    """``−$3,764``, ``₹12,34,567``, ``SEK 1,200``, ``1,200`` without a currency: no decimals, a true minus, lakh grouping for rupees."""
    digits = f"{abs(amount):.0f}"
    sign = MINUS if amount < 0 and int(digits) else ""
    symbol = CURRENCY_SIGNS.get(currency, f"{currency} ") if currency else ""
    return f"{sign}{symbol}{grouped_digits(digits, currency)}"


def spoken_exact_money(amount: float, currency: str) -> str:
    """``−$2,765.50``, ``₹12,34,567.00``: to the cent, for an amount that somebody is to enter."""
    whole, cents = f"{abs(amount):.2f}".split(".")
    sign = MINUS if amount < 0 and float(f"{amount:.2f}") else ""
    symbol = CURRENCY_SIGNS.get(currency, f"{currency} ") if currency else ""
    return f"{sign}{symbol}{grouped_digits(whole, currency)}.{cents}"


def grouped_digits(digits: str, currency: str) -> str:
    """Whole digits in threes; of rupees the last three together and those before in pairs: 1840000 → ``18,40,000``."""
    if currency != "INR":
        return f"{int(digits):,}"
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return ",".join([*reversed(pairs), tail])


def plain_spelling(text: str) -> str:
    """Words alone, in small letters: the same name written with other marks, spaces or capitals is the same."""
    return re.sub(r"[\W_]+", " ", text).strip().casefold()
