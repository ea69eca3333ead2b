"""With which index do a portfolio's present holdings move? Of one's own, with real levels alone, a fund serving for its index."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import Transaction, TransactionKind
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_prices
from studies.holdings_risk import measure_holdings_risk
from studies.valued import valued

FIRST = date(2024, 1, 1)


def save(engine: Engine, symbol: str, seed: int) -> None:
    closes = 100.0 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0.0, 0.01, 200)))
    days = [FIRST + timedelta(days=at) for at in range(200)]
    rows = zip(days, closes.tolist(), strict=True)
    save_prices(engine, [PriceRecord(symbol, on, close, None, "USD") for on, close in rows], "test")


@pytest.mark.parametrize(
    ("stored", "measured"),
    [
        ((), ()),
        (("SPY",), ("SPDR S&P 500 ETF",)),
        (("SPY", "QQQ"), ("SPDR S&P 500 ETF", "Invesco QQQ (NASDAQ 100 ETF)")),
        (("SPY", "^GSPC"), ("S&P 500",)),
    ],
)
def test_ones_own_holdings_meet_real_levels_alone(
    engine: Engine, stored: tuple[str, ...], measured: tuple[str, ...]
) -> None:
    save(engine, "ACME", 1)
    for symbol in stored:
        save(engine, symbol, 1 if symbol == stored[0] else 2)
    buy = Transaction(FIRST, TransactionKind.BUY, "ACME", quantity=1.0, price=100.0, currency="USD")
    mine = valued(engine, save_portfolio(engine, Portfolio("", "Mine", "USD", (buy,))), date(2024, 7, 18))
    found = measure_holdings_risk(engine, mine, mine.valuation)
    assert sorted(name for name, _ in found.indexes) == sorted(measured)
    assert not any(one.simulated for _, one in found.indexes)
    if stored[:1] == ("SPY",) and "^GSPC" not in stored:
        assert found.indexes[0][1].correlation == pytest.approx(1.0, abs=1e-9)


def test_a_fund_of_new_york_held_in_mumbai_is_one_bet_on_new_york_by_weeks(engine: Engine) -> None:
    """By days its level, which holds the close of the day before, seems to have nothing to do with its index."""
    days = np.arange("2022-01-01", "2024-07-18", dtype="datetime64[D]")
    days = days[np.is_busday(days)]
    index = 100.0 * np.exp(np.cumsum(np.random.default_rng(4).normal(0.0, 0.01, days.size)))
    fund = np.concatenate((index[:1], index[:-1]))
    for symbol, closes, currency in (("SPFUND.NS", fund, "INR"), ("^GSPC", index, "USD"), ("^NSEI", fund, "INR")):
        rows = zip(days.tolist(), closes.tolist(), strict=True)
        save_prices(engine, [PriceRecord(symbol, on, close, None, currency) for on, close in rows], "test")
    buy = Transaction(days[0].item(), TransactionKind.BUY, "SPFUND.NS", quantity=1.0, price=100.0, currency="INR")
    mine = valued(engine, save_portfolio(engine, Portfolio("", "Mine", "INR", (buy,))), date(2024, 7, 17))
    found = dict(measure_holdings_risk(engine, mine, mine.valuation).indexes)
    new_york, mumbai = found["S&P 500"], found["Nifty 50"]
    by_days = np.corrcoef(np.diff(np.log(fund)), np.diff(np.log(index)))[0, 1]
    assert abs(by_days) < 0.1
    assert new_york.correlation > 0.7
    assert (new_york.cadence.noun, new_york.observations) == ("week", 133)
    assert (mumbai.cadence.noun, mumbai.correlation) == ("day", pytest.approx(1.0, abs=1e-9))
