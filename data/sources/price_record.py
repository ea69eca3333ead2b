"""What did one thing cost on one day? The record every price source delivers and the store keeps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from core.errors import InvalidSpecification, spoken_date


@dataclass(frozen=True, slots=True)
class PriceRecord:
    """One day's price of one symbol, in ``currency`` per unit.

    ``close`` is adjusted for splits only; ``adjusted_close`` has dividends reinvested too and is None where the source does not
    know it. Both are finite and above 0; anything else raises InvalidSpecification.
    """

    symbol: str
    on: date
    close: float
    adjusted_close: float | None = None
    currency: str = "USD"

    def __post_init__(self) -> None:
        if not self.symbol:
            raise InvalidSpecification("A price needs a symbol.")
        for name in ("close", "adjusted_close"):
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and value > 0):
                raise InvalidSpecification(
                    f"{self.symbol} on {spoken_date(self.on)}: {name} must be a number above 0, not {value}."
                )
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            raise InvalidSpecification(
                f"{self.symbol}: the currency must be a three-letter code such as USD, not “{self.currency}”."
            )
