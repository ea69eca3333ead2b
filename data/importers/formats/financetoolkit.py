"""What does a FinanceToolkit portfolio say? Signed volumes (negative is a sale) and costs written as negative numbers."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import Transaction, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields, read_rows
from data.importers.files.table import HeadedTable
from data.importers.formats.table_format import TableFormat, order_of
from data.importers.reading import ImportReading

HEADER = {"date", "identifier", "volume", "price"}


def fits(names: frozenset[str]) -> bool:
    return names >= HEADER and bool(names & {"costs", "currency"})


def read(table: HeadedTable) -> ImportReading:
    """All trades of the file; a row without a currency is refused, not taken for dollars."""
    order, unsure = order_of(table, "date", DateOrder.MDY)
    found, problems = read_rows(
        table, trade, order=order, fields={"quantity": "volume", "symbol": "identifier", "amount": "price"}
    )
    return ImportReading(FORMAT.name, found, problems=problems, notes=unsure)


def trade(row: RowFields) -> Iterable[Transaction]:
    """One trade; costs count as costs whatever their sign, for the format writes them negative."""
    volume, price, costs = row.number("volume") or 0.0, row.number("price"), row.size("costs") or 0.0
    if volume == 0:
        row.refuse("volume", "A volume other than 0 is needed.")
    currency, units = major_currency(row.currency("currency"))
    return row.transaction(
        row.on("date"),
        kind=TransactionKind.SELL if volume < 0 else TransactionKind.BUY,
        symbol=row.symbol("identifier"),
        name=row.name("name"),
        quantity=abs(volume),
        price=None if price is None else price / units,
        fees=costs / units,
        currency=currency,
    )


FORMAT = TableFormat("financetoolkit", "FinanceToolkit", fits, read)
