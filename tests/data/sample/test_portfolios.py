"""Could the sample portfolios' transactions have happened, at exactly the sample's prices?"""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import date

import numpy as np
import pytest

from core.ledger.deposits import DepositKind, Payout
from core.ledger.portfolio import Portfolio
from core.ledger.positions import position_of
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.levels import to_day
from core.returns.cash_flows import xirr
from core.valuation.portfolio_value import value_portfolio
from data.catalogue import load_catalogue
from data.importers.formats.recognise import read_transactions
from data.sample.generator.plans import load_instruments
from data.sample.levels import sample_dividends, sample_exchange_rates, sample_levels
from data.sample.make import transaction_text
from data.sample.portfolios import sample_portfolios

PORTFOLIOS = {portfolio.id: portfolio for portfolio in sample_portfolios()}
HOUSEHOLD = PORTFOLIOS["sample-household"]
ALL_ROWS = [row for portfolio in PORTFOLIOS.values() for row in portfolio.transactions]
TRADES = [row for row in ALL_ROWS if row.kind in (TransactionKind.BUY, TransactionKind.SELL)]
each_portfolio = pytest.mark.parametrize("portfolio", PORTFOLIOS.values(), ids=PORTFOLIOS.keys())


def close_as_traded(symbol: str, on: date) -> float | None:
    """The sample's close of exactly that day, times the splits and bonuses since; None when the market rested."""
    series = sample_levels([symbol])[symbol]
    at = int(np.searchsorted(series.dates, to_day(on)))
    return (
        float(series.levels[at]) * load_instruments()[symbol].later_ratio(on)
        if series.dates[at] == to_day(on)
        else None
    )


def rows_of(portfolio: Portfolio, symbol: str, *kinds: TransactionKind) -> list[Transaction]:
    return [row for row in portfolio.transactions if row.symbol == symbol and (row.kind in kinds or not kinds)]


@each_portfolio
def test_a_sample_says_that_it_is_one(portfolio: Portfolio) -> None:
    assert portfolio.name.startswith("Sample: ")
    assert portfolio.simulated


def test_the_three_portfolios_and_their_currencies() -> None:
    assert {one.id: one.base_currency for one in PORTFOLIOS.values()} == {
        "sample-household": "INR",
        "sample-us-growth": "USD",
        "sample-60-40": "USD",
    }


def test_every_trade_is_at_the_close_of_a_trading_day() -> None:
    for row in TRADES:
        assert row.price == pytest.approx(close_as_traded(row.symbol, row.on), abs=1e-9), row


def test_vested_shares_are_worth_the_close_and_some_are_sold_at_once() -> None:
    vests = [row for row in ALL_ROWS if row.kind is TransactionKind.RSU_VEST]
    assert len(vests) == 28
    for vest in vests:
        assert vest.fair_market_value == pytest.approx(close_as_traded(vest.symbol, vest.on), abs=1e-9)
        (cover,) = [one for one in rows_of(HOUSEHOLD, vest.symbol, TransactionKind.SELL) if one.on == vest.on]
        assert (vest.quantity, cover.quantity, cover.price) == (7, 3, vest.fair_market_value)


def test_shares_are_traded_whole_and_fund_units_to_three_decimals() -> None:
    for row in TRADES:
        scale = 1000 if row.asset_type is AssetType.MUTUAL_FUND else 1
        assert row.quantity * scale == pytest.approx(round(row.quantity * scale), abs=1e-9), row


@each_portfolio
def test_nothing_is_sold_that_is_not_held(portfolio: Portfolio) -> None:
    held: Counter[str] = Counter()
    for row in portfolio.transactions:
        if row.kind is TransactionKind.SPLIT:
            held[row.symbol] = held[row.symbol] * row.quantity  # type: ignore[assignment]
        elif row.kind is not TransactionKind.DIVIDEND:
            held[row.symbol] += -row.quantity if row.kind is TransactionKind.SELL else row.quantity  # type: ignore[assignment]
        assert held[row.symbol] >= -1e-9, row
    for symbol, units in held.items():
        position = position_of(symbol, rows_of(portfolio, symbol))
        assert position.oversold == 0
        assert position.held[-1] == pytest.approx(units, abs=1e-6)


@each_portfolio
def test_rows_come_in_order_with_their_own_references_and_no_cash_account(portfolio: Portfolio) -> None:
    rows = portfolio.transactions
    assert [row.on for row in rows] == sorted(row.on for row in rows)
    assert len({row.reference for row in rows}) == len(rows)
    assert {row.kind for row in rows} & {TransactionKind.DEPOSIT, TransactionKind.WITHDRAWAL} == set()
    assert all(row.symbol for row in rows)


def test_invented_names_say_so_and_every_other_symbol_is_in_the_catalogue() -> None:
    for row in ALL_ROWS:
        if row.symbol.endswith(".SIM"):
            assert row.name.endswith("(invented)")
        else:
            assert row.symbol in load_catalogue()


@each_portfolio
def test_every_dividend_held_over_an_ex_date_is_received(portfolio: Portfolio) -> None:
    for symbol in {row.symbol for row in portfolio.transactions} & set(sample_dividends()):
        paid, position = sample_dividends()[symbol], position_of(symbol, rows_of(portfolio, symbol))
        held = position.held_on(paid.dates - np.timedelta64(1, "D"))
        due = {
            on.item(): units * amount for on, units, amount in zip(paid.dates, held, paid.amounts, strict=True) if units
        }
        received = {row.on: row.amount for row in rows_of(portfolio, symbol, TransactionKind.DIVIDEND)}
        assert received == pytest.approx(due, abs=0.006)


