"""What does a Zerodha tradebook say? Every fill on NSE and BSE, in rupees; the series stands behind the symbol."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import LONGEST_SYMBOL, RowFields, bounded_reference, read_rows
from data.importers.files.table import HeadedTable
from data.importers.formats.table_format import TableFormat, order_of
from data.importers.reading import ImportReading, Security

HEADER = {"symbol", "isin", "trade_date", "segment", "trade_type", "quantity", "price", "trade_id"}
KINDS = {"buy": TransactionKind.BUY, "sell": TransactionKind.SELL}
FUNDS, SHARES = {"MF"}, {"EQ", ""}
BOND_SERIES = {"GS", "GB", "TB", "SG", "NB", "N0", "N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "N9"}
NO_COSTS = "Zerodha's tradebook has no charges: brokerage, STT and stamp duty are not in these trades."


def fits(names: frozenset[str]) -> bool:
    return names >= HEADER


def read(table: HeadedTable) -> ImportReading:
    """All fills of the file; the opening position is not in a tradebook, so sales may exceed purchases."""
    return read_fills(table, FORMAT.name, (NO_COSTS,))


def read_fills(table: HeadedTable, format_name: str, notes: tuple[str, ...]) -> ImportReading:
    """The rows of a tradebook or of a Coin statement, whose columns are the same."""
    order, unsure = order_of(table, "trade_date", DateOrder.DMY)
    found, problems = read_rows(table, fill, order=order, fields={"amount": "price"})
    securities = _securities(table)
    return ImportReading(
        format_name,
        found,
        problems=problems,
        notes=(*notes, *unsure, *_one_company_two_symbols(securities)),
        base_currency="INR",
        securities=securities,
    )


def fill(row: RowFields) -> Iterable[Transaction]:
    """One fill. The id of a trade is unique on its exchange and day only, so both belong to the reference."""
    on, word = row.on("trade_date"), row.text("trade_type").casefold()
    kind, asset_type = KINDS.get(word), _asset_type(row)
    if kind is None:
        row.refuse("trade_type", f"“{word}” is neither buy nor sell.")
    trade = row.text("trade_id")
    reference = f"zerodha:{row.text('exchange').upper()}:{on}:{trade}" if trade else ""
    return row.transaction(
        on,
        kind=kind,
        symbol=_symbol(row),
        name=row.name("symbol") if asset_type is AssetType.MUTUAL_FUND else "",
        asset_type=asset_type,
        quantity=row.number("quantity") or 0.0,
        price=row.number("price"),
        currency="INR",
        reference=bounded_reference(reference),
    )


def _symbol(row: RowFields) -> str:
    """The broker's symbol; a fund whose name is too long for one goes by its ISIN."""
    return row.symbol("isin", "symbol") if len(row.text("symbol")) > LONGEST_SYMBOL else row.symbol("symbol", "isin")


def _asset_type(row: RowFields) -> AssetType:
    """By segment, series and the kind of ISIN (INF… is a fund's unit, INE… a company's share)."""
    segment, symbol, isin = row.text("segment").upper(), row.text("symbol").upper(), row.text("isin").upper()
    if segment in FUNDS:
        return AssetType.MUTUAL_FUND
    if segment not in SHARES:
        row.refuse("segment", f"Segment {segment} holds futures, options or commodities, which cannot be valued here.")
        return AssetType.OTHER
    if symbol.startswith("SGB") or (isin.startswith("INF") and "GOLD" in symbol):
        return AssetType.GOLD
    if row.text("series").upper() in BOND_SERIES:
        return AssetType.BOND
    return AssetType.ETF if isin.startswith("INF") else AssetType.STOCK


def _securities(table: HeadedTable) -> tuple[Security, ...]:
    """Each symbol once with its ISIN and exchange, in the order of its last trade."""
    at = {name: table.names.index(name) for name in ("symbol", "isin", "exchange") if name in table.names}
    found: dict[str, Security] = {}
    for row in table.rows:
        cell = {name: str(row.cells[i]).strip() if i < len(row.cells) else "" for name, i in at.items()}
        found.pop(cell["symbol"], None)
        found[cell["symbol"]] = Security(cell["symbol"], cell["isin"].upper(), cell.get("exchange", "").upper(), "INR")
    return tuple(found.values())


def _one_company_two_symbols(securities: tuple[Security, ...]) -> tuple[str, ...]:
    """A note for each ISIN that trades under several symbols: a series moved, or the company was renamed."""
    by_isin: dict[str, list[str]] = {}
    for one in securities:
        if one.isin:
            by_isin.setdefault(one.isin, []).append(one.symbol)
    return tuple(
        f"{' and '.join(sorted(symbols))} are the same security ({isin}) under different symbols. "
        "Choose one symbol for them, or a sale of one will not find the purchase of the other."
        for isin, symbols in by_isin.items()
        if len(symbols) > 1
    )


FORMAT = TableFormat("zerodha-tradebook", "Zerodha tradebook", fits, read)
