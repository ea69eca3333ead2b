"""Does the API tell a portfolio in another currency, the same in every answer, and name the pair it lacks?"""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import compared

COMPARISON = "/v1/portfolios/sample-household/benchmark-comparison"


def household(sample: TestClient, **asked: str) -> dict[str, Any]:
    return compared(sample, "sample-household", benchmark_ticker="^NSEI", **asked)


def test_the_closing_value_is_told_at_the_rate_of_its_day(sample: TestClient) -> None:
    """31 December 2025: the sample's last rate, taken from its own file of exchange rates."""
    from data.sample.levels import sample_exchange_rates

    own, told = household(sample), household(sample, currency="usd")
    rate = sample_exchange_rates().series["USDINR"].levels[-1]
    assert told["currency"] == "USD"
    assert told["closing"]["date"] == own["closing"]["date"] == "2025-12-31"
    assert told["closing"]["portfolio_value"] == pytest.approx(own["closing"]["portfolio_value"] / rate, rel=1e-12)
    assert told["risk_free_xirr"] == pytest.approx(7.0, abs=1e-6)
    assert told["portfolio_xirr"] < own["portfolio_xirr"]  # the rupee fell against the dollar
    assert any(note.startswith("Told in USD") for note in told["notes"])


def test_its_own_currency_changes_not_one_byte(sample: TestClient) -> None:
    plain = sample.get(COMPARISON, params={"benchmark_ticker": "^NSEI"})
    named = sample.get(COMPARISON, params={"benchmark_ticker": "^NSEI", "currency": "INR"})
    assert plain.content == named.content


def test_the_categories_add_up_in_the_other_currency(sample: TestClient) -> None:
    told = household(sample, currency="EUR", benchmark_mode="category")
    split = told["category_split"]
    assert told["category_data"]["equity"]["benchmark_label"] == "Nifty 50"
    assert split["value"] == pytest.approx(told["closing"]["portfolio_value"], abs=0.01)
    assert sum(split["within"].values()) + split["mix"] == pytest.approx(split["difference"], abs=0.005)


def test_the_attribution_adds_up_in_the_other_currency(sample: TestClient) -> None:
    question = {"portfolio_id": "sample-household", "benchmark_id": "^NSEI", "risk_free_rate": 4.0}
    own = sample.post("/v1/analytics/attribution", json=question).json()
    told = sample.post("/v1/analytics/attribution", json=question | {"currency": "USD"}).json()
    assert told["totals"]["total"] == pytest.approx(told["active_return"], abs=1e-12)
    assert told["portfolio_return"] < own["portfolio_return"]
    bridge, closing = told["money_bridge"], household(sample, currency="USD")["closing"]
    assert bridge["end"] == pytest.approx(closing["portfolio_value"], abs=0.01)
    steps = (bridge["start"], *(step["amount"] for step in bridge["steps"]))
    assert sum(round(one * 100) for one in steps) == round(bridge["end"] * 100)
