"""Is the mix the best one that is long-only and fully invested, and is it tested on returns it has not seen?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.index.style import mix_weights, style_of
from core.returns.series import ReturnSeries


def daily(name: str, returns: np.ndarray) -> ReturnSeries:
    return ReturnSeries(name, np.datetime64("2018-01-01") + np.arange(returns.size), returns)


def markets(k: int, n: int, seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(0.0003, 0.01, (k, n)) + random.normal(0, 0.006, n)


def test_a_true_mix_is_found_again() -> None:
    rows = markets(4, 400, 1)
    own = 0.6 * rows[0] + 0.4 * rows[2]
    found = style_of(daily("own", own), [daily(name, row) for name, row in zip("ABCD", rows, strict=True)])
    assert found.weights == pytest.approx([0.6, 0.0, 0.4, 0.0], abs=1e-10)
    assert (found.r_squared, found.out_of_sample_r_squared) == pytest.approx((1.0, 1.0))
    assert found.tracking_error == pytest.approx(0.0, abs=1e-12)
    assert found.rolling.weights == pytest.approx(np.tile([0.6, 0, 0.4, 0], (found.rolling.dates.size, 1)), abs=1e-9)


@given(st.integers(1, 6), st.integers(0, 300))
def test_no_shift_of_weight_lowers_the_error(k: int, seed: int) -> None:
    """Karush–Kuhn–Tucker: the gradient is equal on held indexes and not lower on the others."""
    rows = markets(k, 120, seed)
    own = np.random.default_rng(seed + 1).dirichlet(np.ones(k)) @ rows + np.random.default_rng(seed).normal(
        0, 0.01, 120
    )
    weights = mix_weights(own, rows)
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert weights.min() >= 0
    gradient = rows @ (weights @ rows - own)
    level = float(gradient @ weights)
    assert gradient.min() >= level - 1e-12
    assert gradient[weights > 1e-9] == pytest.approx(np.full((weights > 1e-9).sum(), level), abs=1e-12)


def test_an_independent_solver_finds_the_same_mix() -> None:
    rows = markets(5, 250, 8)
    own = np.array([0.1, 0.5, 0.0, 0.4, 0.0]) @ rows + np.random.default_rng(2).normal(0, 0.004, 250)
    other = minimize(
        lambda w: 1e4 * float(np.square(own - w @ rows).sum()),
        np.full(5, 0.2),
        method="SLSQP",
        bounds=[(0, 1)] * 5,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 500},
    )
    assert mix_weights(own, rows) == pytest.approx(other.x, abs=1e-5)


def test_leverage_and_shorts_are_not_allowed() -> None:
    rows = markets(2, 300, 3)
    assert mix_weights(1.5 * rows[0] - 0.5 * rows[1], rows) == pytest.approx([1.0, 0.0])
    assert mix_weights(rows[0], rows[:1]) == pytest.approx([1.0])


def test_a_mix_of_many_indexes_explains_noise_inside_but_not_outside() -> None:
    rows = markets(15, 120, 4)
    noise = np.random.default_rng(5).normal(0, 0.01, 120)
    found = style_of(daily("noise", noise), [daily(f"I{at}", row) for at, row in enumerate(rows)])
    assert found.out_of_sample_r_squared < found.r_squared


def test_what_has_no_answer_says_why() -> None:
    rows = markets(2, 60, 6)
    indexes = [daily("A", rows[0]), daily("B", rows[1])]
    flat = style_of(daily("flat", np.full(60, 0.0001)), indexes)
    assert (flat.r_squared, "r_squared" in flat.reasons) == (None, True)
    whole = style_of(daily("own", rows.mean(axis=0)), indexes, window=60)
    assert (whole.out_of_sample_r_squared, "out_of_sample_r_squared" in whole.reasons) == (None, True)
    with pytest.raises(InsufficientHistoryError, match="at least 20 observations, but there are 10"):
        style_of(daily("own", rows[0][:10]), [daily("A", rows[0][:10])])
    for wrong in ([], [indexes[0], indexes[0]]):
        with pytest.raises(InvalidSpecification):
            style_of(daily("own", rows[0]), wrong)
    with pytest.raises(InvalidSpecification, match="20 to 60 returns"):
        style_of(daily("own", rows[0]), indexes, window=61)
