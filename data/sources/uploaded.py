"""What prices did the user bring? The records read from an uploaded file as a price source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from core.errors import BenchmarkingError
from core.market.period import Period
from data.sources.price_record import (
    Delivery,
    Failure,
    PriceHistory,
    PriceRecord,
    Report,
    answered,
    history_of,
    history_within,
    nothing_within,
    silent,
)


class UploadedSource:
    """Prices as an importer read them. Of two prices for one date the later in the file stands."""

    name = "upload"

    def __init__(self, records: Iterable[PriceRecord]) -> None:
        self._records: dict[str, list[PriceRecord]] = defaultdict(list)
        for record in records:
            self._records[record.symbol].append(record)

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols the file has prices for, in its order."""
        return tuple(self._records)

    def fetch(self, symbols: Sequence[str], period: Period, report: Report = silent) -> Delivery:
        """The symbols' uploaded prices inside the period."""
        return answered(symbols, lambda symbol, _tell: self._one(symbol, period), report)

    def _one(self, symbol: str, period: Period) -> PriceHistory | Failure:
        if symbol not in self._records:
            return Failure(symbol, "The file has no prices for it.")
        try:
            history = history_of(self._records[symbol])
        except BenchmarkingError as error:  # two currencies under one symbol
            return Failure(symbol, error.message)
        return history_within(history, period) or nothing_within(symbol, period)
