"""Does the check over JSON run the engine on mirrors, and does it say what failed when a part of the engine is broken?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.attribution import effects as attribution
from core.ledger.portfolio import Portfolio
from data.store.portfolios.portfolios import save_portfolio
from tests.api.conftest import answered

ADDRESS = "/v1/engine-check"
PARTS = ["same_money", "category", "attribution", "index_fit", "transactions"]


def asked(client: TestClient, **parameters: Any) -> dict[str, Any]:
    answer: dict[str, Any] = answered(client.get(ADDRESS, params=parameters))
    return answer


def test_every_portfolio_is_checked_against_its_home_index_and_known_cases_beside_them(sample: TestClient) -> None:
    found = asked(sample)
    assert found["passed"] is True
    assert found["failed"] == []
    assert found["largest_difference"] < 1e-11
    assert [one["subject"] for one in found["checks"]] == PARTS * 3 + ["known_cases"]
    home = {one["portfolio_id"]: (one["benchmark"], one["risk_free_rate"]) for one in found["checks"][:-1]}
    assert home == {
        "sample-household": ("^NSEI", 7.0),
        "sample-us-growth": ("^GSPC", 4.0),
        "sample-60-40": ("^GSPC", 4.0),
    }
    assert found["identities_checked"] == sum(len(one["identities"]) for one in found["checks"]) > 150
    beta = [one for part in found["checks"] for one in part["identities"] if one["name"] == "Beta"]
    assert len(beta) == 6
    assert all(one["expected"] == 1.0 and one["difference"] < 1e-9 for one in beta)


def test_one_portfolio_beside_what_is_asked_for(sample: TestClient) -> None:
    found = asked(
        sample,
        portfolio_id="sample-us-growth",
        benchmark="BALANCED_50_50",
        risk_free_rate=5.5,
        start="2019-01-01",
        end="2024-12-31",
    )
    assert found["passed"] is True
    assert [one["subject"] for one in found["checks"]] == PARTS
    assert {(one["benchmark"], one["risk_free_rate"], one["start"], one["end"]) for one in found["checks"]} == {
        ("BALANCED_50_50", 5.5, "2019-01-01", "2024-12-31")
    }


def test_what_cannot_be_checked_is_not_passed(sample: TestClient, sample_engine: Engine) -> None:
    empty = save_portfolio(sample_engine, Portfolio("", "Empty", "USD"))
    found = asked(sample, portfolio_id=empty, benchmark="^GSPC")
    assert found["passed"] is False
    assert found["failed"] == []
    assert all(one["passed"] is None and one["left_out"] for one in found["checks"])
    assert "no transactions yet" in found["checks"][0]["left_out"][0]
    assert asked(sample)["passed"] is True


def test_what_is_broken_is_named_with_its_reason(sample: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """What else the check finds is tried out where it is made: tests/core."""
    original = attribution.linking_scale
    monkeypatch.setattr(attribution, "linking_scale", lambda *given: 2.0 * original(*given))
    found = asked(sample)
    assert {one["subject"] for one in found["checks"] if not one["passed"]} == {"attribution", "known_cases"}
    (broken,) = [one for one in found["checks"][-1]["identities"] if not one["passed"]]
    assert broken["found"] is None
    assert "basis points" in broken["reason"]
    assert found["failed"][-1] == "known_cases: Known case: attribution"
    assert all("Classes in their own benchmarks" in one for one in found["failed"][:-1])
    assert found["largest_difference"] is None
