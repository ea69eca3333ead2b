"""What is one price? The close of a symbol on a day, in a major unit, wherever it came from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from core.errors import InvalidSpecification
from core.market.minor_units import MINOR_UNITS, major_currency
from core.wording import spoken_date
from data.sources.currency import why_minor_pair

LONGEST_SYMBOL = 64


@dataclass(frozen=True, slots=True)
class PriceRecord:
    """The close of one day, in ``currency`` (a major unit: pounds, not pence).

    ``close`` is adjusted for splits only; ``adjusted_close``, where it is known, for dividends as well.
    """

    symbol: str
    on: date
    close: float
    adjusted_close: float | None = None
    currency: str = "USD"

    def __post_init__(self) -> None:
        if not 0 < len(self.symbol) <= LONGEST_SYMBOL:
            raise InvalidSpecification(f"A price needs a symbol of 1 to {LONGEST_SYMBOL} characters.")
        if (why := why_minor_pair(self.symbol)) is not None:
            raise InvalidSpecification(f"{why}.", symbol=self.symbol)
        if not is_price(self.close):
            self._refuse(f"the close must be a number above 0, not {self.close}")
        if self.adjusted_close is not None and not is_price(self.adjusted_close):
            self._refuse(f"the adjusted close must be a number above 0, not {self.adjusted_close}")
        if self.currency in MINOR_UNITS:
            major, units = major_currency(self.currency)
            self._refuse(f"{self.currency} is a minor unit; divide by {units:.0f} and give {major}")
        if len(self.currency) != 3 or not (
            self.currency.isascii() and self.currency.isalpha() and self.currency.isupper()
        ):
            self._refuse(f"the currency must be a three-letter code such as USD, not “{self.currency[:40]}”")

    def _refuse(self, why: str) -> None:
        raise InvalidSpecification(
            f"The price of {self.symbol} on {spoken_date(self.on)}: {why}.", symbol=self.symbol, on=self.on.isoformat()
        )

    @classmethod
    def quoted(cls, symbol: str, on: date, close: float, adjusted_close: float | None, unit: str) -> PriceRecord:
        """A price as an exchange quotes it, where ``unit`` may be pence (``GBp``) or cents: brought to the major unit."""
        currency, units = major_currency(unit)
        adjusted = None if adjusted_close is None else adjusted_close / units
        return cls(symbol, on, close / units, adjusted, currency)


def is_price(value: float) -> bool:
    """Whether a number can be a price at all."""
    return math.isfinite(value) and value > 0
