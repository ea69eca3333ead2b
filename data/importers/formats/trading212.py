"""What does a Trading 212 export say? Prices in the share's currency (pence included), totals in the account's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.row_fields import RowFields
from data.importers.columns.words import plain_word
from data.importers.files.table import HeadedTable
from data.importers.formats.broker_table import BrokerTable, FileFacts

TAXES = ("stamp_duty_reserve_tax", "stamp_duty", "french_transaction_tax", "transaction_tax")
FEES = ("currency_conversion_fee", "transaction_fee", "finra_fee", "ptm_levy", "deposit_fee", "charge_amount_fee")
CASH = {TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL, TransactionKind.INTEREST, TransactionKind.FEE}
SPLIT_CLOSED, SPLIT_OPENED = "stock_split_close", "stock_split_open"
TAX_LEFT_OUT = "Tax withheld in another currency without a rate is not shown; the dividends are what arrived."


def _facts(table: HeadedTable) -> FileFacts:
    """The account's currency, and what each split made of how many shares."""
    return FileFacts(account=_account(table), splits=_splits(table))


def _account(table: HeadedTable) -> str:
    """The one currency of the totals; "" where there are several, then each row must name its own."""
    currencies = {str(cell).strip().upper() for cell in table.values("currency")}
    if "amount" in table.names:
        header = table.columns[
            table.names.index("amount")
        ].upper()  # Total (GBP), as exports were before each had a column
        currencies |= {header.removeprefix("TOTAL").strip(" ()")}
    found = {one for one in currencies if len(one) == 3}
    return found.pop() if len(found) == 1 else ""


def _splits(table: HeadedTable) -> dict[tuple[str, str], tuple[float, float]]:
    """Old and new shares of each split; both rows of one bear the same security and day. 0 where a row is missing."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for row in table.fields():
        word = plain_word(row.text("kind"))
        if word in (SPLIT_CLOSED, SPLIT_OPENED):
            (old, new), shares = found.get(_split_of(row), (0.0, 0.0)), row.size("quantity") or 0.0
            found[_split_of(row)] = (old + shares, new) if word == SPLIT_CLOSED else (old, new + shares)
    return found


def _split_of(row: RowFields) -> tuple[str, str]:
    return row.text("symbol", "isin"), row.text("date")[:10]


def _security(row: RowFields, kind: TransactionKind) -> dict[str, Any]:
    """Which share the row is about; its ISIN stands in for a missing ticker, and for income its note for a name."""
    if kind not in CASH:
        return {"symbol": row.symbol("symbol", "isin"), "name": row.name("name"), "asset_type": AssetType.STOCK}
    income = kind in (TransactionKind.INTEREST, TransactionKind.FEE)
    return {"symbol": "", "name": row.name("notes", "kind") if income else "", "asset_type": AssetType.CASH}


def _trade(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    """A purchase or sale at its price; what the total settles at gives the rate between the two currencies."""
    currency, units = major_currency(row.currency("price_currency", facts.account))
    quantity, price = row.size("quantity") or 0.0, (row.size("price") or 0.0) / units
    total, settled = row.size("amount"), row.currency("currency", facts.account)
    fees, taxes = (sum(_cost(row, name, settled) for name in names) for names in (FEES, TAXES))
    if row.problems:
        return ()
    costs = fees + taxes if kind is TransactionKind.SELL else -fees - taxes
    paid = None if total is None else total + costs
    rate = None if currency == settled else _rate(row, paid, quantity * price)
    if currency != settled and rate is None and costs:
        row.refuse(
            "exchange_rate", f"Costs in {settled} beside a price in {currency} need an exchange rate or a total."
        )
    return table.transaction(
        row,
        kind,
        facts,
        quantity=quantity,
        price=price,
        amount=paid if currency == settled and paid is not None and paid >= 0 else None,
        fees=fees / (rate or 1.0),
        taxes=taxes / (rate or 1.0),
        currency=currency,
        fx_rate=rate if settled == facts.account else None,
    )


def _split(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    """Old shares closed and new ones opened, a row each: one split by their ratio, told by the row of the new ones."""
    old, new = facts.splits[_split_of(row)]
    if not (old and new):
        missing = "Stock split open" if old else "Stock split close"
        row.refuse("kind", f"The row “{missing}” of the same day is missing, or has no number of shares.")
    if plain_word(row.text("kind")) == SPLIT_CLOSED:
        return ()
    return table.transaction(row, kind, facts, quantity=new / old if old else 1.0)


def _dividend(table: BrokerTable, row: RowFields, kind: TransactionKind, facts: FileFacts) -> Iterable[Transaction]:
    """A payout in the account's currency; the total is what arrived, so tax withheld is added back where it can be."""
    settled, tax = row.currency("currency", facts.account), row.size("withholding_tax") or 0.0
    tax_currency, units = major_currency(row.currency("currency_withholding_tax", settled) if tax else settled)
    if tax and tax_currency != settled:
        rate = _stated_rate(row)
        tax = tax / units / rate if rate and tax_currency == major_currency(row.text("price_currency"))[0] else 0.0
        if not tax:
            facts.note(TAX_LEFT_OUT)
    arrived = row.size("amount")
    return table.transaction(row, kind, facts, amount=arrived and arrived + tax, taxes=tax)


