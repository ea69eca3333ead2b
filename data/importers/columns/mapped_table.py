"""What does a table of any origin say, once a person has said which column means what? The mapping is a format made by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from core.errors import InvalidSpecification
from core.ledger.transaction import MONEY_OUT, Transaction, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.mapping import ColumnMapping
from data.importers.columns.row_fields import RowFields
from data.importers.columns.words import ASSETS, REINVESTED, kind_of, plain_word
from data.importers.files.table import HeadedTable, headed, read_table
from data.importers.formats.broker_table import NUMBERS, BrokerTable, FileFacts
from data.importers.reading import ImportReading

NAME = "mapped"


def read(content: bytes, file_name: str, mapping: ColumnMapping) -> ImportReading:
    """All rows as the mapping says; raises the errors of :func:`read_table` and, for a header that is not there, InvalidSpecification."""
    spreadsheet = mapping.encoding == "xlsx"
    table = read_table(
        content,
        file_name,
        delimiter=None if spreadsheet else mapping.delimiter,
        encoding=None if spreadsheet else mapping.encoding,
        sheet=mapping.sheet or None,
    )
    at = next((i for i, row in enumerate(table.rows) if row.line == mapping.header_line), None)
    if at is None:
        raise InvalidSpecification(f"The file has no row {mapping.header_line} to be its header. Choose another row.")
    part = headed(table, at)
    mapping.check_headers(part.columns)
    return format_of(mapping).read(_by_meaning(part, mapping))


def format_of(mapping: ColumnMapping) -> BrokerTable:
    """The format that a mapping describes: words for kinds in every language known, signs as the person said."""
    extra = {plain_word(word): kind for word, kind in mapping.extra_kinds}

    def spoken_kind(word: str) -> TransactionKind | None:
        kind = extra.get(plain_word(word)) or kind_of(word)
        return TransactionKind.DIVIDEND if _is_reinvested(word) and kind not in MONEY_OUT else kind

    return BrokerTable(
        name=NAME,
        title="a table read as you mapped it",
        order=mapping.date_order,
        sign=mapping.decimal_sign,
        speak=spoken_kind,
        signs=mapping.signs,
        default_kind=mapping.default_kind,
        unknown_kind="“{word}” is not known as a kind of transaction. Give it a meaning in the mapping.",
        missing_kind="Nothing tells the kind of transaction. Choose a column for it, or one kind for all rows.",
        signless=NUMBERS,
        currency=mapping.default_currency,
        amount_includes_costs=mapping.amount_includes_costs,
        empty_amounts=True,
        symbols=("symbol", "name"),
        assets=ASSETS,
        default_asset=mapping.default_asset_type,
        rules={TransactionKind.DIVIDEND: _dividend, TransactionKind.BUY: _purchase},
    )


def _by_meaning(table: HeadedTable, mapping: ColumnMapping) -> HeadedTable:
    """The table with its columns known by what they mean; the others keep a name that nothing asks for."""
    meaning = {header: name for name, header in mapping.columns()}
    return replace(table, names=tuple(meaning.get(column, f"column {at}") for at, column in enumerate(table.columns)))


def _purchase(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    if row.has("kind") and (row.number("quantity") or 0.0) < 0:
        row.refuse("quantity", "A purchase with a negative quantity contradicts itself: a cancellation?")
    return table.transaction(row, kind, facts)


def _dividend(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    """A payout; a reinvested one is two transactions, the payout and the purchase of the same amount on the same day."""
    if not _is_reinvested(row.text("kind")) or not row.size("quantity"):
        return table.transaction(row, kind, facts)
    paid = table.transaction(row, kind, facts, fees=0.0, taxes=0.0)
    if not paid:
        return ()
    units, price = major_currency(row.currency("currency", table.currency))[1], row.size("price")
    changes = {"kind": TransactionKind.BUY, "quantity": row.size("quantity"), "price": price and price / units}
    bought = row.transaction(**({one.name: getattr(paid[0], one.name) for one in fields(Transaction)} | changes))
    return (*paid, *bought) if bought else ()


def _is_reinvested(word: str) -> bool:
    return REINVESTED.search(plain_word(word)) is not None
