"""Is a portfolio told in another currency worth its value times the day's rate, and nothing else?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.trade_costs import trade_costs
from core.errors import MissingExchangeRateError, MissingLevelsError
from core.ledger.transaction import Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import to_days
from core.valuation.reporting_currency import flows_in, valuation_in
from tests.core.small_portfolios import Portfolio, buy, daily, dated, day, sell, trades, valued, walk

PRICES = {"A": walk("A", 1), "B": walk("B", 2, currency="EUR")}
RATES = ExchangeRates(
    {
        "USDINR": daily("USDINR", 80.0 * np.exp(np.cumsum(np.random.default_rng(3).normal(0, 0.004, 400))), "INR"),
        "EURUSD": daily("EURUSD", 1.1 * np.exp(np.cumsum(np.random.default_rng(4).normal(0, 0.004, 400))), "USD"),
    }
)


def test_a_number_by_hand() -> None:
    """Ten at 100 dollars when a dollar is 80 rupees; 110 and 84 two days later; three sold at 105 and 82 in between."""
    price = dated("A", {"2023-01-02": 100.0, "2023-01-03": 105.0, "2023-01-04": 110.0})
    rate = dated("USDINR", {"2023-01-02": 80.0, "2023-01-03": 82.0, "2023-01-04": 84.0}, "INR")
    own = valued([buy(0, "A", 10, 100.0), sell(1, "A", 3, 105.0)], [price], as_of=2)
    told = valuation_in("INR", own, ExchangeRates({"USDINR": rate}))
    assert told.currency == "INR"
    assert told.closing_value == pytest.approx(7 * 110 * 84)
    assert told.inflows.sum() == pytest.approx(1000 * 80)
    assert told.outflows.sum() == pytest.approx(315 * 82)
    assert told.gain == pytest.approx(7 * 110 * 84 + 315 * 82 - 1000 * 80)
    (holding,) = told.holdings
    assert (holding.value, holding.currency, holding.price) == (pytest.approx(64_680), "USD", 110.0)
    assert holding.weight == 1.0
    assert told.notes[-1].startswith("Told in INR")


@given(trades(PRICES), st.sampled_from(["INR", "EUR"]))
def test_every_value_and_flow_is_the_own_one_at_its_days_rate(rows: list[Transaction], currency: str) -> None:
    own = valued(rows, PRICES.values(), rates=RATES)
    told = valuation_in(currency, own, RATES)
    rate = RATES.rate("USD", currency, own.dates)
    np.testing.assert_allclose(told.values, own.values * rate, rtol=1e-12)
    np.testing.assert_allclose(told.inflows, own.inflows * rate, rtol=1e-12)
    np.testing.assert_allclose(told.outflows, own.outflows * rate, rtol=1e-12)
    assert told.closing_value == pytest.approx(sum(one.value for one in told.holdings), rel=1e-12)
    assert [one.symbol for one in told.holdings] == [one.symbol for one in own.holdings]


@given(trades(PRICES))
def test_its_own_currency_changes_nothing_to_the_bit(rows: list[Transaction]) -> None:
    own = valued(rows, PRICES.values(), rates=RATES)
    assert valuation_in("USD", own, RATES) is own


def test_a_missing_pair_is_named_with_what_to_do() -> None:
    own = valued([buy(0, "A", 10, 100.0)], [PRICES["A"]])
    with pytest.raises(
        MissingExchangeRateError, match=r"between USD and CHF\. Add a USDCHF series .* or keep the portfolio in USD"
    ):
        valuation_in("CHF", own, RATES)


def test_a_rate_that_begins_later_is_no_guess() -> None:
    late = ExchangeRates({"USDINR": dated("USDINR", {"2023-03-01": 80.0, "2023-03-02": 81.0}, "INR")})
    told = r"cannot be told in INR: USDINR is needed on every day since 2 Jan 2023, whatever the range.*or stay in USD"
    with pytest.raises(MissingLevelsError, match=told):
        valuation_in("INR", valued([buy(0, "A", 10, 100.0)], [PRICES["A"]], as_of=60), late)


def test_a_portfolio_that_holds_nothing_any_more_needs_no_rate_of_today() -> None:
    rates = ExchangeRates({"USDINR": daily("USDINR", [80.0] * 12, "INR")})
    own = valued([buy(0, "A", 10, 100.0), sell(5, "A", 10, 101.0)], [PRICES["A"]], as_of=300)
    assert valuation_in("INR", own, rates).closing_value == 0.0


def test_costs_are_told_in_the_same_currency() -> None:
    rows = (buy(0, "A", 10, 100.0, fees=2.0), buy(9, "A", 10, 100.0, fees=3.0))
    told = valuation_in("INR", valued(rows, [PRICES["A"]]), RATES)
    costs = trade_costs(Portfolio("p", "Mine", "USD", rows), told, RATES)
    rate = RATES.rate("USD", "INR", to_days([day(0), day(9)]))
    assert costs.amounts == pytest.approx(np.array([2.0, 3.0]) * rate)
    assert flows_in("USD", costs, "USD", RATES) is costs
