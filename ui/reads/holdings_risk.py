"""How do a portfolio's present holdings move together, and with which index? Cached by revision."""

from __future__ import annotations

from studies.holdings_risk import HoldingsRisk, measure_holdings_risk
from ui.reads.portfolio import OWN, engine, remembered, valuation, valued_portfolio

__all__ = ["HoldingsRisk", "holdings_risk"]


@remembered(16)
def holdings_risk(portfolio_id: str, currency: str = OWN) -> HoldingsRisk:
    """What is held now, as somebody in that currency has it. Raises InsufficientData, and as ``ui.reads.portfolio.valuation`` does."""
    told = valuation(portfolio_id, currency)
    return measure_holdings_risk(engine(), valued_portfolio(portfolio_id), told)
