"""What does a Wealthfolio CSV say? Activities by type and subtype; cash rows have an amount, trades a quantity and a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.field_values import Cell, DateOrder, parse_number
from data.importers.columns.row_fields import RowFields, read_rows
from data.importers.files.table import HeadedTable
from data.importers.formats.table_format import TableFormat, order_of
from data.importers.reading import ImportReading, listed

ALIASES = {"type": ("activitytype", "activity_type"), "unit_price": ("unitprice",), "fxrate": ("fx_rate",)}
MARKS = {"instrumenttype", "activitytype", "activity_type", "fxrate", "subtype"}
CASH = {
    "DEPOSIT": TransactionKind.DEPOSIT,
    "WITHDRAWAL": TransactionKind.WITHDRAWAL,
    "INTEREST": TransactionKind.INTEREST,
    "CREDIT": TransactionKind.INTEREST,  # a rebate or refund: income of the account, not money put in
    "FEE": TransactionKind.FEE,
    "TAX": TransactionKind.TAX,
}
TRADES = {"BUY": TransactionKind.BUY, "SELL": TransactionKind.SELL}
ARRIVALS, DEPARTURES = {"TRANSFER_IN", "ADD_HOLDING"}, {"TRANSFER_OUT", "REMOVE_HOLDING"}
ASSET_TYPES = {
    "EQUITY": AssetType.STOCK,
    "STOCK": AssetType.STOCK,
    "ETF": AssetType.ETF,
    "FUND": AssetType.MUTUAL_FUND,
    "MUTUALFUND": AssetType.MUTUAL_FUND,
    "MUTUAL_FUND": AssetType.MUTUAL_FUND,
    "CRYPTO": AssetType.CRYPTO,
    "CRYPTOCURRENCY": AssetType.CRYPTO,
    "BOND": AssetType.BOND,
    "METAL": AssetType.GOLD,
    "PROPERTY": AssetType.PROPERTY,
}
CONTRACTS = {"OPTION", "FUTURE"}
RATES_LEFT_OUT = (
    "The column fxRate is left out, for the file does not say which way the rate goes; "
    "exchange rates are taken from your price series."
)
MOVED = "Units that arrived from elsewhere or went there count at the value given"
REINVESTED = (
    "Dividends said to be reinvested are taken as paid out and their purchases are missing, "
    "for the rows do not tell the units bought"
)


def fits(names: frozenset[str]) -> bool:
    priced = names & {"unit_price", "unitprice"}
    return names >= {"date", "symbol", "quantity", "currency"} and bool(priced and names & MARKS)


@dataclass(slots=True)
class Whole:
    """What one row cannot know by itself: each symbol's currency and usual price."""

    currencies: dict[str, str]
    usual: str
    prices: dict[str, float]
    moved: list[str] = field(default_factory=list)
    reinvested: list[str] = field(default_factory=list)

    def notes(self) -> tuple[str, ...]:
        """What had to be assumed, one sentence for all rows of a sort."""
        sentences = ((self.moved, MOVED), (self.reinvested, REINVESTED))
        return tuple(f"{said} ({listed(rows)})." for rows, said in sentences if rows)


def read(table: HeadedTable) -> ImportReading:
    """All activities; what the file leaves open (a reinvested dividend's units, a rate's direction) stands in the notes."""
    table = table.calling(ALIASES)
    order, unsure = order_of(table, "date", DateOrder.YMD)
    whole = _whole(table)
    rates = (RATES_LEFT_OUT,) if any(_is_number(cell) for cell in table.values("fxrate")) else ()
    found, problems = read_rows(
        table, lambda row: activity(row, whole), order=order, fields={"price": "unit_price", "kind": "type"}
    )
    return ImportReading(FORMAT.name, found, problems=problems, notes=(*unsure, *rates, *whole.notes()))


def activity(row: RowFields, whole: Whole) -> Iterable[Transaction]:
    """One activity as one transaction, or as two where a dividend bought new units."""
    word, symbol = row.text("type").upper(), row.symbol("symbol")
    if row.text("instrumenttype").upper() in CONTRACTS:
        row.refuse("instrumenttype", "Options and futures are contracts on many units and cannot be valued here.")
        return ()
    if word == "SPLIT":
        return _split(row, symbol, whole)
    if word in TRADES:
        return _trade(row, TRADES[word], symbol, whole)
    if word in ARRIVALS | DEPARTURES:
        return _transfer(row, word in ARRIVALS, symbol, whole)
    if word == "DIVIDEND":
        return _dividend(row, symbol, whole)
    if word == "CREDIT" and row.text("subtype").upper() == "BONUS":
        return _cash(row, TransactionKind.DEPOSIT, symbol, whole)  # as Wealthfolio counts it: new capital
    if word in CASH:
        return _cash(row, CASH[word], symbol, whole)
    row.refuse(
        "type", f"The activity “{word}” cannot be taken over. Enter it by hand." if word else "The type is missing."
    )
    return ()


def _trade(row: RowFields, kind: TransactionKind, symbol: str, whole: Whole) -> tuple[Transaction, ...]:
    currency, units = _currency(row, symbol, whole)
    price = row.size("unit_price")
    return row.transaction(
        row.on("date"),
        kind=kind,
        symbol=symbol,
        asset_type=_asset_type(row, symbol),
        quantity=row.size("quantity") or 0.0,
        price=None if price is None else price / units,
        amount=_scaled(row.size("amount") if price is None else None, units),
        fees=(row.size("fee") or 0.0) / units,
        currency=currency,
        reference=_reference(row),
    )


