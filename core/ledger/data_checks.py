"""What looks wrong in these transactions? Oversold, unpriced, future, doubled, or far from the day's close."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from core.ledger.findings import Finding, FindingKind, Severity, in_order
from core.ledger.level_checks import check_levels, nearest_split
from core.ledger.positions import Position, counts_units, factors_after, position_of
from core.ledger.split_basis import on_latest_basis
from core.ledger.transaction import TRADES, Transaction
from core.market.levels import LevelSeries, to_date, to_days
from core.market.price_coverage import is_known
from core.wording import did_you_mean, spoken_date, spoken_units

# A trade differs from the day's close by a few percent; from here on units or prices are on another basis.
FAR = math.log(1.4)

__all__ = [
    "Finding",
    "FindingKind",
    "Severity",
    "check_levels",
    "check_transactions",
    "duplicate_findings",
    "future_dates",
    "odd_price_findings",
    "oversold_findings",
    "unknown_symbols",
]


def check_transactions(
    transactions: Sequence[Transaction], as_of: date, prices: Mapping[str, LevelSeries]
) -> tuple[Finding, ...]:
    """Everything that looks wrong in a portfolio's rows as of a date, given the prices there are for its symbols."""
    return in_order(
        [
            *oversold_findings(transactions),
            *unknown_symbols(transactions, prices.keys()),
            *future_dates(transactions, as_of),
            *duplicate_findings(transactions),
            *odd_price_findings(transactions, prices),
        ]
    )


def oversold_findings(transactions: Iterable[Transaction]) -> list[Finding]:
    """Symbols of which more was sold than was ever bought, in the end (OVERSOLD) or for a while (SOLD_BEFORE_BOUGHT).

    Counted per day on the latest split basis, so the order of trades within one day does not matter.
    """
    positions = (position_of(symbol, rows) for symbol, rows in _by_symbol(transactions).items())
    return [_oversold(position) for position in positions if position.oversold]


def unknown_symbols(transactions: Iterable[Transaction], priced: Collection[str]) -> list[Finding]:
    """Symbols held in units that have no price at all; near spellings among those that have one are named."""
    found = []
    for symbol, rows in _by_symbol(transactions).items():
        if symbol not in priced:
            message = f"There is no price for {symbol}, so it cannot be valued.{did_you_mean(symbol, priced)} Add prices for it."
            first = min(row.on for row in rows)
            found.append(Finding(FindingKind.UNKNOWN_SYMBOL, symbol, first, message, Severity.WARNING))
    return found


def future_dates(transactions: Iterable[Transaction], as_of: date) -> list[Finding]:
    """Rows dated after the as-of date, one finding per symbol (or kind, for rows without one)."""
    later: dict[str, list[Transaction]] = defaultdict(list)
    for row in transactions:
        if row.on > as_of:
            later[row.symbol].append(row)
    return [_future(symbol, rows, as_of) for symbol, rows in later.items()]


def duplicate_findings(transactions: Iterable[Transaction]) -> list[Finding]:
    """Rows that are there more than once: the same content, and no broker's reference that tells them apart.

    Fills of one order often look alike; with references of their own they are different trades.
    """
    references: dict[tuple[object, ...], list[str]] = defaultdict(list)
    first: dict[tuple[object, ...], Transaction] = {}
    for row in transactions:
        content = (row.on, row.kind, row.symbol, row.quantity, row.price, row.amount, row.fees, row.taxes, row.currency)
        references[content].append(row.reference)
        first.setdefault(content, row)
    return [
        _doubled(first[content], len(marks))
        for content, marks in references.items()
        if len(marks) > max(1, len({mark for mark in marks if mark}))
    ]


def odd_price_findings(transactions: Iterable[Transaction], prices: Mapping[str, LevelSeries]) -> list[Finding]:
    """Symbols with trades at prices more than 40 % away from that day's close, both restated for the splits that are known.

    Only trades in the currency of the prices, on days with a price at most seven days old.
    """
    found = []
    for symbol, rows in _by_symbol(transactions).items():
        series = prices.get(symbol)
        if series is not None and (finding := _farthest_trade(symbol, rows, series)) is not None:
            found.append(finding)
    return found


