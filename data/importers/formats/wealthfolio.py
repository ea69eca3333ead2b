"""What does a Wealthfolio CSV say? Activities by type and subtype; cash rows have an amount, trades a quantity and a price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from statistics import median
from typing import Any

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from data.importers.columns.field_values import DateOrder, number_or_none
from data.importers.columns.row_fields import RowFields
from data.importers.columns.words import ASSETS, plain_word
from data.importers.files.table import HeadedTable
from data.importers.formats.broker_table import NUMBERS, BrokerTable, FileFacts

CONTRACTS = {"OPTION", "FUTURE"}
TRANSFERS = frozenset({"transfer_in", "add_holding", "transfer_out", "remove_holding"})
RATES_LEFT_OUT = (
    "The column fxRate is left out, for the file does not say which way the rate goes; "
    "exchange rates are taken from your price series."
)
REINVESTED = (
    "Dividends said to be reinvested are taken as paid out and their purchases are missing, "
    "for the rows do not tell the units bought"
)


def _file_facts(table: HeadedTable) -> FileFacts:
    """Each symbol's currency and usual price, which single rows leave out."""
    currencies: dict[str, str] = {}
    counted: Counter[str] = Counter()
    prices: dict[str, list[float]] = {}
    for row in table.fields():
        symbol, currency = row.text("symbol"), row.text("currency")
        if currency:
            counted[currency] += 1
            currencies |= {symbol: currency} if symbol and symbol not in currencies else {}
        if row.text("kind").upper() in ("BUY", "SELL") and (price := row.number("price")) is not None:
            prices.setdefault(symbol, []).append(price)
    usual = {symbol: median(values) for symbol, values in prices.items()}
    facts = FileFacts("", next((one for one, _ in counted.most_common(1)), ""), currencies, usual)
    if any(number_or_none(cell) is not None for cell in table.values("fxrate")):
        facts.note(RATES_LEFT_OUT)
    return facts


def _security(row: RowFields, _: TransactionKind) -> dict[str, Any]:
    """What the row is about; cash goes by the row's comment."""
    symbol = row.symbol("symbol")
    if row.text("instrumenttype").upper() in CONTRACTS:
        row.refuse("instrumenttype", "Options and futures are contracts on many units and cannot be valued here.")
    if symbol and not symbol.startswith(("$CASH", "CASH:")):
        asset = ASSETS.get(plain_word(row.text("instrumenttype")), AssetType.STOCK)
        return {"symbol": symbol, "name": "", "asset_type": asset}
    unnamed = symbol and plain_word(row.text("kind")) not in TRANSFERS
    return {"symbol": "", "name": "" if unnamed else row.name("comment"), "asset_type": AssetType.CASH}


def _dividend(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    """A payout; reinvested, also the purchase, if the row's price is one the share really had (and not the dividend per share)."""
    paid = table.transaction(row, kind, facts)
    if row.text("subkind").upper() != "DRIP" or not paid:
        return paid
    price, usual = row.size("price") or 0.0, facts.prices.get(paid[0].symbol, 0.0)
    if usual and usual / 2 < price < usual * 2:
        return (*paid, *table.transaction(row, TransactionKind.BUY, facts))
    facts.note(REINVESTED, f"{paid[0].symbol} on line {row.line}")
    return paid


def _split(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    """New units per old unit stand in the amount, or in older files in the quantity."""
    ratio = row.size("amount") or row.size("quantity") or 0.0
    return table.transaction(row, kind, facts, quantity=ratio, fees=0.0)


FORMAT = BrokerTable(
    name="wealthfolio",
    title="Wealthfolio",
    needs="date symbol quantity currency price",
    any_of="instrumenttype activitytype activity_type fxrate subtype",
    columns={
        "kind": "type activitytype activity_type",
        "subkind": "subtype",
        "price": "unit_price unitprice",
        "fees": "fee",
        "fxrate": "fxrate fx_rate",
        "reference": "id",
    },
    usual_order=DateOrder.YMD,
    kinds={
        TransactionKind.BUY: "buy",
        TransactionKind.SELL: "sell",
        TransactionKind.DIVIDEND: "dividend",
        TransactionKind.SPLIT: "split",
        TransactionKind.DEPOSIT: "deposit transfer_in add_holding credit:bonus",  # a bonus counts as new capital there too
        TransactionKind.WITHDRAWAL: "withdrawal transfer_out remove_holding",
        TransactionKind.INTEREST: "interest credit",  # a rebate or refund: income of the account, not money put in
        TransactionKind.FEE: "fee",
        TransactionKind.TAX: "tax",
    },
    in_kind=TRANSFERS,
    unknown_kind="The activity “{word}” cannot be taken over. Enter it by hand.",
    signless=NUMBERS,
    price_or_amount=True,
    reference="wealthfolio:{reference}",
    study=_file_facts,
    describe=_security,
    rules={TransactionKind.DIVIDEND: _dividend, TransactionKind.SPLIT: _split},
)
