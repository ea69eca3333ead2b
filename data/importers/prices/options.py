"""What does a person know about a price file that the file does not say? Symbol, currency, and what its values are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from core.errors import InvalidSpecification
from core.market.minor_units import MINOR_UNITS, pair_in_whole_units
from data.importers.columns.field_values import DateOrder, DecimalSign
from data.sources.currency import exchange_rate_pair

_BY_SUFFIX = {
    "INR": ("NS", "BO"),
    "EUR": ("DE", "F", "PA", "AS", "BR", "MI", "MC", "LS", "VI", "HE", "SG", "MU", "DU", "HM"),
    "CAD": ("TO", "V", "NE", "CN"),
    "CHF": ("SW",),
    "HKD": ("HK",),
    "JPY": ("T",),
    "AUD": ("AX",),
    "SEK": ("ST",),
    "NOK": ("OL",),
    "DKK": ("CO",),
    "SGD": ("SI",),
}
_CURRENCY_OF = {suffix: currency for currency, suffixes in _BY_SUFFIX.items() for suffix in suffixes}
_ENDINGS = {".gz", ".csv", ".txt", ".tsv", ".xlsx"}


class PriceValues(StrEnum):
    """What the values of a price file are. ADJUSTED: closes with dividends reinvested; YIELD: percent a year, no prices."""

    CLOSE = "CLOSE"
    ADJUSTED = "ADJUSTED"
    YIELD = "YIELD"


@dataclass(frozen=True, slots=True)
class PriceOptions:
    """Answers to what a price file leaves open; "" and None mean: find out, and ask if that fails."""

    symbol: str = ""
    currency: str = ""
    values: PriceValues | None = None
    date_order: DateOrder | None = None
    decimal_sign: DecimalSign | None = None

    def __post_init__(self) -> None:
        if self.currency and self.currency not in MINOR_UNITS and not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise InvalidSpecification(f"“{self.currency}” is no currency code. Write three letters such as USD.")
        if len(self.symbol) > 64:
            raise InvalidSpecification("A symbol has at most 64 characters. Shorten it.")


def stem(file_name: str) -> str:
    """A file name without folders and endings: ``RELIANCE.NS.csv.gz`` is ``RELIANCE.NS``."""
    name = re.split(r"[\\/]", file_name)[-1].strip()
    while ending := next((one for one in _ENDINGS if name.casefold().endswith(one)), ""):
        name = name[: -len(ending)]
    return name.strip()


def currency_pair(text: str) -> str:
    """``USDINR`` for usdinr, usd_inr, USD-INR, USDINR=X; "" for what is no pair of known currencies, as ``GBpUSD`` is none."""
    plain = re.sub(r"[\s_/-]", "", text)
    return "" if pair_in_whole_units(plain) else exchange_rate_pair(plain.upper()) or ""


def currency_guess(symbol: str) -> str:
    """The currency a symbol's exchange trades in, or a pair's second one; "" where the symbol does not tell (London: pence or pounds)."""
    if pair := currency_pair(symbol):
        return pair[3:]
    return _CURRENCY_OF.get(symbol.rpartition(".")[2].upper(), "") if "." in symbol else ""