def _by_symbol(transactions: Iterable[Transaction]) -> dict[str, list[Transaction]]:
    """The rows that bring, take or restate units, by symbol."""
    rows: dict[str, list[Transaction]] = defaultdict(list)
    for row in transactions:
        if counts_units(row):
            rows[row.symbol].append(row)
    return rows


def _oversold(position: Position) -> Finding:
    below = int(np.argmax(position.held < 0))
    on, final = to_date(position.days[below]), float(position.held[-1])
    if final < 0:
        message = (
            f"{position.symbol}: {spoken_units(-final)} more sold than ever bought, first on {spoken_date(on)}. What was held before the "
            "first row seems to be missing; add it as a purchase."
        )
        return Finding(FindingKind.OVERSOLD, position.symbol, on, message, Severity.WARNING)
    message = (
        f"{position.symbol}: by {spoken_date(on)} {spoken_units(-float(position.held[below]))} more had been sold than bought until "
        "then. A date may be wrong, or an earlier purchase missing."
    )
    return Finding(FindingKind.SOLD_BEFORE_BOUGHT, position.symbol, on, message, Severity.WARNING)


def _future(symbol: str, rows: Sequence[Transaction], as_of: date) -> Finding:
    first = min(row.on for row in rows)
    what = symbol or " and ".join(sorted({row.kind.value.lower() for row in rows}))
    count = "A row" if len(rows) == 1 else f"{len(rows)} rows"
    message = (
        f"{count} of {what} {'is' if len(rows) == 1 else 'are'} dated after {spoken_date(as_of)}, the first on {spoken_date(first)}, "
        "and left out until then. Check the year."
    )
    return Finding(FindingKind.FUTURE_DATE, symbol, first, message, Severity.WARNING)


def _doubled(row: Transaction, times: int) -> Finding:
    what = f"{row.kind} {row.symbol}".strip()
    count = "twice" if times == 2 else f"{times} times"
    message = f"The {what} of {spoken_date(row.on)} is listed {count} with the same numbers. If it happened once, delete the rest."
    return Finding(FindingKind.DUPLICATE, row.symbol, row.on, message, Severity.NOTE)


def _farthest_trade(symbol: str, rows: Sequence[Transaction], series: LevelSeries) -> Finding | None:
    """The trade of one symbol that is farthest from its close, with the number of others that are too far."""
    trades = [row for row in rows if row.kind in TRADES and row.currency == series.currency and (row.gross or 0.0) > 0]
    days = to_days([row.on for row in trades])
    known = is_known(series, days) if trades else np.zeros(0, dtype=np.bool_)
    if not known.any():
        return None
    ratios = position_of(symbol, rows).ratios
    paid = np.array([(row.gross or 0.0) / row.quantity for row in trades])[known] / factors_after(days[known], ratios)
    closes = on_latest_basis(series, ratios, rows).series.known(days[known]).levels
    off = np.log(paid / closes)
    far = np.abs(off) > FAR
    if not far.any():
        return None
    worst = int(np.argmax(np.abs(off)))
    return _far_finding(symbol, to_date(days[known][worst]), float(paid[worst]), float(closes[worst]), int(far.sum()))


def _far_finding(symbol: str, on: date, paid: float, close: float, count: int) -> Finding:
    split = nearest_split(paid / close)
    why = (
        f"That is a split of {split}: a split row may be missing." if split else "Is it the same security and currency?"
    )
    others = f" ({count} trades are this far off)" if count > 1 else ""
    message = f"{symbol} was traded at {paid:,.2f} on {spoken_date(on)}, when the close was {close:,.2f}{others}. {why}"
    return Finding(FindingKind.FAR_FROM_CLOSE, symbol, on, message, Severity.WARNING)
