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
TABLE = [
    ({"mode": "NONE"}, [], 0.019334435179, 0.6060194004, 0.017736443178, 0.001597992002, []),
    ({"mode": "D"}, [], 0.019495032495, 0.6016763121, 0.017866965030, 0.001628067465, EVERY_DAY),
    (
        {"mode": "Q", "day": "START"},
        [],
        0.019319941181,
        0.6053890813,
        0.017720683223,
        0.001599257958,
        [{"date": "2025-04-01", "reason": "Q_START"}],
    ),
    (
        {"mode": "q", "day": "close"},
        [],
        0.019389848529,
        0.5983061373,
        0.017776181521,
        0.001613667008,
        [{"date": "2025-04-01", "reason": "Q_START"}],
    ),
    (
        {"mode": "NONE"},
        POLICY,
        0.021608773696,
        0.7047048816,
        0.020209430427,
        0.001399343269,
        [{"date": "2025-04-01", "reason": "POLICY"}],
    ),
]


@pytest.mark.parametrize(("rebalance", "policy", "total", "weight", "equity", "bond", "events"), TABLE)
def test_six_days_of_60_40(
    client: TestClient,
    rebalance: dict[str, Any],
    policy: list[dict[str, Any]],
    total: float,
    weight: float,
    equity: float,
    bond: float,
    events: list[dict[str, str]],
) -> None:
    answer = resolved(client, specification(rebalance, policy=policy))
    assert answer["benchmark"]["return_total"] == pytest.approx(total, abs=1e-12)
    assert answer["benchmark"]["weights_eop"]["EQ"] == pytest.approx(weight, abs=1e-10)
    contributions = {one["id"]: one["contrib"] for one in answer["benchmark_components"]}
    assert contributions["EQ"] == pytest.approx(equity, abs=1e-12)
    assert contributions["BD"] == pytest.approx(bond, abs=1e-12)
    assert math.fsum(contributions.values()) == pytest.approx(answer["benchmark"]["return_total"], abs=1e-15)
    assert answer["diagnostics"]["rebalance_events"] == events
    assert answer["diagnostics"]["reset"] == rebalance.get("day", "START").upper()


def test_opening_weights_drift_and_are_reset(client: TestClient) -> None:
    drifting = [day["weights_open"]["EQ"] for day in resolved(client, specification())["series"]]
    expected = [0.6, 0.6021462639, 0.5968158566, 0.6006332485, 0.6077020640, 0.6043493468]
    assert drifting == pytest.approx(expected, abs=1e-10)
    quarterly = [day["weights_open"]["EQ"] for day in resolved(client, specification({"mode": "Q"}))["series"]]
    assert quarterly[3:] == pytest.approx([0.6, 0.6070726916, 0.6037181031], abs=1e-10)


def two_years() -> tuple[list[str], list[float], list[float]]:
    every = (date(2023, 1, 2) + timedelta(days=step) for step in range(730))
    days = [on.isoformat() for on in every if on.weekday() < 5]
    equity = [0.0004 + 0.010 * math.sin(t) for t in range(1, len(days) + 1)]
    bond = [0.0001 + 0.003 * math.cos(1.3 * t) for t in range(1, len(days) + 1)]
    return days, equity, bond


@pytest.mark.parametrize(
    ("rebalance", "total", "events"),
    [
        ({"mode": "NONE"}, 0.153205549353, 0),
        ({"mode": "D"}, 0.154140192116, 521),
        ({"mode": "M"}, 0.150753398113, 23),
        ({"mode": "Q"}, 0.150795140497, 7),
        ({"mode": "DRIFT", "max_abs_bp": 300}, 0.152508479695, 1),
    ],
)
def test_two_years_of_60_40(client: TestClient, rebalance: dict[str, Any], total: float, events: int) -> None:
    days, equity, bond = two_years()
    assert len(days) == 522
    answer = resolved(client, specification(rebalance, days, returns=(equity, bond)))
    assert answer["benchmark"]["return_total"] == pytest.approx(total, abs=1e-12)
    assert len(answer["diagnostics"]["rebalance_events"]) == events
    if rebalance["mode"] == "DRIFT":
        assert answer["diagnostics"]["rebalance_events"] == [{"date": "2024-06-17", "reason": "DRIFT"}]
    if rebalance["mode"] == "Q":
        assert answer["benchmark"]["weights_eop"]["EQ"] == pytest.approx(0.6014273525, abs=1e-10)


