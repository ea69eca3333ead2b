"""What do we know already? The stored prices as a price source."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine

from core.market.period import Period
from data.sources.price_record import Delivery, Failure, PriceHistory, Report, answered, nothing_within, silent
from data.store.prices.histories import load_history


class StoredSource:
    """The series that stands for a symbol in the database (see :mod:`data.store.prices.standing_series`)."""

    name = "stored"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def fetch(self, symbols: Sequence[str], period: Period, report: Report = silent) -> Delivery:
        """The symbols' stored prices inside the period, with their dividends and splits."""
        return answered(symbols, lambda symbol, _tell: self._one(symbol, period), report)

    def _one(self, symbol: str, period: Period) -> PriceHistory | Failure:
        history = load_history(self._engine, symbol, period)
        if history is None:
            return nothing_within(symbol, period)
        return history
