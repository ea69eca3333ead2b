"""Does every symbol's series come whole from one origin, and never an invented price for a user's own money?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine

from core.errors import InsufficientData, NotFound
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import Basis, LevelSeries
from data.market import (
    Owner,
    benchmark_levels,
    benchmark_rates,
    exchange_rates,
    holding_levels,
    named_levels,
)
from data.price_record import PriceRecord
from data.sample.levels import sample_levels
from data.store.portfolios.portfolios import load_portfolio
from data.store.prices.histories import save_prices

TODAY = date(2026, 6, 30)


def store(engine: Engine, symbol: str, *closes: float, currency: str = "USD", adjusted: float | None = None) -> None:
    """Closes on consecutive days from 1 January 2024."""
    save_prices(
        engine,
        [
            PriceRecord(symbol, date(2024, 1, 1) + timedelta(days=day), close, adjusted and close * adjusted, currency)
            for day, close in enumerate(closes)
        ],
        "upload",
    )


def trade(symbol: str, on: date, kind: TransactionKind = TransactionKind.BUY, currency: str = "USD") -> Transaction:
    return Transaction(on, kind, symbol, quantity=1.0, price=1.0, currency=currency)


def own(*rows: Transaction, **more: object) -> Portfolio:
    return Portfolio("own", "Own", "USD", rows, **more)  # type: ignore[arg-type]


def series(symbol: str, first: date, days: int) -> LevelSeries:
    dates = np.datetime64(first, "D") + np.arange(days)
    return LevelSeries(symbol, dates, np.ones(days), "USD")


# Benchmarks


def test_without_stored_levels_an_index_is_the_samples_and_says_so(engine: Engine) -> None:
    levels = benchmark_levels(engine, "^NSEI")
    assert (levels.name, levels.currency, levels.basis, levels.simulated) == ("^NSEI", "INR", Basis.PRICE, True)
    assert np.array_equal(levels.levels, sample_levels(["^NSEI"])["^NSEI"].levels)


def test_stored_levels_win_whole(engine: Engine) -> None:
    store(engine, "^NSEI", 100.0, 101.0, currency="INR")
    levels = benchmark_levels(engine, "nifty 50")
    assert (levels.levels.tolist(), levels.simulated) == ([100.0, 101.0], False)


def test_beside_the_sample_its_own_levels_win_under_their_spoken_name(engine: Engine) -> None:
    store(engine, "^NSEI", 100.0, 101.0, currency="INR")
    levels = named_levels(engine, "^NSEI", Owner.SAMPLE)
    assert (levels.name, levels.simulated) == ("Nifty 50", True)
    assert np.array_equal(levels.levels, sample_levels(["^NSEI"])["^NSEI"].levels)
    assert not named_levels(engine, "^NSEI").simulated


def test_what_the_sample_does_not_know_it_meets_as_stored(engine: Engine) -> None:
    store(engine, "ACME", 10.0, 11.0)
    assert benchmark_levels(engine, "ACME", Owner.SAMPLE).levels.tolist() == [10.0, 11.0]


@pytest.mark.parametrize(
    ("symbol", "currency", "adjusted", "levels", "basis"),
    [
        ("SPY", "USD", 0.5, [50.0, 50.5], Basis.TOTAL),  # with dividends where they are known
        ("SPY", "USD", None, [100.0, 101.0], Basis.PRICE),  # closes alone leave them out, and say so
        (" ACME ", "USD", 0.5, [50.0, 50.5], Basis.TOTAL),  # any stored instrument may be the benchmark
        ("^GDAXI", "EUR", None, [100.0, 101.0], Basis.TOTAL),  # made with dividends: no adjusted closes needed
        ("NIFTY_50_TRI", "INR", None, [100.0, 101.0], Basis.TOTAL),
        ("LIQUID_FUND_INR", "INR", None, [100.0, 101.0], Basis.TOTAL),
    ],
)
def test_a_benchmark_says_whether_dividends_are_in_it(
    engine: Engine, symbol: str, currency: str, adjusted: float | None, levels: list[float], basis: Basis
) -> None:
    store(engine, symbol.strip(), 100.0, 101.0, currency=currency, adjusted=adjusted)
    found = benchmark_levels(engine, symbol)
    assert (found.levels.tolist(), found.basis) == (levels, basis)


def test_an_unknown_symbol_names_close_ones_of_both_kinds(engine: Engine) -> None:
    store(engine, "ACMECORP", 1.0)
    with pytest.raises(NotFound, match=r"Did you mean.*\^NSEI"):
        benchmark_levels(engine, "^NSE")
    with pytest.raises(NotFound, match="Did you mean ACMECORP"):
        benchmark_levels(engine, "ACMECORPS")


def test_an_index_nobody_has_levels_for_says_what_to_do(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.market.sample_levels", lambda *_: {})
    with pytest.raises(InsufficientData, match=r"Nifty 50 has no levels yet\. Fetch \^NSEI or upload"):
        benchmark_levels(engine, "^NSEI")


# Holdings


def test_own_holdings_are_valued_at_stored_prices_only(engine: Engine) -> None:
    """SPY and GOLDBEES.NS have simulated prices, which must never reach a user's own money."""
    store(engine, "ACME", 1.0, 2.0)
    bought = date(2024, 1, 1)
    portfolio = own(trade("ACME", bought), trade("SPY", bought), trade("GOLDBEES.NS", bought, currency="INR"))
    levels = holding_levels(engine, portfolio)
    assert set(levels) == {"ACME"}
    assert not levels["ACME"].simulated