def test_a_split_and_a_bonus_are_booked_when_the_price_moved() -> None:
    split = rows_of(HOUSEHOLD, "SAHYADRI.SIM", TransactionKind.SPLIT)[0]
    bonus = rows_of(HOUSEHOLD, "ARAVALLI.SIM", TransactionKind.BONUS)[0]
    assert (split.on, split.quantity) == (date(2021, 9, 13), 5)
    before = sum(row.quantity for row in rows_of(HOUSEHOLD, "ARAVALLI.SIM", TransactionKind.BUY) if row.on < bonus.on)
    assert bonus.quantity == before
    first = rows_of(HOUSEHOLD, "SAHYADRI.SIM", TransactionKind.BUY)[0]
    assert first.price == pytest.approx(5 * sample_levels()["SAHYADRI.SIM"].level_on(first.on))


def test_foreign_rows_carry_the_exchange_rate_of_their_day() -> None:
    rates = sample_exchange_rates()
    foreign = [row for row in HOUSEHOLD.transactions if row.currency == "USD"]
    assert {row.symbol for row in foreign} == {"MERIDIAN.SIM"}
    for row in foreign:
        assert row.fx_rate == rates.rate("USD", "INR", np.array([row.on], dtype="datetime64[D]"))[0]
    assert all(row.fx_rate is None for row in ALL_ROWS if row.currency == "INR")


def test_costs_are_lifelike() -> None:
    for row in TRADES:
        assert row.gross is not None
        assert row.fees + row.taxes < 0.006 * row.gross + 25
    assert any(row.fees for row in TRADES)
    assert any(row.taxes for row in TRADES)


def test_the_household_holds_what_it_should_show() -> None:
    kinds = {row.kind for row in HOUSEHOLD.transactions}
    assert kinds >= {TransactionKind(name) for name in ("BUY", "SELL", "DIVIDEND", "RSU_VEST", "BONUS", "SPLIT")}
    types = {row.asset_type for row in HOUSEHOLD.transactions}
    assert types == {AssetType(name) for name in ("STOCK", "MUTUAL_FUND", "ETF", "GOLD", "RSU")}
    assert {one.kind for one in HOUSEHOLD.deposits} == set(DepositKind) - {DepositKind.EPF}
    fixed = [one for one in HOUSEHOLD.deposits if one.kind is DepositKind.FIXED_DEPOSIT]
    assert [one.maturity < date(2025, 12, 31) for one in fixed] == [True, False, False]
    assert [one.payout for one in fixed] == [Payout.NONE, Payout.QUARTERLY, Payout.NONE]


def test_the_household_invests_every_month_of_ten_years() -> None:
    months = {(row.on.year, row.on.month) for row in rows_of(HOUSEHOLD, "DECCANFLEXI.SIM", TransactionKind.BUY)}
    assert months == set(itertools.product(range(2016, 2026), range(1, 13)))


def test_the_60_40_returns_to_its_weights_every_quarter() -> None:
    portfolio = PORTFOLIOS["sample-60-40"]
    levels = sample_levels(["SPY", "AGG"])
    days = sorted({row.on for row in portfolio.transactions if row.kind is not TransactionKind.DIVIDEND})
    assert len(days) == 44
    on = np.array(days, dtype="datetime64[D]")
    value = {
        symbol: position_of(symbol, rows_of(portfolio, symbol)).held_on(on) * levels[symbol].known(on).levels
        for symbol in levels
    }
    np.testing.assert_allclose(value["SPY"] / (value["SPY"] + value["AGG"]), 0.6, atol=0.002)


@each_portfolio
def test_written_and_read_again_the_rows_are_the_same(portfolio: Portfolio) -> None:
    text = "# a comment\n" + transaction_text(portfolio.transactions)
    assert read_transactions(text.encode(), "rows.csv").transactions == portfolio.transactions


def test_a_name_with_a_comma_survives_the_file() -> None:
    row = Transaction(date(2025, 1, 2), TransactionKind.BUY, "X", 'Hill, Dale "&" Co', quantity=1.5, price=0.1)
    assert read_transactions(transaction_text([row]).encode(), "rows.csv").transactions == (row,)


@pytest.mark.parametrize(
    ("portfolio_id", "worth", "rate"),
    [
        ("sample-household", (1.0e7, 2.0e7), (0.09, 0.14)),
        ("sample-us-growth", (2.2e5, 2.8e5), (0.14, 0.22)),
        ("sample-60-40", (4.5e5, 5.5e5), (0.07, 0.11)),
    ],
)
def test_valued_at_the_sample_prices_the_portfolios_are_complete_and_plausible(
    portfolio_id: str, worth: tuple[float, float], rate: tuple[float, float]
) -> None:
    as_of = date(2025, 12, 31)
    valuation = value_portfolio(PORTFOLIOS[portfolio_id], sample_levels(), sample_exchange_rates(), as_of)
    money_weighted = xirr(valuation.flows, valuation.closing_value, as_of)
    assert valuation.complete
    assert valuation.simulated
    assert worth[0] < valuation.closing_value < worth[1]
    assert rate[0] < money_weighted.rate < rate[1]
    # A split or bonus booked on the wrong basis would show as a day of −40 % or more of its holding.
    assert np.abs(valuation.returns.returns).max() < 0.2


def test_some_holdings_are_ahead_of_the_nifty_and_some_behind() -> None:
    nifty, as_of = sample_levels(["^NSEI"])["^NSEI"], date(2025, 12, 31)
    valuation = value_portfolio(HOUSEHOLD, sample_levels(), sample_exchange_rates(), as_of)
    ahead = set()
    for holding in valuation.holdings:
        units = holding.flows.amounts / nifty.known(holding.flows.days).levels
        ahead.add(bool(holding.value > units.sum() * nifty.levels[-1]))
    assert ahead == {True, False}
