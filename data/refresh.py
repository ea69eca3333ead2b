"""What has the market done since? Prices fetched when the user asks, each symbol stored as soon as it came.

python -m data.refresh                        everything your portfolios hold, and what was fetched before
python -m data.refresh --portfolio ID         what one portfolio holds, with the exchange rates it needs
python -m data.refresh ^NSEI SPY --from 2015-01-01
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Engine

from core.errors import BenchmarkingError, InvalidSpecification
from core.ledger.portfolio import Portfolio
from core.market.home import home_of
from core.market.minor_units import major_currency
from core.market.period import Period, months_before
from core.wording import spoken_date
from data.catalogue import load_catalogue, yahoo_symbol
from data.clock import current_date
from data.sources.currency import exchange_rate_pair, pairs_between
from data.sources.delivery import Failure, PriceHistory, Progress, Report, Stage, Tell, ignore_progress
from data.sources.yahoo import YahooSource
from data.store.connection import DatabaseUnavailable
from data.store.database import open_database
from data.store.portfolios.portfolios import list_portfolios, load_portfolio
from data.store.prices.histories import Coverage, price_coverage, save_history

YEARS_BACK = 10
DAYS_BEFORE_FIRST_TRADE = timedelta(days=10)
_PLAIN_SYMBOL = re.compile(r"[A-Z0-9&-]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One symbol to fetch. ``currency``: the one its trades are in, None where that does not matter or is not known;
    ``confirmed``: the user has taken it in another currency before."""

    symbol: str
    currency: str | None = None
    traded_since: date | None = None
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """One symbol that came: from when to when, how many prices, and what was done to them."""

    symbol: str
    period: Period
    count: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefreshOutcome:
    """What came and is stored, and what failed and why."""

    saved: tuple[Saved, ...]
    failures: tuple[Failure, ...]


def wanted_symbols(symbols: Iterable[str]) -> tuple[Wanted, ...]:
    """Symbols named by the user, in whatever currency they are quoted."""
    return tuple(Wanted(exchange_rate_pair(symbol) or symbol) for symbol in dict.fromkeys(symbols))


def wanted_by(portfolios: Iterable[Portfolio]) -> tuple[Wanted, ...]:
    """What portfolios hold or held, and the exchange rates between their currencies; nothing for the sample."""
    trades: dict[str, list[tuple[date, str]]] = defaultdict(list)
    pairs: dict[str, date] = {}
    for portfolio in portfolios:
        if portfolio.simulated or not portfolio.transactions:
            continue
        for row in portfolio.transactions:
            if row.symbol:
                trades[row.symbol].append((row.on, row.currency))
        first = min(row.on for row in portfolio.transactions)
        for pair in pairs_between({row.currency for row in portfolio.transactions} | {portfolio.base_currency}):
            pairs[pair] = min(first, pairs.get(pair, first))
    held = [_wanted(symbol, own) for symbol, own in trades.items()]
    return (*held, *(Wanted(pair, traded_since=since) for pair, since in pairs.items()))


def wanted_beside(portfolio: Portfolio, currency: str) -> tuple[Wanted, ...]:
    """The benchmark of its market that Yahoo has, since its first trade, and the exchange rates to tell both in ``currency``."""
    catalogue, first = load_catalogue(), min((row.on for row in portfolio.transactions), default=None)
    index = next(catalogue[one] for one in home_of(portfolio.base_currency).benchmarks if yahoo_symbol(catalogue[one]))
    traded = {row.currency for row in portfolio.transactions}
    pairs = pairs_between({index.currency, portfolio.base_currency, currency, *traded})
    return tuple(Wanted(one, traded_since=first) for one in (index.symbol, *pairs))


def _wanted(symbol: str, trades: list[tuple[date, str]]) -> Wanted:
    currencies = {currency for _, currency in trades}
    return Wanted(symbol, currencies.pop() if len(currencies) == 1 else None, min(on for on, _ in trades))


def spellings(wanted: Iterable[Wanted]) -> dict[str, str]:
    """Yahoo's symbols where they differ: shares traded in rupees under their plain NSE symbol end in ``.NS`` there."""
    catalogue = load_catalogue()
    return {
        one.symbol: f"{one.symbol}.NS"
        for one in wanted
        if one.currency == "INR" and _PLAIN_SYMBOL.fullmatch(one.symbol) and one.symbol not in catalogue
    }


def refresh(
    engine: Engine,
    wanted: Sequence[Wanted],
    today: date,
    start: date | None = None,
    source: YahooSource | None = None,
    report: Report = ignore_progress,
) -> RefreshOutcome:
    """Fetches each symbol and stores it at once; what ``report`` raises ends the work and keeps what came.

    Each is asked for from ``start`` (else ten years back, or its first trade where that is earlier), but never from later
    than what is stored of it: the source restates the whole past with every split and dividend.
    """
    source = source or YahooSource(spellings(wanted))
    stored = {one.symbol: one for one in price_coverage(engine) if one.source == source.name}
    saved: list[Saved] = []
    failures: list[Failure] = []
    for number, one in enumerate(wanted, start=1):

        def tell(stage: Stage, detail: str, symbol: str = one.symbol, number: int = number) -> None:
            report(Progress(symbol, number, len(wanted), stage, detail))

        outcome = _refresh_one(engine, one, _period(one, stored.get(one.symbol), start, today), source, tell)
        if isinstance(outcome, Saved):
            saved.append(outcome)
            tell(Stage.CAME, f"{outcome.count} prices")
        else:
            failures.append(outcome)
            tell(Stage.FAILED, outcome.reason)
    return RefreshOutcome(tuple(saved), tuple(failures))


