"""What does a corporate action of a Flex statement mean? Splits, stock dividends, tenders and cash mergers; the rest is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.ledger.transaction import Transaction, TransactionKind
from data.importers.columns.row_fields import RowFields
from data.importers.files.xml_tree import Element
from data.importers.formats.ib_flex.statement import Statement, asset_type, reference

_SPLIT = re.compile(r"\bSPLIT\s+(\d+(?:\.\d+)?)\s+FOR\s+(\d+(?:\.\d+)?)", re.I)
_TENDERED = re.compile(r"\bTENDERED TO\s+\S+\s+(\d+(?:\.\d+)?)\s+FOR\s+(\d+(?:\.\d+)?)", re.I)
_HEAD = re.compile(r"\s*([^(]+?)\s*\(")


def placeholders(actions: Sequence[Element]) -> dict[str, str]:
    """Symbols that stand for another while an offer runs (``UUU.TEN2`` for ``UUU``), for exchanges of one for one."""
    found = {}
    for one in actions:
        description, symbol = one.attributes.get("description", ""), one.attributes.get("symbol", "")
        head, ratio = _HEAD.match(description), _TENDERED.search(description)
        if head and ratio and float(ratio[1]) == float(ratio[2]) and symbol.startswith(f"{head[1]}."):
            found[symbol] = head[1]
    return found


def action(row: RowFields, statement: Statement) -> Iterable[Transaction]:
    """One row of a corporate action. Its report date counts: it is booked after the close of the day before."""
    description = row.text("description")
    if found := _SPLIT.search(description):
        return _split(row, statement, float(found[1]), float(found[2]))
    if "STOCK DIVIDEND" in description.upper():
        return _booked(row, statement, TransactionKind.BONUS, row.number("quantity") or 0.0, None)
    if _TENDERED.search(description) and _is_placeholder(row, statement):
        symbol = statement.symbol(row)
        statement.notes[f"{symbol} was tendered; until the offer is settled it is kept under its own symbol."] = None
        return ()
    proceeds, quantity = row.number("proceeds") or 0.0, row.number("quantity") or 0.0
    if proceeds > 0 and quantity < 0:
        return _booked(row, statement, TransactionKind.SELL, -quantity, proceeds)
    row.refuse(
        "description",
        f"This corporate action cannot be taken over: {description[:120]}. Enter what became of the shares.",
    )
    return ()


def _split(row: RowFields, statement: Statement, new: float, old: float) -> Iterable[Transaction]:
    """One split from its one or two rows (the old shares out, the new ones in); the units per unit are in the description."""
    description = row.text("description")
    what, head = description.rsplit(" (", 1)[0], _HEAD.match(description)
    if what in statement.seen:
        return ()
    if not new or not old:
        row.refuse("description", "A split needs two numbers above 0.")
        return ()
    statement.seen.add(what)
    symbol = head[1] if head else row.text("symbol")
    return _booked(row, statement, TransactionKind.SPLIT, new / old, None, symbol)


def _booked(
    row: RowFields, statement: Statement, kind: TransactionKind, quantity: float, amount: float | None, symbol: str = ""
) -> Iterable[Transaction]:
    currency = row.currency("currency")
    if quantity <= 0:
        row.refuse("quantity", "A quantity above 0 is needed.")
    return row.transaction(
        row.day("reportdate", "datetime"),
        kind=kind,
        symbol=symbol or statement.symbol(row),
        asset_type=asset_type(row),
        quantity=quantity,
        price=amount / quantity if amount and quantity else None,
        amount=amount,
        currency=currency,
        fx_rate=statement.rate(row, currency) if amount else None,
        reference=reference(row, "actionid", "transactionid"),
    )


def _is_placeholder(row: RowFields, statement: Statement) -> bool:
    symbol = row.text("symbol")
    return symbol in statement.renamed or symbol in statement.renamed.values()
