"""Why can a holding not be valued? Each reason in words, so that nothing is silently worth 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.errors import InsufficientData, MissingExchangeRateError, MissingLevelsError
from core.ledger.positions import Position
from core.ledger.transaction import AssetType
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_date
from core.market.period import Period
from core.market.price_coverage import first_gap
from core.wording import spoken_date, spoken_units

NO_PRICES = "no prices"
BY_CHOICE = "left out by your own choice"


@dataclass(frozen=True, slots=True)
class Unpriced:
    """An instrument left out of the value and of the flows alike, with the reason."""

    symbol: str
    name: str
    reason: str
    asset_type: AssetType = field(default=AssetType.OTHER, compare=False)


def why_no_price(spans: Sequence[Period], series: LevelSeries | None, paid: LevelSeries | None) -> str | None:
    """Why units cannot be priced on the first day they were held, at what was ``paid`` before the first price; None where they can.

    An old price is no reason: it is carried, and the holding named as stale.
    """
    if not spans:
        return None
    if series is None:
        return NO_PRICES
    first = min(one.coverage.start for one in (series, paid) if one is not None)
    if spans[0].start < first:
        return f"its prices begin {spoken_date(first)}, and nothing was paid for what was held from {spoken_date(spans[0].start)} on"
    return None


def why_no_rate(rates: ExchangeRates, currency: str, base: str, spans: Sequence[Period]) -> str | None:
    """Which exchange rate is missing on a day inside the spans; None where none is."""
    try:
        legs = rates.legs(currency, base)
    except MissingExchangeRateError:
        return f"there is no exchange rate between {currency} and {base}"
    for leg in legs:
        gap = first_gap(leg.series, spans)
        if gap is not None:
            return f"the exchange rate {leg.series.name} has no level for {spoken_date(gap.on)}, while it was held"
    return None


def missing_rate(error: InsufficientData) -> str:
    """The reason behind a failed conversion of a holding's own flows."""
    if isinstance(error, MissingExchangeRateError):
        return f"there is no exchange rate between {error.base} and {error.quote}"
    if isinstance(error, MissingLevelsError):
        return f"the exchange rate {error.name} has no level for {spoken_date(error.on)}, when money moved"
    return error.message.rstrip(".")


def why_oversold(position: Position) -> str | None:
    """By how much sales exceed purchases in the end, or (where later purchases made it good) on the worst day; None where they do not."""
    if not position.oversold:
        return None
    if position.held[-1] < 0:
        return (
            f"sells {spoken_units(-float(position.held[-1]))} more than it ever bought: the opening position is missing"
        )
    worst = spoken_date(to_date(position.days[int(np.argmin(position.held))]))
    return (
        f"sells {spoken_units(position.oversold)} more than it had bought by {worst}: the opening position is missing"
    )
