"""Are positions sized and signals adjusted by their rules, at every limit?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.index.position_size import SizingRule, position_size
from core.index.signal_overlay import Action, Strategy, overlay_signal


@pytest.mark.parametrize(
    ("beta", "factor"),
    [(1.0, 1.0), (1.25, 0.8), (0.8, 1.25), (4.0, 0.25), (10.0, 0.25), (0.4, 2.0), (0.0, 2.0), (-1.0, 2.0)],
)
def test_base_over_beta_within_its_limits(beta: float, factor: float) -> None:
    """METHODOLOGY: base ÷ beta, clamped to [0.25, 2] × base."""
    found = position_size(1000.0, beta)
    assert found.size == pytest.approx(1000 * factor)
    assert found.limited == (beta < 0.5 or beta > 4)


@pytest.mark.parametrize(
    ("beta", "factor"),
    [(1.6, 0.6), (1.5, 0.8), (1.3, 0.8), (1.2, 1.0), (1.0, 1.0), (0.8, 1.0), (0.79, 1.2), (-1.0, 1.2)],
)
def test_tiers(beta: float, factor: float) -> None:
    """METHODOLOGY: > 1.5 × 0.6, > 1.2 × 0.8, < 0.8 × 1.2, else 1."""
    assert position_size(1000.0, beta, SizingRule.TIERS).size == pytest.approx(1000 * factor)


@given(st.floats(0.5, 4.0), st.floats(1.0, 1e9))
def test_size_times_beta_is_the_base_between_the_limits(beta: float, base: float) -> None:
    assert position_size(base, beta).size * beta == pytest.approx(base)


@pytest.mark.parametrize(("base", "beta"), [(0.0, 1.0), (-1.0, 1.0), (float("inf"), 1.0), (1.0, float("nan"))])
def test_no_size_without_numbers(base: float, beta: float) -> None:
    with pytest.raises(InvalidSpecification):
        position_size(base, beta)


MOMENTUM, REVERSION, CONTRARIAN = Strategy


@pytest.mark.parametrize(
    ("strategy", "alpha", "ratio", "beta", "points"),
    [
        (MOMENTUM, 0.01, 1.1, 1.0, 10),
        (MOMENTUM, 0.01, 1.0, 1.0, 0),
        (MOMENTUM, 0.0, 2.0, 1.0, 0),
        (MOMENTUM, -0.01, 2.0, 1.0, -15),
        (REVERSION, 0.01, 0.0, 1.0, 10),
        (REVERSION, -0.05, 0.0, 1.0, 0),
        (CONTRARIAN, 0.051, 0.0, 1.49, 15),
        (CONTRARIAN, 0.05, 0.0, 1.0, 0),
        (CONTRARIAN, 0.06, 0.0, 1.5, 0),
        (MOMENTUM, None, None, None, 0),
        (CONTRARIAN, 0.06, None, None, 0),
    ],
)
def test_points_of_each_strategy(
    strategy: Strategy, alpha: float | None, ratio: float | None, beta: float | None, points: float
) -> None:
    found = overlay_signal(strategy, Action.BUY, 60, alpha, ratio, beta)
    assert (found.adjustment, found.confidence, found.action) == (points, 60 + points, Action.BUY)
    assert found.reason.endswith("Arithmetic on past data, not advice.")


def test_mean_reversion_stops_buying_what_loses_to_its_risk() -> None:
    assert overlay_signal(REVERSION, Action.BUY, 60, -0.11, 0, 1).action is Action.HOLD
    assert overlay_signal(REVERSION, Action.BUY, 60, -0.10, 0, 1).action is Action.BUY
    assert overlay_signal(REVERSION, Action.SELL, 60, -0.11, 0, 1).action is Action.SELL


@given(
    st.sampled_from(Strategy),
    st.sampled_from(Action),
    st.floats(0, 100),
    st.none() | st.floats(-2, 2),
    st.none() | st.floats(-5, 5),
    st.none() | st.floats(-3, 3),
)
def test_a_confidence_never_leaves_its_range(
    strategy: Strategy, action: Action, base: float, alpha: float | None, ratio: float | None, beta: float | None
) -> None:
    assert 0 <= overlay_signal(strategy, action, base, alpha, ratio, beta).confidence <= 100


def test_the_ends_hold() -> None:
    assert overlay_signal(CONTRARIAN, Action.BUY, 95, 0.06, 0, 1).confidence == 100
    assert overlay_signal(MOMENTUM, Action.BUY, 5, -0.06, 0, 1).confidence == 0
    with pytest.raises(InvalidSpecification):
        overlay_signal(MOMENTUM, Action.BUY, 101, 0, 0, 1)


@pytest.mark.parametrize(
    ("strategy", "alpha", "ratio", "beta", "told"),
    [
        (MOMENTUM, None, 2.0, 1.0, "Alpha is not known"),
        (MOMENTUM, 0.02, None, 1.0, "the information ratio is not known"),
        (MOMENTUM, -0.02, None, 1.0, "Alpha is negative: −15"),
        (CONTRARIAN, 0.06, 0.0, float("nan"), "beta is not known"),
        (CONTRARIAN, 0.04, 0.0, None, "Nothing in alpha, information ratio or beta changes it."),
        (REVERSION, 0.02, None, None, "Alpha is positive: +10"),
    ],
)
def test_what_is_not_known_is_said_where_the_rule_would_need_it(
    strategy: Strategy, alpha: float | None, ratio: float | None, beta: float | None, told: str
) -> None:
    assert told in overlay_signal(strategy, Action.BUY, 60, alpha, ratio, beta).reason
