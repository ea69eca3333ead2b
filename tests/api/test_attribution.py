"""Does the attribution answer with the published numbers, reconcile a stored portfolio, and refuse what contradicts itself?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from data.store.portfolios import load_portfolio
from tests.api.conftest import LOCAL

JANUARY = [("Tech", 0.5, 0.02, 0.4, 0.01), ("Other", 0.5, 0.01, 0.6, 0.005)]
FEBRUARY = [("Tech", 0.6, 0.01, 0.45, -0.01), ("Other", 0.4, 0.005, 0.55, 0.002)]
SPEC = {
    "id": "60-40",
    "currency": "USD",
    "components": [{"id": "SPY", "weight": 0.6}, {"id": "AGG", "weight": 0.4}],
    "rebalance": {"mode": "Q"},
}


def period(on: str, rows: list[tuple[str, float, float | None, float, float | None]], **more: Any) -> dict[str, Any]:
    names = ("segment", "w_p", "r_p", "w_b", "r_b")
    return {"date": on, "segments": [dict(zip(names, row, strict=True)) | more for row in rows]}


def two_months() -> list[dict[str, Any]]:
    return [period("2025-02-28", FEBRUARY), period("2025-01-31", JANUARY)]


def ask(client: TestClient, **body: Any) -> Any:
    return client.post("/v1/analytics/attribution", json=body)


def answered(client: TestClient, **body: Any) -> dict[str, Any]:
    response = ask(client, **body)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


@pytest.fixture
def sample(sample_engine: Engine) -> TestClient:
    return TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)


def test_the_published_two_months(client: TestClient) -> None:
    answer = answered(client, periods=two_months(), model="bf", linking="carino")
    assert answer["totals"]["allocation"] == pytest.approx(-0.001318655797, abs=1e-12)
    assert answer["totals"]["selection"] == pytest.approx(0.017783251557, abs=1e-12)
    assert answer["totals"]["interaction"] == pytest.approx(0.003079204240, abs=1e-12)
    assert answer["portfolio_return"] == pytest.approx(0.02312, abs=1e-15)
    assert answer["benchmark_return"] == pytest.approx(0.0035762, abs=1e-15)
    assert answer["active_return"] == pytest.approx(answer["totals"]["total"], abs=1e-15)
    assert abs(answer["reconciliation"]["residual_bp"]) < 1e-9
    assert answer["reconciliation"]["linking"] == "CARINO"
    assert [one["date"] for one in answer["periods"]] == ["2025-01-31", "2025-02-28"]
    assert [one["segment"] for one in answer["effects"]] == ["Tech", "Other"]
    assert (answer["benchmark"], answer["benchmark_components"], answer["money_bridge"]) == (None, [], None)
    assert set(answer["reasons"]) == {"currency_effects", "money_bridge"}


@pytest.mark.parametrize("linking", ["CARINO", "MENCHERO", "GRAP", "FRONGELLO", "NONE"])
@pytest.mark.parametrize("interaction", ["SEPARATE", "SELECTION"])
def test_every_method_answers(client: TestClient, linking: str, interaction: str) -> None:
    answer = answered(client, periods=two_months(), model="BHB", linking=linking, interaction=interaction)
    missed = answer["active_return"] - answer["totals"]["total"]
    assert answer["reconciliation"]["residual_bp"] == pytest.approx(missed * 1e4, abs=1e-9)
    assert (abs(missed) < 1e-12) is (linking != "NONE")
    if interaction == "SELECTION":
        assert answer["totals"]["interaction"] == 0.0


def test_groups_and_what_is_in_them(client: TestClient) -> None:
    rows = [("A", 0.3, 0.02, 0.2, 0.01), ("B", 0.3, 0.05, 0.3, 0.03), ("C", 0.4, 0.0, 0.5, 0.01)]
    one = period("2025-01-31", rows)
    for segment in one["segments"]:
        segment["parent"] = "Bonds" if segment["segment"] == "C" else "Shares"
    answer = answered(client, periods=[one])
    assert [group["segment"] for group in answer["effects"]] == ["Shares", "Bonds"]
    shares = answer["effects"][0]
    inside = sum(one["total"] for one in answer["inner_effects"] if one["parent"] == "Shares")
    assert inside == pytest.approx(shares["selection"] + shares["interaction"], abs=1e-15)
    assert sum(one["total"] for one in answer["effects"]) == pytest.approx(answer["active_return"], abs=1e-15)


def test_a_segment_on_one_side_only_needs_no_return_there(client: TestClient) -> None:
    rows = [("A", 1.0, 0.02, 0.5, 0.01), ("B", 0.0, None, 0.5, 0.03)]
    answer = answered(client, periods=[period("2025-01-31", rows)])
    assert [one["selection"] for one in answer["effects"]] == pytest.approx([0.005, 0.0])


def test_a_stored_portfolio_against_a_mix(sample: TestClient) -> None:
    answer = answered(sample, portfolio_id="sample-60-40", benchmark_spec=SPEC, risk_free_rate=4.0)
    assert [one["segment"] for one in answer["effects"]] == ["Equity", "Fixed Income"]
    assert answer["totals"]["total"] == pytest.approx(answer["active_return"], abs=1e-12)
    assert abs(answer["reconciliation"]["residual_bp"]) < 1e-6
    assert {one["id"]: one["weight_avg"] for one in answer["benchmark_components"]} == pytest.approx(
        {"SPY": 0.6, "AGG": 0.4}, abs=0.02
    )
    bridge = answer["money_bridge"]
    cents = [round(one * 100) for one in (bridge["start"], *(step["amount"] for step in bridge["steps"]))]
    assert sum(cents) == round(bridge["end"] * 100)
    assert {(one["side"], one["symbol"], one["asset_class"]) for one in answer["diagnostics"]["mapping"]} == {
        ("portfolio", "SPY", "Equity"),
        ("portfolio", "AGG", "Fixed Income"),
        ("benchmark", "SPY", "Equity"),
        ("benchmark", "AGG", "Fixed Income"),
    }
    assert answer["diagnostics"]["simulated"] is True
    assert answer["diagnostics"]["benchmark"]["rebalance_events"][0]["reason"] == "Q_START"


def test_it_agrees_with_the_resolver_and_with_the_comparison(sample: TestClient) -> None:
    span = {"start": "2020-01-02", "end": "2024-12-31"}
    answer = answered(sample, portfolio_id="sample-60-40", benchmark_spec=SPEC, risk_free_rate=4.0, **span)
    resolved = sample.post("/v1/benchmarks/resolve", json={"benchmark_spec": SPEC | span}).json()
    assert answer["benchmark_return"] == pytest.approx(resolved["benchmark"]["return_total"], abs=1e-12)
    assert answer["benchmark"] == resolved["benchmark"]
    asked = {"benchmark_ticker": "SPY", "risk_free_rate": 4.0} | span
    beside = sample.get("/v1/portfolios/sample-60-40/benchmark-comparison", params=asked).json()
    assert answer["portfolio_return"] * 100 == pytest.approx(beside["portfolio_time_weighted_return"], abs=1e-9)
    assert answer["money_bridge"]["start"] == pytest.approx(beside["closing"]["risk_free_value"], abs=0.006)
    assert answer["money_bridge"]["end"] == pytest.approx(beside["closing"]["portfolio_value"], abs=0.006)


@pytest.mark.parametrize("benchmark", ["CRISIL_HYBRID_35_65", "^NSEI", "^GSPC"])
def test_presets_and_indexes_in_any_currency(sample: TestClient, benchmark: str) -> None:
    answer = answered(sample, portfolio_id="sample-household", benchmark_id=benchmark)
    assert abs(answer["reconciliation"]["residual_bp"]) < 1e-6
    currencies = answer["currency_effects"]
    assert currencies["local_total"] + currencies["currency_total"] == pytest.approx(answer["active_return"], abs=1e-11)
    classes = {one["symbol"]: one["asset_class"] for one in answer["diagnostics"]["mapping"]}
    assert (classes["GANGADEBT.SIM"], classes["DECCANFLEXI.SIM"]) == ("Fixed Income", "Equity")


def test_returns_that_are_sent_along_stand_for_components(sample: TestClient, sample_engine: Engine) -> None:
    days = sorted({row.on.isoformat() for row in load_portfolio(sample_engine, "sample-60-40").transactions})[:60]
    observations = [{"date": on, "ret": 0.001} for on in days]
    spec = {
        "id": "own",
        "currency": "USD",
        "components": [{"id": "Equity", "weight": 1.0}],
        "data": {"series": [{"id": "Equity", "observations": observations}]},
    }
    answer = answered(sample, portfolio_id="sample-60-40", benchmark_spec=spec, start=days[3], end=days[40])
    assert answer["benchmark_return"] == pytest.approx(1.001**37 - 1, abs=1e-12)
    mapped = next(one for one in answer["diagnostics"]["mapping"] if one["side"] == "benchmark")
    assert (mapped["asset_class"], mapped["known_by"]) == ("Equity", "by its id")


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, "either periods, or a portfolio_id"),
        ({"periods": [], "portfolio_id": "x", "benchmark_id": "^NSEI"}, 400, "at least 1 item"),
        ({"periods": two_months(), "portfolio_id": "x", "benchmark_id": "^NSEI"}, 400, "either periods"),
        ({"portfolio_id": "x"}, 400, "either a benchmark_id or a benchmark_spec"),
        ({"periods": two_months(), "benchmark_id": "^NSEI"}, 400, "go with a portfolio_id"),
        ({"portfolio_id": "nobody", "benchmark_id": "^NSEI"}, 404, "nobody"),
        ({"portfolio_id": "sample-60-40", "benchmark_id": "^NSEJ"}, 404, "^NSEI"),
        ({"periods": two_months(), "linking": "CARNIO"}, 400, "linking"),
        ({"periods": [*two_months(), period("2025-01-31", JANUARY)]}, 400, "A date comes twice"),
        ({"periods": [period("2025-01-31", [*JANUARY, JANUARY[0]])]}, 400, "A segment comes twice"),
        ({"periods": [period("2025-01-31", [("A", 0.9, 0.1, 1.0, 0.1)])]}, 400, "add up to 0.900000"),
        (
            {"periods": [period("2025-01-31", [("A", 1.0, None, 1.0, 0.1)])]},
            400,
            "return of A on 2025-01-31 is missing",
        ),
        ({"periods": [period("2025-01-31", [("A", 1.0, -1.0, 1.0, 0.1)])]}, 400, "total loss"),
        ({"periods": [period("2025-01-31", [("A", 1.0, 0.1, 1.0, 0.1)], parents="x")]}, 400, "no such field"),
    ],
)
def test_what_contradicts_itself_is_refused(sample: TestClient, body: Any, status: int, message: str) -> None:
    response = ask(sample, **body)
    assert response.status_code == status, response.text
    assert message in response.text


def test_a_parent_that_changes_is_refused(client: TestClient) -> None:
    first, second = two_months()
    first["segments"][0]["parent"] = "x"
    assert "needs one parent" in ask(client, periods=[first, second]).text
