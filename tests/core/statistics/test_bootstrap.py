"""Is the band of alpha as wide as theory has it, wider where returns persist, and free of the market's own ups and downs?"""

from __future__ import annotations

import numpy as np
import pytest

from core.returns.series import ReturnSeries
from core.statistics.bootstrap import AlphaBand, alpha_band
from core.statistics.relative import compare


def band_of(own: np.ndarray, market: np.ndarray) -> AlphaBand:
    dates = np.datetime64("2015-01-01") + np.arange(own.size)
    found = alpha_band(compare(ReturnSeries("p", dates, own), ReturnSeries("b", dates, market), 0.0, 252, 2))
    assert found is not None
    return found


def test_the_band_is_the_one_of_independent_returns() -> None:
    """Outside number: for independent residuals the band is alpha ± 1.96 · sd/√n (normal theory), here within 10 %."""
    random = np.random.default_rng(8)
    market, residuals = random.normal(0.0004, 0.01, (2, 2_000))
    band = band_of(0.7 * market + residuals, market)
    half = 1.96 * residuals.std() / np.sqrt(2_000) * 252
    assert (band.high - band.low) / 2 == pytest.approx(half, rel=0.1)
    assert band.block == 13
    assert band == band_of(0.7 * market + residuals, market)
    assert band.includes_zero == (band.low <= 0 <= band.high)


def test_market_risk_is_in_no_band() -> None:
    """Twice the index is no skill, and as sure as the index itself: p − b had put the index's own ups and downs into the band."""
    market = np.random.default_rng(2).normal(0.0004, 0.01, 500)
    band = band_of(2 * market, market)
    assert (band.alpha, band.low, band.high) == pytest.approx((0, 0, 0), abs=1e-12)
    lead = band_of(2 * market + 0.001, market)
    assert (lead.alpha, lead.low, lead.high) == pytest.approx((0.252,) * 3)
    assert not lead.includes_zero


def test_blocks_widen_the_band_of_residuals_that_persist() -> None:
    random = np.random.default_rng(8)
    market, steps = random.normal(0, 0.01, (2, 2_000))
    persistent = np.convolve(steps, np.ones(10) / 10, "valid")
    wide = band_of(market[: persistent.size] + persistent, market[: persistent.size])
    narrow = band_of(market[: persistent.size] + random.permutation(persistent), market[: persistent.size])
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)


def test_few_returns_have_a_band_and_a_deposit_has_none() -> None:
    """Four returns: draws in which the index stands still keep the record's own beta."""
    few = band_of(np.array([0.01, 0.02, -0.01, 0.03]), np.array([0.01, 0.01, 0.01, 0.02]))
    assert np.isfinite([few.alpha, few.low, few.high]).all()
    dates = np.datetime64("2015-01-01") + np.arange(30)
    still = compare(
        ReturnSeries("p", dates, np.arange(30) / 1e4), ReturnSeries("b", dates, np.full(30, 0.001)), 0.0, 252
    )
    assert alpha_band(still) is None
