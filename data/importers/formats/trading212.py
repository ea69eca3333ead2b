"""What does a Trading 212 export say? Prices in the share's currency (pence included), totals in the account's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.minor_units import major_currency
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields, bounded_reference, read_rows
from data.importers.files.table import HeadedTable
from data.importers.formats.table_format import TableFormat, order_of
from data.importers.reading import ImportReading, Security

HEADER = {"action", "time", "no_of_shares", "price_share"}
TAXES = ("stamp_duty_reserve_tax", "stamp_duty", "french_transaction_tax", "transaction_tax")
FEES = ("currency_conversion_fee", "transaction_fee", "finra_fee", "ptm_levy", "deposit_fee", "charge_amount_fee")
CASH = {
    "deposit": TransactionKind.DEPOSIT,
    "withdrawal": TransactionKind.WITHDRAWAL,
    "card debit": TransactionKind.WITHDRAWAL,
    "card credit": TransactionKind.DEPOSIT,
}
INCOME = ("interest", "lending interest", "result adjustment", "spending cashback", "share lending")
MOVED_NOWHERE = "currency conversion"
FIELDS = {"quantity": "no_of_shares", "price": "price_share", "amount": "total", "kind": "action", "symbol": "ticker"}


def fits(names: frozenset[str]) -> bool:
    return names >= HEADER and any(name.startswith("total") for name in names)


@dataclass(slots=True)
class Whole:
    """What the rows say together: the account's currency and what was left out."""

    account: str
    notes: dict[str, None] = field(default_factory=dict)


def read(table: HeadedTable) -> ImportReading:
    """All activities of the account; exchange rates are those that the totals were really settled at."""
    order, unsure = order_of(table, "time", DateOrder.DMY)
    whole = Whole(_account_currency(table))
    older = {name: [f"{name}_{whole.account.casefold()}"] for name in ("total", *TAXES, *FEES)}
    table = table.calling(older)  # Total (GBP), as exports were before each amount had a currency column
    found, problems = read_rows(table, lambda row: activity(row, whole), order=order, fields=FIELDS)
    return ImportReading(
        FORMAT.name,
        found,
        problems=problems,
        notes=(*unsure, *whole.notes),
        base_currency=whole.account or None,
        securities=_securities(table),
    )


def activity(row: RowFields, whole: Whole) -> Iterable[Transaction]:
    """One row, by what its action says."""
    word = row.text("action").casefold()
    if word.endswith((" buy", " sell")):
        return _trade(row, TransactionKind.BUY if word.endswith(" buy") else TransactionKind.SELL, whole)
    if word.startswith("dividend"):
        return _dividend(row, whole)
    if word in CASH:
        return _cash(row, CASH[word], whole)
    if word.startswith(INCOME):
        return _cash(row, TransactionKind.INTEREST, whole)
    if word == MOVED_NOWHERE:
        whole.notes["Conversions between the account's own currencies move no money in or out and are left out."] = None
        return ()
    row.refuse(
        "action",
        f"“{row.text('action')}” cannot be taken over. Enter it by hand." if word else "The action is missing.",
    )
    return ()


def _trade(row: RowFields, kind: TransactionKind, whole: Whole) -> tuple[Transaction, ...]:
    """A purchase or sale at its price; what the total settles at gives the rate between the two currencies."""
    currency, units = major_currency(row.currency("currency_price_share", whole.account))
    quantity, price = row.size("no_of_shares") or 0.0, (row.size("price_share") or 0.0) / units
    total, settled = row.size("total"), _settled_in(row, whole)
    costs = Costs.of(row, settled)
    if row.problems:
        return ()
    gross = quantity * price
    paid = None if total is None else total - costs.all if kind is TransactionKind.BUY else total + costs.all
    rate = None if currency == settled else _rate(row, paid, gross)
    if currency != settled and rate is None and costs.all:
        row.refuse(
            "exchange_rate", f"Costs in {settled} beside a price in {currency} need an exchange rate or a total."
        )
    return row.transaction(
        row.on("time"),
        kind=kind,
        **_what(row),
        quantity=quantity,
        price=price,
        amount=paid if currency == settled and paid is not None and paid >= 0 else None,
        fees=costs.fees / (rate or 1.0),
        taxes=costs.taxes / (rate or 1.0),
        currency=currency,
        fx_rate=rate if settled == whole.account else None,
        reference=_reference(row, kind),
    )


