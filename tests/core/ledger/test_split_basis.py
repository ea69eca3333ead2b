"""Is an as-traded series told from an adjusted one?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.positions import UnitRatio
from core.ledger.split_basis import on_latest_basis
from core.market.levels import LevelSeries

DAYS = np.arange(np.datetime64("2024-01-01"), np.datetime64("2024-02-01"))
ON = date(2024, 1, 15)


def series(*levels: float) -> LevelSeries:
    return LevelSeries("X", DAYS[: len(levels)], np.array(levels), "USD")


def as_traded(ratio: float, jump_at: int = 14) -> LevelSeries:
    walk = 100 * np.cumprod(1 + 0.02 * np.sin(np.arange(DAYS.size)))
    return series(*np.where(np.arange(DAYS.size) < jump_at, walk * ratio, walk))


def test_the_jump_is_taken_out_and_named() -> None:
    restated = on_latest_basis(as_traded(10.0), [UnitRatio(ON, 10.0)])
    assert restated.taken_out == (UnitRatio(ON, 10.0),)
    assert restated.series.levels == pytest.approx(as_traded(1.0).levels)


def test_adjusted_prices_stay_the_very_same() -> None:
    adjusted = as_traded(1.0)
    assert on_latest_basis(adjusted, [UnitRatio(ON, 10.0)]).series is adjusted


def test_a_crash_on_the_day_of_a_split_is_not_the_split() -> None:
    crash = series(*([100.0] * 14 + [75.0] * 10))  # −25 % in a day: nearer to no change than to a half
    assert on_latest_basis(crash, [UnitRatio(ON, 2.0)]).series is crash


def test_a_split_booked_three_days_late_is_found() -> None:
    late = on_latest_basis(as_traded(2.0, jump_at=11), [UnitRatio(ON, 2.0)])
    assert late.series.levels == pytest.approx(as_traded(1.0).levels)


def test_a_small_bonus_cannot_be_told_from_the_market() -> None:
    levels = as_traded(1.05)
    assert on_latest_basis(levels, [UnitRatio(ON, 1.05)]).series is levels


def test_a_reverse_split_is_found_too() -> None:
    restated = on_latest_basis(as_traded(0.1), [UnitRatio(ON, 0.1)])
    assert restated.series.levels == pytest.approx(as_traded(1.0).levels)


def test_series_that_begin_or_end_beside_the_split_are_left_alone() -> None:
    short = as_traded(2.0)
    for on in (date(2023, 12, 1), date(2024, 6, 1)):
        assert on_latest_basis(short, [UnitRatio(on, 2.0)]).series is short
    sparse = LevelSeries("X", DAYS[[0, 20]], np.array([200.0, 100.0]), "USD")
    assert on_latest_basis(sparse, [UnitRatio(ON, 2.0)]).series is sparse


@given(st.floats(0.05, 20).filter(lambda ratio: abs(np.log(ratio)) > np.log(1.2)), st.integers(0, 2**32 - 1))
def test_whatever_the_ratio_both_bases_end_up_alike(ratio: float, seed: int) -> None:
    walk = 100 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.01, DAYS.size)))
    adjusted = series(*walk)
    traded = series(*np.where(np.arange(DAYS.size) < 14, walk * ratio, walk))
    ratios = [UnitRatio(ON, ratio)]
    assert on_latest_basis(adjusted, ratios).series is adjusted
    assert on_latest_basis(traded, ratios).series.levels == pytest.approx(walk)
