"""Is the mix, and are the factors, of returns that were sent along found again, and refused where they cannot be told?

What they answer is recorded: ``answers/sent_along``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.bodies import MONTHS, factor_body
from tests.api.conftest import answered

STYLE, FACTORS = "/v1/analytics/style", "/v1/analytics/factors"


def dated(returns: np.ndarray) -> list[dict[str, Any]]:
    first = np.datetime64("2023-01-02")
    return [{"date": str(first + at), "ret": float(value)} for at, value in enumerate(returns)]


def body(n: int = 60, **changes: Any) -> dict[str, Any]:
    rows = np.random.default_rng(1).normal(0, 0.01, (3, n))
    candidates = [{"symbol": name, "observations": dated(row)} for name, row in zip("ABC", rows, strict=True)]
    return {"portfolio": dated(np.array([0.7, 0.0, 0.3]) @ rows), "candidates": candidates} | changes


def test_the_mix_by_symbol(client: TestClient) -> None:
    answer = answered(client.post(STYLE, json=body()))
    mix = pytest.approx({"A": 0.7, "B": 0.0, "C": 0.3}, abs=1e-9)
    assert answer["weights"] == mix
    assert answer["rolling"][-1]["weights"] == mix
    assert (answer["observations"], answer["window"], len({one["date"] for one in answer["rolling"]})) == (60, 30, 6)


def test_three_factors_and_momentum(client: TestClient) -> None:
    answer = answered(client.post(FACTORS, json=factor_body()))
    loadings = {name: one["loading"] for name, one in answer["loadings"].items()}
    assert loadings == pytest.approx({"Mkt-RF": 1.2, "SMB": 0.0, "Mom": -0.3}, abs=1e-10)
    assert (answer["alpha"], answer["observations"]) == (pytest.approx(0.002 * 12), len(MONTHS))
