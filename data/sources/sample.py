"""What might the market have done? The embedded simulated levels as a price source."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import BenchmarkingError
from core.market.levels import Basis, to_date
from core.market.period import Period
from data.sources.price_record import (
    Delivery,
    Failure,
    PriceHistory,
    PriceRecord,
    Report,
    answered,
    nothing_within,
    silent,
)


class SampleSource:
    """Simulated closes: for the sample portfolios and, said to be simulated, for indexes without stored levels."""

    name = "sample"

    def fetch(self, symbols: Sequence[str], period: Period, report: Report = silent) -> Delivery:
        """The symbols' simulated closes inside the period."""
        return answered(symbols, lambda symbol, _tell: self._one(symbol, period), report)

    def _one(self, symbol: str, period: Period) -> PriceHistory | Failure:
        from data.sample.levels import sample_levels

        try:
            series = sample_levels((symbol,), Basis.PRICE)[symbol].within(period)
        except (BenchmarkingError, KeyError):
            return nothing_within(symbol, period)
        records = tuple(
            PriceRecord(symbol, to_date(day), level, None, series.currency)
            for day, level in zip(series.dates, series.levels.tolist(), strict=True)
        )
        return PriceHistory(symbol, series.currency, records, notes=("Simulated prices.",))
