"""Are prices stored whole or not at all, and listed with where they reach?"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.market.levels import Basis
from data.store.prices.histories import load_levels

FIRST = {"symbol": "INFY.NS", "date": "2024-01-02", "close": 1542.5, "adjusted_close": 1500.25, "currency": "INR"}
SECOND = {**FIRST, "date": "2024-01-03", "close": 1540.0, "adjusted_close": 1498.0}
OTHER = {"symbol": "ACME", "date": "2024-01-02", "close": 80, "currency": "usd"}


def save(client: TestClient, *prices: dict[str, Any]) -> Any:
    return client.post("/v1/prices", json={"prices": list(prices)})


def test_prices_are_stored_and_listed(client: TestClient, engine: Engine) -> None:
    answered = save(client, SECOND, FIRST, OTHER)
    assert (answered.status_code, answered.json()) == (200, {"saved": 3, "symbols": ["ACME", "INFY.NS"]})
    assert [(one["symbol"], one["count"]) for one in client.get("/v1/prices").json()["series"]] == [
        ("ACME", 1),
        ("INFY.NS", 2),
    ]
    levels = load_levels(engine, ["INFY.NS"])["INFY.NS"]
    assert (levels.levels.tolist(), levels.simulated) == ([1542.5, 1540.0], False)
    assert load_levels(engine, ["INFY.NS"], Basis.TOTAL)["INFY.NS"].levels.tolist() == [1500.25, 1498.0]


def test_the_same_price_twice_in_one_request_is_one(client: TestClient) -> None:
    assert save(client, FIRST, FIRST).json() == {"saved": 1, "symbols": ["INFY.NS"]}


def test_too_many_are_refused(client: TestClient) -> None:
    assert client.post("/v1/prices", json={"prices": [{}] * 100_001}).status_code == 400


def test_a_hundred_thousand_prices_fit_into_one_request(client: TestClient) -> None:
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(1980, 2020) for month in range(1, 13) for day in range(1, 29)
    ]
    prices = [{"symbol": f"S{n}", "date": on, "close": 1.5, "currency": "USD"} for n in range(7) for on in days]
    assert save(client, *prices).json()["saved"] == 7 * 40 * 12 * 28