def test_the_answer_has_the_published_shape(client: TestClient) -> None:
    answer = resolved(client, specification({"mode": "Q"}))
    assert set(answer) == {"benchmark", "benchmark_components", "series", "diagnostics", "fingerprint"}
    assert set(answer["benchmark"]) == {"id", "currency", "return_total", "weights_eop"}
    assert set(answer["benchmark_components"][0]) == {"id", "weight_avg", "return", "contrib"}
    assert set(answer["series"][0]) == {"date", "return", "level", "weights_open"}
    assert {"rebalance_events", "carried_days", "fallbacks", "reset"} <= set(answer["diagnostics"])
    assert len(answer["fingerprint"]) == 64
    assert answer["series"][-1]["level"] == pytest.approx(1 + answer["benchmark"]["return_total"], abs=1e-15)


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


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"rebalance": {"mode": "FORTNIGHTLY"}}, "FORTNIGHTLY"),
        ({"rebalance": {"mode": "DRIFT"}}, "threshold"),
        ({"rebalance": {"mode": "Q", "day": "NOON"}}, "NOON"),
        ({"components": [{"id": "EQ", "weight": 0.6}, {"id": "BD", "weight": 0.5}]}, "sum to 1.1"),
        ({"components": [{"id": "EQ", "weight": 1.2}, {"id": "BD", "weight": -0.2}]}, "−0.2"),
        ({"components": [{"id": "EQ", "weight": 0.5}, {"id": "EQ", "weight": 0.5}]}, "twice"),
        ({"components": [{"id": "EQ", "weight": 0.5}, {"id": "60-40", "weight": 0.5}]}, "contains itself"),
        ({"components": [{"id": "EQ", "weight": 0.5}, {"id": "NO_SUCH", "weight": 0.5}]}, "NO_SUCH"),
        ({"policy": [{"effective": "2025-04-01", "weights": {"EQ": 0.5, "XX": 0.5}}]}, "XX"),
        ({"policy": [{"effective": "2025-04-01", "weights": {"EQ": 0.5}}]}, "sum to 0.5"),
        ({"rebalance": {"mode": "Q", "schedule": [{"date": "2025-04-01", "weights": {"EQ": 1.0}}]}}, "SCHEDULED"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_a_bad_specification_is_refused(client: TestClient, change: dict[str, Any], told: str) -> None:
    body = specification()
    body["benchmark_spec"].update(change)
    body["benchmark_spec"]["data"]["series"] = [
        one
        for one in body["benchmark_spec"]["data"]["series"]
        if one["id"] in {part["id"] for part in body["benchmark_spec"]["components"]}
    ]
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 400, answered.text
    assert told in answered.text


def test_a_component_without_data_is_named_with_its_dates(client: TestClient) -> None:
    body = specification()
    body["benchmark_spec"]["data"]["series"][1]["observations"] = []
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 422
    assert answered.json()["error"]["code"] == "missing_component_data"
    assert "BD" in answered.json()["error"]["message"]
    body = specification(start="2025-03-26", end="2025-04-03")
    body["benchmark_spec"]["data"]["series"][1]["observations"] = observations(SIX_DAYS[:2], BOND[:2])
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 422
    details = answered.json()["error"]["details"]
    assert (details["component"], details["missing_from"], details["missing_to"]) == ("BD", "2025-03-29", "2025-04-03")


@pytest.mark.parametrize("kept", [slice(0, 4), slice(2, 6)])
def test_a_series_sent_along_that_is_cut_short_is_no_shorter_range(client: TestClient, kept: slice) -> None:
    body = specification()
    bond = body["benchmark_spec"]["data"]["series"][1]
    bond["observations"] = bond["observations"][kept]
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 422, answered.text
    assert "BD" in answered.json()["error"]["message"]


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
    del body["benchmark_spec"]["data"]["fx"]
    body["benchmark_spec"]["components"][0]["currency"] = "CHF"
    answered = client.post("/v1/benchmarks/resolve", json=body)
    assert answered.status_code == 422
    assert answered.json()["error"]["code"] == "missing_exchange_rate"


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
