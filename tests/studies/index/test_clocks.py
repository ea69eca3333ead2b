"""At which closes are a symbol and a portfolio priced, by the catalogue, the suffix, and what somebody calls it?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from core.benchmark.blend import Blend, Component
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.clocks import Clock
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_prices
from studies.index.clocks import clocks_of_mix, clocks_of_portfolio, clocks_of_symbol
from studies.index.fit import pair_of, portfolio_levels
from studies.valued import valued

FIRST, DAYS = date(2024, 1, 1), 60
MUMBAI, NEW_YORK = Clock("India"), Clock("United States")
FUND = "Motilal Oswal S&P 500 Index Fund - Direct Growth"


def priced(engine: Engine, symbol: str, currency: str = "INR") -> None:
    days = (FIRST + timedelta(days=at) for at in range(DAYS))
    save_prices(engine, [PriceRecord(symbol, on, 100.0 + on.day % 7, None, currency) for on in days], "test")


def bought(symbol: str, quantity: float, name: str = "", kind: AssetType = AssetType.STOCK) -> Transaction:
    return Transaction(
        FIRST, TransactionKind.BUY, symbol, name=name, asset_type=kind, quantity=quantity, price=100.0, currency="INR"
    )


def test_a_fund_is_known_by_the_name_under_which_it_is_held(engine: Engine) -> None:
    for symbol in ("120823", "RELIANCE.NS", "^NSEI"):
        priced(engine, symbol)
    assert clocks_of_symbol(engine, "120823", "INR") == {MUMBAI: 1.0}
    rows = (bought("120823", 60, FUND, AssetType.MUTUAL_FUND), bought("RELIANCE.NS", 40))
    own = valued(engine, save_portfolio(engine, Portfolio("", "Mine", "INR", rows)), FIRST + timedelta(days=59))
    assert clocks_of_symbol(engine, "120823", "INR") == {Clock("India", foreign=True): 1.0}
    assert clocks_of_portfolio(own.valuation) == {
        Clock("India", foreign=True): pytest.approx(0.6),
        MUMBAI: pytest.approx(0.4),
    }
    pair = pair_of(engine, portfolio_levels(own.valuation), "^NSEI", None, None)
    assert pair.cadence.biased  # 60 days are 9 weeks
    assert pair.notes[0].startswith("60\u202f% of Mine is priced at other hours than Nifty 50")


def test_what_has_no_close_is_left_out_of_a_portfolio_s_clocks(engine: Engine) -> None:
    for symbol in ("RELIANCE.NS", "BTC"):
        priced(engine, symbol)
    rows = (bought("RELIANCE.NS", 50), bought("BTC", 50, kind=AssetType.CRYPTO))
    own = valued(engine, save_portfolio(engine, Portfolio("", "Mine", "INR", rows)), FIRST + timedelta(days=59))
    assert clocks_of_portfolio(own.valuation) == {MUMBAI: pytest.approx(0.5)}


def test_the_catalogue_knows_its_own_and_a_mix_those_of_its_parts(engine: Engine) -> None:
    assert clocks_of_symbol(engine, "SPY", "USD") == {NEW_YORK: 1.0}
    assert clocks_of_symbol(engine, "EEM", "USD") == {Clock("United States", foreign=True): 1.0}
    assert clocks_of_symbol(engine, "USDINR", "INR") == {}
    assert clocks_of_symbol(engine, "MINE", "XAU") == {}
    mix = Blend("mix", "USD", (Component("SPY", 0.6), Component("^NSEI", 0.3), Component("own-part", 0.1)))
    assert clocks_of_mix(mix) == {NEW_YORK: pytest.approx(0.6), MUMBAI: pytest.approx(0.3)}
