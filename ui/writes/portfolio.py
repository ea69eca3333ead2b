"""Which changes may a page ask for? The one door through which the interface reads files, fetches prices and writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import streamlit as st

from core.ledger.data_checks import check_transactions
from core.ledger.deposits import Deposit
from core.ledger.findings import Finding, in_order
from core.ledger.level_checks import check_levels
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction
from core.market.levels import Basis, LevelSeries, to_days
from core.market.yields import YieldSeries
from core.valuation.cash_debits import MissingDeposit
from data.clock import current_date
from data.importers.columns.field_values import DateOrder, DecimalSign
from data.importers.columns.mapping import ColumnMapping, SignMeaning
from data.importers.columns.mapping_guess import MappingGuess, guess_mapping
from data.importers.errors import UnknownFormatError
from data.importers.export import export_deposits, export_transactions
from data.importers.formats.recognise import FORMATS, read_transactions
from data.importers.formats.symbols import suggested_symbols
from data.importers.prices.files import read_prices
from data.importers.prices.options import PriceOptions, PriceValues
from data.importers.reading import ImportReading, PriceReading, RowProblem
from data.price_record import PriceRecord
from data.refresh import RefreshOutcome, Wanted, refresh, wanted_beside, wanted_by, wanted_symbols
from data.sources.delivery import Progress, Report, Stage
from data.store.portfolios import portfolios
from data.store.portfolios.imports import FILE_SOURCE, save_import
from data.store.portfolios.portfolios import (
    ImportOutcome,
    add_deposits,
    add_transactions,
    delete_portfolio,
    delete_splits_of_prices,
    load_portfolio,
    save_portfolio,
)
from data.store.prices.histories import Coverage, delete_prices, load_levels, save_prices
from data.store.prices.yields import delete_yields, save_yields
from studies.splits import SuggestedSplit
from studies.stale import Ending, give_price, settle
from ui.reads.portfolio import engine

__all__ = [
    "ColumnMapping",
    "DateOrder",
    "DecimalSign",
    "Ending",
    "ImportReading",
    "MappingGuess",
    "PriceOptions",
    "PriceReading",
    "PriceValues",
    "Progress",
    "RefreshOutcome",
    "RowProblem",
    "SignMeaning",
    "Stage",
    "UnknownFormatError",
    "Wanted",
    "suggested_symbols",
    "wanted_symbols",
]

FILE_ENDINGS = ["csv", "xlsx", "xml", "json", "txt", "tsv", "gz"]


@dataclass(frozen=True, slots=True)
class Target:
    """Where an import goes: a portfolio of the user's own, or, without an id, a new one of this name and currency."""

    portfolio_id: str
    name: str
    currency: str


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Outcome of an import, and the portfolio it went into."""

    portfolio_id: str
    name: str
    outcome: ImportOutcome


@st.cache_data(max_entries=8, show_spinner="Reading the file …")
def read_transaction_file(content: bytes, file_name: str, mapping: ColumnMapping | None = None) -> ImportReading:
    """What a file says, by its own marks or as mapped; raises the errors of ``data.importers.errors``."""
    return read_transactions(content, file_name, mapping=mapping)


@st.cache_data(max_entries=8, show_spinner=False)
def guess_columns(content: bytes, file_name: str, sheet: str | None) -> MappingGuess:
    """What the columns of a file of no known format seem to mean."""
    return guess_mapping(content, file_name, sheet)


@st.cache_data(max_entries=8, show_spinner="Reading the file …")
def read_price_file(content: bytes, file_name: str, options: PriceOptions) -> PriceReading:
    """What a price file says, and what it leaves open."""
    return read_prices(content, file_name, options)


def format_title(name: str) -> str:
    """A format as people call it."""
    return FORMATS.get(name, "a table read as you mapped it")


def findings_of(reading: ImportReading) -> tuple[Finding, ...]:
    """What is unlikely in a file's transactions, given the prices stored or brought along; asked before anything is stored."""
    symbols = {row.symbol for row in reading.transactions if row.symbol}
    known = load_levels(engine(), symbols, Basis.PRICE) if symbols else {}
    return check_transactions(reading.transactions, current_date(), {**_levels_of(reading.prices), **known})


def price_findings(reading: PriceReading) -> tuple[Finding, ...]:
    """What is unlikely in a file's prices, before they are stored."""
    found = [one for series in _levels_of(reading.records).values() for one in check_levels(series)]
    return in_order(found)


def _levels_of(records: Sequence[PriceRecord]) -> dict[str, LevelSeries]:
    """Records of a file as series of closes; of two for one date the later in the file stands."""
    by_symbol: dict[str, dict[date, PriceRecord]] = defaultdict(dict)
    for record in records:
        by_symbol[record.symbol][record.on] = record
    return {
        symbol: LevelSeries(
            symbol,
            to_days(sorted(own)),
            np.array([own[on].close for on in sorted(own)]),
            next(iter(own.values())).currency,
        )
        for symbol, own in by_symbol.items()
    }


def keep_reading(reading: ImportReading, target: Target) -> ImportResult:
    """Stores a file's rows, whole or not at all; what is there already is not added twice."""
    reading = reading.in_base(target.currency)
    into = Portfolio(target.portfolio_id, target.name, target.currency)
    portfolio_id, outcome = save_import(engine(), into, reading.transactions, reading.deposits, reading.prices)
    return ImportResult(portfolio_id, target.name, outcome)


