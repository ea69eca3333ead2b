"""Are position sizes and overlaid signals answered by their rules, refused in words, and marked as no advice?"""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

SIZE, SIGNAL = "/v1/analytics/position-size", "/v1/analytics/signal-overlay"
NOT_ADVICE = "Arithmetic on past data, not advice."


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"base": 100_000, "beta": 1.6}, {"rule": "inverse", "factor": 0.625, "size": 62_500.0, "limited": False}),
        ({"base": 100_000, "beta": 1.6, "rule": "TIERS"}, {"rule": "tiers", "factor": 0.6, "size": 60_000.0}),
        ({"base": 1_000, "beta": 10, "rule": "inverse"}, {"factor": 0.25, "size": 250.0, "limited": True}),
        ({"base": 1_000, "beta": -0.5}, {"factor": 2.0, "size": 2_000.0, "limited": True}),
    ],
)
def test_sizes_by_both_rules(client: TestClient, asked: dict[str, Any], expected: dict[str, Any]) -> None:
    answer = client.post(SIZE, json=asked)
    assert answer.status_code == 200
    assert answer.json().items() >= expected.items()
    assert answer.json()["notice"] == NOT_ADVICE


def signal(**changes: Any) -> dict[str, Any]:
    asked = {"strategy": "momentum-quality", "action": "BUY", "confidence": 60, "alpha": 0.04}
    return asked | {"information_ratio": 1.2, "beta": 1.1} | changes


@pytest.mark.parametrize(
    ("asked", "confidence", "points", "action", "reason"),
    [
        (signal(), 70, 10, "BUY", "Alpha is positive and the information ratio above 1: +10."),
        (signal(alpha=-0.01), 45, -15, "BUY", "Alpha is negative: −15."),
        (signal(alpha=-0.01, confidence=5), 0, -15, "BUY", "Alpha is negative: −15."),
        (
            signal(strategy="Mean_Reversion", alpha=-0.11),
            60,
            0,
            "HOLD",
            "Alpha is below −10\u202f%, so BUY becomes HOLD.",
        ),
        (signal(strategy="mean-reversion", alpha=0.01), 70, 10, "BUY", "Alpha is positive: +10."),
        (
            signal(strategy="contrarian", alpha=0.06, confidence=95),
            100,
            15,
            "BUY",
            "Alpha is above 5\u202f% and beta below 1.5",
        ),
        (signal(alpha=None), 60, 0, "BUY", "Alpha is not known"),
    ],
)
def test_signals_by_the_rules_of_their_strategy(
    client: TestClient, asked: dict[str, Any], confidence: float, points: float, action: str, reason: str
) -> None:
    answer = client.post(SIGNAL, json=asked).json()
    assert (answer["confidence"], answer["adjustment"], answer["action"]) == (confidence, points, action)
    assert answer["reason"].startswith(reason)
    assert answer["reason"].endswith(NOT_ADVICE)
    assert (answer["base_confidence"], answer["base_action"]) == (asked["confidence"], "BUY")
    assert answer["notice"] == NOT_ADVICE
