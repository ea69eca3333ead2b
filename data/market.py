"""Which levels answer this question? For every symbol one origin, whole: what is stored, else what the sample has."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum

from sqlalchemy import Engine

from core.errors import InsufficientData, NotFound
from core.ledger.portfolio import Portfolio
from core.market.exchange_rates import ExchangeRates
from core.market.index import MarketIndex
from core.market.levels import MAX_AGE_DAYS, Basis, LevelSeries
from core.wording import same_but_for_case
from data.catalogue import find_index, load_catalogue, spoken_name, yahoo_symbol
from data.sample.levels import sample_exchange_rates, sample_levels
from data.sources.currency import exchange_rate_pair
from data.store.portfolios.holding_classes import is_growth_fund
from data.store.prices.histories import load_levels, stored_symbols

DAYS_BEFORE_FIRST_TRADE = timedelta(days=MAX_AGE_DAYS + 3)


class Owner(Enum):
    """Whose portfolio are the levels of a benchmark set beside? The sample's, the user's own, or nobody's."""

    SAMPLE = "sample"
    USER = "user"
    NOBODY = "nobody"

    @classmethod
    def of(cls, portfolio: Portfolio) -> Owner:
        return cls.SAMPLE if portfolio.simulated else cls.USER


def benchmark_levels(engine: Engine, symbol: str, owner: Owner = Owner.NOBODY, picked: bool = True) -> LevelSeries:
    """The levels of a catalogue index, or of any other instrument with stored prices, named by symbol.

    Beside the sample its own levels win, for it never met a real market; everywhere else stored ones do. Where nothing is stored the
    sample's serve what somebody ``picked`` by name, and say that they are simulated; a usual choice that nobody made has real levels
    or none. The basis is the catalogue's where the levels reach it (a fund without adjusted closes is on PRICE, and says so). Raises
    NotFound with close spellings, InsufficientData for an index without levels.
    """
    try:
        index = find_index(symbol)
    except NotFound:
        return _instrument(engine, symbol.strip())
    invented = sample_levels((index.symbol,), index.basis) if picked or owner is Owner.SAMPLE else {}
    leads = bool(invented) and owner is Owner.SAMPLE
    found = invented if leads else load_levels(engine, (index.symbol,), index.basis) or invented
    if not found:
        raise _without_levels(index)
    return _on_own_basis(found[index.symbol], index)


def named_levels(engine: Engine, symbol: str, owner: Owner = Owner.NOBODY, picked: bool = True) -> LevelSeries:
    """The same under the name people say (Nifty 50, not ^NSEI)."""
    levels = benchmark_levels(engine, symbol, owner, picked)
    return replace(levels, name=spoken_name(levels.name))


def holding_levels(engine: Engine, portfolio: Portfolio) -> dict[str, LevelSeries]:
    """The prices of what a portfolio holds or held, by symbol; symbols without any are left out.

    A user's own portfolio is valued at stored prices only. The sample, which traded at simulated prices, is valued at
    simulated prices wherever the sample has them, so that it never meets a real price it did not trade at.
    """
    symbols = {row.symbol for row in portfolio.transactions if row.symbol}
    simulated = sample_levels(sorted(symbols), Basis.PRICE) if portfolio.simulated else {}
    missing = symbols - simulated.keys()
    if not missing:
        return simulated
    start = min(row.on for row in portfolio.transactions) - DAYS_BEFORE_FIRST_TRADE
    stored = load_levels(engine, missing, Basis.PRICE, start)
    return simulated | stored | _spelt_otherwise(engine, missing - stored.keys(), start)


def _spelt_otherwise(engine: Engine, missing: Collection[str], start: date) -> dict[str, LevelSeries]:
    """By the symbols asked for, the prices stored under the one spelling that differs in capitals or spaces alone; they keep its name."""
    known = stored_symbols(engine) if missing else ()
    near = {symbol: name for symbol in missing if (name := same_but_for_case(symbol, known))}
    levels = load_levels(engine, set(near.values()), Basis.PRICE, start) if near else {}
    return {symbol: levels[name] for symbol, name in near.items() if name in levels}


