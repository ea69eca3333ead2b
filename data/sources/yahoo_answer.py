"""What do Yahoo's columns mean? yfinance's table as a history in major currency units, closed days only."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from core.market.minor_units import major_currency
from data.price_record import PriceRecord, is_price
from data.sources.delivery import Dividend, Failure, PriceHistory, Split

# A dividend of a share quoted in pence may itself come in pence or in pounds; the fall of the adjusted close tells.
Row = tuple[date, float, float, float, float]


def history_from(frame: pd.DataFrame, meta: Mapping[str, Any], asked: str, symbol: str) -> PriceHistory | Failure:
    """The history under our ``symbol`` of the table that yfinance gave for ``asked``.

    ``Close`` is adjusted for splits, ``Adj Close`` for dividends too. Days without a close, and the day still being
    traded, are left out; minor units (pence) are brought to the major one and a note says so.
    """
    quoted = str(meta.get("currency") or "").strip()
    if not quoted:
        return Failure(symbol, "Yahoo does not say in which currency it is quoted. Upload its prices instead.")
    currency, units = major_currency(quoted)
    rows = [row for row in _rows(frame) if not _is_open(row[0], meta)]
    priced = [row for row in rows if is_price(row[1])]
    if not priced:
        return Failure(symbol, "Yahoo has no prices for it in this range.")
    return PriceHistory(
        symbol,
        currency,
        tuple(_record(symbol, row, quoted) for row in priced),
        _dividends(rows, units),
        tuple(Split(on, ratio) for on, _, _, _, ratio in rows if is_price(ratio)),
        _notes(symbol, asked, quoted, currency, units),
    )


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Date, close, adjusted close, dividend and split ratio per row, oldest first."""
    columns = [frame[name].astype(float).tolist() for name in ("Close", "Adj Close", "Dividends", "Stock Splits")]
    return list(zip(pd.DatetimeIndex(frame.index).date.tolist(), *columns, strict=True))


def _is_open(on: date, meta: Mapping[str, Any]) -> bool:
    """Whether the exchange is still trading on that day, so that its last price is no close yet."""
    end = ((meta.get("currentTradingPeriod") or {}).get("regular") or {}).get("end")
    if not isinstance(end, pd.Timestamp):
        return False
    return on == end.date() and datetime.now(UTC) < end


def _record(symbol: str, row: Row, quoted: str) -> PriceRecord:
    on, close, adjusted, _, _ = row
    return PriceRecord.quoted(symbol, on, close, adjusted if is_price(adjusted) else None, quoted)


def _dividends(rows: list[Row], units: float) -> tuple[Dividend, ...]:
    paid = []
    for before, row in zip([None, *rows], rows, strict=False):
        on, _, _, amount, _ = row
        if is_price(amount):
            paid.append(Dividend(on, amount / _dividend_units(amount, before, row, units)))
    return tuple(paid)


def _dividend_units(amount: float, before: Row | None, row: Row, units: float) -> float:
    """1 where a dividend of a share quoted in a minor unit is in the major one already, else the price's own units.

    The adjusted close falls by (1 − dividend / close of the day before); whichever reading is nearer to that is taken.
    """
    if units == 1.0 or before is None or not all(map(is_price, (before[1], before[2], row[1], row[2]))):
        return units
    implied = before[1] * (1.0 - (before[2] / before[1]) / (row[2] / row[1]))
    if not is_price(implied):
        return units
    return 1.0 if abs(math.log(amount * units / implied)) < abs(math.log(amount / implied)) else units


def _notes(symbol: str, asked: str, quoted: str, currency: str, units: float) -> tuple[str, ...]:
    notes = []
    if asked != symbol:
        notes.append(f"Yahoo's symbol is {asked}.")
    if units != 1.0:
        notes.append(f"Yahoo quotes it in {quoted}, {units:.0f} to one {currency}; stored in {currency}.")
    return tuple(notes)
