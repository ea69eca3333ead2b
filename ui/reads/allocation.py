"""How is a portfolio spread, as an institution would report it, and where would it stand among family offices? Cached by revision."""

from __future__ import annotations

from core.allocation.securities import PortfolioAllocation, SecurityClass
from core.valuation.portfolio_value import Valuation
from studies.allocation import PeerGaps, allocate_portfolio, classes_of_holdings, compare_with_family_offices
from ui.reads.portfolio import engine, remembered, valuation


def classes_of(valued: Valuation) -> dict[str, SecurityClass]:
    """What each holding is: as was said, else as its type, exchange and catalogue entry tell."""
    return classes_of_holdings(engine(), valued)


def allocation_of(portfolio_id: str) -> PortfolioAllocation:
    """The portfolio's weights as an investor would report them."""
    return allocate_portfolio(engine(), valuation(portfolio_id))


@remembered(32)
def family_office_gaps(portfolio_id: str) -> PeerGaps:
    """Where the portfolio would stand among family offices. Errors as in ``studies.allocation.compare_with_family_offices``."""
    return compare_with_family_offices(engine(), valuation(portfolio_id))
