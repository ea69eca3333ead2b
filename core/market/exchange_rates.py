"""How many units of one currency does a unit of another buy on a date? Dated rates, never assumed to be 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from core.errors import InsufficientData, InvalidSpecification, MissingExchangeRateError
from core.market.levels import NO_DAYS, Days, Floats, KnownLevels, LevelSeries, to_days
from core.market.minor_units import major_currency
from core.market.period import Period
from core.market.price_coverage import counts_until, is_known

PIVOT = "USD"


@dataclass(frozen=True, slots=True)
class RateLeg:
    """One step of a conversion: a series and whether its rate is to be turned over (1 / level)."""

    series: LevelSeries
    inverse: bool


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeRates:
    """Exchange-rate series keyed by pair: ``"USDINR"`` holds rupees per dollar.

    A missing pair is found through its inverse or through the dollar; nothing else is guessed. Rates follow the rule of every
    level: the last one known on or before the date, no older than the series' own rhythm allows.
    """

    series: Mapping[str, LevelSeries] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for pair, series in self.series.items():
            if len(pair) != 6 or not pair.isalpha() or not pair.isupper():
                raise InvalidSpecification(f"“{pair}” is not a currency pair. Name it like USDINR: rupees per dollar.")
            if series.currency != pair[3:]:
                raise InvalidSpecification(
                    f"{pair} must hold {pair[3:]} per {pair[:3]}, but its currency is {series.currency}. Check the file."
                )

    def converts(self, base: str, quote: str) -> bool:
        """Whether some series joins the two currencies."""
        try:
            self.legs(base, quote)
        except MissingExchangeRateError:
            return False
        return True

    def legs(self, base: str, quote: str) -> tuple[RateLeg, ...]:
        """The series that lead from ``base`` to ``quote``: none for the same currency, one directly, two through the dollar.

        Raises MissingExchangeRateError when no series joins them.
        """
        base, quote = major_currency(base)[0], major_currency(quote)[0]
        if base == quote:
            return ()
        direct = self._direct(base, quote)
        if direct is not None:
            return (direct,)
        first, second = self._direct(base, PIVOT), self._direct(PIVOT, quote)
        if first is None or second is None:
            raise MissingExchangeRateError(base, quote)
        return (first, second)

    def rate(self, base: str, quote: str, on: Days) -> Floats:
        """Units of ``quote`` per unit of ``base`` on each date of ``on``, shape (m,).

        Raises MissingExchangeRateError without a series, MissingLevelsError where the last rate no longer counts.
        """
        scale = major_currency(quote)[1] / major_currency(base)[1]
        rates = np.full(to_days(on).shape, scale)
        for leg in self.legs(base, quote):
            levels = leg.series.known(to_days(on)).levels
            rates = rates / levels if leg.inverse else rates * levels
        return rates

    def levels_in(self, series: LevelSeries, to: str, on: Days) -> KnownLevels:
        """The last known levels of ``series`` on each date, in currency ``to`` at each date's own rate."""
        known = series.known(on)
        if series.currency == to:
            return known
        return KnownLevels(known.levels * self.rate(series.currency, to, on), known.age_days)

    def observed_on(self, series: LevelSeries, to: str, on: Days) -> NDArray[np.bool_]:
        """Whether the level in currency ``to`` is of that very day: an observation of the series or of its rate, the other one known."""
        of_series = _among(on, series.dates)
        if series.currency == to or not self.converts(series.currency, to):
            return of_series & (series.currency == to)
        known = is_known(series, on) & self._known(series.currency, to, on)
        for leg in self.legs(series.currency, to):
            of_series |= _among(on, leg.series.dates)
        return known & of_series

    def observed_days(self, base: str, quote: str) -> Days:
        """The days on which some rate between two currencies was observed; none where no rate is needed."""
        legs = [leg.series.dates for leg in self.legs(base, quote)]
        return legs[0] if len(legs) == 1 else np.unique(np.concatenate([NO_DAYS, *legs]))

    def convert(self, series: LevelSeries, to: str) -> LevelSeries:
        """The series in currency ``to``, on those of its dates for which a rate is known.

        Raises MissingExchangeRateError without a series of rates, InsufficientData when the two never overlap.
        """
        if series.currency == to:
            return series
        keep = self._known(series.currency, to, series.dates)
        if not keep.any():
            raise InsufficientData(
                f"{series.name} and the {series.currency}/{to} exchange rate have no date in common. "
                "Add exchange rates for those years."
            )
        kept = series.at(np.flatnonzero(keep))
        return replace(
            kept,
            levels=kept.levels * self.rate(series.currency, to, kept.dates),
            currency=to,
            simulated=series.simulated or self._simulated(series, to),
        )

    def coverage(self, base: str, quote: str) -> Period | None:
        """From when to when the rate is known; None where no rate is needed (the same currency)."""
        legs = self.legs(base, quote)
        if not legs:
            return None
        spans = [leg.series.coverage for leg in legs]
        start, end = max(span.start for span in spans), min(span.end for span in spans)
        if start > end:
            raise MissingExchangeRateError(base, quote)
        return Period(start, end)

    def counts_until(self, base: str, quote: str) -> date | None:
        """The last day on which the last known rate still counts; None where no rate is needed."""
        return min((counts_until(leg.series) for leg in self.legs(base, quote)), default=None)

    def _direct(self, base: str, quote: str) -> RateLeg | None:
        if base + quote in self.series:
            return RateLeg(self.series[base + quote], inverse=False)
        if quote + base in self.series:
            return RateLeg(self.series[quote + base], inverse=True)
        return None

    def _known(self, base: str, quote: str, on: Days) -> NDArray[np.bool_]:
        keep = np.ones(on.shape, dtype=np.bool_)
        for leg in self.legs(base, quote):
            keep &= is_known(leg.series, on)
        return keep

    def _simulated(self, series: LevelSeries, to: str) -> bool:
        return any(leg.series.simulated for leg in self.legs(series.currency, to))


def _among(on: Days, dates: Days) -> NDArray[np.bool_]:
    """Which of ``on`` are among increasing dates."""
    if not dates.size:
        return np.zeros(on.shape, dtype=np.bool_)
    at = np.minimum(np.searchsorted(dates, on), dates.size - 1)
    return np.asarray(dates[at] == on)
