"""Does benchmark_mode=category answer with core's numbers, null for what is absent, and a clear word for what is empty?

What is answered about the sample is recorded: ``answers/category_comparison``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from core.market.levels import to_days
from core.market.yields import YieldSeries
from data.store.prices.yields import save_yields
from tests.api.conftest import compared, created, priced

DEPOSIT = {
    "kind": "FIXED_DEPOSIT",
    "name": "Bank deposit",
    "principal": 5000,
    "rate": 7.0,
    "start": "2023-01-01",
    "maturity": "2028-01-01",
    "compounding": "QUARTERLY",
    "payout": "NONE",
}
BUY = {"date": "2023-01-01", "type": "BUY", "symbol": "FUND", "asset_type": "MUTUAL_FUND", "quantity": 10, "price": 100}


def prices(sample: TestClient, symbol: str, first: float, last: float, currency: str = "INR") -> None:
    """A price every day of 2023, rising evenly."""
    days = [str(date(2023, 1, 1) + timedelta(days=at)) for at in range(366)]
    closes = [first + (last - first) * at / 365 for at in range(366)]
    rows = zip(days, closes, strict=True)
    priced(sample, [{"symbol": symbol, "date": on, "close": close, "currency": currency} for on, close in rows])


def asked(sample: TestClient, portfolio: str, **parameters: str) -> dict[str, Any]:
    return compared(sample, portfolio, benchmark_mode="category", **parameters)


def test_split_into_equity_and_debt_has_the_reference_numbers(sample: TestClient) -> None:
    prices(sample, "FUND", 100, 120)
    prices(sample, "INDEX", 100, 110)
    mine = created(sample, transactions=[BUY], deposits=[DEPOSIT])
    answer = asked(sample, mine, benchmark_ticker="INDEX", as_of="2024-01-01", points="all")
    equity, debt = answer["category_data"]["equity"], answer["category_data"]["debt"]
    assert equity["chart_data"][-1]["benchmark_value"] == pytest.approx(1_100.0)
    assert equity["benchmark_xirr"] == pytest.approx(10.0)
    assert equity["portfolio_xirr"] == pytest.approx(20.0)
    assert debt["chart_data"][-1]["benchmark_value"] == pytest.approx(5_350.0)
    assert (equity["benchmark_label"], debt["benchmark_label"]) == ("INDEX", "a bank deposit at 7\u202f% before tax")
    assert debt["portfolio_xirr"] == pytest.approx(((1 + 0.07 / 4) ** 4 - 1) * 100)
    assert {
        one: answer["category_data"][one] for one in ("gold", "cash", "crypto", "property", "other")
    } == dict.fromkeys(("gold", "cash", "crypto", "property", "other"))


def test_a_category_that_cannot_be_valued_is_null_with_its_reason(sample: TestClient) -> None:
    prices(sample, "FUND", 100, 120)
    gold = {**BUY, "symbol": "BAR", "asset_type": "GOLD"}
    answer = asked(sample, created(sample, transactions=[BUY, gold]), benchmark_ticker="^NSEI", as_of="2024-01-01")
    assert answer["category_data"]["gold"] is None
    assert "no prices" in answer["reasons"]["category_data.gold"]


def test_overrides_and_rules_are_stored_with_the_portfolio(sample: TestClient, sample_engine: Engine) -> None:
    save_yields(sample_engine, [YieldSeries("GSEC", to_days(["2022-12-01", "2023-06-01"]), [0.08, 0.08])])  # type: ignore[arg-type]
    prices(sample, "FUND", 100, 120)
    mine = created(sample, transactions=[BUY], deposits=[DEPOSIT])
    settings = {
        "overrides": [{"scope": "INSTRUMENT", "target": "FUND", "shares": {"equity": 65, "debt": 35}}],
        "rules": [{"scope": "CATEGORY", "target": "debt", "kind": "YIELD", "benchmark": "GSEC"}],
        "reference_mix": {"equity": 50, "debt": 50},
    }
    stored = sample.put(f"/v1/portfolios/{mine}/categories", json=settings)
    assert stored.status_code == 200, stored.text
    shown = sample.get(f"/v1/portfolios/{mine}/categories").json()
    assert {key: shown[key] for key in settings} == settings
    assert shown["default_rules"][0]["benchmark"] == "^NSEI"
    answer = asked(sample, mine, benchmark_ticker="^NSEI", as_of="2024-01-01")
    data = answer["category_data"]
    assert data["equity"]["portfolio_value"] == pytest.approx(0.65 * 1_200)
    assert data["debt"]["benchmark_label"] == "GSEC"
    assert data["debt"]["benchmark_xirr"] == pytest.approx(8.0)
    assert answer["category_split"]["reference_mix"] == {"equity": 50.0, "debt": 50.0}


def test_a_rising_treasury_yield_is_a_loss_and_another_accrues(sample: TestClient, sample_engine: Engine) -> None:
    days = to_days(["2022-12-01", "2023-12-01"])
    save_yields(sample_engine, [YieldSeries(name, days, np.array([0.04, 0.08])) for name in ("^TNX", "GSEC")])
    mine = created(sample, transactions=[BUY], deposits=[DEPOSIT])
    prices(sample, "FUND", 100, 120)
    rates = {}
    for name in ("^TNX", "GSEC"):
        rules = [{"scope": "CATEGORY", "target": "debt", "kind": "YIELD", "benchmark": name}]
        assert sample.put(f"/v1/portfolios/{mine}/categories", json={"rules": rules}).status_code == 200
        answer = asked(sample, mine, benchmark_ticker="^NSEI", as_of="2024-01-01")
        rates[name] = answer["category_data"]["debt"]["benchmark_xirr"]
    assert rates["^TNX"] < -15
    assert rates["GSEC"] > 4
