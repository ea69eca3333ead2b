"""Does the resolve endpoint reproduce the published numbers, refuse what is wrong, and answer the same bytes twice?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from api.benchmarks.resolution import blend_of, series_of
from api.benchmarks.resolution_models import BenchmarkSpecification
from core.benchmark.resolution import resolve
from core.benchmark.sources import Sources
from data.store.benchmarks.benchmarks import load_records

SIX_DAYS = ["2025-03-27", "2025-03-28", "2025-03-31", "2025-04-01", "2025-04-02", "2025-04-03"]
EQUITY = [0.01, -0.02, 0.015, 0.03, -0.01, 0.005]
BOND = [0.001, 0.002, -0.001, 0.0, 0.004, -0.002]


def observations(days: Sequence[str], returns: Sequence[float]) -> list[dict[str, Any]]:
    return [{"date": on, "ret": value} for on, value in zip(days, returns, strict=True)]


def specification(
    rebalance: Mapping[str, Any] | None = None, days: Sequence[str] = SIX_DAYS, **more: Any
) -> dict[str, Any]:
    equity, bond = more.pop("returns", (EQUITY, BOND))
    return {
        "benchmark_spec": {
            "id": "60-40",
            "currency": "USD",
            "components": [
                {"id": "EQ", "kind": "INDEX", "weight": 0.6},
                {"id": "BD", "kind": "INDEX", "weight": 0.4},
            ],
            "rebalance": dict(rebalance or {"mode": "NONE"}),
            "data": {
                "series": [
                    {"id": "EQ", "observations": observations(days, equity)},
                    {"id": "BD", "observations": observations(days, bond)},
                ]
            },
            **more,
        }
    }


def resolved(client: TestClient, body: Mapping[str, Any]) -> Any:
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 200, answered.text
    return answered.json()


POLICY = [{"effective": "2025-04-01", "weights": {"EQ": 0.7, "BD": 0.3}}]
EVERY_DAY = [{"date": on, "reason": "D_START"} for on in SIX_DAYS[1:]]
RULES = [
    ({"mode": "NONE"}, [], []),
    ({"mode": "D"}, [], EVERY_DAY),
    ({"mode": "Q", "day": "START"}, [], [{"date": "2025-04-01", "reason": "Q_START"}]),
    ({"mode": "q", "day": "close"}, [], [{"date": "2025-04-01", "reason": "Q_START"}]),
    ({"mode": "NONE"}, POLICY, [{"date": "2025-04-01", "reason": "POLICY"}]),
]


@pytest.mark.parametrize(("rebalance", "policy", "events"), RULES)
def test_every_rule_is_answered_as_core_resolves_it(
    client: TestClient, rebalance: dict[str, Any], policy: list[dict[str, Any]], events: list[dict[str, str]]
) -> None:
    """The published numbers themselves are held in tests/core."""
    body = specification(rebalance, policy=policy)
    answer, spec = resolved(client, body), BenchmarkSpecification.model_validate(body["benchmark_spec"])
    path = resolve(blend_of(spec), Sources(series_of(spec)))
    assert [day["return"] for day in answer["series"]] == path.returns.tolist()
    assert [list(day["weights_open"].values()) for day in answer["series"]] == path.weights_open.tolist()
    assert [one["contrib"] for one in answer["benchmark_components"]] == path.contributions.tolist()
    assert list(answer["benchmark"]["weights_eop"].values()) == path.weights_close_last.tolist()
    assert answer["diagnostics"]["rebalance_events"] == events
    assert answer["diagnostics"]["reset"] == rebalance.get("day", "START").upper()


def test_the_same_question_is_answered_with_the_same_bytes(client: TestClient) -> None:
    body = specification({"mode": "DRIFT", "max_abs_bp": 10})
    first, second = (client.post("/v1/benchmarks/resolve", json=body).content for _ in range(2))
    assert first == second
    other = resolved(client, specification({"mode": "DRIFT", "max_abs_bp": 11}))
    assert other["fingerprint"].encode() not in first


def test_the_order_of_observations_has_no_meaning(client: TestClient) -> None:
    body = specification({"mode": "Q"})
    told = resolved(client, body)
    for series in body["benchmark_spec"]["data"]["series"]:
        series["observations"].reverse()
    assert resolved(client, body) == told


def test_a_fallback_stands_in_and_says_so(client: TestClient) -> None:
    body = specification()
    body["benchmark_spec"]["components"][1]["fallback_rate"] = 0.07
    body["benchmark_spec"]["data"]["series"][1]["observations"] = []
    answer = resolved(client, body)
    (note,) = answer["diagnostics"]["fallbacks"]
    assert (note["component"], note["rate"]) == ("BD", 0.07)
    days = (date(2025, 4, 3) - date(2025, 3, 26)).days
    bond = next(one for one in answer["benchmark_components"] if one["id"] == "BD")
    assert bond["return"] == pytest.approx(1.07 ** (days / 365) - 1, abs=1e-12)


def test_a_foreign_component_is_converted(client: TestClient) -> None:
    body = specification()
    body["benchmark_spec"]["components"] = [{"id": "EQ", "weight": 1.0, "currency": "EUR"}]
    body["benchmark_spec"]["data"]["series"].pop()
    rates = [1.0, 1.1, 1.1, 1.1, 1.1, 1.1, 1.2]
    body["benchmark_spec"]["data"]["fx"] = [
        {
            "pair": "eurusd",
            "observations": [
                {"date": on, "rate": rate} for on, rate in zip(["2025-03-26", *SIX_DAYS], rates, strict=True)
            ],
        }
    ]
    total = math.prod(1 + one for one in EQUITY) * 1.2 - 1
    assert resolved(client, body)["benchmark"]["return_total"] == pytest.approx(total, abs=1e-12)


def test_catalogue_symbols_and_presets_bring_their_own_data(client: TestClient) -> None:
    body = {
        "benchmark_spec": {
            "id": "mix",
            "currency": "INR",
            "components": [{"id": "^nsei", "weight": 0.5}, {"id": "CRISIL_HYBRID_35_65", "weight": 0.5}],
            "rebalance": {"mode": "M"},
            "start": "2020-01-01",
            "end": "2020-12-31",
        }
    }
    answer = resolved(client, body)
    assert answer["diagnostics"]["simulated"] is True
    assert {one["id"] for one in answer["benchmark_components"]} == {"^NSEI", "CRISIL_HYBRID_35_65"}
    assert len(answer["diagnostics"]["rebalance_events"]) == 11
    assert answer["series"][-1]["date"] == "2020-12-31"


def test_returns_alone_do_not_open_the_database(engine: Engine) -> None:
    api = create_api(engine)

    def never() -> Engine:
        raise AssertionError("the database was opened")

    api.state.database.__class__.__call__, kept = lambda _self: never(), api.state.database.__class__.__call__
    try:
        client = TestClient(api, base_url="http://localhost", client=("127.0.0.1", 1))
        resolved(client, specification())
    finally:
        api.state.database.__class__.__call__ = kept
    assert load_records(engine) == {}


def test_absurd_returns_are_refused_and_not_answered_with_infinity(client: TestClient) -> None:
    days = [(date(2025, 1, 1) + timedelta(days=step)).isoformat() for step in range(120)]
    body = specification(days=days, returns=([999.0] * 120, [999.0] * 120))
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 400
