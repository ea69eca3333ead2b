"""Is a portfolio refused when its currency cannot be one?"""

from __future__ import annotations

import pytest

from core.errors import InvalidSpecification
from core.ledger.portfolio import Portfolio


def test_an_empty_portfolio_is_a_portfolio() -> None:
    portfolio = Portfolio("p", "Mine", "INR")
    assert (portfolio.transactions, portfolio.deposits, portfolio.cash_tracked) == ((), (), None)


@pytest.mark.parametrize("currency", ["", "inr", "RUPEE", "₹"])
def test_the_base_currency_is_a_code(currency: str) -> None:
    with pytest.raises(InvalidSpecification, match="three-letter code"):
        Portfolio("p", "Mine", currency)
