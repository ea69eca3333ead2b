"""What became of a holding that has no price any more? The sale that ends it, at its last price or at nothing."""

from __future__ import annotations

from datetime import date

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.minor_units import major_currency
from core.valuation.portfolio_value import Holding

FINAL = "taken as final"
"""The reference of a sale by which a stale holding was ended."""


def final_sale(portfolio: Portfolio, holding: Holding, as_of: date, worth_nothing: bool = False) -> Transaction:
    """The sale of all units of a stale holding at its last price, or at nothing.

    Dated on the day of that price, or of the last entry of the symbol up to ``as_of`` where that is later.
    """
    entries = [row.on for row in portfolio.transactions if row.symbol == holding.symbol and row.on <= as_of]
    currency, units_per_major = major_currency(holding.currency)
    price = 0.0 if worth_nothing else (holding.price or 0.0) / units_per_major
    return Transaction(
        max([*entries, *([holding.priced_on] if holding.priced_on else [])]),
        TransactionKind.SELL,
        holding.symbol,
        holding.name,
        holding.asset_type,
        quantity=holding.quantity,
        price=price,
        currency=currency,
        reference=FINAL,
    )
