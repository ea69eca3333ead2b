"""Can whatever has stored prices stand in a mix, as it can stand as a benchmark alone?"""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, compared, created, made, priced

CLOSES = {
    "ACME": (100.0, 110.0, 99.0, 120.0),
    "0P0000XYZ.F": (10.0, 10.5, 10.2, 11.0),  # a fund that is in no catalogue
    "case, “x”": (5.0, 5.0, 6.0, 5.0),
}
DAYS = ("2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05")


def row(symbol: str, on: str, close: float) -> dict[str, Any]:
    return {"symbol": symbol, "date": on, "close": close, "currency": "USD"}


@pytest.fixture
def stored(client: TestClient) -> TestClient:
    """A client of a database with prices of three symbols and of what the portfolio holds."""
    rows = [row(one, on, close) for one, closes in CLOSES.items() for on, close in zip(DAYS, closes, strict=True)]
    priced(client, rows + [row("HELD", on, close) for on, close in zip(DAYS, (50.0, 51.0, 52.0, 53.0), strict=True)])
    return client


def bought(client: TestClient) -> str:
    trade = {"date": DAYS[0], "type": "BUY", "symbol": "HELD", "quantity": 2, "price": 50.0, "currency": "USD"}
    return created(client, [trade], base_currency="USD")


def mix(*symbols: str) -> dict[str, Any]:
    parts = [{"benchmark_id": one, "percent": 1 / len(symbols)} for one in symbols]
    kind = {"rebalance_interval": "none", "intervals": [{"date": None, "value": parts}]}
    return {"benchmark_type": "blended", "name": f"Mix of {len(symbols)}", "blended": kind}


@pytest.mark.parametrize("symbol", CLOSES)
def test_a_specification_may_name_a_priced_symbol(stored: TestClient, symbol: str) -> None:
    spec = {"id": "x", "currency": "USD", "components": [{"id": symbol, "weight": 1.0}]}
    levels = [
        one["level"] for one in answered(stored.post("/v1/benchmarks/resolve", json={"benchmark_spec": spec}))["series"]
    ]
    assert levels == pytest.approx([close / CLOSES[symbol][0] for close in CLOSES[symbol][-len(levels) :]], abs=1e-12)
    assert len(levels) >= 3


@pytest.mark.parametrize("symbol", CLOSES)
def test_a_mix_of_a_priced_symbol_is_that_symbol_as_a_benchmark(stored: TestClient, symbol: str) -> None:
    portfolio, alone = bought(stored), made(stored, mix(symbol))
    assert answered(stored.get(f"/v1/benchmarks/{alone['id']}"))["data"]["attributes"]["currency"] is None
    mixed = compared(stored, portfolio, benchmark_id=alone["id"])
    plain = compared(stored, portfolio, benchmark_ticker=symbol)
    by_symbol = compared(stored, portfolio, benchmark_id=symbol)
    for one in (mixed, by_symbol):
        for name in ("xirr", "time_weighted_return", "closing_value"):
            assert one["benchmarks"][0][name] == pytest.approx(plain["benchmarks"][0][name], abs=1e-9), name


def test_a_priced_symbol_is_named_but_neither_listed_changed_nor_deleted(stored: TestClient) -> None:
    assert "ACME" not in {one["id"] for one in answered(stored.get("/v1/benchmarks?page[size]=500"))["data"]}
    assert answered(stored.get("/v1/benchmarks/ACME"))["data"]["attributes"]["benchmark_type"] == "SECURITY"
    change = {"data": {"type": "benchmarks", "id": "ACME", "attributes": {"name": "Mine"}}}
    assert stored.patch("/v1/benchmarks/ACME", json=change).status_code == 404
    assert stored.delete("/v1/benchmarks/ACME").status_code == 404


def test_a_holding_spelled_otherwise_than_its_prices_is_told_so(stored: TestClient) -> None:
    trades = [
        {"date": DAYS[0], "type": "BUY", "symbol": one, "quantity": 2, "price": 50.0, "currency": "USD"}
        for one in ("HELD", "held.")
    ]
    answer = compared(stored, created(stored, trades, base_currency="USD"), benchmark_ticker="ACME")
    assert [(one["symbol"], one["reason"]) for one in answer["unpriced"]] == [
        ("held.", "no prices, but there are some for HELD")
    ]


def test_what_has_no_prices_is_refused_with_what_to_do(stored: TestClient) -> None:
    spec = {"id": "x", "currency": "USD", "components": [{"id": "ACNE", "weight": 1.0}]}
    for asked in (
        stored.post("/v1/benchmarks/resolve", json={"benchmark_spec": spec}),
        stored.post("/v1/benchmarks", json={"data": [{"type": "benchmarks", "attributes": mix("ACNE", "ACME")}]}),
    ):
        assert asked.status_code == 400
        message = asked.json()["error"]["message"]
        assert "has no stored prices. Did you mean ACME? Upload its prices on “Your Data”" in message
