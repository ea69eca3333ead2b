"""Does a real portfolio of 392 trades over 23 years come out as a plain day-by-day loop has it?"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.exchange_rates import ExchangeRates
from core.market.levels import Basis, LevelSeries
from core.same_money.comparison import SameMoney, compare_same_money
from core.valuation.portfolio_value import Valuation, value_portfolio
from tests.real_data import real_file

AS_OF = date(2023, 12, 29)


def prices() -> pd.DataFrame:
    path = real_file("prices/us_11_stocks_spy_qqq_adjclose_2000_2024.csv.gz")
    return pd.read_csv(path, index_col="Date", parse_dates=True)


def trades() -> tuple[Transaction, ...]:
    path = real_file("transactions/financetoolkit_example_portfolio.csv")
    with path.open(encoding="utf-8-sig") as file:
        return tuple(_trade(line) for line in csv.DictReader(file))


def _trade(line: dict[str, str]) -> Transaction:
    volume = float(line["Volume"])
    return Transaction(
        date.fromisoformat(line["Date"]),
        TransactionKind.BUY if volume > 0 else TransactionKind.SELL,
        line["Identifier"],
        quantity=abs(volume),
        price=float(line["Price"]),
        fees=abs(float(line["Costs"])),
        currency=line["Currency"],
    )


def levels(frame: pd.DataFrame) -> dict[str, LevelSeries]:
    found = {}
    for symbol in frame:
        known = frame[symbol].dropna()
        found[str(symbol)] = LevelSeries(str(symbol), known.index.to_numpy(), known.to_numpy(), "USD", Basis.TOTAL)
    return found


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return prices()


@pytest.fixture(scope="module")
def valuation(frame: pd.DataFrame) -> Valuation:
    return value_portfolio(Portfolio("real", "Real", "USD", trades()), levels(frame), ExchangeRates(), AS_OF)


@pytest.fixture(scope="module")
def same(valuation: Valuation, frame: pd.DataFrame) -> SameMoney:
    return compare_same_money(valuation, levels(frame)["SPY"], ExchangeRates(), 0.04)


def test_symbols_without_prices_are_named_and_the_rest_is_valued(valuation: Valuation, frame: pd.DataFrame) -> None:
    traded = {one.symbol for one in trades()}
    assert {one.symbol for one in valuation.unpriced} >= traded - set(frame)
    assert len(traded - set(frame)) == 15
    assert not valuation.complete
    for one in valuation.unpriced:
        assert one.reason


def test_values_and_invested_are_those_of_a_plain_loop(valuation: Valuation, frame: pd.DataFrame) -> None:
    valued = {holding.symbol for holding in valuation.holdings}
    filled = frame.ffill()
    held: dict[str, float] = defaultdict(float)
    pending = sorted((one for one in trades() if one.symbol in valued and one.on <= AS_OF), key=lambda one: one.on)
    put_in = 0.0
    for at in range(0, valuation.dates.size, 97):
        on = pd.Timestamp(valuation.dates[at])
        while pending and pd.Timestamp(pending[0].on) <= on:
            trade = pending.pop(0)
            sign = 1 if trade.kind is TransactionKind.BUY else -1
            held[trade.symbol] += sign * trade.quantity
            put_in += sign * trade.quantity * trade.price + trade.fees
        row = filled.loc[:on].iloc[-1]
        expected = sum(units * row[symbol] for symbol, units in held.items() if units)
        assert valuation.values[at] == pytest.approx(expected, rel=1e-12)
        assert valuation.invested[at] == pytest.approx(max(put_in, 0.0), rel=1e-9)


def test_the_same_money_in_spy_is_that_of_a_plain_loop(same: SameMoney, frame: pd.DataFrame) -> None:
    spy = frame["SPY"].dropna()
    units = 0.0
    for day, amount in zip(same.portfolio.flows.days, same.portfolio.flows.amounts, strict=True):
        units = max(0.0, units + amount / spy.loc[: pd.Timestamp(day)].iloc[-1])
    assert same.benchmark.closing_value == pytest.approx(units * spy.loc[: pd.Timestamp(AS_OF)].iloc[-1], rel=1e-12)
    growth = (1.04) ** ((np.datetime64(AS_OF) - same.portfolio.flows.days).astype(float) / 365)
    if same.risk_free.account.shortfall == 0:
        assert same.risk_free.closing_value == pytest.approx(float(same.portfolio.flows.amounts @ growth), rel=1e-12)


def test_a_share_in_rupees_beside_an_index_in_dollars() -> None:
    """RELIANCE held from 2013 to 2018 against the S&P 500 at each day's reference rate, which is missing from 10 to 18 July 2018."""
    stock = pd.read_csv(real_file("india/RELIANCE.NS.csv.gz"), index_col=0, parse_dates=True)["Close"].dropna()
    index = (
        pd.read_csv(real_file("prices/sp500_index_1990_2022.csv.gz"), index_col=0, parse_dates=True).iloc[:, 0].dropna()
    )
    rate = pd.read_csv(real_file("india/usdinr.csv"), encoding="utf-8-sig")
    days = pd.to_datetime(rate.iloc[:, 0], format="%d-%m-%Y")
    rupees = pd.Series(pd.to_numeric(rate.iloc[:, 1], errors="coerce").to_numpy(), index=days).dropna().sort_index()
    rupees = rupees[~rupees.index.duplicated()]
    rates = ExchangeRates({"USDINR": LevelSeries("USDINR", rupees.index.to_numpy(), rupees.to_numpy(), "INR")})
    bought, sold = date(2013, 1, 1), date(2018, 12, 31)
    price = float(stock.loc[: pd.Timestamp(bought)].iloc[-1])
    portfolio = Portfolio(
        "r", "R", "INR", (Transaction(bought, TransactionKind.BUY, "R", quantity=100.0, price=price, currency="INR"),)
    )
    holding = LevelSeries("R", stock.index.to_numpy(), stock.to_numpy(), "INR")
    sp500 = LevelSeries("S&P 500", index.index.to_numpy(), index.to_numpy(), "USD")
    same = compare_same_money(value_portfolio(portfolio, {"R": holding}, rates, sold), sp500, rates, 0.07)
    known = [float(one.loc[: pd.Timestamp(on)].iloc[-1]) for on in (bought, sold) for one in (index, rupees)]
    expected = 100 * price * (known[2] * known[3]) / (known[0] * known[1])
    assert same.benchmark.closing_value == pytest.approx(expected, rel=1e-12)
    assert not any("Jul 2018" in note for note in same.notes)  # nine days without a rate are carried as a holiday's are
    years = (sold - bought).days / 365
    assert same.benchmark_xirr.rate == pytest.approx((expected / (100 * price)) ** (1 / years) - 1, abs=1e-12)
