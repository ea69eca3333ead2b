"""Does the check over JSON run the engine on mirrors, and does it say what failed when a part of the engine is broken?"""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from core.attribution import effects as attribution
from core.category import comparison as category_comparison
from core.ledger.portfolio import Portfolio
from core.same_money import comparison as same_money
from core.self_check import identities as engine_check
from core.statistics import relative as comparison
from data.store.portfolios.portfolios import save_portfolio
from tests.api.conftest import LOCAL

ADDRESS = "/v1/engine-check"
PARTS = ["same_money", "category", "attribution", "index_fit"]


@pytest.fixture
def sample(sample_engine: Engine) -> TestClient:
    return TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)


def asked(client: TestClient, **parameters: Any) -> dict[str, Any]:
    answer = client.get(ADDRESS, params=parameters)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def failed(answer: dict[str, Any]) -> set[str]:
    return {one["name"] for part in answer["checks"] for one in part["identities"] if not one["passed"]}


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
    fit = found["checks"][-1]
    assert fit["passed"] is None
    assert "no place" in fit["left_out"][0]


def test_what_cannot_be_checked_is_not_passed(sample: TestClient, sample_engine: Engine) -> None:
    empty = save_portfolio(sample_engine, Portfolio("", "Empty", "USD"))
    found = asked(sample, portfolio_id=empty)
    assert found["passed"] is False
    assert found["failed"] == []
    assert all(one["passed"] is None and one["left_out"] for one in found["checks"])
    assert "no transactions yet" in found["checks"][0]["left_out"][0]
    assert asked(sample)["passed"] is True


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"portfolio_id": "nobody"}, 404),
        ({"portfolio_id": "sample-us-growth", "benchmark": "NOT THERE"}, 404),
        ({"risk_free_rate": -100}, 400),
        ({"start": "2024-01-01", "end": "2023-01-01"}, 400),
        ({"start": "yesterday"}, 400),
    ],
)
def test_what_makes_no_sense_is_refused(sample: TestClient, parameters: dict[str, Any], status: int) -> None:
    assert sample.get(ADDRESS, params=parameters).status_code == status


def test_a_broken_account_is_named(sample: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    original = same_money.match_cash_flows

    def wrong(*given: Any) -> Any:
        account = original(*given)
        return dataclasses.replace(account, values=account.values * 1.0001)

    monkeypatch.setattr(same_money, "match_cash_flows", wrong)
    found = asked(sample, portfolio_id="sample-us-growth")
    assert found["passed"] is False
    assert "sample-us-growth, same_money: Closing value" in found["failed"]
    assert failed(found) == {"Closing value", "Value on every day", "XIRR difference"}
    assert 1e-6 < found["largest_difference"] < 1e-3


def test_a_broken_beta_is_named(sample: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*given: Any, **named: Any) -> Any:
        found = comparison.compare(*given, **named)
        return dataclasses.replace(found, beta=(found.beta or 0.0) * 1.01)

    monkeypatch.setattr(engine_check, "compare", wrong)
    found = asked(sample, portfolio_id="sample-us-growth")
    assert {"Beta", "Alpha (Jensen)"} <= failed(found)
    assert {one["subject"] for one in found["checks"] if not one["passed"]} == {"same_money", "index_fit"}


def test_broken_effects_are_named_with_their_reason(sample: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    original = attribution.linking_scale
    monkeypatch.setattr(attribution, "linking_scale", lambda *given: 2.0 * original(*given))
    found = asked(sample)
    assert [one["subject"] for one in found["checks"] if not one["passed"]] == ["known_cases"]
    (broken,) = [one for one in found["checks"][-1]["identities"] if not one["passed"]]
    assert broken["found"] is None
    assert "basis points" in broken["reason"]
    assert found["failed"] == ["known_cases: Known case: attribution"]
    assert found["largest_difference"] is None


def test_a_broken_category_is_named(sample: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    original = category_comparison.split_account

    def wrong(*given: Any) -> Any:
        account = original(*given)
        return dataclasses.replace(account, values=account.values * 1.01)

    monkeypatch.setattr(category_comparison, "split_account", wrong)
    found = asked(sample, portfolio_id="sample-household")
    assert found["failed"] == ["sample-household, category: Reference mix: closing value"]
