"""How is an amount said inside a sentence? Whole units, grouped as the currency's readers group them."""

from __future__ import annotations

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
