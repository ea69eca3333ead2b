"""Which series are compared when an index fit is asked for? A security and an index, in one currency, of one origin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Engine

from core.errors import InsufficientData, InsufficientHistoryError, NotFound
from core.exchange_rates import ExchangeRates
from core.levels import Basis, LevelSeries
from core.market_index import MarketIndex
from core.period import Period
from core.returns import ReturnSeries, aligned, returns_of
from data import market
from data.catalogue import find_index
from data.sample.levels import sample_levels


@dataclass(frozen=True, slots=True, eq=False)
class Pair:
    """Returns of a security and an index on their common dates, in the security's currency. ``notes``: what to know of them."""

    security: ReturnSeries
    index: ReturnSeries
    currency: str
    simulated: bool
    notes: tuple[str, ...]


def known_index(symbol: str) -> MarketIndex:
    """The catalogue entry; raises NotFound ("Unknown index …") with close spellings."""
    try:
        return find_index(symbol)
    except NotFound as error:
        raise UnknownIndex(symbol, error) from None


class UnknownIndex(NotFound):
    """An index that the catalogue does not have."""

    code = "not_found"

    def __init__(self, symbol: str, found: NotFound) -> None:
        super().__init__("index", symbol)
        hint = found.message.partition("”.")[2]
        self.message = f"Unknown index “{symbol}”.{hint}"
        self.args = (self.message,)


def security_levels(engine: Engine, symbol: str) -> LevelSeries:
    """A priced instrument, an index or an instrument of the sample (then simulated), dividends included where known.

    Raises NotFound with close spellings.
    """
    try:
        return market.benchmark_levels(engine, symbol)
    except NotFound:
        invented = sample_levels((symbol.strip(),), Basis.TOTAL)
        if not invented:
            raise
        return invented[symbol.strip()]


def fit_pair(engine: Engine, symbol: str, index: MarketIndex, start: date | None, end: date | None) -> Pair:
    """A security and an index inside a range, aligned as levels; the level of the first day is the base of the first return.

    Raises NotFound, InsufficientData where one is real and the other invented, MissingExchangeRateError,
    InsufficientHistoryError where the range has fewer than two common days.
    """
    own = security_levels(engine, symbol)
    levels = market.benchmark_levels(engine, index.symbol)
    refuse_mixed(own, levels)
    converted = _rates(engine, own).convert(levels, own.currency)
    one, other = aligned(_inside(own, start, end), _inside(converted, start, end))
    if one.dates.size < 2:
        raise InsufficientHistoryError(f"Comparing {own.name} with {index.name}", one.dates.size - 1, 20)
    notes = tuple(_notes(own, levels, index))
    return Pair(
        replace(returns_of(one), name=own.name),
        replace(returns_of(other), name=index.name),
        own.currency,
        own.simulated,
        notes,
    )


def refuse_mixed(own: LevelSeries, index: LevelSeries) -> None:
    """Real and invented days have nothing to do with each other, so no beta between them means anything."""
    if own.simulated != index.simulated:
        invented, real = (own, index) if own.simulated else (index, own)
        raise InsufficientData(
            f"{invented.name} has sample levels only, and {real.name} has real ones: their days have nothing to do with each "
            f"other. Refresh or upload the prices of {invented.name} on “Your Data”.",
            symbol=invented.name,
        )


def _rates(engine: Engine, own: LevelSeries) -> ExchangeRates:
    """Invented rates convert invented levels only."""
    rates = market.exchange_rates(engine)
    if own.simulated:
        return rates
    return ExchangeRates({pair: series for pair, series in rates.series.items() if not series.simulated})


def _inside(levels: LevelSeries, start: date | None, end: date | None) -> LevelSeries:
    covered = levels.coverage
    period = Period(start or min(covered.start, end or covered.start), end or max(covered.end, start or covered.end))
    try:
        return levels.within(period)
    except InsufficientData:
        raise InsufficientHistoryError(f"{levels.name} in this range", 0, 20) from None


def _notes(own: LevelSeries, levels: LevelSeries, index: MarketIndex) -> Iterable[str]:
    if own.simulated:
        yield "Both series are invented sample data."
    if own.basis is not levels.basis:
        with_dividends = {
            Basis.PRICE: "without dividends",
            Basis.TOTAL: "with dividends",
            Basis.NET: "with net dividends",
        }
        yield (
            f"{own.name} is measured {with_dividends[own.basis]}, {index.name} {with_dividends[levels.basis]}: "
            "part of the difference is dividends."
        )
    if own.currency != levels.currency:
        yield f"{index.name} is converted from {levels.currency} to {own.currency}."
