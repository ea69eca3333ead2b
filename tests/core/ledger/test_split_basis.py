"""Is an as-traded series told from an adjusted one?"""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ledger.positions import UnitRatio
from core.ledger.split_basis import on_latest_basis
from core.ledger.transaction import Transaction, TransactionKind
from core.market.levels import LevelSeries, to_date

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


WALK = 100 * np.cumprod(1 + 0.015 * np.sin(1.7 * np.arange(DAYS.size)))


def bought(at: int, price: float) -> Transaction:
    return Transaction(to_date(DAYS[at]), TransactionKind.BUY, "X", quantity=1.0, price=price)


@pytest.mark.parametrize("ratio", [1.01, 1.05, 1.1, 1.2, 1.5, 4.0, 0.9, 0.1])
@pytest.mark.parametrize("off", [1.0, 1.004])
def test_what_was_paid_tells_the_basis_of_any_ratio(ratio: float, off: float) -> None:
    """Two purchases before the split, in the units of their days; on the day itself the market falls by 12 % besides."""
    walk = np.where(np.arange(DAYS.size) < 14, WALK, 0.88 * WALK)
    traded = np.where(np.arange(DAYS.size) < 14, walk * ratio, walk)
    rows = [bought(2, traded[2] * off), bought(9, traded[9] / off), bought(20, traded[20])]
    for known in (series(*walk), series(*traded)):
        restated = on_latest_basis(known, [UnitRatio(ON, ratio)], rows)
        assert restated.series.levels == pytest.approx(walk, rel=1e-12)


def test_several_small_ones_stand_each_by_itself() -> None:
    """Adjusted for the first two bonuses of 10 %, as traded at the third; the one that came with the prices is never taken out."""
    ratios = [UnitRatio(to_date(DAYS[at]), 1.1, in_prices=at == 27) for at in (8, 14, 20, 27)]
    known = series(*np.where(np.arange(DAYS.size) < 20, WALK * 1.1, WALK))
    paid = [bought(at, WALK[at] * 1.1 ** sum(at < day for day in (8, 14, 20, 27))) for at in (3, 10, 17, 23)]
    restated = on_latest_basis(known, ratios, paid)
    assert restated.taken_out == (ratios[2],)
    assert restated.series.levels == pytest.approx(WALK, rel=1e-12)


@pytest.mark.parametrize("paid", [1.0, 400.0])
def test_a_trade_that_fits_neither_tells_nothing(paid: float) -> None:
    traded = series(*np.where(np.arange(DAYS.size) < 14, WALK * 4.0, WALK))
    assert on_latest_basis(traded, [UnitRatio(ON, 4.0)], [bought(3, paid * 1e4)]).taken_out
    assert on_latest_basis(series(*WALK), [UnitRatio(ON, 4.0)], [bought(3, WALK[3])]).taken_out == ()  # no jump at all


@given(st.lists(st.floats(0.8, 1.3), min_size=1, max_size=4), st.booleans(), st.integers(0, 2**32 - 1))
def test_small_ratios_end_up_alike_on_both_bases(ratios: list[float], adjusted: bool, seed: int) -> None:
    """With a purchase at the price of the day between any two of them."""
    rng = np.random.default_rng(seed)
    walk = 100 * np.exp(np.cumsum(rng.normal(0, 0.02, DAYS.size)))
    days = 5 * np.arange(1, len(ratios) + 1)
    factors = np.array([np.prod([one for day, one in zip(days, ratios, strict=True) if at < day]) for at in range(31)])
    rows = [bought(int(at) - 2, float((walk * factors)[at - 2])) for at in days]
    known = series(*(walk if adjusted else walk * factors))
    units = [UnitRatio(to_date(DAYS[at]), one) for at, one in zip(days, ratios, strict=True)]
    assert on_latest_basis(known, units, rows).series.levels == pytest.approx(walk, rel=1e-5)


@given(st.floats(0.05, 20).filter(lambda ratio: abs(np.log(ratio)) > np.log(1.2)), st.integers(0, 2**32 - 1))
def test_whatever_the_ratio_both_bases_end_up_alike(ratio: float, seed: int) -> None:
    walk = 100 * np.exp(np.cumsum(np.random.default_rng(seed).normal(0, 0.01, DAYS.size)))
    adjusted = series(*walk)
    traded = series(*np.where(np.arange(DAYS.size) < 14, walk * ratio, walk))
    ratios = [UnitRatio(ON, ratio)]
    assert on_latest_basis(adjusted, ratios).series is adjusted
    assert on_latest_basis(traded, ratios).series.levels == pytest.approx(walk)
