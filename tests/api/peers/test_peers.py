"""Does the API answer about peers in exactly the published shapes, for empty, small and whole universes?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from core.peers.investor import TYPES
from data.store.peers.groups import save_peer_group
from studies.peers import peer_universe
from tests.api.conftest import LOCAL


def investor(name: str, energy: float, kind: str = "public_pension", **more: Any) -> dict[str, Any]:
    held = {"Energy": energy, "Utilities": round(1 - energy, 6)}
    return {
        "id": name.lower(),
        "name": name,
        "type": kind,
        "aum": 20e9,
        "currency": "USD",
        "country": "United States",
        "allocations": [
            {"year": 2024, "dimension": "sector", "bucket": bucket, "weight": weight} for bucket, weight in held.items()
        ],
        **more,
    }


PEERS = [investor(f"P{at}", weight) for at, weight in enumerate([0.0, 0.0, 0.20, 0.30, 0.40])]
ME = investor("Me", 0.27)


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    answered = client.post("/v1/investors", json={"investors": [ME, *PEERS]})
    assert answered.status_code == 201, answered.text
    assert answered.json() == {"ids": ["me", "p0", "p1", "p2", "p3", "p4"]}
    return client


@pytest.fixture
def sample_client(sample_engine: Engine) -> TestClient:
    return TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)


def test_an_investor_beside_its_peers(filled: TestClient) -> None:
    told = filled.get("/v1/benchmarks/investor/me?investor_type=lp&year=2024").json()
    assert (told["investor_id"], told["investor_name"]) == ("me", "Me")
    assert told["peer_group"] == {
        "type": "LP",
        "size_bucket": "Large (>$10B)",
        "region": "North America",
        "peer_count": 5,
        "dropped": [],
    }
    energy = next(one for one in told["sector_comparison"] if one["sector"] == "Energy")
    assert energy == {
        "sector": "Energy",
        "investor_allocation": 0.27,
        "benchmark_median": 0.20,
        "benchmark_p25": 0.0,
        "benchmark_p75": 0.30,
        "variance": "+7%",
        "position": "above_median",
    }
    assert len(told["sector_comparison"]) == 11
    assert set(told["diversification"]) == {"investor_score", "benchmark_median", "percentile"}
    own = 100 * (1 - 0.27**2 - 0.73**2) / (1 - 1 / 11)
    assert told["diversification"]["investor_score"] == pytest.approx(own)
    assert told["diversification"]["percentile"] == 60.0  # above 0, 0 and .2/.8; below .3/.7 and .4/.6
    assert (told["year"], told["simulated"], told["reasons"]) == (2024, False, {})


def test_without_a_type_the_investors_own_is_taken(filled: TestClient) -> None:
    filled.post("/v1/investors", json={"investors": [investor(f"E{at}", 0.5, "endowment") for at in range(3)]})
    own = filled.get("/v1/benchmarks/investor/me").json()["peer_group"]
    lp = filled.get("/v1/benchmarks/investor/me?investor_type=lp").json()["peer_group"]
    assert (own["type"], own["peer_count"]) == ("Public Pension", 5)
    assert (lp["type"], lp["peer_count"]) == ("LP", 8)


def test_too_few_peers_hide_the_statistics_and_say_what_was_dropped(filled: TestClient) -> None:
    filled.delete("/v1/investors/p0")
    told = filled.get("/v1/benchmarks/investor/me").json()
    assert told["peer_group"]["peer_count"] == 4
    assert told["peer_group"]["dropped"] == ["region", "size"]
    assert (told["peer_group"]["size_bucket"], told["peer_group"]["region"]) == (None, None)
    assert {one["benchmark_median"] for one in told["sector_comparison"]} == {None}
    assert {one["position"] for one in told["sector_comparison"]} == {None}
    assert told["diversification"]["percentile"] is None
    assert "below 5" in told["reasons"]["sector_comparison"]


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


def test_a_peer_group_shows_members_criteria_and_statistics(filled: TestClient, engine: Engine) -> None:
    told = filled.get("/v1/benchmarks/peer-group/me").json()
    assert [one["investor_id"] for one in told["members"]] == ["p0", "p1", "p2", "p3", "p4"]
    assert told["members"][0]["size_bucket"] == "Large (>$10B)"
    assert told["members"][0]["assets_usd"] == 20e9
    assert told["criteria"]["type"] == "Public Pension"
    energy = next(one for one in told["sector_statistics"] if one["sector"] == "Energy")
    assert energy == {"sector": "Energy", "median": 0.20, "p25": 0.0, "p75": 0.30}
    group = save_peer_group(engine, "Friends", ["me", "p2"])
    by_hand = filled.get(f"/v1/benchmarks/peer-group/{group}").json()
    assert (by_hand["name"], len(by_hand["members"]), by_hand["sector_statistics"]) == ("Friends", 2, [])
    assert "below 5" in by_hand["reasons"]["sector_statistics"]


def test_sector_benchmarks_by_type_and_overall(filled: TestClient) -> None:
    told = filled.get("/v1/benchmarks/sectors").json()
    (pension,) = told["benchmarks_by_type"]
    assert (pension["investor_type"], pension["sample_size"]) == ("Public Pension", 6)
    assert set(pension["sector_allocations"][0]) == {"sector", "median", "p25", "p75"}
    assert told["overall_market"] == {"sample_size": 6, "sector_allocations": pension["sector_allocations"]}


def test_the_ranking(filled: TestClient) -> None:
    told = filled.get("/v1/benchmarks/diversification").json()
    assert [one["rank"] for one in told["rankings"]] == [1, 2, 3, 4, 5, 5]
    assert set(told["rankings"][0]) == {
        "rank",
        "investor_id",
        "investor_name",
        "investor_type",
        "diversification_score",
        "sector_count",
        "hhi",
    }
    assert (told["rankings"][0]["investor_id"], told["rankings"][0]["hhi"]) == ("p4", 0.52)
    assert set(told["score_distribution"]) == {"mean", "median", "std_dev"}
    short = filled.get("/v1/benchmarks/diversification?limit=2&investor_type=lp").json()
    assert len(short["rankings"]) == 2
    assert short["score_distribution"] == told["score_distribution"]


def test_trends_tell_how_many_stand_behind_each_year(filled: TestClient) -> None:
    told = filled.get("/v1/benchmarks/trends?peer_type=public_pension&same_members=true").json()
    assert (told["peer_type"], told["same_members"]) == ("Public Pension", True)
    (year,) = told["years"]
    assert (year["year"], year["sample_size"]) == (2024, 6)
    assert next(one for one in year["sector_allocations"] if one["sector"] == "Energy")["median"] == pytest.approx(
        0.235
    )


def test_an_empty_universe_answers_with_empty_lists(client: TestClient) -> None:
    assert client.get("/v1/benchmarks/sectors").json()["benchmarks_by_type"] == []
    assert client.get("/v1/benchmarks/sectors").json()["overall_market"] == {"sample_size": 0, "sector_allocations": []}
    ranking = client.get("/v1/benchmarks/diversification").json()
    assert ranking["rankings"] == []
    assert ranking["score_distribution"] == {"mean": None, "median": None, "std_dev": None}
    assert client.get("/v1/benchmarks/trends").json()["years"] == []


def test_all_or_nothing(filled: TestClient, engine: Engine) -> None:
    before = len(peer_universe(engine))
    broken = investor("Broken", 0.5)
    broken["allocations"][0]["weight"] = 0.9
    refused = filled.post(
        "/v1/investors", json={"investors": [investor("Good", 0.5), broken, {"name": "X", "type": "zoo"}]}
    )
    assert refused.status_code == 400
    assert [one["field"] for one in refused.json()["error"]["details"]["fields"]] == ["investors[1]", "investors[2]"]
    assert filled.post("/v1/investors", json={"investors": [investor("Good", 0.5), ME]}).status_code == 409
    assert len(peer_universe(engine)) == before


def test_an_investor_comes_back_and_goes(filled: TestClient) -> None:
    told = filled.get("/v1/investors/me").json()
    assert (told["type"], told["region"], told["aum"], told["simulated"]) == (
        "Public Pension",
        "North America",
        20e9,
        False,
    )
    assert {(one["bucket"], one["weight"]) for one in told["allocations"]} == {("Energy", 0.27), ("Utilities", 0.73)}
    assert filled.delete("/v1/investors/me").status_code == 204
    assert filled.get("/v1/investors/me").status_code == 404


def test_an_investor_without_an_allocation_cannot_be_compared(filled: TestClient) -> None:
    filled.post("/v1/investors", json={"investors": [{"id": "bare", "name": "Bare", "type": "Foundation"}]})
    assert filled.get("/v1/benchmarks/investor/bare").status_code == 422
    assert filled.get("/v1/benchmarks/investor/me").status_code == 200


def test_the_sample_says_that_it_is_illustrative(sample_client: TestClient) -> None:
    told = sample_client.get("/v1/benchmarks/investor/peer-001?investor_type=lp").json()
    assert told["simulated"] is True
    assert told["peer_group"]["peer_count"] >= 5
    assert sample_client.get("/v1/benchmarks/sectors").json()["simulated"] is True
    types = {one["investor_type"] for one in sample_client.get("/v1/benchmarks/sectors").json()["benchmarks_by_type"]}
    assert types == {one.value for one in TYPES}


def test_asset_classes_are_compared_where_there_are_no_sectors(client: TestClient) -> None:
    rows = [
        {
            "id": f"c{at}",
            "name": f"C{at}",
            "type": "Insurance",
            "allocations": [
                {"year": 2024, "dimension": "asset_class", "bucket": "equities", "weight": at / 10},
                {"year": 2024, "dimension": "asset_class", "bucket": "Cash", "weight": 1 - at / 10},
            ],
        }
        for at in range(7)
    ]
    assert client.post("/v1/investors", json={"investors": rows}).status_code == 201
    told = client.get("/v1/benchmarks/investor/c3").json()
    assert told["dimension"] == "asset_class"
    equity = next(one for one in told["sector_comparison"] if one["sector"] == "Equity")
    assert (equity["investor_allocation"], equity["benchmark_median"]) == (0.3, 0.3)
    assert equity["position"] == "at_median"
    assert client.get("/v1/benchmarks/diversification").json()["rankings"][0]["investor_id"] == "c5"
