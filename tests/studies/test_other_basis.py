"""Is a benchmark restated only on another basis of itself, of the same origin?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from sqlalchemy import Engine

from core.market.levels import Basis, LevelSeries
from data import market
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from studies.other_basis import PRICE_AND_TOTAL_RETURN, on_other_basis

FIRST = date(2024, 1, 1)


def stored(engine: Engine, symbol: str, currency: str, adjusted: bool = False) -> None:
    days = [FIRST + timedelta(days=at) for at in range(30)]
    records = [
        PriceRecord(symbol, on, 100.0 + at, 90.0 + 1.1 * at if adjusted else None, currency)
        for at, on in enumerate(days)
    ]
    save_prices(engine, records, "test")


def test_a_fund_of_the_sample_is_known_with_and_without_its_dividends(sample_engine: Engine) -> None:
    levels = market.benchmark_levels(sample_engine, "SPY")
    other = on_other_basis(sample_engine, "SPY", levels)
    assert levels.basis is Basis.TOTAL
    assert other is not None
    assert (other.basis, other.simulated, other.currency) == (Basis.PRICE, True, "USD")
    assert other.levels[-1] / other.levels[0] < levels.levels[-1] / levels.levels[0]
    back = on_other_basis(sample_engine, "SPY", other)
    assert back is not None
    assert np.allclose(back.levels, levels.levels)


def test_stored_closes_with_adjusted_ones_give_both(engine: Engine) -> None:
    stored(engine, "FUND", "USD", adjusted=True)
    levels = market.benchmark_levels(engine, "FUND")
    other = on_other_basis(engine, "FUND", levels)
    assert levels.basis is Basis.TOTAL
    assert other is not None
    assert other.levels[0] == 100.0


def test_without_adjusted_closes_there_is_no_other_basis(engine: Engine) -> None:
    stored(engine, "FUND", "USD")
    assert on_other_basis(engine, "FUND", market.benchmark_levels(engine, "FUND")) is None


def test_an_index_has_its_twin_where_somebody_brought_it(engine: Engine) -> None:
    stored(engine, "^NSEI", "INR")
    levels = market.benchmark_levels(engine, "^NSEI")
    assert on_other_basis(engine, "^NSEI", levels) is None
    stored(engine, "NIFTY_50_TRI", "INR")
    other = on_other_basis(engine, "^NSEI", levels)
    assert other is not None
    assert (other.basis, other.name) == (Basis.TOTAL, "Nifty 50")
    assert PRICE_AND_TOTAL_RETURN["NIFTY_50_TRI"] == "^NSEI"


def test_an_invented_series_never_stands_in_for_a_real_one(sample_engine: Engine) -> None:
    real = LevelSeries("^GSPC", np.array(["2024-01-01", "2024-01-02"], "datetime64[D]"), np.array([1.0, 2.0]), "USD")
    assert on_other_basis(sample_engine, "^GSPC", real) is None
