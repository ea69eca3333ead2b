"""What did buying, selling and holding cost? Fees and taxes by day, in the currency of the valuation."""

from __future__ import annotations

import numpy as np

from core.ledger.flows import row_rates
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import COSTS, FROM_EMPLOYER, Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.returns.cash_flows import CashFlows
from core.valuation.cash_holdings import CASH, CHARGES
from core.valuation.portfolio_value import Valuation
from core.valuation.reporting_currency import flows_in


def trade_costs(portfolio: Portfolio, valuation: Valuation, rates: ExchangeRates) -> CashFlows:
    """Fees and taxes of everything that is valued, up to the as-of date, each at the exchange rate of its day; amounts ≥ 0.

    The tax on shares from an employer is income tax, no cost of the investment. What a fund charges inside its price, and what an
    unpriced holding cost, is not in it.
    """
    left_out = {one.symbol for one in valuation.unpriced}
    rows = [
        row
        for row in portfolio.transactions
        if row.on <= valuation.as_of
        and _cost(row)
        and valuation.cash_account.counts(row)
        and not _names(row, portfolio.base_currency) & left_out
    ]
    if not rows:
        return CashFlows(to_days([]), np.zeros(0))
    amounts = np.array([_cost(row) for row in rows]) * row_rates(rows, portfolio.base_currency, rates)
    costs = CashFlows(to_days([row.on for row in rows]), amounts)
    return flows_in(valuation.currency, costs, portfolio.base_currency, rates)


def _cost(row: Transaction) -> float:
    if row.kind in COSTS:
        return (row.gross or 0.0) + row.fees + row.taxes
    return row.fees if row.kind in FROM_EMPLOYER else row.fees + row.taxes


def _names(row: Transaction, base: str) -> set[str]:
    """Under which names the row's holding may stand among the unpriced."""
    if row.symbol:
        return {row.symbol, f"{row.symbol} {row.currency}"}
    return {name if row.currency == base else f"{name} {row.currency}" for name in (CASH, CHARGES)}