def exchange_rates(engine: Engine, portfolio: Portfolio | None = None) -> ExchangeRates:
    """Stored exchange rates, and the sample's for the pairs that are not stored.

    With a ``portfolio`` of the user's own, stored rates only: its holdings are never valued at simulated rates. With the sample's,
    those of :func:`sample_rates`.
    """
    if portfolio is None:
        return ExchangeRates({**sample_exchange_rates().series, **_stored_rates(engine)})
    return sample_rates(engine) if portfolio.simulated else real_rates(engine)


def real_rates(engine: Engine) -> ExchangeRates:
    """The stored ones alone."""
    return ExchangeRates(_stored_rates(engine))


def sample_rates(engine: Engine) -> ExchangeRates:
    """The sample's own rates first, as with its prices, for a stored rate may begin after the sample does; stored ones for other pairs."""
    return ExchangeRates({**_stored_rates(engine), **sample_exchange_rates().series})


def benchmark_rates(engine: Engine, own: ExchangeRates, benchmarks: Iterable[LevelSeries]) -> ExchangeRates:
    """The rates to convert benchmarks with: the portfolio's ``own``, and the sample's beside them for a simulated benchmark.

    A benchmark that is invented, and says so, may be converted at invented rates where the portfolio has none; a real one never is.
    """
    if not any(one.simulated for one in benchmarks):
        return own
    return ExchangeRates({**exchange_rates(engine).series, **own.series})


def _stored_rates(engine: Engine) -> dict[str, LevelSeries]:
    """By pair."""
    names = {symbol: pair for symbol in stored_symbols(engine) if (pair := exchange_rate_pair(symbol))}
    levels = load_levels(engine, names, Basis.PRICE) if names else {}
    return {names[symbol]: _as_pair(levels[symbol], names[symbol]) for symbol in sorted(levels, reverse=True)}


def _without_levels(index: MarketIndex) -> InsufficientData:
    how = f"Fetch {index.symbol} or upload them" if yahoo_symbol(index) else "Upload them"
    reason = f"{index.name} has no levels yet. {how} on “Your Data”."
    if sample_levels((index.symbol,)):
        reason = (
            f"{index.name} has no real levels yet, and invented ones stand beside a portfolio of your own only where they are asked "
            f"for by name. {how} on “Your Data”, or name the benchmark."
        )
    return InsufficientData(reason, needs_data=True, symbol=index.symbol)


def _instrument(engine: Engine, symbol: str) -> LevelSeries:
    """A stored instrument that is in no catalogue, dividends included where adjusted closes are known or it is a fund that pays none."""
    found = load_levels(engine, (symbol,), Basis.TOTAL)
    if not found:
        known = [text for index in load_catalogue().values() for text in (index.symbol, index.name)]
        raise NotFound("index or priced instrument", symbol, [*known, *stored_symbols(engine)])
    levels = found[symbol]
    within = levels.basis is Basis.PRICE and is_growth_fund(engine, symbol)
    return replace(levels, basis=Basis.TOTAL) if within else levels


def _on_own_basis(levels: LevelSeries, index: MarketIndex) -> LevelSeries:
    """The levels of an index that has dividends in it by its making are on that basis without any adjusting."""
    made_so = index.symbol.startswith("^") or yahoo_symbol(index) is None
    if not made_so or levels.basis is index.basis:
        return levels
    return LevelSeries(levels.name, levels.dates, levels.levels, levels.currency, index.basis, levels.simulated)


def _as_pair(levels: LevelSeries, pair: str) -> LevelSeries:
    """An exchange-rate series under its pair, whose second half is by definition the currency of its levels."""
    return LevelSeries(pair, levels.dates, levels.levels, pair[3:], Basis.PRICE, levels.simulated)
