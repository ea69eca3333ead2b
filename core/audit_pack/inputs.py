"""From which inputs do the numbers come? Every row, price, rate and term that was used, as files that a person can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta

import numpy as np

from core.audit_pack.tables import csv_file, day_texts
from core.benchmark.blend import Blend
from core.benchmark.sources import Sources
from core.errors import MissingExchangeRateError
from core.ledger.dated_rates import changes_text
from core.ledger.deposits import Deposit
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import MAX_AGE_DAYS, Basis, LevelSeries, to_date, to_day
from core.market.period import Period
from core.market.rhythm import ONE_DAY, rhythm_of, usual_base
from core.returns.series import ReturnSeries
from core.valuation.contents import portfolio_contents
from core.valuation.instruments import Frame, PricedInstrument

TRANSACTION_COLUMNS = tuple(one.name for one in fields(Transaction))
DEPOSIT_COLUMNS = tuple(one.name for one in fields(Deposit))


@dataclass(frozen=True, slots=True)
class AuditBenchmark:
    """A benchmark under the symbol it was asked by; its levels are in their own currency, under the name people say."""

    symbol: str
    levels: LevelSeries


@dataclass(frozen=True, slots=True, eq=False)
class AuditBlend:
    """A mix, a fixed return or anything else of a benchmark library under the symbol it was asked by, and the data of its parts."""

    symbol: str
    blend: Blend
    sources: Sources

    @property
    def dated(self) -> dict[str, LevelSeries | ReturnSeries]:
        """The parts that have observations of their own, by id."""
        given = {one: self.sources.series.get(one) for one in sorted(self.blend.ids)}
        return {one: data for one, data in given.items() if isinstance(data, (LevelSeries, ReturnSeries))}

    def currency_of(self, component: str) -> str:
        """The currency of a part's data; bare returns without one are in the blend's."""
        given = self.sources.series.get(component)
        if isinstance(given, LevelSeries):
            return given.currency
        return self.blend.component(component).currency or self.blend.currency


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
    benchmarks: tuple[AuditBenchmark | AuditBlend, ...]
    converting: ExchangeRates
    risk_free_rate: float
    start: date | None
    end: date | None
    sources: Mapping[str, str]

    @property
    def singles(self) -> tuple[AuditBenchmark, ...]:
        """The benchmarks that are indexes or instruments."""
        return tuple(one for one in self.benchmarks if isinstance(one, AuditBenchmark))

    @property
    def blends(self) -> tuple[AuditBlend, ...]:
        """The benchmarks that have parts."""
        return tuple(one for one in self.benchmarks if isinstance(one, AuditBlend))


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
    rhythm: str


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
            "symbol", "level", ((one.symbol, one.levels) for one in asked.singles), span
        ),
        "inputs/benchmark_rates.csv": _levels("pair", "rate", benchmark_pairs.items(), span),
        **(_component_files(asked, span) if asked.blends else {}),
    }


def _component_files(asked: AuditQuestion, span: Period) -> dict[str, bytes]:
    """What is known of the parts of blends: levels, or where there are none, returns, all of them from the first one on."""
    parts = {one: data for mix in asked.blends for one, data in mix.dated.items()}
    levels = [(one, data) for one, data in sorted(parts.items()) if isinstance(data, LevelSeries)]
    returns = [(one, data) for one, data in sorted(parts.items()) if isinstance(data, ReturnSeries)]
    rows = (
        (one, on, earned)
        for one, data in returns
        for on, earned in zip(day_texts(data.dates), data.returns.tolist(), strict=True)
        if on <= span.end.isoformat()
    )
    return {
        "inputs/component_levels.csv": _levels("component", "level", levels, span),
        "inputs/component_returns.csv": csv_file(["component", "date", "return"], rows),
    }


def stated_series(asked: AuditQuestion) -> tuple[StatedSeries, ...]:
    """Every series that was used, with its source."""
    used = _used_prices(asked)
    rates = {**_portfolio_pairs(asked, used), **_benchmark_pairs(asked)}
    several = [
        *(("holding", *one) for one in used.items()),
        *(("benchmark", one.symbol, one.levels) for one in asked.singles),
        *(("exchange rate", *one) for one in rates.items()),
    ]
    stated = [_stated(use, symbol, series, asked.sources.get(symbol, "")) for use, symbol, series in several]
    return (*stated, *_stated_components(asked))


def _stated_components(asked: AuditQuestion) -> Iterator[StatedSeries]:
    """The parts of blends, each once."""
    owners = {one: mix for mix in asked.blends for one in mix.dated}
    for one, mix in sorted(owners.items()):
        data, source = mix.dated[one], asked.sources.get(one, "")
        if isinstance(data, LevelSeries):
            yield _stated("component", one, data, source)
        elif data.dates.size:
            known = Period(to_date(data.dates[0]), to_date(data.dates[-1]))
            terms = (data.name, mix.currency_of(one), str(Basis.TOTAL), source, False)
            rhythm = rhythm_of(np.append(usual_base(data.dates), data.dates)).label
            yield StatedSeries("component", one, *terms, known.start, known.end, int(data.dates.size), rhythm)


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
        series.rhythm.label,
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
    base = asked.portfolio.base_currency
    return _pairs(asked.rates, {(one, base) for one in _own_currencies(asked, used)})


def _benchmark_pairs(asked: AuditQuestion) -> dict[str, LevelSeries]:
    base = asked.portfolio.base_currency
    ways = {(one.levels.currency, base) for one in asked.singles}
    for mix in asked.blends:
        own = mix.blend.currency
        ways |= {(own, base), (base, own), *((mix.currency_of(one), own) for one in mix.dated)}
    return _pairs(asked.converting, ways)


def _pairs(rates: ExchangeRates, ways: Iterable[tuple[str, str]]) -> dict[str, LevelSeries]:
    """Every series on the way from one currency to another; ways that nothing joins are left out."""
    found: dict[str, LevelSeries] = {}
    names = {id(series): pair for pair, series in rates.series.items()}
    for way in sorted(ways):
        try:
            found |= {names[id(leg.series)]: leg.series for leg in rates.legs(*way)}
        except MissingExchangeRateError:
            continue
    return dict(sorted(found.items()))


def _transactions(rows: Iterable[Transaction]) -> bytes:
    header = ["date", *TRANSACTION_COLUMNS[1:]]
    return csv_file(header, ([getattr(row, name) for name in TRANSACTION_COLUMNS] for row in rows))


def _deposits(deposits: Iterable[Deposit]) -> bytes:
    return csv_file(DEPOSIT_COLUMNS, ([_term(one, name) for name in DEPOSIT_COLUMNS] for one in deposits))


def _term(deposit: Deposit, name: str) -> object:
    return changes_text(deposit.rate_changes) if name == "rate_changes" else getattr(deposit, name)


def _levels(key: str, value: str, several: Iterable[tuple[str, LevelSeries]], span: Period) -> bytes:
    """A long table: which series, on which day, at which level; only the days that can count."""
    return csv_file([key, "date", value], (row for name, series in several for row in _observed(name, series, span)))


def _observed(name: str, series: LevelSeries, span: Period) -> Iterator[tuple[str, str, float]]:
    """The observations of the span, the last one before its first week, where there is none in that, and the next one after a holiday."""
    week, dates, end = np.timedelta64(MAX_AGE_DAYS, "D"), series.dates, to_day(span.end)
    first, known = np.searchsorted(dates, [to_day(span.start), to_day(span.start) + week + ONE_DAY])
    after = int(np.searchsorted(dates, end, side="right"))
    closed = 0 < after < dates.size and dates[after - 1] + week < end
    inside = slice(max(0, min(int(first), int(known) - 1)), after + closed)
    for on, level in zip(day_texts(series.dates[inside]), series.levels[inside].tolist(), strict=True):
        yield name, on, level


def _series(several: Iterable[StatedSeries]) -> bytes:
    """Where each series comes from, what it includes, and from when to when it is known."""
    header = [one.name for one in fields(StatedSeries)]
    return csv_file(header, ([getattr(series, name) for name in header] for series in several))
