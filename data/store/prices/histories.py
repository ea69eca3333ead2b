"""What was it worth, by whose word? Prices and corporate actions of symbols, one series per symbol and source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from sqlalchemy import Connection, Engine, delete, insert, select, update

from core.errors import Conflict, InvalidSpecification, NotFound
from core.market.levels import Basis, LevelSeries, to_date
from core.market.rhythm import rhythm_of
from data.clock import written_at
from data.price_record import PriceRecord
from data.sources.delivery import PriceHistory, Split
from data.store.bounds import checked_text
from data.store.prices.rows import PriceColumns, read_prices, write_prices, write_rows
from data.store.prices.standing_series import Series, extents, source_key, standing_series, stored_series
from data.store.revision import writing
from data.store.schema import NOTE_LENGTH, SYMBOL_LENGTH, dividends, price_series, prices, splits

SAME_WITHIN = 1e-4  # two tellings of one history differ by less, a dividend or split makes more


@dataclass(frozen=True, slots=True)
class Coverage:
    """One stored series: from when to when, how many prices, from where, and whether it stands for its symbol."""

    symbol: str
    currency: str
    first: date
    last: date
    count: int
    source: str
    in_use: bool = True
    note: str = ""


def save_prices(engine: Engine, records: Iterable[PriceRecord], source: str) -> int:
    """Stores prices over what the same source gave for the same dates; returns the number of prices stored.

    All of them or none: raises InvalidSpecification when one symbol comes in two currencies, Conflict when it is stored
    in another one.
    """
    with writing(engine) as connection:
        return put_prices(connection, records, source)


def put_prices(connection: Connection, records: Iterable[PriceRecord], source: str) -> int:
    """:func:`save_prices` inside a transaction that is already writing."""
    by_symbol: dict[str, list[PriceRecord]] = defaultdict(list)
    for record in records:
        by_symbol[checked_text(record.symbol, SYMBOL_LENGTH, "A symbol")].append(record)
    count = 0
    for symbol, own in by_symbol.items():
        series_id = _series_id(connection, symbol, _one_currency(symbol, own), source_key(source))
        count += write_prices(connection, series_id, own)
    return count


def save_history(engine: Engine, history: PriceHistory, source: str) -> int:
    """Stores one symbol's whole history with its dividends and splits; returns the number of prices stored.

    A market source restates the past with every split and dividend. Where the new telling disagrees with the stored one
    it replaces it; where it agrees, the dates that only the stored one has are kept. Raises Conflict, changing nothing,
    when it disagrees and does not reach as far back and forth: a splice would show a fall that never was.
    """
    symbol = checked_text(history.symbol, SYMBOL_LENGTH, "A symbol")
    with writing(engine) as connection:
        note = " ".join(history.notes)[:NOTE_LENGTH]
        series_id = _series_id(connection, symbol, history.currency, source_key(source), note)
        stored = read_prices(connection, [series_id]).get(series_id)
        if stored is not None and not _agree(history, stored):
            _refuse_shorter(history, stored)
            for table in (prices, dividends, splits):
                connection.execute(delete(table).where(table.c.series_id == series_id))
        _write_actions(connection, series_id, history)
        return write_prices(connection, series_id, history.records)


def load_levels(
    engine: Engine, symbols: Collection[str] | None = None, basis: Basis = Basis.PRICE, start: date | None = None
) -> dict[str, LevelSeries]:
    """The stored levels of the symbols (all when None) that have any, from ``start`` on, named by symbol.

    For a basis other than PRICE the adjusted closes are given; where they are missing, or do not reach from one end of
    the closes to the other, the closes are, and the series says that its basis is PRICE.
    """
    with engine.connect() as connection:
        chosen = standing_series(connection, symbols)
        series_ids = [one.id for one in chosen.values()]
        columns = read_prices(connection, series_ids, start, adjusted=basis is not Basis.PRICE)
    return {one.symbol: _levels(one, columns[one.id], basis) for one in chosen.values() if one.id in columns}


def load_splits(engine: Engine, symbols: Collection[str]) -> dict[str, tuple[Split, ...]]:
    """By date, the splits that came with the prices in use; symbols without any are left out."""
    with engine.connect() as connection:
        chosen = standing_series(connection, symbols)
        found = {one.symbol: _splits(connection, one.id) for one in chosen.values()}
    return {symbol: several for symbol, several in found.items() if several}


def stored_symbols(engine: Engine) -> tuple[str, ...]:
    """The symbols that have stored prices."""
    return tuple(stored_currencies(engine))


def stored_currencies(engine: Engine) -> dict[str, str]:
    """For every symbol that has stored prices the currency that they are in."""
    with engine.connect() as connection:
        return {symbol: one.currency for symbol, one in standing_series(connection).items()}


def price_coverage(engine: Engine) -> tuple[Coverage, ...]:
    """Every stored series by symbol, with the one that stands for its symbol first."""
    with engine.connect() as connection:
        every = stored_series(connection)
        chosen = {one.id for one in standing_series(connection).values()}
        reach = extents(connection, every)
    covered = [
        Coverage(
            one.symbol,
            one.currency,
            reach[one.id].first,
            reach[one.id].last,
            reach[one.id].count,
            one.source,
            one.id in chosen,
            one.note,
        )
        for one in every
        if one.id in reach
    ]
    return tuple(sorted(covered, key=lambda one: (one.symbol, not one.in_use)))


def delete_prices(engine: Engine, symbol: str, source: str | None = None) -> None:
    """Deletes a symbol's stored prices, of one source or of all; raises NotFound when there are none."""
    query = delete(price_series).where(price_series.c.symbol == symbol)
    if source is not None:
        query = query.where(price_series.c.source == source_key(source))
    with writing(engine) as connection:
        if connection.execute(query).rowcount == 0:
            raise NotFound("stored price series", symbol, connection.scalars(select(price_series.c.symbol)))


