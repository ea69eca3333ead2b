"""How does a portfolio of securities look as an investor? By value, over what is known, with the rest said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
import pytest

from core.allocation.buckets import Dimension
from core.allocation.securities import PortfolioAllocation, SecurityClass, guessed_class, portfolio_allocation
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.valuation.portfolio_value import Valuation, value_portfolio

FIRST, LAST = date(2024, 1, 2), date(2024, 1, 5)


def valued(**amounts: tuple[float, AssetType]) -> Valuation:
    """A portfolio with so many dollars in each symbol (``_`` stands for a point)."""
    rows, prices = [], {}
    for name, (amount, kind) in amounts.items():
        symbol = name.replace("_", ".")
        rows.append(
            Transaction(FIRST, TransactionKind.BUY, symbol, quantity=amount, price=1.0, asset_type=kind, currency="USD")
        )
        prices[symbol] = LevelSeries(symbol, to_days([FIRST, LAST]), np.ones(2), "USD")
    return value_portfolio(Portfolio("p", "Mine", "USD", tuple(rows)), prices, ExchangeRates({}), LAST)


def shares(found: PortfolioAllocation, dimension: Dimension) -> Mapping[str, float]:
    return {one.bucket: one.weight for one in found.shares if one.dimension is dimension}


def test_weights_are_by_value_and_sectors_those_of_the_equity() -> None:
    portfolio = valued(A=(600.0, AssetType.STOCK), B_NS=(200.0, AssetType.STOCK), G=(200.0, AssetType.GOLD))
    classes = {
        "A": SecurityClass("tech", "Europe"),
        "B.NS": SecurityClass("Energy"),
        "G": SecurityClass("", "North America"),
    }
    found = portfolio_allocation(portfolio, classes)
    assert (found.year, found.value, found.missing) == (2024, 1_000.0, ())
    assert shares(found, Dimension.SECTOR) == {
        "Information Technology": pytest.approx(0.75),
        "Energy": pytest.approx(0.25),
    }
    assert shares(found, Dimension.GEOGRAPHY) == {"Europe": 0.6, "Asia": 0.2, "North America": 0.2}
    assert shares(found, Dimension.ASSET_CLASS) == {"Equity": pytest.approx(0.8), "Commodities": pytest.approx(0.2)}


def test_a_dimension_known_for_too_little_is_not_told() -> None:
    portfolio = valued(A=(850.0, AssetType.STOCK), B=(150.0, AssetType.STOCK))
    found = portfolio_allocation(portfolio, {"A": SecurityClass("Energy")})
    assert shares(found, Dimension.SECTOR) == {}
    assert dict(found.missing)[Dimension.SECTOR] == "Known for 85% of the value only; say for each holding what it is."
    assert Dimension.GEOGRAPHY in dict(found.missing)
    nine_tenths = valued(A=(900.0, AssetType.STOCK), B=(100.0, AssetType.STOCK))
    assert shares(portfolio_allocation(nine_tenths, {"A": SecurityClass("Energy")}), Dimension.SECTOR) == {
        "Energy": 1.0
    }


def test_what_is_without_doubt_is_filled_in_and_nothing_else() -> None:
    portfolio = valued(
        X_L=(1.0, AssetType.STOCK), F=(1.0, AssetType.ETF), BRK_B=(1.0, AssetType.STOCK), C=(1.0, AssetType.CASH)
    )
    guessed = {one.symbol: guessed_class(one) for one in portfolio.holdings}
    assert guessed["X.L"] == SecurityClass("", "Europe", "Equity")
    assert guessed["F"] == SecurityClass()  # a fund may hold anything
    assert guessed["BRK.B"] == SecurityClass("", "", "Equity")  # a share class, no exchange


def test_nothing_held_has_nothing_to_tell() -> None:
    found = portfolio_allocation(valued(G=(1.0, AssetType.GOLD)), {})
    assert dict(found.missing)[Dimension.SECTOR] == "No equity is held."
    assert shares(found, Dimension.ASSET_CLASS) == {"Commodities": 1.0}
