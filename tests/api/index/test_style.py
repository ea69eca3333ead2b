"""Is a portfolio's mix answered with weights by symbol, tested on later returns, and refused where it cannot be told?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

ADDRESS = "/v1/analytics/style"


def dated(returns: np.ndarray) -> list[dict[str, Any]]:
    first = np.datetime64("2023-01-02")
    return [{"date": str(first + at), "ret": float(value)} for at, value in enumerate(returns)]


def body(n: int = 60, **changes: Any) -> dict[str, Any]:
    rows = np.random.default_rng(1).normal(0, 0.01, (3, n))
    candidates = [{"symbol": name, "observations": dated(row)} for name, row in zip("ABC", rows, strict=True)]
    return {"portfolio": dated(np.array([0.7, 0.0, 0.3]) @ rows), "candidates": candidates} | changes


def test_the_mix_by_symbol(client: TestClient) -> None:
    answer = client.post(ADDRESS, json=body()).json()
    assert answer["weights"] == pytest.approx({"A": 0.7, "B": 0.0, "C": 0.3}, abs=1e-9)
    assert (answer["r_squared"], answer["out_of_sample_r_squared"]) == pytest.approx((1.0, 1.0))
    assert (answer["observations"], answer["window"], answer["reasons"]) == (60, 30, {})
    assert answer["rolling"][-1]["weights"] == pytest.approx({"A": 0.7, "B": 0.0, "C": 0.3}, abs=1e-9)
    assert len({one["date"] for one in answer["rolling"]}) == len(answer["rolling"]) == 6


@pytest.mark.parametrize(("changes", "status"), [({"window": 61}, 400), ({"candidates": []}, 400), ({"n": 19}, 422)])
def test_what_cannot_be_answered(client: TestClient, changes: dict[str, Any], status: int) -> None:
    assert client.post(ADDRESS, json=body(**changes)).status_code == status
