"""What does a trade of a Flex statement mean? Shares, funds and bonds are taken; contracts are named and refused."""

from __future__ import annotations

from collections.abc import Iterable

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers.columns.row_fields import RowFields
from data.importers.formats.ib_flex.statement import ASSET_TYPES, Statement, asset_type, cost_or_credit, reference

CONTRACTS = {
    "OPT": "an option",
    "FUT": "a future",
    "FOP": "an option on a future",
    "FSFOP": "an option on a future",
    "WAR": "a warrant",
    "IOPT": "a structured product",
    "CFD": "a contract for difference",
    "BAG": "a combination",
}
EXCHANGE = "CASH"
EXCHANGES_LEFT_OUT = (
    "Currency exchanges move cash from one currency to another and are left out; their commissions are kept."
)


def trade(row: RowFields, statement: Statement) -> Iterable[Transaction]:
    """One trade, with its commission as a fee where both are in one currency, else beside it."""
    category = row.text("assetcategory").upper()
    if category == EXCHANGE:
        statement.notes[EXCHANGES_LEFT_OUT] = None
        return _commission_alone(row, statement)
    if not _acceptable(row, category):
        return ()
    currency, quantity = row.currency("currency"), row.number("quantity") or 0.0
    amount = row.size("proceeds", "trademoney")
    commission, taxes = -(row.number("ibcommission") or 0.0), -(row.number("taxes") or 0.0)
    commission_currency = row.currency("ibcommissioncurrency", currency)
    beside = commission != 0 and (commission_currency != currency or commission < 0)
    traded = row.transaction(
        row.day("tradedate", "datetime", "reportdate"),
        kind=_kind(row, quantity),
        symbol=statement.symbol(row),
        name=row.name("description"),
        asset_type=asset_type(row),
        quantity=abs(quantity),
        price=_price(row, abs(quantity), amount),
        amount=amount,
        fees=0.0 if beside else commission,
        taxes=max(taxes, 0.0),
        currency=currency,
        fx_rate=statement.rate(row, currency),
        reference=reference(row, "tradeid", "transactionid"),
    )
    if not beside or not traded:
        return traded
    what = f"Commission on {statement.symbol(row)}"
    return (*traded, *cost_or_credit(row, statement, what, commission, commission_currency))


def _acceptable(row: RowFields, category: str) -> bool:
    """Whether the trade can be valued by units and prices; refuses it in words otherwise."""
    multiplier = row.number("multiplier")
    if category in CONTRACTS:
        row.refuse("assetcategory", f"{row.text('symbol')} is {CONTRACTS[category]}; contracts cannot be valued here.")
    elif category not in ASSET_TYPES:
        row.refuse("assetcategory", f"Assets of the kind “{row.text('assetcategory')}” cannot be valued here.")
    elif multiplier not in (None, 0.0, 1.0):
        row.refuse(
            "multiplier",
            f"One unit of {row.text('symbol')} stands for {multiplier:g}; contracts cannot be valued here.",
        )
    elif "CA." in row.text("buysell").upper():
        row.refuse("buysell", "This cancels an earlier trade: delete that trade, if it was imported before.")
    return not row.problems


def _kind(row: RowFields, quantity: float) -> TransactionKind:
    """As stated, else by the sign of the quantity; a contradiction is refused."""
    word = row.text("buysell").upper()
    if word and word not in ("BUY", "SELL"):
        row.refuse("buysell", f"“{word}” is neither BUY nor SELL.")
    if (word == "BUY" and quantity < 0) or (word == "SELL" and quantity > 0):
        row.refuse("quantity", f"A quantity of {quantity:g} contradicts {word}.")
    return TransactionKind.SELL if quantity < 0 else TransactionKind.BUY


def _price(row: RowFields, quantity: float, amount: float | None) -> float | None:
    """Per unit; bonds are quoted in percent of their face value, so theirs follows from the money."""
    if asset_type(row) is AssetType.BOND:
        return amount / quantity if amount is not None and quantity else None
    return row.size("tradeprice", "price")


def _commission_alone(row: RowFields, statement: Statement) -> Iterable[Transaction]:
    commission = -(row.number("ibcommission") or 0.0)
    if not commission:
        return ()
    currency = row.currency("ibcommissioncurrency", row.text("currency").upper())
    return cost_or_credit(row, statement, f"Commission on {row.text('symbol')}", commission, currency)
