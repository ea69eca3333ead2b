"""What does one transaction of Portfolio Performance mean? Amounts are whole cents and, for trades, include fees and taxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.ledger.transaction import MONEY_IN, AssetType, Transaction, TransactionKind
from data.importers.columns.row_fields import RowFields
from data.importers.files.xml_tree import Element
from data.importers.formats.portfolio_performance.xstream_references import References
from data.importers.reading import Security

CENTS = 100
EXTERNAL = {"DEPOSIT": TransactionKind.DEPOSIT, "REMOVAL": TransactionKind.WITHDRAWAL}
PAYOUTS = {
    "DIVIDENDS": TransactionKind.DIVIDEND,
    "INTEREST": TransactionKind.INTEREST,
    "FEES_REFUND": TransactionKind.INTEREST,
    "TAX_REFUND": TransactionKind.INTEREST,
}
COSTS = {"FEES": TransactionKind.FEE, "INTEREST_CHARGE": TransactionKind.FEE, "TAXES": TransactionKind.TAX}
INTERNAL = {"TRANSFER_IN", "TRANSFER_OUT"}
TRADES = {
    "BUY": TransactionKind.BUY,
    "SELL": TransactionKind.SELL,
    "DELIVERY_INBOUND": TransactionKind.DEPOSIT,  # units from elsewhere, paid by no account of the file
    "DELIVERY_OUTBOUND": TransactionKind.WITHDRAWAL,
}
COLUMNS = ("date", "currencyCode", "amount", "shares", "type", "uuid")


@dataclass(frozen=True, slots=True)
class Scale:
    """What 1.0 share and 1.0 of a price are written as."""

    share: int
    quote: int


@dataclass(frozen=True, slots=True)
class Booking:
    """One transaction as it stands: its fields, costs in cents, and the security it is about."""

    row: RowFields
    word: str
    of_account: bool
    security: Security | None
    name: str
    asset_type: AssetType
    fees: int
    taxes: int

    @classmethod
    def of(
        cls,
        element: Element,
        references: References,
        of_account: bool,
        security: Security | None,
        name: str,
        asset_type: AssetType,
    ) -> Booking:
        """Reads the element's own values; units that are no whole numbers are refused on its row."""
        cells = {tag.casefold(): references.value(element, tag) for tag in COLUMNS}
        row = RowFields(element.line, cells, {tag.casefold(): tag for tag in COLUMNS} | {"quantity": "shares"})
        fees, taxes = (_units(element, kind, row, references) for kind in ("FEE", "TAX"))
        return cls(row, row.text("type"), of_account, security, name, asset_type, fees, taxes)

    @property
    def symbol(self) -> str:
        return self.security.symbol if self.security else ""


def account_booking(one: Booking, scale: Scale) -> Iterable[Transaction]:
    """One transaction of a cash account. The account's side of a trade is left to the depot's; transfers are internal."""
    row = one.row
    if one.word in TRADES or one.word in INTERNAL:
        return ()
    kind = EXTERNAL.get(one.word) or PAYOUTS.get(one.word) or COSTS.get(one.word)
    if kind is None:
        row.refuse("type", f"Transactions of the type “{one.word}” are not known.")
        return ()
    net, shares = _whole_number(row, "amount"), _whole_number(row, "shares")
    extra = one.fees + one.taxes if one.word in PAYOUTS else 0
    if net + extra == 0:
        row.refuse("amount", "The amount is 0.")
    return row.transaction(
        row.day("date"),
        kind=kind,
        symbol="" if one.word in EXTERNAL else one.symbol,
        name=one.name,
        asset_type=AssetType.CASH if one.word in EXTERNAL else one.asset_type,
        quantity=shares / scale.share if one.word == "DIVIDENDS" else 0.0,
        amount=(net + extra) / CENTS,
        fees=one.fees / CENTS if extra else 0.0,
        taxes=one.taxes / CENTS if extra else 0.0,
        currency=row.currency("currencycode"),
        reference=_reference(row),
    )


def depot_booking(one: Booking, scale: Scale) -> Iterable[Transaction]:
    """One transaction of a depot: what was paid includes the costs, what was received has them taken off."""
    row = one.row
    if one.word in INTERNAL:
        return ()
    kind = TRADES.get(one.word)
    if kind is None:
        row.refuse("type", f"Transactions of the type “{one.word}” are not known.")
        return ()
    if not one.symbol:
        row.refuse("security", "A trade needs a security.")
    settled, shares, costs = (
        _whole_number(row, "amount"),
        _whole_number(row, "shares") / scale.share,
        one.fees + one.taxes,
    )
    gross = settled - costs if kind in MONEY_IN else settled + costs
    if gross < 0:
        row.refuse("amount", "The costs are larger than the whole amount.")
    if not shares:
        row.refuse("shares", "A number of shares above 0 is needed.")
    return row.transaction(
        row.day("date"),
        kind=kind,
        symbol=one.symbol,
        name=one.name,
        asset_type=one.asset_type,
        quantity=shares,
        price=gross / CENTS / shares if shares else None,
        amount=gross / CENTS,
        fees=one.fees / CENTS,
        taxes=one.taxes / CENTS,
        currency=row.currency("currencycode"),
        reference=_reference(row),
    )


def _whole_number(row: RowFields, column: str) -> int:
    """A whole number ≥ 0 as the file writes all amounts; anything else is refused."""
    text = row.text(column) or "0"
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        row.refuse(column, f"“{text[:40]}” is not a whole number of at least 0.")
        return 0
    return int(text)


def _units(element: Element, kind: str, row: RowFields, references: References) -> int:
    """The sum of a transaction's cost units of one kind, in cents of its own currency; costs that are nowhere are refused."""
    total, costs = 0, element.child("units")
    if costs and any(references.resolved(one) is None for one in costs.walk()):
        row.refuse("units", "The costs of this transaction point at something that is not in the file.")
    for unit in references.listed(element, "units"):
        amount = references.child(unit, "amount")
        if unit.attributes.get("type") == kind and amount is not None:
            one = RowFields(unit.line, dict(amount.attributes))
            total += _whole_number(one, "amount")
            row.problems += one.problems
    return total


def _reference(row: RowFields) -> str:
    return f"portfolio-performance:{row.text('uuid')}"[:200] if row.has("uuid") else ""
