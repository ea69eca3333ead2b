"""How are dates, amounts and rates said in a sentence? And which name was probably meant?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches


def spoken_date(on: date) -> str:
    """The date as people read it without doubt: ``31 Dec 2025``."""
    return f"{on.day} {on:%b %Y}"


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A closing hint naming the nearest known spellings, or an empty string."""
    folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), folded, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(folded[name] for name in near)}?" if near else ""


def spoken_number(value: float) -> str:
    """A number in a sentence, with a real minus: ``−0.4``."""
    return f"{value:g}".replace("-", "−")


def spoken_rate(rate: float, decimals: int = 1) -> str:
    """A fraction as people read it: ``−12.5 %`` with a true minus and a narrow no-break space."""
    size = abs(rate) * 100
    text = f"{size:,.{decimals}f}" if size < 1e6 else f"{size:.3g}"
    negative = rate < 0 and float(text.replace(",", "")) != 0
    return f"{'−' if negative else ''}{text}\u202f%"


MINUS = "\u2212"


_SYMBOLS = {"INR": "₹", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "": ""}


def spoken_money(amount: float, currency: str) -> str:
    """``−$3,764``, ``₹12,34,567``, ``SEK 1,200``, ``1,200`` without a currency: no decimals, a true minus, lakh grouping for rupees."""
    digits = f"{abs(amount):.0f}"
    grouped = _lakh_groups(digits) if currency == "INR" else f"{int(digits):,}"
    sign = MINUS if amount < 0 and int(digits) else ""
    return f"{sign}{_SYMBOLS.get(currency, f'{currency} ')}{grouped}"


def _lakh_groups(digits: str) -> str:
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, tail])
