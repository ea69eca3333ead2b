"""Is a fund judged beside an index that counts dividends as it does, and told which one that is beside another?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine

from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.levels import Basis, LevelSeries, to_date
from data.price_record import PriceRecord
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_prices
from studies.index.fit import Pair, compare_pair, pair_of, read_subject, security_levels

DAYS = np.arange("2021-01-01", "2025-01-01", dtype="datetime64[D]")
PRICE = 100 * np.cumprod(1 + np.random.default_rng(2).normal(0.0003, 0.01, DAYS.size))
TOTAL = PRICE * 1.0127 ** (np.arange(DAYS.size) / 365)
NAV = TOTAL * 0.998 ** (np.arange(DAYS.size) / 365) * (1 + np.random.default_rng(3).normal(0, 1e-5, DAYS.size))


def save(engine: Engine, symbol: str, levels: np.ndarray, adjusted: np.ndarray | None = None) -> None:
    within = [None] * DAYS.size if adjusted is None else adjusted.tolist()
    rows = zip(DAYS, levels.tolist(), within, strict=True)
    save_prices(engine, [PriceRecord(symbol, to_date(on), one, other, "INR") for on, one, other in rows], "test")


def beside(engine: Engine, own: LevelSeries, symbol: str) -> Pair:
    return pair_of(engine, own, symbol, None, None)


def kept(engine: Engine, kind: AssetType, *more: Transaction) -> LevelSeries:
    bought = Transaction(
        date(2021, 1, 1), TransactionKind.BUY, "FUND", "Fund", kind, 10.0, float(NAV[0]), currency="INR"
    )
    mine = save_portfolio(engine, Portfolio("", f"Mine{len(more) or ''}", "INR", (bought, *more)))
    return read_subject(engine, None, mine, date(2024, 12, 31)).levels


@pytest.fixture
def stored(engine: Engine) -> Engine:
    for symbol, levels in (("^NSEI", PRICE), ("NIFTY_50_TRI", TOTAL), ("FUND", NAV)):
        save(engine, symbol, levels)
    return engine


def test_a_fund_with_the_growth_option_has_dividends_in_its_nav(stored: Engine) -> None:
    mine = kept(stored, AssetType.MUTUAL_FUND)
    assert (mine.basis, security_levels(stored, "FUND").basis) == (Basis.TOTAL, Basis.TOTAL)
    for own in (mine, security_levels(stored, "FUND")):
        price, total = (compare_pair(beside(stored, own, one), 0.07) for one in ("^NSEI", "NIFTY_50_TRI"))
        assert price.alpha is None
        assert price.record.unlike.endswith("Choose Nifty 50 Total Return Index.")
        assert total.alpha == pytest.approx(-0.002, abs=1e-4)
    assert compare_pair(beside(stored, mine, "FUND"), 0.07).alpha == pytest.approx(0.0, abs=1e-9)


def test_shares_without_listed_dividends_are_not_judged_beside_the_index_with_them(stored: Engine) -> None:
    """Neighbour: the same levels as a share, whose closes leave its dividends out as far as anybody knows."""
    mine = kept(stored, AssetType.ETF)
    assert (mine.basis, security_levels(stored, "FUND").basis) == (Basis.PRICE, Basis.PRICE)
    assert compare_pair(beside(stored, mine, "NIFTY_50_TRI"), 0.07).record.unlike.startswith(
        "Mine here leaves out dividends"
    )
    paid = Transaction(
        date(2022, 1, 3), TransactionKind.DIVIDEND, "FUND", asset_type=AssetType.ETF, amount=5.0, currency="INR"
    )
    assert kept(stored, AssetType.ETF, paid).basis is Basis.TOTAL


def test_adjusted_closes_are_with_dividends_and_an_unknown_upload_refuses_nothing(stored: Engine) -> None:
    save(stored, "SHARE", PRICE, TOTAL)
    save(stored, "UPLOAD", TOTAL)
    own = security_levels(stored, "SHARE")
    assert compare_pair(beside(stored, own, "^NSEI"), 0.07).alpha is None
    assert compare_pair(beside(stored, own, "NIFTY_50_TRI"), 0.07).alpha == pytest.approx(0.0, abs=1e-9)
    assert compare_pair(beside(stored, own, "UPLOAD"), 0.07).alpha is not None
