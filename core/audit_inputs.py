"""From which inputs do the numbers come? Every row, price, rate and term that was used, as files that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

from core.audit_tables import csv_file, day_texts
from core.deposits import Deposit
from core.errors import MissingExchangeRateError
from core.exchange_rates import ExchangeRates
from core.instruments import Frame, PricedInstrument
from core.levels import MAX_AGE_DAYS, LevelSeries, to_day
from core.period import Period
from core.portfolio import Portfolio
from core.portfolio_contents import portfolio_contents
from core.transaction import Transaction

TRANSACTION_COLUMNS = tuple(one.name for one in fields(Transaction))
DEPOSIT_COLUMNS = tuple(one.name for one in fields(Deposit))


@dataclass(frozen=True, slots=True)
class AuditBenchmark:
    """A benchmark under the symbol it was asked by; its levels are in their own currency, under the name people say."""

    symbol: str
    levels: LevelSeries


@dataclass(frozen=True, slots=True, eq=False)
class AuditQuestion:
    """What was asked, and all the data there was to answer it.

    ``prices``: by symbol, as known; ``rates``: those the portfolio is valued with; ``converting``: those the benchmarks are converted
    with. ``start``, ``end``: None for the first flow and the as-of date. ``sources``: by symbol, where its levels come from.
    """

    portfolio: Portfolio
    prices: Mapping[str, LevelSeries]
    rates: ExchangeRates
    as_of: date
    benchmarks: tuple[AuditBenchmark, ...]
    converting: ExchangeRates
    risk_free_rate: float
    start: date | None
    end: date | None
    sources: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StatedSeries:
    """One series of levels: what it was used for, what it includes, where it is from, from when to when."""

    use: str
    symbol: str
    name: str
    currency: str
    basis: str
    source: str
    simulated: bool
    first: date
    last: date
    observations: int


def input_files(asked: AuditQuestion) -> dict[str, bytes]:
    """The files below ``inputs/`` by their paths."""
    span, used = _span(asked), _used_prices(asked)
    portfolio_pairs, benchmark_pairs = _portfolio_pairs(asked, used), _benchmark_pairs(asked)
    return {
        "inputs/transactions.csv": _transactions(asked.portfolio.transactions),
        "inputs/deposits.csv": _deposits(asked.portfolio.deposits),
        "inputs/prices.csv": _levels("symbol", "price", used.items(), span),
        "inputs/prices_as_known.csv": _levels("symbol", "price", _restated(asked, used), span),
        "inputs/series.csv": _series(stated_series(asked)),
        "inputs/exchange_rates.csv": _levels("pair", "rate", portfolio_pairs.items(), span),
        "inputs/benchmark_levels.csv": _levels(
            "symbol", "level", ((one.symbol, one.levels) for one in asked.benchmarks), span
        ),
        "inputs/benchmark_rates.csv": _levels("pair", "rate", benchmark_pairs.items(), span),
    }


def stated_series(asked: AuditQuestion) -> tuple[StatedSeries, ...]:
    """Every series that was used, with its source."""
    used = _used_prices(asked)
    rates = {**_portfolio_pairs(asked, used), **_benchmark_pairs(asked)}
    several = [
        *(("holding", *one) for one in used.items()),
        *(("benchmark", one.symbol, one.levels) for one in asked.benchmarks),
        *(("exchange rate", *one) for one in rates.items()),
    ]
    return tuple(_stated(use, symbol, series, asked.sources.get(symbol, "")) for use, symbol, series in several)


def _stated(use: str, symbol: str, series: LevelSeries, source: str) -> StatedSeries:
    return StatedSeries(
        use,
        symbol,
        series.name,
        series.currency,
        str(series.basis),
        "embedded sample" if series.simulated else source,
        series.simulated,
        series.coverage.start,
        series.coverage.end,
        int(series.dates.size),
    )


def _span(asked: AuditQuestion) -> Period:
    """From a week before anything happened to the as-of date; what lies outside cannot count."""
    days = [row.on for row in asked.portfolio.transactions] + [one.start for one in asked.portfolio.deposits]
    first = min([*days, asked.as_of])
    return Period(first - timedelta(days=MAX_AGE_DAYS), asked.as_of)


def _used_prices(asked: AuditQuestion) -> dict[str, LevelSeries]:
    """Prices by symbol on the split basis that the units are counted on; of what could not be valued as they are known."""
    frame = Frame(asked.portfolio.base_currency, asked.rates, asked.as_of)
    held = portfolio_contents(asked.portfolio, asked.prices, frame).instruments
    priced = {one.label.symbol: one.series for one in held if isinstance(one, PricedInstrument)}
    return {symbol: priced.get(symbol) or series for symbol, series in sorted(asked.prices.items())}


def _restated(asked: AuditQuestion, used: Mapping[str, LevelSeries]) -> Iterator[tuple[str, LevelSeries]]:
    """Series from which the jump of a split was taken out, as they were before."""
    for symbol, series in used.items():
        known = asked.prices[symbol]
        if series is not known and (series.levels != known.levels).any():
            yield symbol, known


def _own_currencies(asked: AuditQuestion, used: Mapping[str, LevelSeries]) -> set[str]:
    rows, deposits = asked.portfolio.transactions, asked.portfolio.deposits
    return {
        *(one.currency for one in rows),
        *(one.currency for one in deposits),
        *(one.currency for one in used.values()),
    }


def _portfolio_pairs(asked: AuditQuestion, used: Mapping[str, LevelSeries]) -> dict[str, LevelSeries]:
    return _pairs(asked.rates, _own_currencies(asked, used), asked.portfolio.base_currency)


def _benchmark_pairs(asked: AuditQuestion) -> dict[str, LevelSeries]:
    currencies = {one.levels.currency for one in asked.benchmarks}
    return _pairs(asked.converting, currencies, asked.portfolio.base_currency)


def _pairs(rates: ExchangeRates, currencies: Iterable[str], base: str) -> dict[str, LevelSeries]:
    """Every series on the way from one of the currencies to the base; a currency that nothing joins to it is left out."""
    found: dict[str, LevelSeries] = {}
    names = {id(series): pair for pair, series in rates.series.items()}
    for currency in sorted(currencies):
        try:
            found |= {names[id(leg.series)]: leg.series for leg in rates.legs(currency, base)}
        except MissingExchangeRateError:
            continue
    return dict(sorted(found.items()))


def _transactions(rows: Iterable[Transaction]) -> bytes:
    header = ["date", *TRANSACTION_COLUMNS[1:]]
    return csv_file(header, ([getattr(row, name) for name in TRANSACTION_COLUMNS] for row in rows))


def _deposits(deposits: Iterable[Deposit]) -> bytes:
    return csv_file(DEPOSIT_COLUMNS, ([getattr(one, name) for name in DEPOSIT_COLUMNS] for one in deposits))


def _levels(key: str, value: str, several: Iterable[tuple[str, LevelSeries]], span: Period) -> bytes:
    """A long table: which series, on which day, at which level; only the days that can count."""
    return csv_file([key, "date", value], (row for name, series in several for row in _observed(name, series, span)))


def _observed(name: str, series: LevelSeries, span: Period) -> Iterator[tuple[str, str, float]]:
    inside = (series.dates >= to_day(span.start)) & (series.dates <= to_day(span.end))
    for on, level in zip(day_texts(series.dates[inside]), series.levels[inside].tolist(), strict=True):
        yield name, on, level


def _series(several: Iterable[StatedSeries]) -> bytes:
    """Where each series comes from, what it includes, and from when to when it is known."""
    header = [one.name for one in fields(StatedSeries)]
    return csv_file(header, ([getattr(series, name) for name in header] for series in several))
