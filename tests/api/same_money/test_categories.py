"""Does benchmark_mode=category answer with core's numbers, null for what is absent, and a clear word for what is empty?"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_api
from core.market.levels import to_days
from core.market.yields import YieldSeries
from data.store.prices.yields import save_yields

DEPOSIT = {
    "kind": "FIXED_DEPOSIT",
    "name": "Bank deposit",
    "principal": 5000,
    "rate": 7.0,
    "start": "2023-01-01",
    "maturity": "2028-01-01",
    "compounding": "QUARTERLY",
    "payout": "NONE",
}
BUY = {"date": "2023-01-01", "type": "BUY", "symbol": "FUND", "asset_type": "MUTUAL_FUND", "quantity": 10, "price": 100}


@pytest.fixture
def client(sample_engine: Engine) -> TestClient:
    return TestClient(create_api(sample_engine), base_url="http://localhost", client=("127.0.0.1", 50_000))


def prices(client: TestClient, symbol: str, first: float, last: float, currency: str = "INR") -> None:
    """A price every day of 2023, rising evenly."""
    import datetime as dt

    day = dt.date(2023, 1, 1)
    rows = [
        {
            "symbol": symbol,
            "date": str(day + dt.timedelta(days=at)),
            "close": first + (last - first) * at / 365,
            "currency": currency,
        }
        for at in range(366)
    ]
    answer = client.post("/v1/prices", json={"prices": rows})
    assert answer.status_code < 300, answer.text


def created(client: TestClient, **parts: Any) -> str:
    body = {"name": "Mine", "base_currency": "INR", **parts}
    answer = client.post("/v1/portfolios", json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def asked(client: TestClient, portfolio: str, **parameters: str) -> dict[str, Any]:
    question = {"benchmark_mode": "category", **parameters}
    answer = client.get(f"/v1/portfolios/{portfolio}/benchmark-comparison", params=question)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_split_into_equity_and_debt_has_the_reference_numbers(client: TestClient) -> None:
    prices(client, "FUND", 100, 120)
    prices(client, "INDEX", 100, 110)
    mine = created(client, transactions=[BUY], deposits=[DEPOSIT])
    answer = asked(client, mine, benchmark_ticker="INDEX", as_of="2024-01-01", points="all")
    equity, debt = answer["category_data"]["equity"], answer["category_data"]["debt"]
    assert equity["chart_data"][-1]["benchmark_value"] == pytest.approx(1_100.0)
    assert equity["benchmark_xirr"] == pytest.approx(10.0)
    assert equity["portfolio_xirr"] == pytest.approx(20.0)
    assert debt["chart_data"][-1]["benchmark_value"] == pytest.approx(5_350.0)
    assert (equity["benchmark_label"], debt["benchmark_label"]) == ("INDEX", "a deposit at 7\u202f%")
    assert debt["portfolio_xirr"] == pytest.approx(((1 + 0.07 / 4) ** 4 - 1) * 100)
    assert {
        one: answer["category_data"][one] for one in ("gold", "cash", "crypto", "property", "other")
    } == dict.fromkeys(("gold", "cash", "crypto", "property", "other"))


def test_the_split_adds_up_to_the_cent(client: TestClient) -> None:
    answer = asked(client, "sample-household")
    split, data = answer["category_split"], answer["category_data"]
    assert round(sum(split["within"].values()) + split["mix"], 2) == split["difference"]
    values = [one["portfolio_value"] for one in data.values() if one]
    assert sum(values) == pytest.approx(answer["closing"]["portfolio_value"], rel=1e-12)
    assert sum(split["reference_mix"].values()) == pytest.approx(100.0)
    assert data["equity"]["benchmark_label"] == "Nifty 50"


def test_equity_only_and_debt_only_leave_the_other_null(client: TestClient) -> None:
    prices(client, "FUND", 100, 120)
    equity = asked(client, created(client, transactions=[BUY], name="E"), as_of="2024-01-01")["category_data"]
    assert equity["debt"] is None
    assert equity["equity"]["benchmark_label"] == "Nifty 50"
    debt = asked(client, created(client, deposits=[DEPOSIT], name="D"), as_of="2024-01-01", risk_free_rate="6.5")
    assert debt["category_data"]["equity"] is None
    assert debt["category_data"]["debt"]["benchmark_xirr"] == pytest.approx(6.5)
    assert debt["category_data"]["debt"]["benchmark_label"] == "a deposit at 6.5\u202f%"


def test_an_empty_portfolio_is_a_clear_answer(client: TestClient) -> None:
    mine = created(client)
    answer = client.get(f"/v1/portfolios/{mine}/benchmark-comparison", params={"benchmark_mode": "category"})
    assert answer.status_code == 422
    assert "no transactions yet" in answer.json()["error"]["message"]


def test_a_category_that_cannot_be_valued_is_null_with_its_reason(client: TestClient) -> None:
    prices(client, "FUND", 100, 120)
    gold = {**BUY, "symbol": "BAR", "asset_type": "GOLD"}
    answer = asked(client, created(client, transactions=[BUY, gold]), as_of="2024-01-01")
    assert answer["category_data"]["gold"] is None
    assert "no prices" in answer["reasons"]["category_data.gold"]


def test_overrides_and_rules_are_stored_with_the_portfolio(client: TestClient, sample_engine: Engine) -> None:
    save_yields(sample_engine, [YieldSeries("GSEC", to_days(["2022-12-01", "2023-06-01"]), [0.08, 0.08])])  # type: ignore[arg-type]
    prices(client, "FUND", 100, 120)
    mine = created(client, transactions=[BUY], deposits=[DEPOSIT])
    settings = {
        "overrides": [{"scope": "INSTRUMENT", "target": "FUND", "shares": {"equity": 65, "debt": 35}}],
        "rules": [{"scope": "CATEGORY", "target": "debt", "kind": "YIELD", "benchmark": "GSEC"}],
        "reference_mix": {"equity": 50, "debt": 50},
    }
    stored = client.put(f"/v1/portfolios/{mine}/categories", json=settings)
    assert stored.status_code == 200, stored.text
    shown = client.get(f"/v1/portfolios/{mine}/categories").json()
    assert {key: shown[key] for key in settings} == settings
    assert shown["default_rules"][0]["benchmark"] == "^NSEI"
    answer = asked(client, mine, as_of="2024-01-01")
    data = answer["category_data"]
    assert data["equity"]["portfolio_value"] == pytest.approx(0.65 * 1_200)
    assert data["debt"]["benchmark_label"] == "GSEC"
    assert data["debt"]["benchmark_xirr"] == pytest.approx(8.0)
    assert answer["category_split"]["reference_mix"] == {"equity": 50.0, "debt": 50.0}


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"overrides": [{"scope": "INSTRUMENT", "target": "X", "shares": {"equity": 60}}]}, 400, "60"),
        ({"overrides": [{"scope": "TYPE", "target": "SHARES", "shares": {"debt": 100}}]}, 400, "no type"),
        ({"rules": [{"scope": "CATEGORY", "target": "debt", "kind": "LEVELS", "benchmark": "^NSEJ"}]}, 404, "NSEI"),
        ({"rules": [{"scope": "CATEGORY", "target": "debt", "kind": "YIELD", "benchmark": "NONE"}]}, 404, "yields"),
        ({"rules": [{"scope": "CATEGORY", "target": "debt", "kind": "RISK_FREE", "benchmark": "X"}]}, 400, "symbol"),
        ({"reference_mix": {"equity": 60}}, 400, "60"),
        ({"reference_mix": {"equity": 1e15}}, 400, "sum to"),
        ({"reference_mix": {}}, 400, "above 0"),
        ({"overrides": [{"scope": "INSTRUMENT", "target": "X", "shares": {"debt": 100}}] * 2}, 400, "two overrides"),
        ({"overrides": [{"scope": "INSTRUMENT", "target": "X\x00", "shares": {"debt": 100}}]}, 400, "cannot be shown"),
        ({"overrides": [{"scope": "CATEGORY", "target": "debt", "shares": {"debt": 100}}]}, 400, "category"),
        ({"overrode": []}, 400, "overrode"),
    ],
)
def test_settings_that_cannot_be_are_refused(client: TestClient, body: dict[str, Any], status: int, says: str) -> None:
    answer = client.put("/v1/portfolios/sample-household/categories", json=body)
    assert answer.status_code == status, answer.text
    assert says in answer.text


def test_parameters_of_other_modes_are_refused(client: TestClient) -> None:
    question = {"benchmark_mode": "category", "benchmark_id": "BALANCED_50_50"}
    assert client.get("/v1/portfolios/sample-household/benchmark-comparison", params=question).status_code == 400
    question = {"benchmark_mode": "categories"}
    answer = client.get("/v1/portfolios/sample-household/benchmark-comparison", params=question)
    assert answer.status_code == 400
    assert "Did you mean category" in answer.text


def test_without_the_mode_nothing_is_by_category(client: TestClient) -> None:
    question = {"benchmark_ticker": "^NSEI"}
    answer = client.get("/v1/portfolios/sample-household/benchmark-comparison", params=question).json()
    assert answer["category_data"] is None
    assert "category_split" not in answer
