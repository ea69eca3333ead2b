"""Does the same money in the index, and in a deposit, become what the reference says it becomes?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, MissingExchangeRateError, MissingLevelsError
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries, to_days
from core.market.period import Period
from core.market.yields import YieldSeries
from core.same_money.comparison import compare_same_money, compare_with_several
from tests.core.small_portfolios import buy, daily, day, row, sell, trades, valued, walk

NONE = ExchangeRates()
FLAT = daily("X", [100.0] * 400)
INDEX = walk("Index", 7)
USDINR = daily("USDINR", np.linspace(80.0, 90.0, 400), "INR")
RATES = ExchangeRates({"USDINR": USDINR})


def test_amounts_and_rates_stand_side_by_side() -> None:
    doubled = daily("X", [100.0] * 365 + [200.0])
    same = compare_same_money(
        valued([buy(0, "X", 10, 100.0)], [doubled], 365), daily("I", [50.0] * 365 + [60.0]), NONE, 0.07
    )
    assert same.portfolio_xirr.rate == pytest.approx(1.0)
    assert same.benchmark_xirr.rate == pytest.approx(0.2)
    assert same.xirr_difference == pytest.approx(0.8)
    assert same.ahead == pytest.approx(800.0)
    assert same.ahead_of_risk_free == pytest.approx(2_000 - 1_070)
    assert same.risk_free_difference == pytest.approx(0.93)
    assert same.portfolio_time_weighted.annualised == pytest.approx(1.0)
    assert same.benchmark_time_weighted.annualised == pytest.approx(0.2)
    assert (same.period, same.benchmark_name, same.complete) == (Period(day(0), day(365)), "I", True)


def test_one_transaction_today_has_amounts_but_no_rate() -> None:
    same = compare_same_money(valued([buy(5, "X", 10, 90.0)], [FLAT], 5), INDEX, NONE, 0.07)
    assert same.portfolio_xirr.rate is None
    assert same.xirr_difference is None
    assert same.ahead == pytest.approx(1_000 - 900)


def test_a_benchmark_account_that_runs_out_says_so_and_what_its_rate_is_worth() -> None:
    tripled = daily("X", [100.0] * 10 + [300.0] * 390)
    rows = [buy(0, "X", 10, 100.0), sell(100, "X", 5, 300.0)]
    same = compare_same_money(valued(rows, [tripled]), daily("I", [100.0] * 400), NONE, 0.07)
    account = same.benchmark.account
    assert (account.exhausted_on, account.shortfall, account.closing_value) == (day(100), pytest.approx(500.0), 0.0)
    assert any("would have run out on 12 Apr 2023: it could not have paid $500" in note for note in same.notes)
    assert same.benchmark_xirr.warning is not None
    assert "On the money that it could pay the rate is 0.0\u202f%." in same.benchmark_xirr.warning


# Period


def test_a_later_period_starts_from_what_was_there() -> None:
    valuation = valued([buy(0, "X", 10, 100.0), buy(100, "X", 10, 100.0)], [INDEX_AS_HOLDING])
    same = compare_same_money(valuation, INDEX, NONE, 0.07, Period(day(50), day(300)))
    assert same.portfolio.opening_value == pytest.approx(10 * INDEX.levels[50])
    assert same.benchmark.account.values[0] == pytest.approx(same.portfolio.opening_value)
    assert same.dates[0] == np.datetime64(day(50))
    assert same.notes[0].startswith("Index is a price index")


INDEX_AS_HOLDING = LevelSeries("X", INDEX.dates, INDEX.levels, "USD")


def test_a_range_wider_than_the_portfolio_is_cut_and_said() -> None:
    same = compare_same_money(valued([buy(9, "X", 1, 100.0)], [FLAT]), INDEX, NONE, 0.07, Period(day(0), day(999)))
    assert same.period == Period(day(9), day(399))
    assert same.notes[:2] == (
        "Your portfolio begins on 11 Jan 2023, so the comparison does too.",
        "Your portfolio is valued up to 5 Feb 2024, so the comparison ends there.",
    )


def test_several_benchmarks_share_one_period_and_one_portfolio_side() -> None:
    short = LevelSeries("Young", INDEX.dates[100:], INDEX.levels[100:], "USD")
    valuation = valued([buy(0, "X", 10, 100.0)], [FLAT])
    first, second = compare_with_several(valuation, [INDEX, short], NONE, 0.07)
    assert first.period == second.period == Period(day(100), day(399))
    assert first.portfolio is second.portfolio
    assert first.risk_free is second.risk_free
    assert first.benchmark.closing_value == pytest.approx(second.benchmark.closing_value)


def test_dates_in_a_gap_of_the_benchmark_are_left_out_unless_money_moves() -> None:
    keep = (np.arange(400) < 100) | (np.arange(400) >= 120)
    gappy = LevelSeries("Gappy", INDEX.dates[keep], INDEX.levels[keep], "USD")
    valuation = valued([buy(0, "X", 10, 100.0)], [FLAT])
    same = compare_same_money(valuation, gappy, NONE, 0.07)
    assert same.dates.size == 400 - 13
    assert same.dates.size == same.values.size == same.invested.size == same.risk_free.account.values.size
    left_out = "13 dates are left out: Gappy, or its exchange rate, has no level that still counts, between 19 Apr 2023 and 1 May 2023."
    assert left_out in same.notes
    assert same.benchmark.closing_value == pytest.approx(1_000 * INDEX.levels[-1] / INDEX.levels[0])
    with pytest.raises(MissingLevelsError, match="Gappy has no level for 22 Apr 2023"):
        compare_same_money(valued([buy(0, "X", 1, 1.0), buy(110, "X", 1, 1.0)], [FLAT]), gappy, NONE, 0.07)


def test_what_has_nothing_to_compare_is_an_error_with_words() -> None:
    with pytest.raises(InsufficientData, match="no transactions yet"):
        compare_same_money(valued([]), INDEX, NONE, 0.07)
    with pytest.raises(InsufficientData, match="can be valued"):
        compare_same_money(valued([buy(0, "GONE", 1, 1.0)]), INDEX, NONE, 0.07)
    late = LevelSeries("Late", INDEX.dates + 900, INDEX.levels, "USD")
    with pytest.raises(InsufficientData, match="Late is known from"):
        compare_same_money(valued([buy(0, "X", 1, 1.0)], [FLAT]), late, NONE, 0.07)


# Risk-free rate


def test_only_the_deposit_changes_with_its_rate() -> None:
    valuation = valued([buy(0, "X", 10, 100.0)], [FLAT], 365)
    at_seven = compare_same_money(valuation, INDEX, NONE, 0.07)
    at_five = at_seven.at_risk_free_rate(0.05)
    assert at_five.portfolio is at_seven.portfolio
    assert at_five.benchmark is at_seven.benchmark
    assert at_five.risk_free.closing_value == pytest.approx(1_050.0)
    assert at_five.risk_free_rate == 0.05
    whole = compare_same_money(valuation, INDEX, NONE, 0.05)
    assert at_five.risk_free.account.values == pytest.approx(whole.risk_free.account.values)


def test_a_dated_series_of_yields_serves_as_the_rate() -> None:
    yields = YieldSeries("10-year government yield", to_days([day(-3), day(200)]), np.array([0.06, 0.06]))
    same = compare_same_money(valued([buy(0, "X", 10, 100.0)], [FLAT], 365), INDEX, NONE, yields)
    assert same.risk_free_xirr.rate == pytest.approx(0.06, abs=1e-9)
    assert same.risk_free.account.name == "10-year government yield"


# Notes


def test_price_index_beside_dividends_is_said_either_way() -> None:
    without = valued([buy(0, "X", 10, 100.0)], [FLAT])
    with_dividends = valued([buy(0, "X", 10, 100.0), row(TransactionKind.DIVIDEND, 9, "X", amount=5.0)], [FLAT])
    total = LevelSeries("TRI", INDEX.dates, INDEX.levels, "USD", Basis.TOTAL)
    counted = "Index is a price index: its dividends are left out, while your portfolio counts yours."
    assert counted in compare_same_money(with_dividends, INDEX, NONE, 0.07).notes
    neither = "Index is a price index: its dividends are left out, and none are listed for your portfolio either."
    assert neither in compare_same_money(without, INDEX, NONE, 0.07).notes
    favoured = compare_same_money(without, total, NONE, 0.07).notes[0]
    assert favoured.endswith("the comparison favours the index.")
    assert compare_same_money(with_dividends, total, NONE, 0.07).notes == ()


def test_conversion_and_simulation_are_said() -> None:
    simulated = replace(INDEX, simulated=True)
    rows = [buy(0, "X", 10, 100.0, currency="INR")]
    same = compare_same_money(valued(rows, [daily("X", [100.0] * 400, "INR")], base="INR"), simulated, RATES, 0.07)
    assert "Index is converted from USD to INR at the exchange rate of each day." in same.notes
    assert "The levels of Index are simulated sample data." in same.notes
    assert same.simulated
    growth = INDEX.levels[-1] * 90.0 / (INDEX.levels[0] * 80.0)
    assert same.benchmark.closing_value == pytest.approx(1_000.0 * growth)
    assert same.benchmark_time_weighted.total == pytest.approx(growth - 1)
    with pytest.raises(MissingExchangeRateError):
        compare_same_money(valued(rows, [daily("X", [100.0] * 400, "INR")], base="INR"), INDEX, NONE, 0.07)


def test_an_index_after_tax_is_called_so() -> None:
    net = LevelSeries("World", INDEX.dates, INDEX.levels, "USD", Basis.NET)
    same = compare_same_money(valued([buy(0, "X", 10, 100.0)], [FLAT]), net, NONE, 0.07)
    assert same.notes[0].startswith("World has its dividends reinvested after withholding tax, while none are listed")
    assert same.carried_days == 0


def test_unpriced_holdings_travel_with_the_result() -> None:
    same = compare_same_money(valued([buy(0, "X", 1, 100.0), buy(0, "GONE", 1, 1.0)], [FLAT]), INDEX, NONE, 0.07)
    assert not same.complete
    assert same.unpriced[0].symbol == "GONE"


# Identities


@given(trades({"Index": INDEX}), st.sampled_from(["USD", "INR"]))
def test_a_portfolio_of_the_benchmark_itself_differs_by_nothing(rows: list[Transaction], base: str) -> None:
    same = compare_same_money(valued(rows, [INDEX], base=base, rates=RATES), INDEX, RATES, 0.07)
    assert same.benchmark.account.values == pytest.approx(same.values, rel=1e-9, abs=1e-6)
    if same.xirr_difference is not None:
        assert same.xirr_difference == pytest.approx(0.0, abs=1e-9)
    assert same.benchmark.account.shortfall == pytest.approx(0.0, abs=1e-6)


class TestAnAccountThatRanDry:
    """Bought for 100 and sold for 100 beside an index that fell: the payments asked of it are 0 % whatever it earned."""

    FALLING = daily("I", np.linspace(100.0, 80.0, 400))
    BOUGHT = (buy(0, "X", 1, 100.0), sell(200, "X", 1, 100.0))

    def test_the_rate_of_what_was_asked_says_nothing_and_says_so(self) -> None:
        same = compare_same_money(valued(self.BOUGHT, [FLAT]), self.FALLING, NONE, 0.07)
        assert same.benchmark_xirr.rate == pytest.approx(0.0, abs=1e-12)  # by definition, of the same flows
        assert same.xirr_difference == pytest.approx(0.0, abs=1e-12)
        assert same.telling_difference is None
        assert (same.benchmark.ran_dry or "").startswith(
            "The same money in I ran dry on 21 Jul 2023, so its yearly rate says"
        )
        assert (same.risk_free.ran_dry, same.risk_free_xirr.rate) == (None, pytest.approx(0.07))

    def test_filled_again_the_rate_tells_something(self) -> None:
        rows = [*self.BOUGHT, buy(250, "X", 10, 100.0)]
        same = compare_same_money(valued(rows, [FLAT]), self.FALLING, NONE, 0.0)
        assert same.benchmark.account.exhausted_on == day(200)
        assert same.benchmark.ran_dry is None
        assert same.telling_difference == same.xirr_difference

    def test_an_account_emptied_to_the_unit_did_not_run_dry(self) -> None:
        same = compare_same_money(valued(self.BOUGHT, [FLAT]), FLAT, NONE, 0.0)
        assert (same.benchmark.closing_value, same.benchmark.ran_dry) == (0.0, None)
        assert same.telling_difference == 0.0
