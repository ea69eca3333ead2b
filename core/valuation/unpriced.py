"""Why can a holding not be valued? Each reason in words, so that nothing is silently worth 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from core.errors import InsufficientData, MissingExchangeRateError, MissingLevelsError
from core.ledger.positions import Position
from core.ledger.transaction import AssetType
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_date, to_day
from core.market.period import Period
from core.market.price_coverage import Gap, first_gap
from core.wording import spoken_date, spoken_units


@dataclass(frozen=True, slots=True)
class Unpriced:
    """An instrument left out of the value and of the flows alike, with the reason."""

    symbol: str
    name: str
    reason: str
    asset_type: AssetType = field(default=AssetType.OTHER, compare=False)


def why_not_valued(
    position: Position, series: LevelSeries | None, rates: ExchangeRates, base: str, as_of: date
) -> str | None:
    """The first reason why the units cannot be valued in ``base`` on every day they were held; None where they can."""
    if position.oversold:
        return _oversold(position)
    spans = position.spans(as_of)
    if not spans:
        return None
    if series is None:
        return "no prices"
    return why_no_level(series, spans, as_of) or why_no_rate(rates, series.currency, base, spans)


def why_no_level(series: LevelSeries, spans: Sequence[Period], as_of: date) -> str | None:
    """Which price is missing on a day inside the spans; None where none is."""
    gap = first_gap(series, spans)
    if gap is None:
        return None
    first = series.coverage.start
    if gap.last_known is None:
        return f"its prices begin {spoken_date(first)}, after the purchase on {spoken_date(gap.on)}"
    following = _first_after(series, gap)
    if following is not None:
        return f"no price between {spoken_date(gap.last_known)} and {spoken_date(following)}, while it was held"
    until = next(span.end for span in spans if gap.on in span)
    held = "it is still held" if until == as_of else f"it was held until {spoken_date(until)}"
    return f"its last price is of {spoken_date(gap.last_known)}, but {held}"


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


def _oversold(position: Position) -> str:
    """In the end, or (where later purchases made it good) on the worst day."""
    if position.held[-1] < 0:
        return (
            f"sells {spoken_units(-float(position.held[-1]))} more than it ever bought: the opening position is missing"
        )
    worst = spoken_date(to_date(position.days[int(np.argmin(position.held))]))
    return (
        f"sells {spoken_units(position.oversold)} more than it had bought by {worst}: the opening position is missing"
    )


def _first_after(series: LevelSeries, gap: Gap) -> date | None:
    at = int(np.searchsorted(series.dates, to_day(gap.on), side="right"))
    return to_date(series.dates[at]) if at < series.dates.size else None
