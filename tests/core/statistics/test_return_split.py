"""Is a mix of index and cash all market and deposit, does skill show as selection, and do the parts add up?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.returns.series import ReturnSeries
from core.statistics import undefined as sentences
from core.statistics.relative import Comparison, compare

RATE = 0.07
FIRST = np.datetime64("2015-01-01")


def ten_years(seed: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Every day for ten years: an index that made 150 %, and what a deposit at 7 % made."""
    raw = np.random.default_rng(seed).normal(0.0003, 0.01, 3_650)
    growth = np.exp((np.log(2.5) - np.log1p(raw).sum()) / raw.size)
    return (1 + raw) * growth - 1, np.full(raw.size, (1 + RATE) ** (1 / 365) - 1)


def beside(own: np.ndarray, index: np.ndarray, rate: float = RATE) -> Comparison:
    dates = FIRST + np.arange(own.size)
    return compare(ReturnSeries("p", dates, own), ReturnSeries("b", dates, index), rate)


def test_half_index_and_half_cash_has_no_selection() -> None:
    """A verifier's case: 50 % index (+150 % in ten years) and 50 % cash at 7 %, rebalanced daily."""
    index, cash = ten_years()
    found = beside(0.5 * index + 0.5 * cash, index)
    assert found.benchmark_total_return == pytest.approx(1.5)
    assert found.return_split is not None
    assert found.return_split.risk_free == pytest.approx(1.07**10 - 1, rel=1e-3)
    assert found.return_split.selection == pytest.approx(0, abs=1e-12)
    assert found.return_split.total == pytest.approx(found.total_return, abs=1e-12)
    assert found.selection_return == pytest.approx(found.total_return - 0.75, abs=1e-9)  # the whole-period form


@given(st.floats(-1.0, 2.5), st.integers(0, 50), st.floats(-0.02, 0.2))
def test_no_constant_mix_has_selection(weight: float, seed: int, rate: float) -> None:
    index, _ = ten_years(seed)
    cash = np.full(index.size, (1 + rate) ** (1 / 365) - 1)
    found = beside(weight * index + (1 - weight) * cash, index, rate)
    assert found.return_split is not None
    assert found.return_split.selection == pytest.approx(0, abs=1e-10)
    assert found.return_split.total == pytest.approx(found.total_return, abs=1e-12 * (1 + abs(found.total_return)))


@given(st.integers(0, 200), st.floats(0.001, 0.05), st.integers(20, 600))
def test_the_three_parts_are_the_total_return(seed: int, noise: float, n: int) -> None:
    random = np.random.default_rng(seed)
    index = random.normal(0.0004, 0.01, n)
    found = beside(np.maximum(random.normal(0, noise, n) + index, -0.99), index)
    assert found.return_split is not None
    assert found.return_split.total == pytest.approx(found.total_return, abs=1e-12 * (1 + abs(found.total_return)))


def test_a_lead_of_each_month_is_selection() -> None:
    """A lead of 1 % each month over an index mix is selection alone, and about 1 % a month of the money then there."""
    index = np.random.default_rng(1).normal(0.01, 0.03, 24)
    dates = np.arange("2020-01", "2022-01", dtype="datetime64[M]").astype("datetime64[D]")
    own = ReturnSeries("p", dates, index + 0.01)
    found = compare(own, ReturnSeries("b", dates, index), 0.0)
    assert found.return_split is not None
    assert found.return_split.risk_free == 0
    assert found.return_split.market + found.return_split.selection == pytest.approx(found.total_return, abs=1e-14)
    without = compare(ReturnSeries("p", dates, index), ReturnSeries("b", dates, index), 0.0)
    assert found.return_split.selection == pytest.approx(found.total_return - without.total_return, rel=0.15)


def test_there_is_no_split_beside_a_deposit_or_of_nothing() -> None:
    index, cash = ten_years()
    still = beside(index, cash)
    assert still.return_split is None
    assert still.reasons["return_split"] == sentences.CONSTANT_BENCHMARK
    lost = index.copy()
    lost[100] = -1.0
    gone = beside(lost, index)
    assert gone.return_split is None
    assert gone.reasons["return_split"] == sentences.LOST_EVERYTHING
    deposit = beside(cash, index).return_split
    assert deposit is not None
    assert (deposit.market, deposit.selection) == pytest.approx((0, 0), abs=1e-12)
