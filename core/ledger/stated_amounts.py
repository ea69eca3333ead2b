"""How many units did an amount of money buy, when the row says the amount alone? As many as the price of its day gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.errors import InsufficientData
from core.ledger.positions import Position, counts_units, position_of
from core.ledger.transaction import TRADES, UNIT_CHANGES, AssetType, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.wording import spoken_date

HELD_AS_MONEY = frozenset({AssetType.FIXED_DEPOSIT, AssetType.RECURRING_DEPOSIT, AssetType.PPF, AssetType.CASH})
_AS_MONEY = {TransactionKind.BUY: TransactionKind.CONTRIBUTION, TransactionKind.SELL: TransactionKind.WITHDRAWAL}


def with_units(
    rows: Sequence[Transaction], prices: Mapping[str, LevelSeries], rates: ExchangeRates
) -> list[Transaction]:
    """The rows with the units that amounts alone bought or sold: amount ÷ (its own price, else the last known price of its day).

    Deposits and cash without prices are held as money. A row whose units cannot be told (no price within seven days, or a later split
    that leaves the basis open) stays without, and :func:`why_no_units` says so.
    """
    restated = {row.symbol for row in rows if row.kind in UNIT_CHANGES}
    return [_with_units(row, prices.get(row.symbol), rates, row.symbol in restated) for row in rows]


def stated_positions(rows: Iterable[Transaction]) -> dict[str, Position]:
    """The position of every symbol all of whose trades state their units, so that no price is needed to count them."""
    by_symbol: dict[str, list[Transaction]] = {}
    for row in rows:
        if row.symbol:
            by_symbol.setdefault(row.symbol, []).append(row)
    return {
        symbol: position_of(symbol, several)
        for symbol, several in by_symbol.items()
        if any(counts_units(row) for row in several) and not any(lacks_units(row) for row in several)
    }


def lacks_units(row: Transaction) -> bool:
    """Whether a purchase or sale states its amount alone."""
    return row.kind in TRADES and row.quantity == 0


def why_no_units(rows: Sequence[Transaction]) -> str | None:
    """The reason for leaving a symbol out of which some trade's units cannot be told; None where all are known."""
    missing = [row for row in rows if lacks_units(row)]
    if not missing:
        return None
    what = f"the {missing[0].kind.lower()} of {spoken_date(missing[0].on)} states an amount alone"
    if any(row.kind in UNIT_CHANGES for row in rows):
        return f"{what}, and beside a split or bonus its units cannot be told from a price: state the quantity"
    return f"{what}, and no price of that day gives its units"


def units_note(before: Sequence[Transaction], after: Sequence[Transaction]) -> list[str]:
    """Which symbols' units follow from amounts, in a sentence."""
    symbols = sorted(
        {old.symbol for old, new in zip(before, after, strict=True) if lacks_units(old) and new.quantity > 0}
    )
    if not symbols:
        return []
    return [f"Trades in {', '.join(symbols)} state amounts alone; their units follow from the prices of their days."]


def _with_units(row: Transaction, series: LevelSeries | None, rates: ExchangeRates, restated: bool) -> Transaction:
    if not lacks_units(row):
        return row
    if row.price:
        return replace(row, quantity=(row.gross or 0.0) / row.price)
    if series is None:
        as_money = row.asset_type in HELD_AS_MONEY
        return replace(row, kind=_AS_MONEY[row.kind]) if as_money else row
    try:
        price = float(rates.levels_in(series, row.currency, to_days([row.on])).levels[0])
    except InsufficientData:
        return row
    return row if restated else replace(row, quantity=(row.gross or 0.0) / price)