def _dividend(row: RowFields, whole: Whole) -> tuple[Transaction, ...]:
    """A payout in the account's currency; the total is what arrived, so tax withheld is added back where it can be."""
    total, settled, tax = row.size("total"), _settled_in(row, whole), row.size("withholding_tax") or 0.0
    tax_currency, units = major_currency(row.currency("currency_withholding_tax", settled) if tax else settled)
    if tax and tax_currency != settled:
        rate = _stated_rate(row)
        tax = tax / units / rate if rate and tax_currency == _price_currency(row) else 0.0
        if not tax:
            whole.notes[
                "Tax withheld in another currency without a rate is not shown; the dividends are what arrived."
            ] = None
    if not total and not row.problems:
        row.refuse("total", "The amount is missing or 0.")
    return row.transaction(
        row.on("time"),
        kind=TransactionKind.DIVIDEND,
        **_what(row),
        amount=(total or 0.0) + tax,
        taxes=tax,
        currency=settled,
        reference=_reference(row, TransactionKind.DIVIDEND),
    )


def _cash(row: RowFields, kind: TransactionKind, whole: Whole) -> tuple[Transaction, ...]:
    """Money without shares; income below zero is a cost, and the direction of a deposit must agree with its sign."""
    total, currency = row.number("total"), _settled_in(row, whole)
    if not total and not row.problems:
        row.refuse("total", "The amount is missing or 0.")
    negative = (total or 0.0) < 0
    if kind is TransactionKind.INTEREST and negative:
        kind = TransactionKind.FEE
    if kind is TransactionKind.DEPOSIT and negative:
        kind = TransactionKind.WITHDRAWAL
    return row.transaction(
        row.on("time"),
        kind=kind,
        name=row.name("notes", "action") if kind not in CASH.values() else "",
        asset_type=AssetType.CASH,
        amount=abs(total or 0.0),
        currency=currency,
        reference=_reference(row, kind),
    )


@dataclass(frozen=True, slots=True)
class Costs:
    """Fees and taxes of a trade in the currency it was settled in; ≥ 0."""

    fees: float
    taxes: float

    @property
    def all(self) -> float:
        return self.fees + self.taxes

    @classmethod
    def of(cls, row: RowFields, settled: str) -> Costs:
        """Sums the cost columns; one in a third currency is refused, for nothing says what it was worth."""
        return cls(sum(_cost(row, name, settled) for name in FEES), sum(_cost(row, name, settled) for name in TAXES))


def _cost(row: RowFields, name: str, settled: str) -> float:
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
    stated, units = row.size("exchange_rate"), major_currency(row.text("currency_price_share"))[1]
    return stated / units if stated else None


def _price_currency(row: RowFields) -> str:
    return major_currency(row.text("currency_price_share"))[0]


def _settled_in(row: RowFields, whole: Whole) -> str:
    return row.currency("currency_total", whole.account)


def _what(row: RowFields) -> dict[str, object]:
    """Which share the row is about; its ISIN stands in for a missing ticker."""
    return {"symbol": row.symbol("ticker", "isin"), "name": row.name("name"), "asset_type": AssetType.STOCK}


def _reference(row: RowFields, kind: TransactionKind) -> str:
    return bounded_reference(f"trading212:{kind.lower()}:{row.text('id')}") if row.has("id") else ""


def _account_currency(table: HeadedTable) -> str:
    """The one currency of the totals; "" where there are several, then each row must name its own."""
    currencies = {str(cell).strip().upper() for cell in table.values("currency_total")}
    named = {name.removeprefix("total_").upper() for name in table.names if name.startswith("total_")}
    found = {one for one in currencies | named if len(one) == 3}
    return found.pop() if len(found) == 1 else ""


def _securities(table: HeadedTable) -> tuple[Security, ...]:
    at = {name: table.names.index(name) for name in ("ticker", "isin", "currency_price_share") if name in table.names}
    found: dict[str, Security] = {}
    for row in table.rows:
        cell = {name: str(row.cells[i]).strip() if i < len(row.cells) else "" for name, i in at.items()}
        if cell.get("ticker"):
            found[cell["ticker"]] = Security(
                cell["ticker"], cell.get("isin", ""), currency=cell.get("currency_price_share", "")
            )
    return tuple(found.values())


FORMAT = TableFormat("trading212", "Trading 212", fits, read)
