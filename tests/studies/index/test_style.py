"""Are the chosen indexes put on the days they share, in the subject's currency, and the others kept out of it?"""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import Engine

from core.errors import InsufficientData, InvalidSpecification
from core.market.levels import LevelSeries, to_date
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from studies.index.style import style_candidates

DAYS = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-04-01"))


def levels(seed: int) -> np.ndarray:
    return np.asarray(100.0 * np.cumprod(1.0 + np.random.default_rng(seed).normal(0, 0.01, DAYS.size)))


def priced(engine: Engine, symbol: str, days: np.ndarray, values: np.ndarray, currency: str = "USD") -> None:
    records = [
        PriceRecord(symbol, to_date(on), float(one), None, currency) for on, one in zip(days, values, strict=True)
    ]
    save_prices(engine, records, "test")


def test_a_short_index_shortens_only_what_it_is_part_of(engine: Engine) -> None:
    priced(engine, "^GSPC", DAYS, levels(1))
    priced(engine, "AGG", DAYS[60:], levels(2)[60:])
    own = LevelSeries("Own", DAYS, levels(3), "USD")
    found = style_candidates(engine, own, None, None)
    assert set(found.symbols) == {"^GSPC", "AGG"}
    alone, (stocks,) = found.aligned_returns(["^GSPC"])
    assert alone.dates.size == stocks.dates.size == DAYS.size - 1
    both, (bonds, _) = found.aligned_returns(["AGG", "^GSPC"])
    assert both.dates[0] == DAYS[61]
    assert bonds.returns == pytest.approx(levels(2)[61:] / levels(2)[60:-1] - 1.0)


def test_a_foreign_index_is_converted(engine: Engine) -> None:
    rates = 83.0 * np.cumprod(1.0 + np.random.default_rng(9).normal(0, 0.01, DAYS.size))
    priced(engine, "^GSPC", DAYS, levels(1))
    priced(engine, "USDINR", DAYS, rates, "INR")
    own = LevelSeries("Own", DAYS, levels(3), "INR")
    _, (stocks,) = style_candidates(engine, own, None, None).aligned_returns(["^GSPC"])
    in_rupees = levels(1) * rates
    assert stocks.returns == pytest.approx(in_rupees[1:] / in_rupees[:-1] - 1.0)


def test_what_cannot_be_part_of_it_is_said(engine: Engine) -> None:
    own = LevelSeries("Own", DAYS, levels(3), "USD")
    with pytest.raises(InsufficientData, match="No index can explain Own"):
        style_candidates(engine, own, None, None)
    priced(engine, "^GSPC", DAYS, levels(1))
    found = style_candidates(engine, own, None, None, itself="^NDX")
    assert {one.symbol for one in found.left_out} >= {"^NDX", "AGG"}
    with pytest.raises(InvalidSpecification, match="AGG cannot be part"):
        found.aligned_returns(["AGG"])
    with pytest.raises(InvalidSpecification):
        found.aligned_returns([])


def test_invented_indexes_never_explain_a_real_subject(engine: Engine) -> None:
    own = LevelSeries("Own", DAYS, levels(3), "USD", simulated=True)
    sample = LevelSeries(
        "Sample", np.arange(np.datetime64("2020-01-01"), np.datetime64("2020-12-01")), np.full(335, 1.0), "USD"
    )
    assert style_candidates(engine, own, None, None).symbols
    with pytest.raises(InsufficientData):
        style_candidates(engine, sample, None, None)
