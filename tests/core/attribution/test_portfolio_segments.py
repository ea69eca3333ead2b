"""Do opening amounts and gains of holdings make up the time-weighted return, whatever moved where, and when?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.attribution.portfolio_segments import HoldingDays, holding_days
from core.ledger.transaction import AssetType, TransactionKind
from core.valuation.portfolio_value import Valuation
from tests.core.small_portfolios import DEPOSIT, WITHDRAWAL, buy, calendar, daily, row, sell, trades, valued, walk

PRICES = {name: walk(name, seed) for seed, name in enumerate(("A", "B", "C"))}


def days_of(valuation: Valuation, classes: list[str] | None = None) -> HoldingDays:
    return holding_days(valuation, classes or ["Equity"] * len(valuation.holdings), valuation.dates)


def weight_of(days: HoldingDays, valuation: Valuation, symbol: str) -> np.ndarray:
    names = [one.symbol for one in valuation.holdings]
    return days.grouped(names, names)[0][:, names.index(symbol)]


@given(rows=trades(PRICES))
def test_segments_make_up_the_time_weighted_return(rows: list) -> None:  # type: ignore[type-arg]
    valuation = valued(rows, PRICES.values())
    own, days = valuation.returns, days_of(valuation)
    at = np.searchsorted(days.dates, own.dates)
    np.testing.assert_allclose(days.returns[at], own.returns, rtol=0, atol=1e-12)
    weights, returns = days.grouped(["x", "y", "x"][: len(valuation.holdings)], ["x", "y"])
    together = np.where(weights != 0, weights * np.nan_to_num(returns), 0.0).sum(axis=1)
    np.testing.assert_allclose(together[at], own.returns, rtol=0, atol=1e-12)


@given(rows=trades(PRICES), spare=st.floats(0, 50_000))
def test_tracked_cash_takes_part_and_nothing_counts_twice(rows: list, spare: float) -> None:  # type: ignore[type-arg]
    cost = sum(one.gross or 0.0 for one in rows if one.kind is TransactionKind.BUY)
    valuation = valued([row(DEPOSIT, 0, amount=cost + spare), *rows], PRICES.values(), cash_tracked=True)
    days, own = days_of(valuation), valuation.returns
    at = np.searchsorted(days.dates, own.dates)
    np.testing.assert_allclose(days.returns[at], own.returns, rtol=0, atol=1e-12)
    before = np.concatenate([[0.0], valuation.values[:-1]]) + valuation.inflows
    np.testing.assert_allclose(days.total, before, rtol=1e-9, atol=1e-6)


@pytest.mark.parametrize(
    ("price", "weights", "returns"),
    [
        (100, [0.0, 0.0, 0.5, 1.0], [0.0, 0.0, 0.05, 0.0]),  # at the day's own price: from its end on
        (80, [0.0, 800 / 1800, 0.5, 1.0], [0.0, 200 / 1800, 0.05, 0.0]),  # at another: from its start
    ],
)
def test_a_purchase_is_at_work_from_its_start_or_its_price_and_a_sale_until_the_day_ends(
    price: float, weights: list[float], returns: list[float]
) -> None:
    rows = [buy(0, "A", 10, 100), buy(1, "B", 10, price), sell(2, "A", 10, 110)]
    prices = [daily("A", [100, 100, 110, 110]), daily("B", [100, 100, 100, 100])]
    valuation = valued(rows, prices, as_of=3)
    days = days_of(valuation)
    assert weight_of(days, valuation, "B").tolist() == pytest.approx(weights)
    assert days.returns.tolist() == pytest.approx(returns)


def test_a_purchase_from_tracked_cash_leaves_it_at_the_start_of_the_day() -> None:
    rows = [row(DEPOSIT, 0, amount=1_000.0), buy(1, "A", 6, 100)]
    valuation = valued(rows, [daily("A", [100, 110])], as_of=1, cash_tracked=True)
    days = days_of(valuation)
    assert weight_of(days, valuation, "A").tolist() == [0.0, 0.6]
    assert days.returns.tolist() == pytest.approx([0.0, 0.06])


def test_shares_sold_and_others_bought_on_one_day_leave_the_whole_as_it_was() -> None:
    rows = [row(DEPOSIT, 0, amount=1_000.0), buy(0, "A", 10, 100), sell(1, "A", 10, 100), buy(1, "B", 10, 100)]
    valuation = valued(rows, [daily("A", [100, 100, 100]), daily("B", [100, 105, 105])], as_of=2, cash_tracked=True)
    days = days_of(valuation)
    assert days.total[1:].tolist() == pytest.approx([1_000.0, 1_050.0])
    assert days.returns.tolist() == pytest.approx(valuation.returns.returns.tolist())


def test_a_dividend_after_the_sale_counts_with_its_class() -> None:
    rows = [
        buy(0, "A", 10, 100),
        buy(0, "B", 10, 100),
        buy(0, "G", 10, 100, asset_type=AssetType.GOLD),
        sell(1, "A", 10, 100),
        row(TransactionKind.DIVIDEND, 2, "A", amount=20.0),
    ]
    valuation = valued(rows, [daily(name, [100, 100, 100]) for name in "ABG"], as_of=2)
    classes = ["Gold" if one.symbol == "G" else "Equity" for one in valuation.holdings]
    days = days_of(valuation, classes)
    assert days.moved == 1
    symbols = [one.symbol for one in valuation.holdings]
    gains = dict(zip(symbols, days.gains[2].tolist(), strict=True))
    assert gains == pytest.approx({"A": 0.0, "B": 20.0, "G": 0.0})
    assert days.returns[2] == pytest.approx(0.01)
    assert days.grouped(classes, ["Equity", "Gold"])[1][2].tolist() == pytest.approx([0.02, 0.0])


def test_where_nothing_of_the_class_is_left_the_gain_counts_with_the_rest() -> None:
    rows = [buy(0, "A", 10, 100), buy(0, "G", 10, 100), sell(1, "A", 10, 100)]
    rows.append(row(TransactionKind.DIVIDEND, 2, "A", amount=20.0))
    valuation = valued(rows, [daily(name, [100, 100, 100]) for name in "AG"], as_of=2)
    days = days_of(valuation, ["Gold" if one.symbol == "G" else "Equity" for one in valuation.holdings])
    assert days.gains[2].sum() == pytest.approx(20.0)
    assert days.returns[2] == pytest.approx(0.02)


def test_a_day_without_holdings_is_a_row_of_zeros() -> None:
    rows = [buy(0, "A", 10, 100), sell(1, "A", 10, 100), buy(3, "A", 10, 100), row(WITHDRAWAL, 1, amount=0.0)]
    valuation = valued(rows, [daily("A", [100, 100, 100, 100, 120])], as_of=4, cash_tracked=False)
    days = holding_days(valuation, ["Equity"] * len(valuation.holdings), calendar(5))
    assert days.opening[2].tolist() == [0.0] * len(valuation.holdings)
    assert days.returns.tolist() == pytest.approx([0, 0, 0, 0, 0.2])


def test_between_valuation_dates_values_stand_still() -> None:
    prices = [daily("A", [100, 110, 120, 130])]
    valuation = valued([buy(0, "A", 10, 100)], prices, as_of=1)
    more = calendar(4)
    days = holding_days(valuation, ["Equity"], more)
    assert days.gains[:, 0].tolist() == pytest.approx([0.0, 100.0, 0.0, 0.0])
    assert days.opening[:, 0].tolist() == pytest.approx([1_000.0, 1_000.0, 1_100.0, 1_100.0])
