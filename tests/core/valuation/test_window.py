"""Is a period cut out of the valuation with the right opening value and flows?"""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InsufficientData
from core.ledger.transaction import TransactionKind
from core.market.period import Period
from core.valuation.window import portfolio_window, possible_period, whole_period
from tests.core.small_portfolios import buy, daily, day, row, sell, valued

RISING = daily("X", 100.0 * 1.001 ** np.arange(400))


def test_since_the_first_flow_nothing_opens() -> None:
    valuation = valued([buy(3, "X", 10, 100.0), buy(20, "X", 5, 100.0)], [RISING], as_of=50)
    window = portfolio_window(valuation, whole_period(valuation))
    assert window.period == Period(day(3), day(50))
    assert window.opening_value == 0.0
    assert window.flows.amounts == pytest.approx([1_000.0, 500.0])
    assert window.dates.size == window.values.size == window.invested.size == 48
    assert window.gain == pytest.approx(valuation.gain)


def test_a_later_start_counts_what_was_there_as_paid_in() -> None:
    rows = [buy(3, "X", 10, 100.0), buy(20, "X", 5, 100.0), sell(30, "X", 2, 100.0), buy(49, "X", 1, 100.0)]
    valuation = valued(rows, [RISING], as_of=50)
    window = portfolio_window(valuation, Period(day(20), day(40)))
    opening = 15 * RISING.levels[20]
    assert window.opening_value == pytest.approx(opening)
    assert window.flows.amounts == pytest.approx([opening, -200.0])
    assert window.invested[[0, -1]] == pytest.approx([opening, opening - 200.0])
    assert window.closing_value == pytest.approx(13 * RISING.levels[40])
    sold = (13 * RISING.levels[30] + 200.0) / (15 * RISING.levels[29])
    by_hand = RISING.levels[29] / RISING.levels[20] * sold * RISING.levels[40] / RISING.levels[30] - 1
    assert window.time_weighted.total == pytest.approx(by_hand)


def test_the_periods_own_ends_are_dates_even_without_observations() -> None:
    prices = daily("X", [100.0] * 10)
    weekly = type(prices)("X", prices.dates[::3], prices.levels[::3], "USD")
    valuation = valued([buy(0, "X", 1, 100.0)], [weekly], as_of=9)
    window = portfolio_window(valuation, Period(day(2), day(8)))
    assert [str(one)[-2:] for one in window.dates] == ["04", "05", "08", "10"]
    assert window.values == pytest.approx([100.0] * 4)


def test_the_asked_period_is_cut_to_the_portfolios_own() -> None:
    valuation = valued([buy(3, "X", 1, 100.0)], [RISING], as_of=50)
    assert possible_period(valuation, None) == Period(day(3), day(50))
    assert possible_period(valuation, Period(day(0), day(390))) == Period(day(3), day(50))
    assert possible_period(valuation, Period(day(9), day(12))) == Period(day(9), day(12))
    with pytest.raises(InsufficientData, match="begins on 5 Jan 2023 and is valued up to 21 Feb 2023"):
        possible_period(valuation, Period(day(60), day(70)))


def test_a_portfolio_without_anything_says_what_to_do() -> None:
    with pytest.raises(InsufficientData, match=r"has no transactions yet\. Add some on “Your Data”"):
        whole_period(valued([]))
    with pytest.raises(InsufficientData, match=r"Nothing in Mine can be valued \(X: no prices\)"):
        whole_period(valued([buy(0, "X", 1, 1.0)]))


def test_one_day_has_no_rate_and_a_total_loss_is_minus_one() -> None:
    window = portfolio_window(valued([buy(0, "X", 1, 100.0)], [RISING], as_of=0), Period(day(0), day(0)))
    assert window.money_weighted.rate is None
    assert window.money_weighted.reason
    assert window.time_weighted.total == pytest.approx(0.0)


def test_debt_larger_than_all_that_is_held_leaves_no_time_weighted_return() -> None:
    rows = [row(TransactionKind.DEPOSIT, 0, amount=10.0), row(TransactionKind.FEE, 5, amount=50.0)]
    valuation = valued(rows, as_of=20, cash_tracked=True)
    window = portfolio_window(valuation, whole_period(valuation))
    assert window.time_weighted.total is None
    assert window.time_weighted.reason is not None
    assert "worth less than nothing" in window.time_weighted.reason
