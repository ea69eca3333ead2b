"""Does the benchmark library keep its published JSON:API contract: made, listed, changed, composed, filled and deleted?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.api.conftest import client_of, created, made


def half(*ids: str, **more: Any) -> dict[str, Any]:
    value = [{"benchmark_id": one, "percent": 1 / len(ids)} for one in ids]
    return {"date": None, "value": value, **more}


def blended(name: str, *ids: str, rule: str = "three_months", **more: Any) -> dict[str, Any]:
    kind = {"rebalance_interval": rule, "intervals": [half(*ids)], **more}
    return {"benchmark_type": "blended", "name": name, "blended": kind}


def patch(client: TestClient, id_: str, kind: str = "benchmarks", named: str = "", **attributes: Any) -> Any:
    body = {"data": {"id": named or id_, "type": kind, "attributes": attributes}}
    return client.patch(f"/v1/{kind}/{id_}", json=body)


def test_a_blend_is_made_as_the_contract_shows(client: TestClient) -> None:
    one = made(
        client, {"benchmark_type": "blended", "name": "blended test", "blended": {"rebalance_interval": "one_day"}}
    )
    assert one["attributes"]["blended"] == {
        "rebalance_interval": "ONE_DAY",
        "max_abs_bp": None,
        "reset": "START",
        "benchmark_composition_id": one["id"],
    }
    assert client.get(one["links"]["self"]).json() == {"data": one, "included": []}
    assert client.get(f"/v1/benchmark_compositions/{one['id']}").json()["data"]["attributes"] == {"intervals": []}


def test_every_type_can_be_made_at_once(client: TestClient) -> None:
    portfolio = created(client)
    several = made(
        client,
        {"benchmark_type": "IMPORTED", "name": "Ours", "currency": "inr"},
        {"benchmark_type": "fixed_return", "name": "any", "fixed_return": {"fixed_return": 0.05}},
        {"benchmark_type": "security_benchmark", "name": "Reliance", "security": {"entity_id": "RELIANCE.NS"}},
        {"benchmark_type": "portfolio_benchmark", "name": "Twin", "portfolio": {"entity_id": portfolio}},
        blended("Mix", "^NSEI", "AGG", rule="six_months"),
    )
    kinds = [one["attributes"]["benchmark_type"] for one in several]
    assert kinds == ["IMPORTED", "FIXED_RETURN", "SECURITY", "PORTFOLIO", "BLENDED"]
    assert several[1]["attributes"]["name"] == "5.00 % Compounded"
    assert several[0]["attributes"]["currency"] == "INR"
    assert several[3]["attributes"]["portfolio"] == {"entity_id": portfolio}
    listed = client.get("/v1/benchmarks?page[size]=100").json()
    assert {one["id"] for one in several} <= {one["id"] for one in listed["data"]}
    assert listed["links"] == {"prev": None, "next": None}


def test_the_list_has_indexes_and_presets_and_pages(client: TestClient) -> None:
    first = client.get("/v1/benchmarks?page[size]=20").json()
    assert len(first["data"]) == 20
    assert first["links"]["prev"] is None
    second = client.get(first["links"]["next"]).json()
    assert second["links"]["prev"] is not None
    assert not {one["id"] for one in first["data"]} & {one["id"] for one in second["data"]}
    only = client.get("/v1/benchmarks?filter[benchmark_type]=blended").json()["data"]
    assert [one["id"] for one in only][:3] == [
        "CRISIL_HYBRID_35_65",
        "BALANCED_50_50",
        "CRISIL_HYBRID_AGGRESSIVE_65_35",
    ]


def test_a_taken_name_is_a_conflict_and_nothing_is_stored(client: TestClient) -> None:
    made(client, blended("Mix", "SPY", "AGG"))
    for taken in ("mix", "Nifty 50"):
        several = [{"benchmark_type": "imported", "name": name} for name in ("New", taken)]
        body = {"data": [{"type": "benchmarks", "attributes": one} for one in several]}
        assert client.post("/v1/benchmarks", json=body).status_code == 409
    assert client.get("/v1/benchmarks?filter[benchmark_type]=imported").json()["data"] == []


def test_a_portfolio_cannot_be_part_of_a_blend(client: TestClient) -> None:
    portfolio = created(client)
    twin = made(client, {"benchmark_type": "portfolio", "name": "Twin", "portfolio": {"entity_id": portfolio}})
    body = {"data": [{"type": "benchmarks", "attributes": blended("X", "SPY", twin["id"])}]}
    response = client.post("/v1/benchmarks", json=body)
    assert response.status_code == 400
    assert "Twin is a portfolio" in response.text


def test_changes_are_made_all_or_none(client: TestClient) -> None:
    fixed, mix = made(
        client, {"benchmark_type": "fixed_return", "fixed_return": {"fixed_return": 0.05}}, blended("Mix", "SPY", "AGG")
    )
    changes = [
        {"id": fixed["id"], "type": "benchmarks", "attributes": {"fixed_return": {"fixed_return": 0.17}}},
        {"id": mix["id"], "type": "benchmarks", "attributes": {"blended": {"rebalance_interval": "six_months"}}},
    ]
    response = client.patch("/v1/benchmarks", json={"data": changes}).json()
    assert [one["attributes"]["name"] for one in response["data"]] == ["17.00 % Compounded", "Mix"]
    assert response["data"][1]["attributes"]["blended"]["rebalance_interval"] == "SIX_MONTHS"
    assert response["links"] == {"prev": None, "next": None}
    changes[0]["attributes"] = {"fixed_return": {"fixed_return": 0.2}}
    changes[1]["attributes"] = {"name": "Nifty 50"}
    assert client.patch("/v1/benchmarks", json={"data": changes}).status_code == 409
    still = client.get(f"/v1/benchmarks/{fixed['id']}").json()["data"]["attributes"]
    assert still["fixed_return"]["fixed_return"] == 0.17


def test_the_type_and_what_it_stands_for_are_immutable(client: TestClient) -> None:
    share = made(client, {"benchmark_type": "security", "name": "Share", "security": {"entity_id": "SPY"}})
    mix = made(client, blended("Mix", "SPY", "AGG"))
    assert patch(client, share["id"], benchmark_type="imported").status_code == 400
    assert patch(client, share["id"], security={"entity_id": "QQQ"}).status_code == 400
    assert patch(client, share["id"], security={"entity_id": "SPY"}, name="Other").status_code == 200
    assert patch(client, mix["id"], blended={"benchmark_composition_id": "bm-other"}).status_code == 400
    assert patch(client, "^NSEI", index={"vendor": "me"}).status_code == 400
    assert patch(client, "^NSEI", currency="USD").status_code == 400
    assert patch(client, "CRISIL_HYBRID_35_65", name="Mine").status_code == 400
    assert patch(client, "bm-none", name="Mine").status_code == 404
    assert patch(client, mix["id"], named="bm-other", name="X").status_code == 409


def test_an_index_takes_a_display_name_and_keeps_its_own(client: TestClient) -> None:
    renamed = patch(client, "^NSEI", name="India's fifty").json()["data"]["attributes"]
    assert (renamed["name"], renamed["index"]["index_name"]) == ("India's fifty", "Nifty 50")
    again = patch(client, "^NSEI", name="Nifty 50").json()["data"]["attributes"]
    assert again["name"] == "Nifty 50"


def test_compositions_are_merged_by_date(client: TestClient) -> None:
    mix = made(client, blended("Mix", "SPY", "AGG"))

    def send(*intervals: dict[str, Any], status: int = 200, named: str = "") -> Any:
        response = patch(client, mix["id"], "benchmark_compositions", named, intervals=list(intervals))
        assert response.status_code == status, response.text
        return response.json()["data"]["attributes"]["intervals"] if status == 200 else []

    later = {
        "date": "2020-12-31",
        "value": [{"benchmark_id": "SPY", "percent": 0.7}, {"benchmark_id": "AGG", "percent": 0.3}],
    }
    assert [one["date"] for one in send(later)] == [None, "2020-12-31"]
    parts = [
        {"date": "2020-12-31", "value": [{"benchmark_id": "QQQ", "percent": 0.5}]},
        {"date": "2020-12-31", "value": [{"benchmark_id": "AGG", "percent": 0.5}]},
    ]
    joined = send(*parts)[1]
    assert [one["benchmark_id"] for one in joined["value"]] == ["QQQ", "AGG"]
    assert joined["weight"] == 1.0
    assert len(send({"date": "2020-12-31", "value": None})) == 1
    send({"date": None, "value": None}, later, status=400)
    send({"date": None, "value": [{"benchmark_id": "SPY", "percent": 0.9}]}, status=400)
    send(half(mix["id"], "SPY"), status=400)
    send(status=409, named="other")
    assert client.get("/v1/benchmark_compositions/%5ENSEI").status_code == 404
    assert mix["id"] in [one["id"] for one in client.get("/v1/benchmark_compositions").json()["data"]]


def test_a_cycle_through_others_is_refused(client: TestClient) -> None:
    inner = made(client, blended("Inner", "SPY", "AGG"))
    outer = made(client, blended("Outer", "QQQ", inner["id"]))
    response = patch(client, inner["id"], "benchmark_compositions", intervals=[half("SPY", outer["id"])])
    assert response.status_code == 400
    assert "contains itself" in response.text


def test_own_returns_are_appended_overwritten_and_replaced(client: TestClient) -> None:
    ours = made(client, {"benchmark_type": "imported", "name": "Ours"})

    def send(rows: list[tuple[str, float]], status: int = 200, **more: Any) -> list[tuple[str, float]]:
        returns = [{"date": on, "value": value} for on, value in rows]
        response = patch(client, ours["id"], "imported_benchmark_data", daily_returns=returns, **more)
        assert response.status_code == status, response.text
        if status != 200:
            return []
        return [(row["date"], row["value"]) for row in response.json()["data"]["attributes"]["daily_returns"]]

    assert send([("2024-01-02", 0.01), ("2024-01-01", 0.005)]) == [("2024-01-01", 0.005), ("2024-01-02", 0.01)]
    assert send([("2024-01-02", -0.01), ("2024-01-03", 0.0)])[1:] == [("2024-01-02", -0.01), ("2024-01-03", 0.0)]
    span = {"start": "2024-01-02", "end": "2024-01-31"}
    assert send([("2024-01-05", 0.02)], replace=span) == [("2024-01-01", 0.005), ("2024-01-05", 0.02)]
    send([("2024-02-05", 0.02)], 400, replace=span)
    send([("2024-01-05", -1.5)], 400)
    send([("2024-01-05", 0.0), ("2024-01-05", 0.0)], 400)
    assert client.get("/v1/imported_benchmark_data/SPY").status_code == 404
    imported = client.get(f"/v1/benchmarks/{ours['id']}").json()["data"]["attributes"]["imported"]
    assert imported == {"start_date": "2024-01-01", "end_date": "2024-01-05"}


def test_what_is_used_is_not_deleted_unless_forced(client: TestClient) -> None:
    ours = made(client, {"benchmark_type": "imported", "name": "Ours"})
    mix = made(client, blended("Mix", "SPY", ours["id"]))
    portfolio = created(client)
    measured = client.put(f"/v1/portfolios/{portfolio}/benchmark", json={"benchmark_id": mix["id"]})
    assert measured.json() == {"portfolio_id": portfolio, "benchmark_id": mix["id"]}
    refused = client.delete(f"/v1/benchmarks/{mix['id']}")
    assert refused.status_code == 409
    assert refused.json()["error"]["details"]["users"] == [{"kind": "portfolio", "id": portfolio, "name": "Mine"}]
    refused = client.delete(f"/v1/benchmarks/{ours['id']}")
    assert refused.json()["error"]["details"]["users"] == [{"kind": "blend", "id": mix["id"], "name": "Mix"}]
    assert client.delete(f"/v1/benchmarks/{ours['id']}?force=true").status_code == 204
    body = {"benchmark_spec": {"id": "x", "currency": "USD", "components": [{"id": mix["id"], "weight": 1.0}]}}
    assert ours["id"] in client.post("/v1/benchmarks/resolve", json=body).text
    assert client.delete(f"/v1/benchmarks/{mix['id']}?force=true").status_code == 204
    assert client.get(f"/v1/portfolios/{portfolio}/benchmark").json()["benchmark_id"] is None
    assert client.get(f"/v1/benchmarks/{mix['id']}").status_code == 404


def test_indexes_presets_and_fixed_returns_stay(client: TestClient) -> None:
    fixed = made(
        client, {"benchmark_type": "fixed_return", "fixed_return": {"fixed_return": 0.05, "is_compounded": False}}
    )
    assert fixed["attributes"]["name"] == "5.00 %"
    for stays in (fixed["id"], "%5ENSEI", "BALANCED_50_50"):
        assert client.delete(f"/v1/benchmarks/{stays}?force=true").status_code == 400
    assert client.delete("/v1/benchmarks/bm-none").status_code == 404


def test_a_server_that_only_reads_refuses_every_change(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_API_READ_ONLY", "on")
    client = client_of(engine)
    body = {"data": [{"type": "benchmarks", "attributes": {"benchmark_type": "imported", "name": "X"}}]}
    response = client.post("/v1/benchmarks", json=body)
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "forbidden"
    assert client.delete("/v1/benchmarks/bm-x").status_code == 403
    assert client.get("/v1/benchmarks?page[size]=1").status_code == 200


def test_the_published_media_type_is_read(client: TestClient) -> None:
    body = '{"data":[{"type":"benchmarks","attributes":{"benchmark_type":"imported","name":"X"}}]}'
    response = client.post("/v1/benchmarks", content=body, headers={"Content-Type": "application/vnd.api+json"})
    assert response.status_code == 201


def beside(sample: TestClient, **parameters: Any) -> Any:
    return sample.get("/v1/portfolios/sample-household/benchmark-comparison", params=parameters)


def test_one_index_by_id_is_the_ticker(sample: TestClient) -> None:
    plain = beside(sample, benchmark_ticker="^NSEI", points="all").json()
    by_id = beside(sample, benchmark_id="^NSEI", points="all").json()
    assert by_id["benchmark_xirr"] == pytest.approx(plain["benchmark_xirr"], abs=1e-9)
    assert by_id["closing"] == pytest.approx(plain["closing"])
    assert len(by_id["chart_data"]) == len(plain["chart_data"])


def test_a_blend_of_the_library_beside_a_portfolio(sample: TestClient) -> None:
    mix = made(sample, blended("Mix", "^NSEI", "GOLDBEES.NS"))
    answer = beside(sample, benchmark_id=mix["id"], benchmark_ticker="^NSEI").json()
    assert answer["benchmark_name"] == "Mix"
    assert any("^NSEI is not compared" in note for note in answer["notes"])
