"""Do periods, months and years show the return of exactly those days?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientData, MissingExchangeRateError
from core.ledger.transaction import TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import LevelSeries, to_days
from core.market.period import NamedRange, Period
from core.same_money.period_returns import monthly_returns, period_table
from tests.core.small_portfolios import buy, daily, dated, day, row, sell, valued, walk

NONE = ExchangeRates()
INDEX = walk("Index", 3, 800)


def test_the_table_over_the_usual_ranges() -> None:
    valuation = valued([buy(0, "Index", 1, INDEX.levels[0])], [INDEX], as_of=799)
    rows = {one.range: one for one in period_table(valuation, [INDEX], NONE)}
    assert list(rows) == list(NamedRange)
    one_month = rows[NamedRange.ONE_MONTH]
    assert one_month.period == Period(date(2025, 2, 11), date(2025, 3, 11))
    by_hand = INDEX.levels[799] / INDEX.levels[799 - 28] - 1
    assert one_month.portfolio.total == pytest.approx(by_hand)
    assert one_month.benchmarks[0].total == pytest.approx(by_hand)
    assert one_month.portfolio.annualised is None
    assert one_month.differences == (pytest.approx(0.0),)
    year = rows[NamedRange.ONE_YEAR]
    assert year.portfolio.annualised == pytest.approx(year.portfolio.total)
    whole = rows[NamedRange.SINCE_START]
    assert whole.portfolio.total == pytest.approx(INDEX.levels[799] / INDEX.levels[0] - 1)


def test_ranges_before_the_first_flow_say_why() -> None:
    valuation = valued([buy(700, "Index", 1, 100.0)], [INDEX], as_of=799)
    rows = {one.range: one for one in period_table(valuation, [INDEX], NONE)}
    year = rows[NamedRange.ONE_YEAR]
    assert year.portfolio.total is None
    assert year.portfolio.reason == "The portfolio begins on 2 Dec 2024, after the start of this range."
    assert year.benchmarks[0].total is not None
    assert year.differences == (None,)
    five = rows[NamedRange.FIVE_YEARS]
    assert five.benchmarks[0].reason is not None
    assert "Index has no level for 11 Mar 2020" in five.benchmarks[0].reason


def test_a_benchmark_in_another_currency_is_converted() -> None:
    valuation = valued([buy(0, "X", 1, 1.0)], [daily("X", [1.0] * 800)], as_of=799)
    rupees = daily("I", [100.0] * 800, "INR")
    rates = ExchangeRates({"USDINR": daily("USDINR", np.linspace(80.0, 100.0, 800), "INR")})
    whole = period_table(valuation, [rupees], rates)[-1]
    assert whole.benchmarks[0].total == pytest.approx(80 / 100 - 1)
    with pytest.raises(MissingExchangeRateError):
        period_table(valuation, [rupees], NONE)


def test_a_portfolio_without_flows_has_no_table() -> None:
    with pytest.raises(InsufficientData, match="no transactions"):
        period_table(valued([]), [], NONE)


def test_without_a_time_weighted_return_the_reason_stands_in_every_row() -> None:
    rows = [row(TransactionKind.DEPOSIT, 0, amount=10.0), row(TransactionKind.FEE, 5, amount=50.0)]
    table = period_table(valued(rows, as_of=799, cash_tracked=True), [INDEX], NONE)
    assert all(one.portfolio.total is None and "less than nothing" in (one.portfolio.reason or "") for one in table)
    assert table[-1].benchmarks[0].total is not None


def test_after_everything_is_sold_the_table_ends_with_the_sale() -> None:
    """Every range ends on day 400, for the index too; what came after does not count."""
    rows = [buy(0, "Index", 1, INDEX.levels[0]), sell(400, "Index", 1, INDEX.levels[400])]
    table = {one.range: one for one in period_table(valued(rows, [INDEX], as_of=799), [INDEX], NONE)}
    assert {one.period.end for one in table.values()} == {day(400)}
    whole = table[NamedRange.SINCE_START]
    assert whole.portfolio.total == pytest.approx(INDEX.levels[400] / INDEX.levels[0] - 1)
    assert whole.benchmarks[0].annualised == pytest.approx(whole.portfolio.annualised)
    assert table[NamedRange.ONE_YEAR].differences == pytest.approx([0.0])


MONTHS = dated(
    "M", {"2022-11-15": 100.0, "2022-11-30": 110.0, "2022-12-30": 99.0, "2023-01-31": 108.9, "2023-02-10": 98.01}
)


def test_months_run_from_month_end_to_month_end() -> None:
    grid = monthly_returns(MONTHS)
    assert grid.years == (2022, 2023)
    assert grid.returns[0][10:] == (pytest.approx(0.1), pytest.approx(-0.1))
    assert grid.returns[1][:3] == (pytest.approx(0.1), pytest.approx(-0.1), None)
    assert grid.yearly == (pytest.approx(-0.01), pytest.approx(-0.01))
    assert grid.partial == {(2022, 11), (2023, 2)}


def test_months_within_a_period_that_starts_at_a_month_end_are_whole() -> None:
    grid = monthly_returns(MONTHS, Period(date(2022, 11, 30), date(2023, 1, 31)))
    assert grid.partial == frozenset()
    assert [grid.returns[0][11], grid.returns[1][0]] == pytest.approx([-0.1, 0.1])


def test_a_month_without_levels_is_unknown_and_so_is_its_year() -> None:
    gap = dated("G", {"2023-01-31": 100.0, "2023-02-28": 101.0, "2023-04-28": 103.0, "2023-05-31": 104.0})
    grid = monthly_returns(gap)
    assert grid.returns[0][:5] == (None, pytest.approx(0.01), None, None, pytest.approx(104 / 103 - 1))
    assert grid.yearly == (None,)


def test_one_day_has_no_months() -> None:
    one = LevelSeries("O", to_days([day(0)]), np.array([1.0]), "USD")
    assert monthly_returns(one).years == ()


@given(st.integers(0, 60), st.integers(70, 799))
def test_months_link_to_the_whole(start: int, end: int) -> None:
    grid = monthly_returns(INDEX, Period(day(start), day(end)))
    months = [one for year in grid.returns for one in year if one is not None]
    whole = INDEX.levels[end] / INDEX.levels[start]
    assert np.prod(1 + np.array(months)) == pytest.approx(whole)
    assert np.prod([1 + one for one in grid.yearly if one is not None]) == pytest.approx(whole)
