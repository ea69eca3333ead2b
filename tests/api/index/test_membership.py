"""Does an uploaded list decide over the rules, and is index performance answered as it was stored?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from starlette.testclient import TestClient

MEMBERSHIP = "/v1/indexes/^GSPC/membership"
CONSTITUENTS = "/v1/indexes/^GSPC/constituents"
PERFORMANCE = "/v1/index-performance"


def test_rules_then_a_list_then_rules_again(client: TestClient) -> None:
    facts = {"market_cap": 5e9, "country": "US", "sector": "Energy"}
    by_rule = client.get(f"{MEMBERSHIP}/TINY", params=facts).json()
    assert (by_rule["likely_member"], by_rule["basis"], by_rule["market_cap"]) == (False, "rule", 5e9)
    rows = [
        {"symbol": "TINY", "weight": 0.01, "sector": "Energy"},
        {"symbol": "BIG", "weight": 0.99, "sector": "Materials"},
    ]
    saved = client.put(CONSTITUENTS, json={"constituents": rows, "as_of": "2024-01-02"})
    assert (saved.status_code, saved.json()["saved"]) == (200, 2)
    by_list = client.get(f"{MEMBERSHIP}/TINY", params=facts).json()
    assert (by_list["likely_member"], by_list["confidence"], by_list["basis"]) == (True, 1.0, "constituents")
    shown = client.get("/v1/indexes/SPY/constituents").json()
    assert shown["sector_weights"] == {"Materials": 0.99, "Energy": 0.01}
    assert client.delete(CONSTITUENTS).status_code == 204
    assert client.get(f"{MEMBERSHIP}/TINY", params=facts).json()["basis"] == "rule"
    assert client.get(CONSTITUENTS).status_code == 404
    assert client.get("/v1/indexes/NOPE/membership/TINY").json()["error"]["message"].startswith("Unknown index “NOPE”")


def observed(at: datetime, value: float = 100.0, **more: Any) -> dict[str, Any]:
    return {"symbol": "^GSPC", "value": value, "currency": "USD", "timestamp": at.isoformat(), **more}


def test_observations_come_back(client: TestClient) -> None:
    now = datetime.now(UTC)
    rows = [observed(now - timedelta(days=n), 100.0 + n, metadata={"n": n}) for n in range(4)]
    assert client.post(PERFORMANCE, json={"observations": rows}).json() == {"saved": 4}
    assert client.post(PERFORMANCE, json={"observations": rows[:1]}).json() == {"saved": 1}
    latest = client.get(f"{PERFORMANCE}/^GSPC").json()
    assert (latest["value"], latest["metadata"], latest["market_cap"]) == (100.0, {"n": 0}, None)
    assert [one["value"] for one in client.get(PERFORMANCE).json()["observations"]] == [100.0]
    history = f"{PERFORMANCE}/^GSPC/history"
    assert [one["value"] for one in client.get(history).json()["observations"]] == [103.0, 102.0, 101.0, 100.0]
    within = client.get(history, params={"days": 2}).json()["observations"]
    assert [one["value"] for one in within] == [101.0, 100.0]
    ranged = client.get(history, params={"end": (now - timedelta(days=2)).isoformat()}).json()["observations"]
    assert [one["value"] for one in ranged] == [103.0, 102.0]
    before = {"before": (now - timedelta(days=1)).isoformat()}
    assert client.delete(PERFORMANCE, params=before).json() == {"deleted": 2}
    assert client.get(f"{PERFORMANCE}/^XXXX").status_code == 404


def test_one_observation_that_cannot_be_refuses_them_all(client: TestClient) -> None:
    rows = [observed(datetime.now(UTC)), observed(datetime.now(UTC)) | {"metadata": {"x": "y" * 10_001}}]
    assert client.post(PERFORMANCE, json={"observations": rows}).status_code == 400
    assert client.get(PERFORMANCE).json() == {"observations": []}
