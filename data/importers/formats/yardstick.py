"""What does this software's own transaction CSV say? Read back to exactly what was exported; also handy to write by hand."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.minor_units import major_currency
from core.wording import did_you_mean
from data.importers.columns.field_values import DateOrder
from data.importers.columns.mapping import COLUMN_FIELDS
from data.importers.columns.row_fields import LONGEST_NAME, LONGEST_REFERENCE, LONGEST_SYMBOL, RowFields, read_rows
from data.importers.files.spreadsheet_text import restored
from data.importers.files.table import HeadedTable
from data.importers.formats.table_format import TableFormat, order_of
from data.importers.reading import ImportReading

KINDS, ASSET_TYPES = frozenset(TransactionKind), frozenset(AssetType)
LENGTHS = {"symbol": LONGEST_SYMBOL, "name": LONGEST_NAME, "reference": LONGEST_REFERENCE}
MONEY = ("price", "amount", "fees", "taxes", "fair_market_value")


def fits(names: frozenset[str]) -> bool:
    return names >= {"date", "kind", "currency"} and bool(names & {"quantity", "amount"})


def holds(table: HeadedTable) -> bool:
    """The full header, or at least one row whose kind is one of ours (a hand-written file may have fewer columns)."""
    kinds = {str(cell).strip().upper() for cell in table.values("kind")}
    return frozenset(table.names) >= frozenset(COLUMN_FIELDS) or bool(kinds & KINDS)


def read(table: HeadedTable) -> ImportReading:
    """All transactions of the file."""
    order, unsure = order_of(table, "date", DateOrder.DMY)
    found, problems = read_rows(table, transaction, order=order)
    return ImportReading(FORMAT.name, found, problems=problems, notes=unsure)


def transaction(row: RowFields) -> Iterable[Transaction]:
    """One row; every column means what its name means in :class:`core.ledger.transaction.Transaction`."""
    kind, asset_type = _one_of(row, "kind", KINDS, ""), _one_of(row, "asset_type", ASSET_TYPES, AssetType.STOCK)
    on, (currency, units) = row.on("date"), major_currency(row.currency("currency"))
    money = {name: _scaled(row.number(name), units) for name in MONEY}
    quantity, fx_rate = row.number("quantity") or 0.0, row.number("fx_rate")
    texts = {name: _text(row, name, longest) for name, longest in LENGTHS.items()}
    if row.problems:
        return ()
    costs = {name: money.pop(name) or 0.0 for name in ("fees", "taxes")}
    return row.transaction(
        on,
        kind=TransactionKind(kind),
        asset_type=AssetType(asset_type),
        quantity=quantity,
        currency=currency,
        fx_rate=fx_rate,
        **money,
        **costs,
        **texts,
    )


def _text(row: RowFields, column: str, longest: int) -> str:
    """A text as it was exported; one too long to be kept is refused."""
    text = restored(row.exact(column))
    if len(text) > longest:
        row.refuse(column, f"At most {longest} characters fit here, this has {len(text)}.")
    return text


def _one_of(row: RowFields, column: str, known: frozenset[str], default: str) -> str:
    """A word of a fixed list, in any case; refused with near spellings otherwise."""
    word = row.text(column).upper().replace(" ", "_") or default
    if word not in known:
        row.refuse(column, f"“{word}” is not known.{did_you_mean(word, known)}" if word else "This is missing.")
    return word


def _scaled(value: float | None, units: float) -> float | None:
    return None if value is None else value / units


FORMAT = TableFormat("yardstick", "Yardstick CSV", fits, read, holds)
