"""Does every answer about a portfolio that was sold end with the sale, and is a mix of fixed rates answered for everywhere?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import compared, created, made, priced
from tests.api.same_money.test_audit_pack import read, recomputed

FIRST, LAST, SALE = date(2023, 1, 2), date(2025, 6, 30), "2024-03-12"
NOTE = "Everything was sold on 12 Mar 2024: the comparison ends there."
SOLD = [
    {"date": "2023-01-02", "type": "BUY", "symbol": "X", "quantity": 100, "price": 50},
    {"date": SALE, "type": "SELL", "symbol": "X", "quantity": 100, "price": 70},
]


@pytest.fixture
def sold(sample: TestClient) -> str:
    """Bought for 5,000 and sold for 7,000 435 days later; prices of share and index go on for more than a year."""
    days = [FIRST + timedelta(days=at) for at in range((LAST - FIRST).days + 1)]
    prices = [
        {"symbol": symbol, "date": str(on), "close": 50.0 * rise**at, "currency": "USD"}
        for symbol, rise in (("X", 1.0005), ("^GSPC", 1.001))
        for at, on in enumerate(days)
    ]
    priced(sample, prices)
    return created(sample, SOLD, base_currency="USD")


def asked(client: TestClient, portfolio_id: str, **parameters: Any) -> dict[str, Any]:
    return compared(client, portfolio_id, **{"benchmark_ticker": "^GSPC", "risk_free_rate": 4.0} | parameters)


def test_the_comparison_ends_with_the_sale(sample: TestClient, sold: str) -> None:
    found = asked(sample, sold)
    assert (found["start"], found["end"], found["as_of"]) == ("2023-01-02", SALE, "2025-06-30")
    assert found["portfolio_time_weighted_return"] == pytest.approx(40.0)
    assert found["benchmarks"][0]["time_weighted_return"] == pytest.approx(100 * (1.001**435 - 1))
    assert found["chart_data"][-1]["date"] == SALE
    assert NOTE in found["notes"]


def test_mixes_categories_attribution_and_fit_end_there_too(sample: TestClient, sold: str) -> None:
    mixed = asked(sample, sold, benchmark_id="BALANCED_50_50", benchmark_ticker=None)
    grouped = asked(sample, sold, benchmark_mode="category", benchmark_ticker=None)
    effects = sample.post("/v1/analytics/attribution", json={"portfolio_id": sold, "benchmark_id": "^GSPC"})
    assert effects.status_code == 200, effects.text
    assert mixed["end"] == grouped["end"] == SALE
    assert all(NOTE in one["notes"] for one in (mixed, grouped))
    assert NOTE in effects.text
    fit = sample.get("/v1/index-fit", params={"portfolio_id": sold, "index": "^GSPC"}).json()
    assert fit["end"] == SALE
    assert "Mine ends on 12 Mar 2024, so nothing after that day is compared." in fit["notes"]


def test_its_audit_pack_ends_there_and_recomputes(sample: TestClient, sold: str, tmp_path: Path) -> None:
    response = sample.get(f"/v1/portfolios/{sold}/audit-pack", params={"benchmark_ticker": "^GSPC"})
    assert read(recomputed(response, tmp_path), "specification.json")["period"]["end"] == SALE


def test_so_does_one_with_charges_on_nothing(sample: TestClient, sold: str, tmp_path: Path) -> None:
    fees = [{"date": on, "type": "FEE", "amount": 5} for on in ("2022-12-30", "2024-04-02")]
    charged = created(sample, [*SOLD, *fees], base_currency="USD", name="With charges")
    question = {"benchmark_ticker": "^GSPC", "start": "2023-01-02"}
    recomputed(sample.get(f"/v1/portfolios/{charged}/audit-pack", params=question), tmp_path)
    assert asked(sample, charged, start="2023-01-02")["portfolio_time_weighted_return"] == pytest.approx(40.0)


def test_its_engine_check_passes(sample: TestClient, sold: str) -> None:
    found = sample.get("/v1/engine-check", params={"portfolio_id": sold, "benchmark": "^GSPC"}).json()
    assert found["failed"] == []
    grown = [one for part in found["checks"] for one in part["identities"] if one["name"] == "TWR difference"]
    assert grown
    assert all(abs(one["difference"]) < 1e-12 for one in grown)


@pytest.fixture
def deposits(sample: TestClient) -> str:
    """60 % at 7 % and 40 % at 4 % a year, left alone, in the library."""
    rates = [{"benchmark_type": "fixed_return", "fixed_return": {"fixed_return": rate}} for rate in (0.07, 0.04)]
    ids = [one["id"] for one in made(sample, *rates)]
    value = [{"benchmark_id": one, "percent": share} for one, share in zip(ids, (0.6, 0.4), strict=True)]
    kind = {"rebalance_interval": "none", "intervals": [{"date": None, "value": value}]}
    mix = made(sample, {"benchmark_type": "blended", "name": "Two deposits", "currency": "USD", "blended": kind})
    found: str = mix["id"]
    return found


def test_a_mix_of_fixed_rates_is_compared_with_and_recomputes(
    sample: TestClient, sold: str, deposits: str, tmp_path: Path
) -> None:
    recomputed(sample.get(f"/v1/portfolios/{sold}/audit-pack", params={"benchmark_id": deposits}), tmp_path)
    years = 435 / 365
    grown = 100 * (0.6 * 1.07**years + 0.4 * 1.04**years - 1)
    beside = asked(sample, sold, benchmark_id=deposits, benchmark_ticker=None)
    assert beside["benchmarks"][0]["time_weighted_return"] == pytest.approx(grown)
    effects = sample.post("/v1/analytics/attribution", json={"portfolio_id": sold, "benchmark_id": deposits})
    assert effects.status_code == 200, effects.text


def test_it_is_resolved_over_a_range_and_asks_for_one(sample: TestClient, deposits: str) -> None:
    spec = {"id": "x", "currency": "USD", "components": [{"id": deposits, "weight": 1.0}]}
    refused = sample.post("/v1/benchmarks/resolve", json={"benchmark_spec": spec})
    assert refused.status_code == 422
    assert "Choose a range for it." in refused.json()["error"]["message"]
    span = {"start": "2023-01-02", "end": "2024-01-02"}
    found = sample.post("/v1/benchmarks/resolve", json={"benchmark_spec": spec | span})
    assert found.status_code == 200, found.text
    assert found.json()["series"][-1]["date"] == "2024-01-02"
    assert sample.get("/v1/engine-check", params={"benchmark": deposits}).json()["failed"] == []