def _transfer(row: RowFields, arrives: bool, symbol: str, whole: Whole) -> tuple[Transaction, ...]:
    """Units or cash from or to elsewhere; units change hands at the value the row gives them."""
    if not symbol or symbol.startswith(("$CASH", "CASH:")):
        return _cash(row, TransactionKind.DEPOSIT if arrives else TransactionKind.WITHDRAWAL, "", whole)
    moved = _trade(row, TransactionKind.DEPOSIT if arrives else TransactionKind.WITHDRAWAL, symbol, whole)
    if moved and not moved[0].quantity:
        row.refuse("quantity", "A quantity above 0 is needed.")
    whole.moved.append(f"{symbol} on line {row.line}")
    return moved


def _dividend(row: RowFields, symbol: str, whole: Whole) -> tuple[Transaction, ...]:
    """A payout; reinvested, also the purchase, if the row's price is one the share really had (and not the dividend per share)."""
    paid = _cash(row, TransactionKind.DIVIDEND, symbol, whole)
    if row.text("subtype").upper() != "DRIP" or not paid:
        return paid
    price, usual = row.size("unit_price") or 0.0, whole.prices.get(symbol, 0.0)
    if usual and usual / 2 < price < usual * 2:
        return (*paid, *_trade(row, TransactionKind.BUY, symbol, whole))
    whole.reinvested.append(f"{symbol} on line {row.line}")
    return paid


def _cash(row: RowFields, kind: TransactionKind, symbol: str, whole: Whole) -> tuple[Transaction, ...]:
    """Money without units: the amount, else quantity × price, else (for a fee) the fee column."""
    currency, units = _currency(row, symbol, whole)
    amount, fee = row.size("amount"), row.size("fee") or 0.0
    if amount is None:
        quantity, price = row.size("quantity"), row.size("unit_price")
        amount = quantity * price if quantity is not None and price is not None else None
    if kind is TransactionKind.FEE and not amount:
        amount, fee = fee or None, 0.0
    if not amount and not row.problems:
        row.refuse("amount", "The amount is missing or 0.")
    cash_symbol = symbol.startswith(("$CASH", "CASH:"))
    return row.transaction(
        row.on("date"),
        kind=kind,
        symbol="" if cash_symbol else symbol,
        name="" if symbol and not cash_symbol else row.name("comment"),
        asset_type=_asset_type(row, symbol) if symbol and not cash_symbol else AssetType.CASH,
        amount=_scaled(amount, units),
        fees=fee / units,
        currency=currency,
        reference=_reference(row),
    )


def _split(row: RowFields, symbol: str, whole: Whole) -> tuple[Transaction, ...]:
    """New units per old unit stand in the amount, or in older files in the quantity."""
    ratio = row.size("amount") or row.size("quantity") or 0.0
    return row.transaction(
        row.on("date"),
        kind=TransactionKind.SPLIT,
        symbol=symbol,
        asset_type=_asset_type(row, symbol),
        quantity=ratio,
        currency=_currency(row, symbol, whole)[0],
        reference=_reference(row),
    )


def _currency(row: RowFields, symbol: str, whole: Whole) -> tuple[str, float]:
    """The row's currency, else the one its symbol has elsewhere in the file; a split may go by the file's usual one."""
    default = whole.currencies.get(symbol, "") if symbol else ""
    if not default and row.text("type").upper() == "SPLIT":
        default = whole.usual
    return major_currency(row.currency("currency", default))


def _asset_type(row: RowFields, symbol: str) -> AssetType:
    known = ASSET_TYPES.get(row.text("instrumenttype").upper())
    return known or (AssetType.STOCK if symbol else AssetType.CASH)


def _reference(row: RowFields) -> str:
    return f"wealthfolio:{row.text('id')}" if row.has("id") else ""


def _scaled(value: float | None, units: float) -> float | None:
    return None if value is None else value / units


def _whole(table: HeadedTable) -> Whole:
    """One pass over the file for what single rows leave out."""
    at = {name: table.names.index(name) for name in ("type", "symbol", "currency", "unit_price") if name in table.names}
    currencies: dict[str, str] = {}
    counted: Counter[str] = Counter()
    prices: dict[str, list[float]] = {}
    for row in table.rows:
        one = {name: row.cells[i] if i < len(row.cells) else "" for name, i in at.items()}
        word, symbol = str(one.get("type", "")).strip().upper(), str(one.get("symbol", "")).strip()
        currency = str(one.get("currency", "")).strip()
        if currency:
            counted[currency] += 1
            currencies.setdefault(symbol, currency)
        if word in TRADES and _is_number(one.get("unit_price", "")):
            prices.setdefault(symbol, []).append(parse_number(one["unit_price"]))
    usual = counted.most_common(1)[0][0] if counted else ""
    return Whole(currencies, usual, {symbol: median(values) for symbol, values in prices.items()})


def _is_number(cell: Cell) -> bool:
    try:
        parse_number(cell)
    except ValueError:
        return False
    return cell != ""


FORMAT = TableFormat("wealthfolio", "Wealthfolio", fits, read)
