"""Does each holding meet the index with its own money, and do they add up to the whole?"""

from __future__ import annotations

import pytest
from hypothesis import given

from core.errors import MissingExchangeRateError
from core.ledger.transaction import Transaction
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries
from core.market.period import Period
from core.same_money.comparison import SameMoney, compare_same_money
from core.same_money.holding_comparison import HoldingComparison, compare_holdings
from tests.core.small_portfolios import DEPOSIT, buy, daily, day, row, sell, trades, valued, walk

NONE = ExchangeRates()
INDEX = daily("I", [100.0] * 200 + [120.0] * 200)
WALKS = {name: walk(name, seed) for seed, name in enumerate(("A", "B"))}


def sides(one: HoldingComparison) -> SameMoney:
    assert one.same_money is not None
    return one.same_money


def test_each_holding_has_its_own_rate_and_benchmark() -> None:
    prices = [daily("A", [10.0] * 365 + [13.0]), daily("B", [10.0] * 366)]
    found = compare_holdings(valued([buy(0, "A", 10, 10.0), buy(210, "B", 5, 10.0)], prices, 365), INDEX, NONE)
    first, second = found
    assert (first.holding.symbol, second.holding.symbol) == ("A", "B")
    assert sides(first).portfolio_xirr.rate == pytest.approx(0.3)
    assert sides(first).benchmark_xirr.rate == pytest.approx(0.2)
    assert first.xirr_difference == pytest.approx(0.1)
    assert (first.ahead, sides(first).portfolio.gain) == (pytest.approx(10.0), pytest.approx(30.0))
    assert (second.benchmark_value, second.ahead) == (pytest.approx(50.0), pytest.approx(0.0))
    assert sides(second).period.start == day(210)


def test_within_a_period_a_holding_opens_at_its_value() -> None:
    prices = [daily("A", [10.0] * 100 + [20.0] * 300), daily("B", [10.0] * 400)]
    rows = [buy(0, "A", 10, 10.0), buy(0, "B", 1, 10.0), sell(50, "B", 1, 10.0)]
    held, sold = compare_holdings(valued(rows, prices), INDEX, NONE, Period(day(150), day(300)))
    assert sides(held).portfolio.opening_value == 200.0
    assert held.ahead == pytest.approx(200.0 - 240.0)
    assert (sold.same_money, sold.ahead, sold.benchmark_value, sold.xirr_difference) == (None, None, None, None)
    assert sold.reason == "B was not held between 1 Jun 2023 and 29 Oct 2023."


def test_a_benchmark_that_does_not_reach_a_holding_is_its_reason() -> None:
    late = LevelSeries("Late", INDEX.dates[100:], INDEX.levels[100:], "USD")
    rows = [buy(0, "A", 1, 10.0), sell(50, "A", 1, 10.0), buy(120, "B", 1, 10.0)]
    found = compare_holdings(valued(rows, [daily("A", [10.0] * 60), daily("B", [10.0] * 400)]), late, NONE)
    reasons = {one.holding.symbol: one.reason for one in found}
    assert reasons["B"] is None
    assert "A was not held" in (reasons["A"] or "")
    with pytest.raises(MissingExchangeRateError):
        compare_holdings(valued(rows), LevelSeries("R", late.dates, late.levels, "INR"), NONE)


def test_tracked_cash_is_a_holding_too() -> None:
    rows = [row(DEPOSIT, 0, amount=1_000.0), buy(0, "A", 50, 10.0)]
    found = compare_holdings(valued(rows, [daily("A", [10.0] * 400)]), INDEX, NONE)
    assert {one.holding.symbol: one.ahead for one in found} == pytest.approx({"A": -100.0, "Cash": -100.0})


@given(trades(WALKS, most=4))
def test_closing_values_and_gains_add_up_to_the_whole(rows: list[Transaction]) -> None:
    valuation = valued(rows, WALKS.values())
    found = [one.same_money for one in compare_holdings(valuation, INDEX, NONE) if one.same_money is not None]
    whole = compare_same_money(valuation, INDEX, NONE, 0.07)
    assert sum(one.portfolio.closing_value for one in found) == pytest.approx(whole.portfolio.closing_value)
    assert sum(one.portfolio.gain for one in found) == pytest.approx(whole.portfolio.gain, abs=1e-6)
    if not any(one.benchmark.account.shortfall for one in found):
        together = sum(one.benchmark.closing_value for one in found)
        assert together == pytest.approx(whole.benchmark.closing_value, abs=1e-6)