def _cost(row: RowFields, name: str, settled: str) -> float:
    """One cost column; a cost in a third currency is refused, for nothing says what it was worth."""
    cost = row.size(name) or 0.0
    if not cost:
        return 0.0
    currency, units = major_currency(row.currency(f"currency_{name}", settled))
    if currency != settled:
        row.refuse(f"currency_{name}", f"This cost is in {currency}, the total in {settled}.")
    return cost / units


def _rate(row: RowFields, paid: float | None, gross: float) -> float | None:
    """Account currency per unit of the price's currency: as settled where the total says it, else as the file states it."""
    if paid and gross and paid > 0:
        return paid / gross
    stated = _stated_rate(row)
    return 1.0 / stated if stated else None


def _stated_rate(row: RowFields) -> float | None:
    """Price currency per unit of the account's currency, pence counted as pounds; None where “Not available”."""
    stated, units = row.size("exchange_rate"), major_currency(row.text("price_currency"))[1]
    return stated / units if stated else None


FORMAT = BrokerTable(
    name="trading212",
    title="Trading 212",
    needs="kind date quantity price amount",
    columns={
        "kind": "action",
        "date": "time",
        "symbol": "ticker",
        "quantity": "no_of_shares",
        "price": "price_share",
        "price_currency": "currency_price_share",
        "amount": "total total_???",
        "currency": "currency_total",
        "reference": "id",
        **{name: f"{name} {name}_???" for name in (*TAXES, *FEES)},
    },
    kinds={
        TransactionKind.BUY: "*_buy",
        TransactionKind.SELL: "*_sell",
        TransactionKind.DIVIDEND: "dividend*",
        TransactionKind.DEPOSIT: "deposit card_credit",
        TransactionKind.WITHDRAWAL: "withdrawal card_debit",
        TransactionKind.SPLIT: f"{SPLIT_CLOSED} {SPLIT_OPENED}",
        TransactionKind.INTEREST: "interest* lending_interest* result_adjustment* spending_cashback* share_lending*",
    },
    negative={
        TransactionKind.INTEREST: TransactionKind.FEE,
        TransactionKind.DEPOSIT: TransactionKind.WITHDRAWAL,  # a deposit charged back
    },
    left_out={
        "currency_conversion": "Conversions between the account's own currencies move no money in or out and are left out."
    },
    signless=("quantity", "price", "amount"),
    price_or_amount=True,
    reference="trading212:{kind}:{reference}",
    securities=True,
    study=_facts,
    describe=_security,
    rules={
        TransactionKind.BUY: _trade,
        TransactionKind.SELL: _trade,
        TransactionKind.SPLIT: _split,
        TransactionKind.DIVIDEND: _dividend,
    },
)
