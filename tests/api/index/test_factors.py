"""Are factor loadings answered from files as published, and wrong files refused?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

ADDRESS = "/v1/analytics/factors"
MONTHS = [f"{year}{month:02}" for year in (2021, 2022, 2023) for month in range(1, 13)]
ROWS = np.random.default_rng(5).normal(0.5, 4, (3, 36)).round(2)


def file(names: str, *rows: np.ndarray, annual: bool = False) -> str:
    lines = [",".join([month, *(f"{row[at]:.2f}" for row in rows)]) for at, month in enumerate(MONTHS)]
    text = f"Some text\n\n,{names}\n" + "\n".join(lines) + "\n"
    return text + (f"\n Annual Factors: January-December\n,{names}\n 2021,1,2,3\n" if annual else "")


RATES = np.full(36, 0.1)
THREE = file("Mkt-RF,SMB,RF", ROWS[0], ROWS[1], RATES, annual=True)


def body(**changes: Any) -> dict[str, Any]:
    own = (1.2 * ROWS[0] - 0.3 * ROWS[2] + 0.1 + 0.2) / 100
    dates = [f"{month[:4]}-{month[4:]}-28" for month in MONTHS]
    portfolio = [{"date": on, "ret": float(ret)} for on, ret in zip(dates, own, strict=True)]
    return {"portfolio": portfolio, "files": [THREE, file("Mom", ROWS[2])]} | changes


def test_three_factors_and_momentum(client: TestClient) -> None:
    answer = client.post(ADDRESS, json=body()).json()
    loadings = {name: one["loading"] for name, one in answer["loadings"].items()}
    assert loadings == pytest.approx({"Mkt-RF": 1.2, "SMB": 0.0, "Mom": -0.3}, abs=1e-10)
    assert answer["alpha"] == pytest.approx(0.002 * 12)
    assert answer["r_squared"] == pytest.approx(1.0)
    assert (answer["observations"], answer["frequency"], answer["start"]) == (36, "monthly", "2021-01-01")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"files": ["nothing"]}, 400),
        ({"files": [file("Mkt-RF,RF", ROWS[0] / 100, RATES)]}, 400),
        ({"files": [THREE, THREE]}, 400),
        ({"files": [file("Mom", ROWS[2])]}, 422),
        ({"portfolio": body()["portfolio"][:19]}, 422),
    ],
)
def test_what_cannot_be_answered(client: TestClient, changes: dict[str, Any], status: int) -> None:
    assert client.post(ADDRESS, json=body(**changes)).status_code == status
