"""Do rolling statistics equal the window's own, also after an outlier, and do alerts come when something changed?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InsufficientHistoryError, InvalidSpecification
from core.returns.series import ReturnSeries
from core.statistics.relative import compare
from core.statistics.rolling import rolling_fit, window_sums

FIRST = np.datetime64("2015-01-01")


def daily(name: str, returns: np.ndarray) -> ReturnSeries:
    return ReturnSeries(name, FIRST + np.arange(returns.size), returns)


def pair(n: int, seed: int = 3, beta: float = 1.2) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    market = random.normal(0.0004, 0.01, n)
    return beta * market + random.normal(0, 0.006, n), market


def two_pass(p: np.ndarray, b: np.ndarray, window: int) -> np.ndarray:
    """The exact beta of every window, one after the other."""
    betas = []
    for end in range(window, p.size + 1):
        own, market = (one[end - window : end] - one[end - window : end].mean() for one in (p, b))
        betas.append(float(own @ market) / float(market @ market))
    return np.array(betas)


@given(st.integers(20, 60), st.integers(60, 200), st.integers(0, 99))
def test_each_window_is_its_own_comparison(window: int, n: int, seed: int) -> None:
    p, b = pair(n, seed)
    found = rolling_fit(daily("p", p), daily("b", b), window, 0.03)
    for at in (0, n // 3, n - window):
        if at > n - window:
            continue
        keep = slice(at, at + window)
        exact = compare(
            ReturnSeries("p", FIRST + np.arange(window), p[keep]),
            ReturnSeries("b", FIRST + np.arange(window), b[keep]),
            0.03,
        )
        told = (found.alpha[at], found.beta[at], found.correlation[at])
        assert told == pytest.approx((exact.alpha, exact.beta, exact.correlation), rel=1e-10, abs=1e-12)
    assert found.dates[0] == FIRST + (window - 1)
    assert found.beta.size == n - window + 1


@pytest.mark.parametrize("tick_in", ["own", "market"])
def test_an_outlier_of_4000_percent_leaves_no_trace(tick_in: str) -> None:
    """To reach: beta error ≤ 1e-11 against the exact two-pass even after a +4000 % tick."""
    p, b = pair(2_520)
    (p if tick_in == "own" else b)[700] = 40.0
    found = rolling_fit(daily("p", p), daily("b", b), 90)
    assert np.abs(found.beta - two_pass(p, b, 90)).max() <= 1e-11
    after = slice(701, None)
    clean = rolling_fit(daily("p", p[after]), daily("b", b[after]), 90)
    assert np.abs(found.beta[701:] - clean.beta).max() <= 1e-11


@given(st.integers(1, 30), st.integers(30, 100))
def test_window_sums_are_sums(window: int, n: int) -> None:
    rows = np.random.default_rng(n).normal(size=(2, n))
    expected = np.lib.stride_tricks.sliding_window_view(rows, window, axis=1).sum(axis=2)
    assert window_sums(rows, window) == pytest.approx(expected, abs=1e-12)


def test_a_benchmark_that_stood_still_has_no_beta_there() -> None:
    p, b = pair(200)
    b[50:110] = 0.001
    found = rolling_fit(daily("p", p), daily("b", b), 40)
    still = np.isnan(found.beta)
    assert still[50:71].all()
    assert still.sum() == 21
    itself = rolling_fit(daily("p", p), daily("b", p), 40)
    assert itself.beta == pytest.approx(1.0)
    assert itself.alpha == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize("window", [19, 253])
def test_windows_have_limits(window: int) -> None:
    p, b = pair(300)
    with pytest.raises(InvalidSpecification):
        rolling_fit(daily("p", p), daily("b", b), window)
    with pytest.raises(InsufficientHistoryError, match="at least 90 observations, but there are 80"):
        rolling_fit(daily("p", p[:80]), daily("b", b[:80]), 90)
