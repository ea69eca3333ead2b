"""Does the API answer about peers in exactly the published shapes, for empty, small and whole universes?

What is answered is recorded: ``answers/peer_benchmarks``.
"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.peers.investor import TYPES
from data.store.peers.groups import save_peer_group
from studies.peers import peer_universe
from tests.api.bodies import INVESTORS, investor_body
from tests.api.conftest import answered

ME, *PEERS = INVESTORS["investors"][:6]


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    made = answered(client.post("/v1/investors", json={"investors": [ME, *PEERS]}))
    assert made == {"ids": ["me", "p0", "p1", "p2", "p3", "p4"]}
    return client


def test_without_a_type_the_investors_own_is_taken(filled: TestClient) -> None:
    filled.post("/v1/investors", json={"investors": [investor_body(f"E{at}", 0.5, "endowment") for at in range(3)]})
    own = filled.get("/v1/benchmarks/investor/me").json()["peer_group"]
    lp = filled.get("/v1/benchmarks/investor/me?investor_type=lp").json()["peer_group"]
    assert (own["type"], own["peer_count"]) == ("Public Pension", 5)
    assert (lp["type"], lp["peer_count"]) == ("LP", 8)


def test_five_peers_keep_the_published_fields_and_say_the_rank(filled: TestClient) -> None:
    told = filled.get("/v1/benchmarks/investor/me").json()
    head = told["peer_group"]
    assert (head["peer_count"], head["quartiles_shown"], head["deciles_shown"]) == (5, False, False)
    assert "Below 12" in head["quartiles_reason"]
    energy = next(one for one in told["sector_comparison"] if one["sector"] == "Energy")
    assert (energy["rank"], energy["of"]) == (3, 6)
    assert None not in energy.values()
    assert {"p25", "median", "p75"} < filled.get("/v1/benchmarks/peer-group/me").json()["sector_statistics"][0].keys()
    even = told["diversification"]
    assert 1 <= even["rank"] <= even["of"] == 6
    more = [investor_body(f"M{at}", 0.1) for at in range(7)]
    filled.post("/v1/investors", json={"investors": more})
    head = filled.get("/v1/benchmarks/investor/me").json()["peer_group"]
    assert (head["peer_count"], head["quartiles_shown"], head["quartiles_reason"]) == (12, True, None)


def test_a_strangers_bucket_moves_no_score_of_the_others(filled: TestClient) -> None:
    before = filled.get("/v1/benchmarks/diversification").json()["rankings"]
    stranger = investor_body("Stranger", 0.5)
    stranger["allocations"][0]["bucket"] = "Crypto mining"
    assert filled.post("/v1/investors", json={"investors": [stranger]}).status_code == 201
    after = {
        one["investor_id"]: one["diversification_score"]
        for one in filled.get("/v1/benchmarks/diversification").json()["rankings"]
    }
    assert len(after) == 7
    assert {one["investor_id"]: one["diversification_score"] for one in before}.items() <= after.items()


def test_unknown_investors_types_and_years(filled: TestClient) -> None:
    assert filled.get("/v1/benchmarks/investor/nobody?investor_type=lp").status_code == 404
    assert filled.get("/v1/benchmarks/peer-group/nobody").status_code == 404
    assert filled.get("/v1/investors/nobody").status_code == 404
    assert filled.delete("/v1/investors/nobody").status_code == 404
    for address in ("investor/me?investor_type=x", "diversification?investor_type=x", "trends?peer_type=x"):
        refused = filled.get(f"/v1/benchmarks/{address}")
        assert refused.status_code == 400
        known = refused.json()["error"]["details"]["known"]
        assert known == ["LP", *(one.value for one in TYPES)]
    assert filled.get("/v1/benchmarks/investor/me?year=2019").status_code == 422
    assert "it did for 2024" in filled.get("/v1/benchmarks/investor/me?year=2019").json()["error"]["message"]


def test_a_peer_group_made_by_hand_is_shown_too(filled: TestClient, engine: Engine) -> None:
    group = save_peer_group(engine, "Friends", ["me", "p2"])
    by_hand = filled.get(f"/v1/benchmarks/peer-group/{group}").json()
    assert (by_hand["name"], len(by_hand["members"]), by_hand["sector_statistics"]) == ("Friends", 2, [])
    assert "below 5" in by_hand["reasons"]["sector_statistics"]


def test_the_ranking_shares_ranks_and_its_distribution_knows_no_limit(filled: TestClient) -> None:
    told = filled.get("/v1/benchmarks/diversification").json()
    assert [one["rank"] for one in told["rankings"]] == [1, 2, 3, 4, 5, 5]
    short = filled.get("/v1/benchmarks/diversification?limit=2&investor_type=lp").json()
    assert short == told | {"rankings": told["rankings"][:2]}


def test_an_empty_universe_answers_with_empty_lists(client: TestClient) -> None:
    assert client.get("/v1/benchmarks/sectors").json()["benchmarks_by_type"] == []
    assert client.get("/v1/benchmarks/sectors").json()["overall_market"] == {"sample_size": 0, "sector_allocations": []}
    ranking = client.get("/v1/benchmarks/diversification").json()
    assert ranking["rankings"] == []
    assert ranking["score_distribution"] == {"mean": None, "median": None, "std_dev": None}
    assert client.get("/v1/benchmarks/trends").json()["years"] == []


def test_all_or_nothing(filled: TestClient, engine: Engine) -> None:
    before = len(peer_universe(engine))
    broken = investor_body("Broken", 0.5)
    broken["allocations"][0]["weight"] = 0.9
    refused = filled.post(
        "/v1/investors", json={"investors": [investor_body("Good", 0.5), broken, {"name": "X", "type": "zoo"}]}
    )
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["error"]["details"]["fields"]] == ["investors[1]", "investors[2]"]
    assert filled.post("/v1/investors", json={"investors": [investor_body("Good", 0.5), ME]}).status_code == 409
    assert len(peer_universe(engine)) == before


def test_an_investor_goes(filled: TestClient) -> None:
    assert filled.delete("/v1/investors/me").status_code == 204
    assert filled.get("/v1/investors/me").status_code == 404


def test_an_investor_without_an_allocation_cannot_be_compared(filled: TestClient) -> None:
    filled.post("/v1/investors", json={"investors": [{"id": "bare", "name": "Bare", "type": "Foundation"}]})
    assert filled.get("/v1/benchmarks/investor/bare").status_code == 422
    assert filled.get("/v1/benchmarks/investor/me").status_code == 200


def test_asset_classes_are_compared_where_there_are_no_sectors(client: TestClient) -> None:
    def holder(at: int) -> dict[str, Any]:
        held = {"equities": at / 10, "Cash": 1 - at / 10}
        shares = [
            {"year": 2024, "dimension": "asset_class", "bucket": bucket, "weight": one} for bucket, one in held.items()
        ]
        return {"id": f"c{at}", "name": f"C{at}", "type": "Insurance", "allocations": shares}

    rows = [holder(at) for at in range(7)]
    assert client.post("/v1/investors", json={"investors": rows}).status_code == 201
    told = client.get("/v1/benchmarks/investor/c3").json()
    assert told["dimension"] == "asset_class"
    equity = next(one for one in told["sector_comparison"] if one["sector"] == "Equity")
    assert (equity["investor_allocation"], equity["benchmark_median"]) == (0.3, 0.3)
    assert equity["position"] == "at_median"
    assert client.get("/v1/benchmarks/diversification").json()["rankings"][0]["investor_id"] == "c5"
