"""Are rules and strategies known by their names however they are written? What is answered is recorded: ``answers/sent_along``."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered


@pytest.mark.parametrize(("rule", "size"), [(None, 62_500.0), ("inverse", 62_500.0), ("TIERS", 60_000.0)])
def test_sizes_by_both_rules(client: TestClient, rule: str | None, size: float) -> None:
    asked = {"base": 100_000, "beta": 1.6} | ({"rule": rule} if rule else {})
    assert answered(client.post("/v1/analytics/position-size", json=asked))["size"] == size


@pytest.mark.parametrize(
    ("strategy", "alpha", "confidence", "action"),
    [
        ("momentum-quality", 0.04, 70, "BUY"),
        ("momentum-quality", None, 60, "BUY"),
        ("Mean_Reversion", -0.11, 60, "HOLD"),
        ("mean-reversion", 0.01, 70, "BUY"),
    ],
)
def test_signals_by_the_rules_of_their_strategy(
    client: TestClient, strategy: str, alpha: float | None, confidence: float, action: str
) -> None:
    asked = {"strategy": strategy, "action": "BUY", "confidence": 60, "alpha": alpha}
    answer = answered(client.post("/v1/analytics/signal-overlay", json=asked | {"information_ratio": 1.2, "beta": 1.1}))
    assert (answer["confidence"], answer["action"], answer["base_action"]) == (confidence, action, "BUY")
