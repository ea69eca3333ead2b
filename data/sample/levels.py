"""What did the simulated market look like? Levels of the embedded sample, read once and marked as simulated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, Days, Floats, LevelSeries
from data.catalogue import table_rows, without_comments
from data.sample import sample_wanted

MADE = Path(__file__).parent / "made"
CURRENCIES = "currencies"
FUND = "fund"


@dataclass(frozen=True, slots=True)
class SampleSeries:
    """One simulated series: where its levels lie and what they include (``fund``: both a close and an adjusted close)."""

    symbol: str
    market: str
    currency: str
    basis: str


@dataclass(frozen=True, slots=True, eq=False)
class MarketTable:
    """The closes of one market's series on its trading days: ``dates`` (n,), ``closes`` by symbol, each (n,)."""

    dates: Days
    closes: Mapping[str, Floats]


@dataclass(frozen=True, slots=True, eq=False)
class Dividends:
    """What a unit paid, by ex-date: shape (k,) each, on the basis of today's units."""

    dates: Days
    amounts: Floats


@lru_cache(maxsize=1)
def _series() -> Mapping[str, SampleSeries]:
    return {row["symbol"]: SampleSeries(**row) for row in table_rows(MADE / "series.csv")}


@lru_cache(maxsize=16)
def _table(market: str) -> MarketTable:
    with (MADE / f"levels_{market}.csv").open(encoding="utf-8") as table:
        lines = list(without_comments(table))
    symbols = lines[0].rstrip("\n").split(",")[1:]
    dates = np.array([line[:10] for line in lines[1:]], dtype="datetime64[D]")
    numbers = np.array(",".join(line[11:] for line in lines[1:]).split(","), dtype=np.float64)
    columns = numbers.reshape(dates.size, len(symbols)).T
    return MarketTable(dates, dict(zip(symbols, columns, strict=True)))


@lru_cache(maxsize=1)
def sample_dividends() -> Mapping[str, Dividends]:
    """Dividends and interest of every sample instrument that pays them, by symbol."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in table_rows(MADE / "distributions.csv"):
        found.setdefault(row["symbol"], []).append((row["date"], row["amount"]))
    return {
        symbol: Dividends(
            np.array([on for on, _ in rows], "datetime64[D]"), np.array([paid for _, paid in rows], float)
        )
        for symbol, rows in found.items()
    }


def sample_symbols() -> tuple[str, ...]:
    """Every symbol with simulated levels: the catalogue, the exchange rates, the sample portfolios' instruments; none where it is off."""
    return tuple(_series()) if sample_wanted() else ()


def sample_levels(symbols: Iterable[str] | None = None, basis: Basis = Basis.PRICE) -> dict[str, LevelSeries]:
    """Simulated levels by symbol (all by default); symbols that the sample does not have are left out, and all where it is off.

    Funds and shares come as closes (``PRICE``) or as closes with dividends reinvested (``TOTAL``). An index exists on one basis
    only, which is what its series then says, whatever was asked for.
    """
    known: Mapping[str, SampleSeries] = _series() if sample_wanted() else {}
    asked = known if symbols is None else symbols
    return {symbol: _levels(known[symbol], basis) for symbol in asked if symbol in known}


def sample_exchange_rates() -> ExchangeRates:
    """The simulated exchange rates, by pair."""
    return ExchangeRates(sample_levels(one.symbol for one in _series().values() if one.market == CURRENCIES))


@lru_cache(maxsize=512)
def _levels(series: SampleSeries, basis: Basis) -> LevelSeries:
    table = _table(series.market)
    levels = table.closes[series.symbol]
    has = basis if series.basis == FUND else Basis(series.basis)
    if has is not Basis.PRICE and series.symbol in sample_dividends():
        levels = dividends_reinvested(table.dates, levels, sample_dividends()[series.symbol])
    return LevelSeries(series.symbol, table.dates, levels, series.currency, has, simulated=True)


def dividends_reinvested(dates: Days, closes: Floats, paid: Dividends) -> Floats:
    """Adjusted closes, shape (n,): equal to the close on the last date, lower before by what was paid since.

    Each close before an ex-date is multiplied by 1 − dividend / last close before it (the CRSP and Yahoo convention).
    """
    at = np.searchsorted(dates, paid.dates)
    factors = np.ones(dates.size)
    factors[at] = 1 - paid.amounts / closes[at - 1]
    later = np.cumprod(factors[::-1])[::-1] / factors
    return np.asarray(closes * later, dtype=np.float64)
