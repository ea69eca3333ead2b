"""Are positions sized and signals adjusted by their rules, at every limit?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidSpecification
from core.index.position_size import RiskRecord, SizingRule, position_size
from core.index.signal_overlay import Action, Strategy, Verdict, overlay_signal


@pytest.mark.parametrize(
    ("beta", "factor"),
    [(1.0, 1.0), (1.25, 0.8), (0.8, 1.25), (4.0, 0.25), (10.0, 0.25), (0.4, 2.0), (0.0, 1.0), (-1.0, 1.0)],
)
def test_base_over_beta_within_its_limits(beta: float, factor: float) -> None:
    """Base ÷ beta, clamped to [0.25, 2] × base; a beta that is not positive takes the base at most."""
    found = position_size(1000.0, beta)
    assert found.size == pytest.approx(1000 * factor)
    assert found.limited == (0 < beta < 0.5 or beta > 4)


def test_a_low_beta_of_what_swings_by_itself_is_no_reason_to_buy_twice_as_much() -> None:
    """A verifier's case: beta 0.3, own volatility 60 %, base 10 %: 20 % of the portfolio had been 12 % of volatility alone."""
    found = position_size(0.10, 0.3, record=RiskRecord(0.60, 0.15))
    assert found.size == pytest.approx(0.025)
    assert found.size * 0.60 == pytest.approx(0.10 * 0.15)
    assert "15.0 ÷ 60.0" in found.reason


@pytest.mark.parametrize(
    ("beta", "record", "factor"),
    [
        (0.5, RiskRecord(0.10, 0.15), 1.5),
        (0.5, RiskRecord(0.05, 0.15), 2.0),
        (0.5, RiskRecord(0.10, 0.15, r_squared=0.24), 1.0),
        (0.5, RiskRecord(0.10, 0.15, r_squared=0.25), 1.5),
        (0.5, RiskRecord(0.10, 0.15, beta_interval=(-0.1, 1.1)), 1.0),
        (0.5, RiskRecord(0.10, 0.15, beta_interval=(0.1, 0.9)), 1.5),
        (-0.5, RiskRecord(0.10, 0.15), 1.0),
        (-0.5, RiskRecord(0.60, 0.15), 0.25),
        (0.0, RiskRecord(0.30, 0.15), 0.5),
        (2.0, RiskRecord(0.30, 0.15, r_squared=0.1), 0.5),
        (0.5, RiskRecord(0.0, 0.15), 2.0),
    ],
)
def test_a_size_is_bounded_by_volatility_and_by_what_is_known_of_beta(
    beta: float, record: RiskRecord, factor: float
) -> None:
    found = position_size(1000.0, beta, record=record)
    assert found.size == pytest.approx(1000 * factor)
    assert ("beta says nothing about its risk" in found.reason) == bool(record.doubt(beta))
    assert found.limited == ("held at" in found.reason)


@given(st.floats(0.05, 1.0), st.floats(0.05, 1.0), st.floats(-1.0, 1.0), st.floats(-2.0, 3.0), st.floats(-2.0, 3.0))
def test_no_size_leaves_its_bounds(own: float, index: float, correlation: float, one: float, other: float) -> None:
    beta = correlation * own / index
    record = RiskRecord(own, index, correlation**2, (min(one, other), max(one, other)))
    found = position_size(1.0, beta, record=record)
    assert 0.25 <= found.size <= (1.0 if record.doubt(beta) else 2.0)
    assert found.size * own <= max(index * (1 + 1e-12), 0.25 * own)


@pytest.mark.parametrize("wrong", [{"volatility": 0.2}, {"r_squared": 1.1}, {"beta_interval": (1.0, 0.0)}])
def test_a_record_that_cannot_be_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidSpecification):
        RiskRecord(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("beta", "factor"),
    [(1.6, 0.6), (1.5, 0.8), (1.3, 0.8), (1.2, 1.0), (1.0, 1.0), (0.8, 1.0), (0.79, 1.2), (-1.0, 1.2)],
)
def test_tiers(beta: float, factor: float) -> None:
    """Tiers of beta: > 1.5 × 0.6, > 1.2 × 0.8, < 0.8 × 1.2, else 1."""
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


@pytest.mark.parametrize("action", [Action.SELL, Action.HOLD])
@pytest.mark.parametrize("strategy", Strategy)
def test_sell_and_hold_pass_unchanged(strategy: Strategy, action: Action) -> None:
    found = overlay_signal(strategy, action, 60, 0.06, 2.0, 1.0, 0.01)
    assert (found.action, found.confidence, found.adjustment, found.verdict) == (action, 60, 0, None)
    assert "Only a BUY is moved" in found.reason


@pytest.mark.parametrize(
    ("confidence", "alpha", "ratio", "low", "verdict", "why"),
    [
        (85, 0.04, 1.2, 0.01, Verdict.CONFIRMED, "its 95\u202f% interval above 0"),
        (85, 0.04, 1.2, None, Verdict.CONFIRMED, "interval is not known"),
        (85, 0.04, 1.2, -0.01, Verdict.SKIP, "reaches below 0"),
        (85, 0.04, 1.2, 0.0, Verdict.SKIP, "reaches below 0"),
        (70, 0.04, 1.2, 0.01, Verdict.SKIP, "80 is not above 80"),
        (71, 0.04, 1.2, 0.01, Verdict.CONFIRMED, "confidence is above 80"),
        (95, 0.0, 1.2, None, Verdict.SKIP, "alpha is not positive".capitalize()),
        (95, 0.04, 1.0, 0.01, Verdict.SKIP, "The information ratio is not above 1"),
        (95, None, None, None, Verdict.SKIP, "Alpha is not known, and the information ratio is not known"),
    ],
)
def test_a_buy_is_confirmed_only_by_all_of_it(
    confidence: float, alpha: float | None, ratio: float | None, low: float | None, verdict: Verdict, why: str
) -> None:
    found = overlay_signal(MOMENTUM, Action.BUY, confidence, alpha, ratio, 1.85, low)
    assert found.verdict is verdict
    assert why in found.why
    assert found.recommended_position_size == pytest.approx(0.06)
    assert found.window_days == 90


def test_a_stopped_buy_is_skipped_and_without_a_beta_there_is_no_size() -> None:
    stopped = overlay_signal(REVERSION, Action.BUY, 90, -0.11, 2.0, None)
    assert (stopped.verdict, stopped.recommended_position_size) == (Verdict.SKIP, None)
    assert "stops the BUY" in stopped.why