def _period(one: Wanted, stored: Coverage | None, start: date | None, today: date) -> Period:
    """From when to when a symbol is asked for."""
    begins = [start or months_before(today, 12 * YEARS_BACK)]
    if start is None and one.traded_since is not None:
        begins.append(one.traded_since - DAYS_BEFORE_FIRST_TRADE)
    if stored is not None:
        begins.append(stored.first)
    return Period(min(*begins, today), today)


def _refresh_one(engine: Engine, one: Wanted, period: Period, source: YahooSource, tell: Tell) -> Saved | Failure:
    index = load_catalogue().get(one.symbol)
    if index is not None and yahoo_symbol(index) is None:
        return Failure(one.symbol, f"Yahoo does not have it. {index.source}.")

    def heard(progress: Progress) -> None:
        if progress.stage in (Stage.ASKING, Stage.WAITING):
            tell(progress.stage, progress.detail)

    delivery = source.fetch((one.symbol,), period, heard)
    if delivery.failures:
        return delivery.failures[0]
    return _save(engine, one, delivery.histories[0], source.name)


def _save(engine: Engine, one: Wanted, history: PriceHistory, source: str) -> Saved | Failure:
    """Stores what came, unless it is plainly something else than what was traded."""
    if one.currency is not None and major_currency(one.currency)[0] != history.currency and not one.confirmed:
        return Failure(
            one.symbol,
            f"It is quoted in {history.currency} there, but your trades in it are in {one.currency}: it may be another "
            f"company's share. If it is the right one, fetch it by name: python -m data.refresh {one.symbol}",
        )
    try:
        count = save_history(engine, history, source)
    except DatabaseUnavailable:
        raise
    except BenchmarkingError as error:
        return Failure(one.symbol, error.message)
    return Saved(one.symbol, history.coverage, count, history.notes)


def wanted_everywhere(engine: Engine) -> tuple[Wanted, ...]:
    """What all of the user's own portfolios hold, and every symbol that was fetched before."""
    own = [load_portfolio(engine, one.id) for one in list_portfolios(engine) if not one.simulated]
    fetched = {one.symbol for one in price_coverage(engine) if one.source == YahooSource.name}
    held = tuple(replace(one, confirmed=one.symbol in fetched) for one in wanted_by(own))
    return (*held, *wanted_symbols(sorted(fetched - {one.symbol for one in held})))


def main(arguments: Sequence[str] | None = None, today: date | None = None) -> int:
    """The command line; returns 0 when everything came, 1 when something failed, 2 when nothing could be asked."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        engine = open_database()
        wanted = _asked_for(engine, given)
        if not wanted:
            print("There is nothing to refresh yet. Name symbols, or import a portfolio first.")
            return 2
        outcome = refresh(engine, wanted, today or current_date(), given.start, report=_say)
    except BenchmarkingError as error:
        print(error.message, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped. What had come is stored.", file=sys.stderr)
        return 130
    _print_outcome(outcome)
    return 1 if outcome.failures else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data.refresh", description="Fetch prices from Yahoo and store them."
    )
    parser.add_argument(
        "symbols", nargs="*", metavar="SYMBOL", help="symbols as Yahoo has them, or pairs such as USDINR"
    )
    parser.add_argument("--portfolio", metavar="ID", help="everything this portfolio holds or held")
    parser.add_argument(
        "--from", dest="start", type=date.fromisoformat, metavar="DATE", help="first day, such as 2015-01-31"
    )
    return parser


def _asked_for(engine: Engine, given: argparse.Namespace) -> tuple[Wanted, ...]:
    if not given.symbols and given.portfolio is None:
        return wanted_everywhere(engine)
    portfolio = load_portfolio(engine, given.portfolio) if given.portfolio is not None else None
    if portfolio is not None and portfolio.simulated:
        raise InvalidSpecification(f"“{portfolio.name}” is sample data: its prices are simulated and are not fetched.")
    held = wanted_by([portfolio]) if portfolio is not None else ()
    named = wanted_symbols(given.symbols)
    return (*named, *(one for one in held if one.symbol not in {name.symbol for name in named}))


def _say(progress: Progress) -> None:
    if progress.stage is Stage.ASKING:
        print(f"[{progress.number}/{progress.count}] {progress.symbol} …", flush=True)
    elif progress.stage is Stage.WAITING:
        print(f"    {progress.detail}", flush=True)


def _print_outcome(outcome: RefreshOutcome) -> None:
    for one in outcome.saved:
        reach = f"{spoken_date(one.period.start)} to {spoken_date(one.period.end)}"
        print(f"{one.symbol}: {one.count:,} prices, {reach}. {' '.join(one.notes)}".rstrip())
    for failure in outcome.failures:
        print(f"{failure.symbol} failed: {failure.reason}")
    print(f"{len(outcome.saved)} came, {len(outcome.failures)} failed.")


if __name__ == "__main__":
    sys.exit(main())
