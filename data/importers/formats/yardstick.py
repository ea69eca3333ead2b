"""What does this software's own transaction CSV say? Read back to exactly what was exported; also handy to write by hand."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import MONEY, AssetType, Transaction, TransactionKind
from core.wording import did_you_mean
from data.importers.columns.mapping import COLUMN_FIELDS
from data.importers.columns.row_fields import LONGEST_NAME, LONGEST_REFERENCE, LONGEST_SYMBOL, RowFields
from data.importers.files.spreadsheet_text import restored
from data.importers.files.table import HeadedTable
from data.importers.formats.broker_table import BrokerTable

KINDS, ASSET_TYPES = frozenset(TransactionKind), frozenset(AssetType)
LENGTHS = {"symbol": LONGEST_SYMBOL, "name": LONGEST_NAME, "reference": LONGEST_REFERENCE}


def _holds(table: HeadedTable) -> bool:
    """The full header, or at least one row whose kind is one of ours (a hand-written file may have fewer columns)."""
    kinds = {str(cell).strip().upper() for cell in table.values("kind")}
    return frozenset(table.names) >= frozenset(COLUMN_FIELDS) or bool(kinds & KINDS)


def _transaction(row: RowFields) -> Iterable[Transaction]:
    """One row; every column means what its name means in :class:`core.ledger.transaction.Transaction`, whatever the kind."""
    kind, asset_type = _word(row, "kind", KINDS, ""), _word(row, "asset_type", ASSET_TYPES, AssetType.STOCK)
    on, currency = row.day("date"), row.currency("currency")
    money = {name: row.number(name) for name in MONEY}
    money |= {name: money[name] or 0.0 for name in ("fees", "taxes")}
    quantity, fx_rate = row.number("quantity") or 0.0, row.number("fx_rate")
    texts = {name: _text(row, name, longest) for name, longest in LENGTHS.items()}
    facts = {"quantity": quantity, "currency": currency, "fx_rate": fx_rate, **money, **texts}
    if row.problems:
        return ()
    return row.transaction(on, kind=TransactionKind(kind), asset_type=AssetType(asset_type), **facts)


def _text(row: RowFields, column: str, longest: int) -> str:
    """A text as it was exported; one too long to be kept is refused."""
    text = restored(row.exact(column))
    if len(text) > longest:
        row.refuse(column, f"At most {longest} characters fit here, this has {len(text)}.")
    return text


def _word(row: RowFields, column: str, known: frozenset[str], default: str) -> str:
    """A word of a fixed list, in any case; refused with near spellings otherwise."""
    word = row.text(column).upper().replace(" ", "_") or default
    if word not in known:
        row.refuse(column, f"“{word}” is not known.{did_you_mean(word, known)}" if word else "This is missing.")
    return word


FORMAT = BrokerTable(
    name="yardstick",
    title="Yardstick CSV",
    needs="date kind currency",
    any_of="quantity amount",
    holds=_holds,
    read_row=_transaction,
)
