"""What does a table of any origin say, once a person has said which column means what?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.errors import InvalidSpecification
from core.ledger.transaction import (
    ACQUISITIONS,
    COSTS,
    MONEY_IN,
    MONEY_OUT,
    UNIT_CHANGES,
    AssetType,
    Transaction,
    TransactionKind,
)
from core.market.minor_units import major_currency
from data.importers.columns.mapping import ColumnMapping, SignMeaning
from data.importers.columns.row_fields import RowFields, bounded_reference, read_rows
from data.importers.columns.words import ASSETS, REINVESTED, kind_of, plain_word
from data.importers.files.table import HeadedTable, headed, read_table
from data.importers.reading import ImportReading

NAME = "mapped"
CASH_KINDS = {TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.FEE}
# what a row is when its deciding number is positive, negative
KIND_BY_SIGN = {
    SignMeaning.NEGATIVE_QUANTITY_IS_SALE: (TransactionKind.BUY, TransactionKind.SELL),
    SignMeaning.NEGATIVE_AMOUNT_IS_PURCHASE: (TransactionKind.SELL, TransactionKind.BUY),
    SignMeaning.NEGATIVE_AMOUNT_IS_WITHDRAWAL: (TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL),
}


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
    found, problems = read_rows(
        _by_meaning(part, mapping), MappedRows(mapping).transactions, mapping.decimal_sign, mapping.date_order
    )
    return ImportReading(NAME, found, problems=problems)


def _by_meaning(table: HeadedTable, mapping: ColumnMapping) -> HeadedTable:
    """The table with its columns known by what they mean; the others keep a name that nothing asks for."""
    meaning = {header: name for name, header in mapping.columns()}
    names = tuple(meaning.get(column, f"column {at}") for at, column in enumerate(table.columns))
    return HeadedTable(table.columns, names, table.rows, table.header_line)


class MappedRows:
    """Reads rows as one mapping says."""

    __slots__ = ("_kinds", "_mapping")

    def __init__(self, mapping: ColumnMapping) -> None:
        self._mapping = mapping
        self._kinds: Mapping[str, TransactionKind] = {plain_word(word): kind for word, kind in mapping.extra_kinds}

    def transactions(self, row: RowFields) -> Iterable[Transaction]:
        """One row; a reinvested dividend is two transactions, the payout and the purchase it paid for."""
        kind, on = self._kind(row), row.on("date")
        currency, units = major_currency(row.currency("currency", self._mapping.default_currency))
        money = Money.of(row, units)
        if kind is None:
            return ()
        facts = self._facts(row, kind) | {"currency": currency}
        if self._mapping.amount_includes_costs:
            money = money.before_costs(row, kind)
        if kind is TransactionKind.DIVIDEND and REINVESTED.search(plain_word(row.text("kind"))) and money.quantity:
            return _reinvested(row, on, money, facts)
        return row.transaction(on, kind=kind, **facts, **money.meaning(kind))

    def _kind(self, row: RowFields) -> TransactionKind | None:
        """By the kind column, else by a sign, else the default; refused where nothing tells it, or sign and word contradict."""
        if row.has("kind"):
            return self._named_kind(row, row.text("kind"))
        default, signs = self._mapping.default_kind, self._mapping.signs
        if signs is SignMeaning.NONE:
            if default is None:
                row.refuse(
                    "kind", "Nothing tells the kind of transaction. Choose a column for it, or one kind for all rows."
                )
            return default
        by_quantity = signs is SignMeaning.NEGATIVE_QUANTITY_IS_SALE
        negative = (row.number("quantity" if by_quantity else "amount") or 0.0) < 0
        return KIND_BY_SIGN[signs][negative]

    def _named_kind(self, row: RowFields, word: str) -> TransactionKind | None:
        kind = self._kinds.get(plain_word(word)) or kind_of(word)
        if REINVESTED.search(plain_word(word)) and kind not in MONEY_OUT:
            return TransactionKind.DIVIDEND
        if kind is None:
            row.refuse(
                "kind", f"“{word[:60]}” is not known as a kind of transaction. Give it a meaning in the mapping."
            )
        elif kind is TransactionKind.BUY and (row.number("quantity") or 0.0) < 0:
            row.refuse("quantity", "A purchase with a negative quantity contradicts itself: a cancellation?")
        return kind

    def _facts(self, row: RowFields, kind: TransactionKind) -> dict[str, Any]:
        """What the row says beside its numbers."""
        symbol = "" if kind in CASH_KINDS else row.symbol("symbol", "name")
        return {
            "symbol": symbol,
            "name": row.name("name") if row.has("symbol") or not symbol else "",
            "asset_type": self._asset_type(row, symbol),
            "fx_rate": row.size("fx_rate"),
            "reference": bounded_reference(row.text("reference")),
        }

    def _asset_type(self, row: RowFields, symbol: str) -> AssetType:
        """As the column says; a word that is not known counts as other, an empty one as the mapping's default."""
        if not symbol:
            return AssetType.CASH
        if not row.has("asset_type"):
            return self._mapping.default_asset_type
        return ASSETS.get(plain_word(row.text("asset_type")), AssetType.OTHER)