def _one_currency(symbol: str, records: list[PriceRecord]) -> str:
    currencies = sorted({record.currency for record in records})
    if len(currencies) > 1:
        raise InvalidSpecification(
            f"The prices of {symbol} are in {' and '.join(currencies)}. A symbol's prices must be in one currency."
        )
    return currencies[0]


def _series_id(connection: Connection, symbol: str, currency: str, source: str, note: str = "") -> int:
    """The id of a symbol's series from one source, made when there is none; raises Conflict for another currency."""
    here = (price_series.c.symbol == symbol) & (price_series.c.source == source)
    stored = connection.execute(select(price_series.c.id, price_series.c.currency).where(here)).one_or_none()
    values = {"currency": currency, "note": note, "changed_at": written_at()}
    if stored is None:
        make = insert(price_series).values(symbol=symbol, source=source, **values)
        return int(connection.execute(make.returning(price_series.c.id)).scalar_one())
    if stored.currency != currency:
        raise Conflict(
            f"The stored prices of {symbol} are in {stored.currency}, the new ones in {currency}. "
            "Give the new ones another symbol, or delete the stored ones first.",
            symbol=symbol,
            stored=stored.currency,
            given=currency,
        )
    connection.execute(update(price_series).where(here).values(**values))
    return int(stored.id)


def _agree(history: PriceHistory, stored: PriceColumns) -> bool:
    """Whether two tellings of one history say the same on the dates they share: closes, and adjusted closes if both have."""
    dates = np.array([record.on for record in history.records], dtype="datetime64[D]")
    common, new, old = np.intersect1d(dates, stored.dates, assume_unique=True, return_indices=True)
    if common.size == 0:
        return False
    closes = np.array([record.close for record in history.records])[new]
    adjusted = np.array([record.adjusted_close for record in history.records], dtype=np.float64)[new]
    apart = np.abs(closes / stored.closes[old] - 1.0)
    apart_adjusted = np.abs(adjusted / stored.adjusted[old] - 1.0)
    known = apart_adjusted[np.isfinite(apart_adjusted)]
    return bool(np.median(apart) <= SAME_WITHIN and (known.size == 0 or np.median(known) <= SAME_WITHIN))


def _refuse_shorter(history: PriceHistory, stored: PriceColumns) -> None:
    covered, slack = history.coverage, timedelta(days=rhythm_of(stored.dates).max_age_days)
    first, last = to_date(stored.dates[0]), to_date(stored.dates[-1])
    if covered.start > first + slack or covered.end < last - slack:
        raise Conflict(
            f"The new prices of {history.symbol} reach from {covered.start} to {covered.end} only, the stored ones from "
            f"{first} to {last}, and the two disagree (a split or dividend between them restates the past). Ask for the "
            "whole range, or delete the stored ones first.",
            symbol=history.symbol,
        )


def _write_actions(connection: Connection, series_id: int, history: PriceHistory) -> None:
    paid = {one.on: one.amount for one in history.dividends}
    split = {one.on: one.ratio for one in history.splits}
    rows = [{"series_id": series_id, "ex_date": on, "amount": amount} for on, amount in paid.items()]
    write_rows(connection, dividends, rows)
    rows = [{"series_id": series_id, "effective_on": on, "ratio": ratio} for on, ratio in split.items()]
    write_rows(connection, splits, rows)


def _levels(series: Series, columns: PriceColumns, basis: Basis) -> LevelSeries:
    if basis is not Basis.PRICE:
        known = np.isfinite(columns.adjusted)
        if known.any() and _reaches_both_ends(columns, known):
            return LevelSeries(series.symbol, columns.dates[known], columns.adjusted[known], series.currency, basis)
    return LevelSeries(series.symbol, columns.dates, columns.closes, series.currency, Basis.PRICE)


def _reaches_both_ends(columns: PriceColumns, known: np.ndarray) -> bool:
    first, last = columns.dates[known][[0, -1]]
    slack = np.timedelta64(rhythm_of(columns.dates).max_age_days, "D")
    ends = first <= columns.dates[0] + slack and last >= columns.dates[-1] - slack
    return bool(ends and 2 * np.count_nonzero(known) >= known.size)


def _splits(connection: Connection, series_id: int) -> tuple[Split, ...]:
    query = select(splits.c.effective_on, splits.c.ratio).where(splits.c.series_id == series_id)
    return tuple(Split(on, ratio) for on, ratio in connection.execute(query.order_by(splits.c.effective_on)))
