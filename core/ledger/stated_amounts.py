"""What does a row leave to the price of its day? The units that an amount alone bought, and the price of units that moved in kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import InsufficientData
from core.ledger.positions import Position, UnitRatio, counts_units, factors_after, position_of
from core.ledger.split_basis import on_latest_basis
from core.ledger.transaction import TRADES, UNIT_CHANGES, AssetType, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.wording import spoken_date

HELD_AS_MONEY = frozenset(
    {AssetType.FIXED_DEPOSIT, AssetType.RECURRING_DEPOSIT, AssetType.PPF, AssetType.EPF, AssetType.CASH}
)
_AS_MONEY = {TransactionKind.BUY: TransactionKind.CONTRIBUTION, TransactionKind.SELL: TransactionKind.WITHDRAWAL}


def with_units(
    rows: Sequence[Transaction], prices: Mapping[str, LevelSeries], rates: ExchangeRates
) -> list[Transaction]:
    """The rows with the units that amounts alone bought or sold: amount ÷ (its own price, else the last known price of its day); and
    with the price of the day, as it was traded then, where units moved in kind without one.

    Deposits and cash without prices are held as money. A row whose units or price cannot be told (no price that counts that day, or a
    later split that leaves the basis of the units open) stays without, and :func:`why_no_units` says so.
    """
    restated = {row.symbol for row in rows if row.kind in UNIT_CHANGES}
    counted = [
        _with_units(row, prices.get(row.symbol), rates, row.symbol in restated) if lacks_units(row) else row
        for row in rows
    ]
    lacking = {row.symbol for row in counted if row.lacks_price} & prices.keys()
    traded = {symbol: _as_traded(symbol, counted, prices[symbol]) for symbol in lacking}
    return [_with_price(row, traded[row.symbol], rates) if row.symbol in traded else row for row in counted]


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
    """The reason for leaving a symbol out of which some trade's units or price cannot be told; None where all are known."""
    unvalued = next((row for row in rows if row.lacks_price), None)
    if unvalued is not None:
        return f"its units of {spoken_date(unvalued.on)} state no price, and none is known for that day: add one"
    missing = [row for row in rows if lacks_units(row)]
    if not missing:
        return None
    what = f"the {missing[0].kind.lower()} of {spoken_date(missing[0].on)} states an amount alone"
    if any(row.kind in UNIT_CHANGES for row in rows):
        return f"{what}, and beside a split or bonus its units cannot be told from a price: state the quantity"
    return f"{what}, and no price of that day gives its units"


def units_note(before: Sequence[Transaction], after: Sequence[Transaction]) -> list[str]:
    """Which symbols' units follow from amounts, and which came or went at the price of their day, in sentences."""
    pairs = [(old, new) for old, new in zip(before, after, strict=True) if new is not old]
    bought = sorted({old.symbol for old, new in pairs if lacks_units(old) and new.quantity > 0})
    priced = sorted({old.symbol for old, new in pairs if old.lacks_price and not new.lacks_price})
    notes = [f"Trades in {', '.join(bought)} state amounts alone; their units follow from the prices of their days."]
    notes += [f"Units of {', '.join(priced)} came or went without a price; they count at the prices of their days."]
    return [note for note, symbols in zip(notes, (bought, priced), strict=True) if symbols]


def _with_units(row: Transaction, series: LevelSeries | None, rates: ExchangeRates, restated: bool) -> Transaction:
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


@dataclass(frozen=True, slots=True, eq=False)
class _AsTraded:
    """Known prices on the latest split basis, and the ratios that bring them back to the units of a day."""

    series: LevelSeries
    ratios: tuple[UnitRatio, ...]

    def on(self, row: Transaction, rates: ExchangeRates) -> float:
        """The last price known on the row's day, in its currency and in the units of that day."""
        days = to_days([row.on])
        return float((rates.levels_in(self.series, row.currency, days).levels * factors_after(days, self.ratios))[0])


def _as_traded(symbol: str, rows: Sequence[Transaction], series: LevelSeries) -> _AsTraded:
    mine = [row for row in rows if row.symbol == symbol]
    ratios = position_of(symbol, mine).ratios
    return _AsTraded(on_latest_basis(series, ratios, mine).series, ratios)


def _with_price(row: Transaction, known: _AsTraded, rates: ExchangeRates) -> Transaction:
    try:
        return replace(row, price=known.on(row, rates)) if row.lacks_price else row
    except InsufficientData:
        return row
