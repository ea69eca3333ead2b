"""What does an Interactive Brokers Flex statement say? Trades, cash and corporate actions of one or more accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from core.ledger.transaction import Transaction
from data.importers.columns.dates import OrderFound, date_order
from data.importers.columns.field_values import DateOrder
from data.importers.columns.row_fields import RowFields
from data.importers.errors import UnreadableFileError
from data.importers.files.xml_tree import Element, read_tree
from data.importers.formats.ib_flex import cash as ib_flex_cash
from data.importers.formats.ib_flex import corporate as ib_flex_corporate
from data.importers.formats.ib_flex import trades as ib_flex_trades
from data.importers.formats.ib_flex.statement import Statement
from data.importers.reading import ImportReading, RowProblem, Security

NAME = "ib-flex"
ROOT = "FlexQueryResponse"
UNSURE = (
    "The dates could be month first or day first; they are read month first. Set the query's date format to yyyy-MM-dd."
)
Interpret = Callable[[RowFields, Statement], Iterable[Transaction]]
SUMMARY_LEVELS = {"SUMMARY", "ASSET_SUMMARY", "SYMBOL_SUMMARY", "ORDER", "CLOSED_LOT", "WASH_SALE"}


def read(content: bytes, file_name: str) -> ImportReading:
    """All statements of the file. Rates lead to the account's base currency; several bases in one file drop them."""
    root = read_tree(content, file_name)
    statements = [one for one in root.walk() if one.tag == "FlexStatement"]
    if not statements:
        raise UnreadableFileError(file_name, "it holds no Flex statement. Run the query again.")
    found: list[Transaction] = []
    problems: list[RowProblem] = []
    order = _date_order(root)
    notes: dict[str, None] = {} if order.sure else {UNSURE: None}
    bases = [_base_currency(one) for one in statements]
    for element, base in zip(statements, bases, strict=True):
        statement = Statement(base)
        for made, complaints in _read_statement(element, statement, order.order):
            found += made
            problems += complaints
        notes |= statement.notes
    known = {base for base in bases if base}
    reading = ImportReading(
        NAME,
        tuple(found),
        problems=tuple(sorted(problems, key=lambda one: one.line)),
        notes=tuple(notes),
        base_currency=known.pop() if len(known) == 1 and all(bases) else None,
        securities=_securities(statements),
    )
    return reading if reading.base_currency else _without_rates(reading)


def _read_statement(
    element: Element, statement: Statement, order: DateOrder
) -> Iterator[tuple[tuple[Transaction, ...], list[RowProblem]]]:
    """Corporate actions first, for they say which symbols are placeholders for others."""
    actions = section(element, "CorporateActions", "CorporateAction")
    statement.renamed = ib_flex_corporate.placeholders(actions)
    readers: tuple[tuple[Interpret, list[Element]], ...] = (
        (ib_flex_trades.trade, best_level(section(element, "Trades", "Trade"))),
        (ib_flex_corporate.action, actions),
        (ib_flex_cash.cash, best_level(section(element, "CashTransactions", "CashTransaction"))),
        (ib_flex_cash.transfer, section(element, "Transfers", "Transfer")),
    )
    for interpret, rows in readers:
        for one in rows:
            row = fields(one, order)
            made = tuple(interpret(row, statement))
            yield (() if row.problems else made), row.problems


def fields(element: Element, order: DateOrder) -> RowFields:
    """An element's attributes as the fields of a row, known by their names in lower case."""
    shown = {"quantity": "quantity", "price": "tradePrice", "amount": "amount", "symbol": "symbol"}
    cells = {name.casefold(): value for name, value in element.attributes.items()}
    columns = {**shown, **{name.casefold(): name for name in element.attributes}}
    return RowFields(element.line, cells, columns, order=order)


def section(statement: Element, name: str, tag: str) -> list[Element]:
    """The rows of one section of a statement."""
    return [row for part in statement.children if part.tag == name for row in part.children if row.tag == tag]


def best_level(rows: list[Element]) -> list[Element]:
    """Each booking once: a query may list the same trade as execution, order and sum. The finest level wins."""
    fine = [row for row in rows if row.attributes.get("levelOfDetail", "").upper() not in SUMMARY_LEVELS]
    if fine:
        return fine
    for level in ("ORDER", "SUMMARY", "SYMBOL_SUMMARY"):
        if found := [row for row in rows if row.attributes.get("levelOfDetail", "").upper() == level]:
            return found
    return []


def _date_order(root: Element) -> OrderFound:
    """The order of the query's dates, from all of them together; a query may be set to any."""
    named = ((name, value) for one in root.walk() for name, value in one.attributes.items())
    return date_order((value for name, value in named if name.casefold().endswith(("date", "datetime"))), DateOrder.MDY)


def _base_currency(statement: Element) -> str:
    """As the account states it, else the currency its exchange bookings are measured in; "" when neither is there."""
    for section_name, attribute in (("AccountInformation", "currency"), ("FxTransaction", "functionalCurrency")):
        for one in statement.walk():
            if one.tag == section_name and len(code := one.attributes.get(attribute, "")) == 3:
                return code
    return ""


def _without_rates(reading: ImportReading) -> ImportReading:
    """The reading without exchange rates, for it is not known which currency they lead to."""
    if all(one.fx_rate is None for one in reading.transactions):
        return reading
    note = "The statement does not say its base currency, so its exchange rates are left out. Add “Account Information” to the query."
    rows = tuple(replace(one, fx_rate=None) for one in reading.transactions)
    return replace(reading, transactions=rows, notes=(*reading.notes, note))


def _securities(statements: list[Element]) -> tuple[Security, ...]:
    found: dict[str, Security] = {}
    for statement in statements:
        for row in section(statement, "Trades", "Trade"):
            get = row.attributes.get
            exchange = get("listingExchange") or get("exchange") or ""
            found[get("symbol", "")] = Security(get("symbol", ""), get("isin", ""), exchange, get("currency", ""))
    return tuple(found.values())
