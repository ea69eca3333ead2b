"""What do Ghostfolio's activities mean? Shared by its CSV and its JSON: kinds, kinds of asset, and how a row becomes money."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.row_fields import RowFields

KINDS = {
    "buy": TransactionKind.BUY,
    "item": TransactionKind.BUY,  # an older name for a thing owned and valued by hand
    "sell": TransactionKind.SELL,
    "dividend": TransactionKind.DIVIDEND,
    "interest": TransactionKind.INTEREST,
    "fee": TransactionKind.FEE,
}
ASSET_TYPES = {
    "stock": AssetType.STOCK,
    "etf": AssetType.ETF,
    "mutualfund": AssetType.MUTUAL_FUND,
    "bond": AssetType.BOND,
    "cryptocurrency": AssetType.CRYPTO,
    "precious_metal": AssetType.GOLD,
    "cash": AssetType.CASH,
    "real_estate": AssetType.PROPERTY,
    "fixed_income": AssetType.BOND,
    "equity": AssetType.STOCK,
    "liquidity": AssetType.CASH,
}
BY_HAND = "MANUAL"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
UNITS = {TransactionKind.BUY, TransactionKind.SELL}


def is_uuid(text: str) -> bool:
    return _UUID.fullmatch(text) is not None


def activity(row: RowFields, symbol: str, name: str, asset_type: AssetType, word: str) -> Iterable[Transaction]:
    """One activity in Ghostfolio's columns date, type, quantity, unitprice, fee, currency, id (in one spelling)."""
    kind = KINDS.get(word.casefold())
    if kind is None:
        what = "debts are not part of a portfolio here" if word.casefold() == "liability" else f"“{word}” is not known"
        row.refuse("type", f"This kind of activity cannot be taken over: {what}.")
        return ()
    currency, units = major_currency(row.currency("currency"))
    quantity, price = row.number("quantity") or 0.0, (row.number("unitprice") or 0.0) / units
    fee = (row.number("fee") or 0.0) / units
    identity = row.text("id")
    facts = {
        "kind": kind,
        "symbol": "" if kind is TransactionKind.FEE else symbol,
        "name": name,
        "asset_type": asset_type,
        "currency": currency,
        "reference": f"ghostfolio:{identity}" if identity else "",
    }
    if kind in UNITS:
        return row.transaction(row.on("date"), **facts, quantity=quantity, price=price, fees=fee)
    if kind is TransactionKind.FEE:
        return row.transaction(row.on("date"), **facts, amount=_worth(row, quantity * price + fee))
    return row.transaction(row.on("date"), **facts, amount=_worth(row, quantity * price), fees=fee)


def _worth(row: RowFields, amount: float) -> float:
    """The amount, refused when it is nothing: such a row would say that something happened which cost and paid nothing."""
    if amount == 0 and not row.problems:
        row.refuse("unitprice", "The amount is 0.")
    return amount
