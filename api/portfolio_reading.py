"""What portfolio does this request describe? Rows become transactions and deposits; every bad row is named at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from api.errors import MOST_FIELDS_NAMED
from api.models.portfolio import DepositIn, PortfolioIn, TransactionIn
from core.deposits import Deposit, DepositKind, Payout
from core.errors import BenchmarkingError, InvalidSpecification
from core.portfolio import Portfolio
from core.transaction import Transaction

Row = TypeVar("Row")
Thing = TypeVar("Thing")


class BadRows(InvalidSpecification):
    """Rows that contradict themselves; nothing was stored."""

    code = "invalid_request"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        fields = [{"field": field, "message": message} for field, message in faults[:MOST_FIELDS_NAMED]]
        super().__init__(f"{faults[0][0]}: {faults[0][1]}{more}", fields=fields, count=len(faults))


def read_portfolio(given: PortfolioIn) -> Portfolio:
    """The portfolio, still without an id; raises BadRows naming every row that cannot be."""
    faults: list[tuple[str, str]] = []
    currency = given.base_currency
    transactions = _each("transactions", given.transactions, lambda row: read_transaction(row, currency), faults)
    deposits = _each("deposits", given.deposits, lambda row: read_deposit(row, currency), faults)
    if faults:
        raise BadRows(faults)
    return Portfolio("", given.name, currency, transactions, deposits, given.cash_tracked)


def read_transaction(row: TransactionIn, base_currency: str) -> Transaction:
    """One row as a transaction; raises InvalidSpecification where it contradicts itself."""
    facts = row.model_dump(exclude={"date", "type", "currency"})
    return Transaction(on=row.date, kind=row.type, currency=row.currency or base_currency, **facts)


def read_deposit(row: DepositIn, base_currency: str) -> Deposit:
    """One row as a deposit: percent become fractions, and its money stands under exactly one of three words."""
    named = [value for value in (row.principal, row.instalment, row.amount) if value is not None]
    if len(named) != 1:
        raise InvalidSpecification("exactly one of principal, instalment and amount is needed.")
    usual = Payout.ANNUALLY if row.kind is DepositKind.PPF else Payout.QUARTERLY
    return Deposit(
        kind=row.kind,
        name=row.name,
        amount=named[0],
        rate=row.rate / 100,
        start=row.start,
        maturity=row.maturity,
        currency=row.currency or base_currency,
        compounding=row.compounding or usual,
        payout=row.payout,
    )


def _each(
    field: str, rows: Sequence[Row], read: Callable[[Row], Thing], faults: list[tuple[str, str]]
) -> tuple[Thing, ...]:
    """Every row read; the ones that cannot be go to ``faults`` with their place."""
    things = []
    for index, row in enumerate(rows):
        try:
            things.append(read(row))
        except BenchmarkingError as error:
            faults.append((f"{field}[{index}]", error.message))
    return tuple(things)
