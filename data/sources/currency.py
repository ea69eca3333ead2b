"""Is this symbol an exchange rate, and which rates join these currencies? Pairs as they are customarily quoted."""

from __future__ import annotations

import re

from core.market.minor_units import pair_in_whole_units

_CODES = (
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD LKR "
    "MAD MXN MYR NGN NOK NPR NZD OMR PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
)
CURRENCIES = frozenset(_CODES.split())
QUOTED_IN_USD = ("EUR", "GBP", "AUD", "NZD")  # by custom these come first in their pair with the dollar

_PAIR = re.compile(r"([A-Z]{3})([A-Z]{3})(=X)?")


def exchange_rate_pair(symbol: str) -> str | None:
    """``USDINR`` for ``USDINR`` and for Yahoo's ``USDINR=X`` and ``INR=X``; None for anything but an exchange rate."""
    if len(symbol) == 5 and symbol.endswith("=X") and symbol[:3] in CURRENCIES:
        return f"USD{symbol[:3]}"
    match = _PAIR.fullmatch(symbol)
    if match and {match[1], match[2]} <= CURRENCIES and match[1] != match[2]:
        return match[1] + match[2]
    return None


def why_minor_pair(symbol: str) -> str | None:
    """Why a symbol is refused that is the rate of a minor unit (``GBXUSD=X``): rates are of whole currencies."""
    whole = pair_in_whole_units(symbol)
    if whole is None or not {whole[:3], whole[3:]} <= CURRENCIES:
        return None
    return f"“{symbol}” is the rate of a minor unit: give {whole}, in whole units, instead"


def dollar_pair(currency: str) -> str | None:
    """The customary pair of a currency with the dollar; None for the dollar itself."""
    if currency == "USD":
        return None
    return f"{currency}USD" if currency in QUOTED_IN_USD else f"USD{currency}"


def pairs_between(currencies: set[str]) -> tuple[str, ...]:
    """The pairs that let every one of these currencies be converted into every other, through the dollar."""
    if len(currencies) < 2:
        return ()
    return tuple(sorted(pair for currency in currencies if (pair := dollar_pair(currency))))