@dataclass(frozen=True, slots=True)
class Money:
    """A row's numbers without their signs, in whole units of the currency."""

    quantity: float | None
    price: float | None
    amount: float | None
    fees: float
    taxes: float
    fair_market_value: float | None

    @classmethod
    def of(cls, row: RowFields, units: float) -> Money:
        """Reads all numbers of a row, so that all that are wrong are said at once."""
        read = {name: row.size(name) for name in ("price", "amount", "fees", "taxes", "fair_market_value")}
        scaled = {name: None if value is None else value / units for name, value in read.items()}
        fees, taxes = scaled["fees"] or 0.0, scaled["taxes"] or 0.0
        return cls(row.size("quantity"), scaled["price"], scaled["amount"], fees, taxes, scaled["fair_market_value"])

    @property
    def worth(self) -> float | None:
        """The amount, else quantity × price."""
        if self.amount is not None or self.quantity is None or self.price is None:
            return self.amount
        return self.quantity * self.price

    def before_costs(self, row: RowFields, kind: TransactionKind) -> Money:
        """The same with the amount before costs, where the file's amount is what moved in the account."""
        costs = self.fees + self.taxes
        if self.amount is None or not costs or kind in COSTS:
            return self
        if kind not in MONEY_IN:
            return replace(self, amount=self.amount + costs)
        if self.amount < costs:
            row.refuse("amount", "The costs are larger than the whole amount.")
        return replace(self, amount=max(self.amount - costs, 0.0))

    def meaning(self, kind: TransactionKind) -> dict[str, float | None]:
        """The numbers that this kind of transaction has."""
        costs: dict[str, float | None] = {"fees": self.fees, "taxes": self.taxes}
        if kind in UNIT_CHANGES:
            return {"quantity": self.quantity or 0.0, **costs}
        if kind in COSTS and not self.worth:
            return {"amount": self.fees + self.taxes or None}
        if kind in ACQUISITIONS or kind is TransactionKind.SELL:
            quantity = self.quantity or (self.amount / self.price if self.amount and self.price else 0.0)
            fair = {"fair_market_value": self.fair_market_value}
            return {"quantity": quantity, "price": self.price, "amount": self.amount, **fair, **costs}
        return {"amount": self.worth, **costs}


def _reinvested(row: RowFields, on: date | None, money: Money, facts: Mapping[str, Any]) -> tuple[Transaction, ...]:
    """The dividend and the purchase of the same amount on the same day."""
    paid = row.transaction(on, kind=TransactionKind.DIVIDEND, amount=money.worth, **facts)
    units = {"quantity": money.quantity, "price": money.price, "amount": money.worth}
    bought = row.transaction(on, kind=TransactionKind.BUY, **units, **facts)
    return (*paid, *bought) if paid and bought else ()
