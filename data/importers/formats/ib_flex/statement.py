"""What does one Flex statement know that its rows do not say each? Base currency, date order, placeholder symbols."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers.columns.row_fields import RowFields, bounded_reference

ASSET_TYPES = {
    "STK": AssetType.STOCK,
    "FUND": AssetType.MUTUAL_FUND,
    "BOND": AssetType.BOND,
    "BILL": AssetType.BOND,
    "CRYPTO": AssetType.CRYPTO,
    "CMDTY": AssetType.GOLD,
}


@dataclass(slots=True)
class Statement:
    """One account's statement while it is read. ``renamed``: placeholder symbol -> the symbol it stands for."""

    base: str = ""
    renamed: dict[str, str] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def symbol(self, row: RowFields) -> str:
        """The row's symbol, a placeholder replaced."""
        symbol = row.symbol("symbol")
        return self.renamed.get(symbol, symbol)

    def rate(self, row: RowFields, currency: str) -> float | None:
        """Base currency per unit of ``currency``; None where they are the same, and where a foreign rate of exactly 1 says nothing."""
        rate = row.number("fxratetobase")
        return None if not rate or rate <= 0 or currency == self.base or rate == 1 else rate


def asset_type(row: RowFields) -> AssetType:
    """The kind of asset of a row that was accepted; a stock that is a fund's share is an ETF."""
    if row.text("subcategory").upper() == "ETF":
        return AssetType.ETF
    return ASSET_TYPES.get(row.text("assetcategory").upper(), AssetType.STOCK)


def reference(row: RowFields, *columns: str) -> str:
    """The broker's id of a booking with what it is an id of."""
    for column in columns:
        if row.has(column):
            return bounded_reference(f"ib-flex:{column.removesuffix('id')}:{row.text(column)}")
    return ""


def cost_or_credit(
    row: RowFields, statement: Statement, what: str, amount: float, currency: str
) -> Iterable[Transaction]:
    """A cost of its own (above 0) or a credit (below 0), when it cannot be part of the trade it belongs to."""
    mark = reference(row, "tradeid", "transactionid")
    return row.transaction(
        row.day("tradedate", "datetime", "reportdate"),
        kind=TransactionKind.FEE if amount > 0 else TransactionKind.INTEREST,
        name=what,
        asset_type=AssetType.CASH,
        amount=abs(amount),
        currency=currency,
        fx_rate=statement.rate(row, currency) if currency == row.text("currency").upper() else None,
        reference=f"{mark}:commission" if mark else "",
    )
