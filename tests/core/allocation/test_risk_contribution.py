"""Do the risk contributions add up, and do ratio and bets take their known values?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.allocation.index_concentration import Reading, index_concentration
from core.allocation.risk_contribution import risk_structure
from core.errors import InsufficientHistoryError, InvalidSpecification
from core.market.levels import LevelSeries, to_date
from core.market.period import Period

DAYS = np.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]")


def uncorrelated(count: int, seed: int = 1) -> np.ndarray:
    """Returns (60, count) whose sample covariance is exactly 0.0001 on the diagonal and 0 beside it."""
    raw = np.random.default_rng(seed).normal(size=(60, count))
    raw -= raw.mean(axis=0)
    q, _ = np.linalg.qr(raw)
    return np.asarray(q * np.sqrt(59) * 0.01)


def test_equal_uncorrelated_holdings_are_that_many_bets() -> None:
    found = risk_structure(list("ABCD"), uncorrelated(4), np.full(4, 0.25), 252)
    assert found.diversification_ratio == pytest.approx(2.0)  # √4
    assert found.effective_bets == pytest.approx(4.0)
    assert [one.contribution for one in found.parts] == pytest.approx([0.25] * 4)
    assert found.volatility == pytest.approx(0.01 * np.sqrt(252) / 2)
    assert found.mean_correlation == pytest.approx(0.0, abs=1e-12)


def test_one_bet_twice_is_one_bet() -> None:
    same = np.repeat(uncorrelated(1), 2, axis=1)
    found = risk_structure(["A", "B"], same, np.array([0.7, 0.3]), 252)
    assert found.diversification_ratio == pytest.approx(1.0)
    assert found.effective_bets == pytest.approx(1.0)
    assert found.correlation == pytest.approx(np.ones((2, 2)))
    single = risk_structure(["A"], same[:, :1], np.array([2.0]), 252)
    assert (single.effective_bets, single.mean_correlation) == (pytest.approx(1.0), None)


def test_two_assets_by_hand() -> None:
    """σ 20 % and 10 %, correlation 0, weights 60/40: variance .0144 + .0016, so the first carries 90 %."""
    returns = uncorrelated(2) / 0.01 * np.array([0.20, 0.10]) / np.sqrt(252)
    found = risk_structure(["A", "B"], returns, np.array([0.6, 0.4]), 252)
    assert [one.contribution for one in found.parts] == pytest.approx([0.9, 0.1])
    assert found.volatility == pytest.approx(np.sqrt(0.016))
    assert found.diversification_ratio == pytest.approx(0.16 / np.sqrt(0.016))
    assert found.effective_bets == pytest.approx(1.6)


@given(st.integers(1, 6), st.integers(0, 10_000))
def test_contributions_add_up_and_bounds_hold(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    returns = random.normal(0, 0.01, (40, count)) + random.normal(0, 0.01, (40, 1))
    weights = random.uniform(0.01, 1, count)
    found = risk_structure([str(at) for at in range(count)], returns, weights, 252)
    assert sum(one.contribution for one in found.parts) == pytest.approx(1.0)
    assert found.volatility == pytest.approx((returns @ (weights / weights.sum())).std(ddof=1) * np.sqrt(252))
    assert found.diversification_ratio >= 1 - 1e-9
    assert found.effective_bets == pytest.approx(min(found.diversification_ratio**2, count))
    assert found.effective_bets <= count


def correlated(correlation: float) -> np.ndarray:
    """Returns (60, 2) of equal volatility and exactly this correlation."""
    first, second = uncorrelated(2).T
    return np.column_stack([first, correlation * first + np.sqrt(1 - correlation**2) * second])


@pytest.mark.parametrize(
    ("correlation", "squared", "bets"), [(-0.9, 20.0, 2.0), (-0.1, 2 / 0.9, 2.0), (0.0, 2.0, 2.0), (0.6, 1.25, 1.25)]
)
def test_bets_never_exceed_the_holdings_and_hedging_is_said(correlation: float, squared: float, bets: float) -> None:
    found = risk_structure(["A", "B"], correlated(correlation), np.array([0.5, 0.5]), 252)
    assert found.diversification_ratio**2 == pytest.approx(squared)  # 2 / (1 + ρ)
    assert found.effective_bets == pytest.approx(bets)
    assert found.effective_bets <= 2
    assert found.hedged is (correlation < 0)


def test_what_stands_still_or_is_not_held_is_no_bet() -> None:
    beside = np.column_stack([correlated(-0.9), np.zeros(60), uncorrelated(1, seed=5)])
    found = risk_structure(list("ABCD"), beside, np.array([0.4, 0.4, 0.2, 0.0]), 252)
    assert (found.effective_bets, found.hedged) == (2.0, True)


def test_holdings_that_offset_each_other_wholly_have_no_ratio_and_as_many_bets_as_there_are() -> None:
    found = risk_structure(["A", "B"], correlated(-1.0), np.array([0.5, 0.5]), 252)
    assert (found.diversification_ratio, found.effective_bets, found.hedged) == (None, 2.0, True)
    assert "offset each other" in dict(found.reasons)["diversification_ratio"]


def test_what_never_moves_has_no_ratio_and_says_why() -> None:
    still = risk_structure(["A", "B"], np.zeros((30, 2)), np.array([0.5, 0.5]), 252)
    assert (still.diversification_ratio, still.effective_bets) == (None, None)
    assert dict(still.reasons).keys() == {"diversification_ratio", "effective_bets"}
    half = risk_structure(["A", "Cash"], np.column_stack([uncorrelated(1), np.zeros(60)]), np.array([0.5, 0.5]), 252)
    assert np.isnan(half.correlation[0, 1])
    assert half.parts[1].contribution == 0.0


def test_too_little_or_broken_input_is_refused() -> None:
    with pytest.raises(InsufficientHistoryError):
        risk_structure(["A"], np.zeros((19, 1)), np.ones(1), 252)
    with pytest.raises(InvalidSpecification):
        risk_structure(["A"], np.zeros((30, 2)), np.ones(1), 252)
    with pytest.raises(InvalidSpecification):
        risk_structure(["A"], np.full((30, 1), np.nan), np.ones(1), 252)
    with pytest.raises(InvalidSpecification):
        risk_structure(["A", "B"], np.zeros((30, 2)), np.array([1.5, -0.5]), 252)


def levels(name: str, returns: np.ndarray, dates: np.ndarray = DAYS) -> LevelSeries:
    return LevelSeries(name, dates, 100 * np.cumprod(1 + returns), "USD")


def test_what_moves_with_one_index_is_severe() -> None:
    own = np.random.default_rng(3).normal(0, 0.01, DAYS.size)
    noise = np.random.default_rng(4).normal(0, 0.01, DAYS.size)
    twin, other = levels("TWIN", own * 2), levels("OTHER", noise)
    found = index_concentration(levels("Mine", own), [other, twin, levels("FLAT", np.zeros(DAYS.size))])
    assert [(one.symbol, one.reading) for one in found] == [("TWIN", Reading.SEVERE), ("OTHER", Reading.MODERATE)]
    assert found[0].correlation == pytest.approx(1.0, abs=1e-3)
    assert found[0].observations == DAYS.size - 1
    assert found[0].period == Period(to_date(DAYS[0]), to_date(DAYS[-1]))
    brief = levels("BRIEF", own[:10], DAYS[:10])
    assert index_concentration(levels("Mine", own), [brief]) == ()


@pytest.mark.parametrize(
    ("correlation", "reading"),
    [(0.85, Reading.SEVERE), (0.849, Reading.HIGH), (0.70, Reading.HIGH), (0.69, Reading.MODERATE)],
)
def test_the_reading_bands(correlation: float, reading: Reading) -> None:
    from core.allocation.index_concentration import IndexConcentration

    assert IndexConcentration("X", correlation, 30, False).reading is reading
