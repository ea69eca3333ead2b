"""What portfolio does this request describe? Rows become transactions and deposits; every bad row is named at once."""

from __future__ import annotations

from api.portfolios.models import DepositIn, PortfolioIn, TransactionIn
from api.server.bad_rows import BadRows, read_each
from core.errors import InvalidSpecification
from core.ledger.dated_rates import RateChange
from core.ledger.deposits import Deposit, usual_compounding, usual_maturity
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction


def read_portfolio(given: PortfolioIn) -> Portfolio:
    """The portfolio, still without an id; raises BadRows naming every row that cannot be."""
    faults: list[tuple[str, str]] = []
    currency = given.base_currency
    transactions = read_each("transactions", given.transactions, lambda row: read_transaction(row, currency), faults)
    deposits = read_each("deposits", given.deposits, lambda row: read_deposit(row, currency), faults)
    if faults:
        raise BadRows(faults)
    return Portfolio("", given.name, currency, transactions, deposits, given.cash_tracked)


def read_transaction(row: TransactionIn, base_currency: str) -> Transaction:
    """One row as a transaction; raises InvalidSpecification where it contradicts itself."""
    facts = row.model_dump(exclude={"date", "type", "currency"})
    return Transaction.quoted(on=row.date, kind=row.type, currency=row.currency or base_currency, **facts)


def read_deposit(row: DepositIn, base_currency: str) -> Deposit:
    """One row as a deposit: percent become fractions, and its money stands under exactly one of three words."""
    named = [value for value in (row.principal, row.instalment, row.amount) if value is not None]
    if len(named) != 1:
        raise InvalidSpecification("exactly one of principal, instalment and amount is needed.")
    maturity = row.maturity or usual_maturity(row.kind, row.start)
    if maturity is None:
        raise InvalidSpecification("the maturity is needed; of an EPF the day on which it is to be paid out.")
    return Deposit(
        kind=row.kind,
        name=row.name,
        amount=named[0],
        rate=row.rate / 100,
        start=row.start,
        maturity=maturity,
        currency=row.currency or base_currency,
        compounding=row.compounding or usual_compounding(row.kind),
        payout=row.payout,
        rate_changes=tuple(RateChange(one.date, one.rate / 100) for one in row.rate_changes),
        closed_on=row.closed_on,
        closed_rate=None if row.closed_rate is None else row.closed_rate / 100,
        penalty=row.penalty / 100,
        instalments=row.instalments,
    )