def keep_deposit(portfolio_id: str, deposit: Deposit) -> bool:
    """Adds one deposit; False when the same one was there."""
    return add_deposits(engine(), portfolio_id, [deposit]).added == 1


def change_deposit(portfolio_id: str, known: Deposit, terms: Deposit) -> None:
    """Stores new terms in the place of a deposit's; raises Conflict where it was changed in the meantime."""
    portfolios.change_deposit(engine(), portfolio_id, known, terms)


def remove_deposit(portfolio_id: str, known: Deposit) -> None:
    """Takes a deposit out; raises Conflict where it was changed in the meantime."""
    portfolios.remove_deposit(engine(), portfolio_id, known)


def begin_portfolio(name: str, currency: str) -> str:
    """Stores an empty portfolio and returns its id; raises Conflict for a taken name, InvalidSpecification for none."""
    return save_portfolio(engine(), Portfolio("", name, currency))


def keep_portfolio(portfolio: Portfolio, *, name: str, cash_tracked: bool | None) -> None:
    """Stores a changed name and cash rule."""
    save_portfolio(engine(), replace(portfolio, name=name, cash_tracked=cash_tracked))


def remove_portfolio(portfolio_id: str) -> None:
    """Deletes a portfolio with everything in it."""
    delete_portfolio(engine(), portfolio_id)


def keep_prices(reading: PriceReading) -> int:
    """Stores a price file's prices over what was uploaded for the same dates before."""
    return save_prices(engine(), reading.records, FILE_SOURCE)


def keep_yields(reading: PriceReading) -> int:
    """Stores a file's yields, as yields and never as prices, over what was known for the same dates before."""
    return save_yields(engine(), yields_of(reading))


def yields_of(reading: PriceReading) -> tuple[YieldSeries, ...]:
    """A file's yields by series, by date; raises InvalidSpecification for rates that cannot be."""
    by_name: dict[str, dict[date, float]] = defaultdict(dict)
    for record in reading.yields:
        by_name[record.name][record.on] = record.rate
    return tuple(
        YieldSeries(name, to_days(sorted(own)), np.array([own[on] for on in sorted(own)]))
        for name, own in by_name.items()
    )


def remove_yields(symbol: str) -> None:
    """Deletes a series of yields."""
    delete_yields(engine(), symbol)


def remove_prices(series: Coverage) -> None:
    """Deletes one source's prices of one symbol."""
    delete_prices(engine(), series.symbol, series.source)


def symbols_of(portfolio_ids: Sequence[str]) -> tuple[Wanted, ...]:
    """What portfolios hold or held, with the exchange rates they need."""
    return wanted_by(load_portfolio(engine(), one) for one in portfolio_ids)


def symbols_beside(portfolio_id: str, currency: str) -> tuple[Wanted, ...]:
    """The benchmark of a portfolio's market, and the exchange rates to tell both in ``currency``."""
    return wanted_beside(load_portfolio(engine(), portfolio_id), currency)


def fetch_prices(wanted: Sequence[Wanted], report: Report) -> RefreshOutcome:
    """Asks Yahoo for each symbol and stores it at once."""
    return refresh(engine(), wanted, current_date(), report=report)


def keep_missing_deposits(portfolio_id: str, missing: Sequence[MissingDeposit]) -> int:
    """Pays in what the cash plainly lacks; returns how many deposits were not there yet."""
    return add_transactions(engine(), portfolio_id, [one.row for one in missing]).added


def keep_ending(portfolio_id: str, symbol: str, ending: Ending) -> None:
    """Stores what became of a stale holding; raises as :func:`studies.stale.settle` does."""
    settle(engine(), portfolio_id, symbol, ending, current_date())


def keep_stale_price(portfolio_id: str, symbol: str, on: date, price: float) -> None:
    """Stores a newer price of a stale holding; raises as :func:`studies.stale.give_price` does."""
    give_price(engine(), portfolio_id, symbol, on, price, current_date())


def keep_splits(suggested: Sequence[SuggestedSplit]) -> int:
    """Adds the rows to their portfolios; returns how many were not there yet."""
    by_portfolio: dict[str, list[Transaction]] = defaultdict(list)
    for one in suggested:
        by_portfolio[one.portfolio_id].append(one.row)
    return sum(add_transactions(engine(), owner, rows).added for owner, rows in by_portfolio.items())


def take_out_splits(added: Sequence[SuggestedSplit]) -> int:
    """Takes the rows out of their portfolios again; returns their number."""
    return sum(delete_splits_of_prices(engine(), one) for one in dict.fromkeys(one.portfolio_id for one in added))


def transactions_csv(portfolio_id: str) -> bytes:
    """A portfolio's transactions in Yardstick's own format, which it reads back."""
    return export_transactions(load_portfolio(engine(), portfolio_id).transactions)


def deposits_csv(portfolio_id: str) -> bytes:
    """A portfolio's deposits in Yardstick's own format, which it reads back."""
    return export_deposits(load_portfolio(engine(), portfolio_id).deposits)
