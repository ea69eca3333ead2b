"""What does a cash booking of a Flex statement mean? Its type and its sign together give the kind."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers.columns.row_fields import RowFields
from data.importers.formats.ib_flex.statement import Statement, asset_type, reference

DEPOSITS = {"deposits & withdrawals", "deposits/withdrawals", "deposits and withdrawals"}
# kind of money that comes in, kind of money that goes out -> types
_TYPES = {
    (TransactionKind.DIVIDEND, TransactionKind.FEE): "dividends, payment in lieu of dividends",
    (TransactionKind.DIVIDEND, TransactionKind.TAX): "withholding tax, 871(m) withholding",
    (TransactionKind.COUPON, TransactionKind.FEE): "bond interest received, bond interest paid",
    (TransactionKind.INTEREST, TransactionKind.FEE): (
        "broker interest received, broker interest paid, other fees, broker fees, advisor fees, commission adjustments, "
        "price adjustments, other income"
    ),
    (TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL): ", ".join(DEPOSITS),
}
KINDS = {one: kinds for kinds, types in _TYPES.items() for one in types.split(", ")}
REFUNDS = "Costs and taxes given back count as income of the same day, payouts taken back as costs; so each pair adds up to nothing."


def cash(row: RowFields, statement: Statement) -> Iterable[Transaction]:
    """One booking; a refund or reversal becomes the opposite kind, since no amount here is negative."""
    word, amount = row.text("type").casefold(), row.number("amount")
    kinds = KINDS.get(word)
    if kinds is None:
        row.refuse("type", f"Bookings of the type “{row.text('type')}” cannot be taken over. Enter it by hand.")
        return ()
    if not amount:
        row.refuse("amount", "The amount is missing or 0.")
        return ()
    if word not in DEPOSITS and (amount > 0) != _usually_in(word):
        statement.notes[REFUNDS] = None
    currency, symbol = row.currency("currency"), "" if word in DEPOSITS else statement.symbol(row)
    return row.transaction(
        row.day("datetime", "settledate", "reportdate"),
        kind=kinds[0] if amount > 0 else kinds[1],
        symbol=symbol,
        name="" if symbol else row.name("description"),
        asset_type=asset_type(row) if symbol else AssetType.CASH,
        amount=abs(amount),
        currency=currency,
        fx_rate=statement.rate(row, currency),
        reference=reference(row, "transactionid"),
    )


def transfer(row: RowFields, statement: Statement) -> Iterable[Transaction]:
    """Units that came from or went to another broker, at the value the statement gives them."""
    word, quantity, value = row.text("direction").upper(), row.size("quantity"), row.size("positionamount")
    if not quantity and (cash_moved := row.number("cashtransfer")):
        return row.transaction(
            row.day("date", "datetime", "reportdate"),
            kind=TransactionKind.DEPOSIT if cash_moved > 0 else TransactionKind.WITHDRAWAL,
            asset_type=AssetType.CASH,
            amount=abs(cash_moved),
            currency=row.currency("currency"),
            reference=reference(row, "transactionid"),
        )
    if word not in ("IN", "OUT") or not quantity or not value:
        row.refuse("positionamount", "A transfer needs a direction, a quantity and a value. Enter it by hand.")
        return ()
    currency, arrives = row.currency("currency"), word == "IN"
    return row.transaction(
        row.day("date", "datetime", "reportdate"),
        kind=TransactionKind.DEPOSIT if arrives else TransactionKind.WITHDRAWAL,
        symbol=statement.symbol(row),
        name=row.name("description"),
        asset_type=asset_type(row),
        quantity=quantity,
        price=value / quantity,
        amount=value,
        currency=currency,
        fx_rate=statement.rate(row, currency),
        reference=reference(row, "transactionid"),
    )


def _usually_in(word: str) -> bool:
    """Whether bookings of this type normally bring money."""
    return "fee" not in word and "paid" not in word and "withholding" not in word and "commission" not in word