def test_own_holdings_are_valued_at_closes_not_at_adjusted_closes(engine: Engine) -> None:
    store(engine, "SPY", 100.0, 101.0, adjusted=0.5)
    levels = holding_levels(engine, own(trade("SPY", date(2024, 1, 1))))["SPY"]
    assert (levels.levels.tolist(), levels.basis) == ([100.0, 101.0], Basis.PRICE)


def test_the_sample_is_valued_at_the_prices_it_traded_at(sample_engine: Engine) -> None:
    store(sample_engine, "SPY", 1.0, 2.0)
    levels = holding_levels(sample_engine, load_portfolio(sample_engine, "sample-60-40"))
    assert set(levels) >= {"SPY", "AGG"}
    assert all(one.simulated for one in levels.values())


def test_every_instrument_of_the_samples_has_prices(sample_engine: Engine) -> None:
    for name in ("sample-household", "sample-us-growth", "sample-60-40"):
        portfolio = load_portfolio(sample_engine, name)
        traded = {row.symbol for row in portfolio.transactions if row.symbol}
        assert set(holding_levels(sample_engine, portfolio)) == traded


def test_prices_long_before_the_first_trade_are_not_loaded(engine: Engine) -> None:
    store(engine, "ACME", *range(1, 101))
    levels = holding_levels(engine, own(trade("ACME", date(2024, 3, 1))))["ACME"]
    assert date(2024, 2, 15) <= levels.coverage.start <= date(2024, 2, 23)


def test_a_portfolio_without_symbols_needs_no_prices(engine: Engine) -> None:
    cash = Transaction(date(2024, 1, 1), TransactionKind.DEPOSIT, amount=5.0)
    assert holding_levels(engine, own(cash)) == holding_levels(engine, own()) == {}


# Exchange rates


def test_the_samples_rates_fill_in_where_none_are_stored(engine: Engine) -> None:
    store(engine, "USDINR", 83.0, 84.0, currency="INR")
    rates = exchange_rates(engine).series
    assert set(rates) >= {"USDINR", "EURUSD", "GBPUSD", "USDJPY", "USDHKD"}
    assert (rates["USDINR"].levels.tolist(), rates["USDINR"].simulated) == ([83.0, 84.0], False)
    assert rates["EURUSD"].simulated


def test_own_holdings_are_never_converted_at_simulated_rates(engine: Engine, sample_engine: Engine) -> None:
    store(engine, "EURUSD", 1.1, currency="USD")
    assert set(exchange_rates(engine, own()).series) == {"EURUSD"}
    household = load_portfolio(sample_engine, "sample-household")
    assert exchange_rates(sample_engine, household).series["USDINR"].simulated


def test_the_sample_keeps_its_own_rates_beside_stored_ones(sample_engine: Engine) -> None:
    """A stored rate that begins later would leave its older holdings out."""
    store(sample_engine, "USDINR", 83.0, currency="INR")
    rates = exchange_rates(sample_engine, load_portfolio(sample_engine, "sample-household"))
    simulated = benchmark_levels(sample_engine, "^GSPC")
    assert rates.series["USDINR"].simulated
    assert benchmark_rates(sample_engine, rates, [simulated]).series["USDINR"].simulated
    assert (
        not benchmark_rates(sample_engine, exchange_rates(sample_engine, own()), [simulated]).series["USDINR"].simulated
    )


def test_only_a_simulated_benchmark_is_converted_at_simulated_rates(engine: Engine) -> None:
    own = exchange_rates(engine, Portfolio("x", "Mine", "USD"))
    simulated = benchmark_levels(engine, "^NSEI")
    assert "USDINR" in benchmark_rates(engine, own, [simulated]).series
    assert benchmark_rates(engine, own, [replace(simulated, simulated=False)]) is own


@pytest.mark.parametrize("symbol", ["USDINR", "USDINR=X", "INR=X"])
def test_a_rate_is_known_under_every_spelling(engine: Engine, symbol: str) -> None:
    store(engine, symbol, 83.0, currency="INR")
    rates = exchange_rates(engine, own())
    assert rates.rate("USD", "INR", np.array(["2024-01-01"], "datetime64[D]")).tolist() == [83.0]


def test_a_pair_says_itself_in_which_currency_it_is(engine: Engine) -> None:
    store(engine, "USDINR", 83.0, currency="USD")
    assert exchange_rates(engine, own()).series["USDINR"].currency == "INR"


def test_shares_are_no_rates(engine: Engine) -> None:
    store(engine, "ABCDEF", 83.0)
    assert exchange_rates(engine, own()).series == {}
