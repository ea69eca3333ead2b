"""Does a fund with a price a month, a week, a fortnight or a quarter have its own risk a year beside a daily index?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, created, priced

INDEX_DAYS = np.arange("2014-12-29", "2022-01-01", dtype="datetime64[D]")
INDEX_DAYS = INDEX_DAYS[np.is_busday(INDEX_DAYS)]
WALK = np.exp(np.cumsum(np.random.default_rng(7).normal(0.0004, 0.01, INDEX_DAYS.size)))


def rows(symbol: str, days: np.ndarray, closes: np.ndarray) -> list[dict[str, Any]]:
    return [
        {"symbol": symbol, "date": str(on), "close": float(close), "currency": "USD"}
        for on, close in zip(days, closes, strict=True)
    ]


def month_ends(step: int) -> np.ndarray:
    turns = (np.datetime64("2015-01") + step * np.arange(84 // step)).astype("datetime64[D]")
    return INDEX_DAYS[np.searchsorted(INDEX_DAYS, turns) - 1]


FUNDS = {
    "weekly": INDEX_DAYS[4::5],
    "fortnightly": INDEX_DAYS[4::10],
    "monthly": month_ends(1),
    "quarterly": month_ends(3),
}


@pytest.fixture
def fund(client: TestClient, request: pytest.FixtureRequest) -> tuple[TestClient, np.ndarray, np.ndarray]:
    """The index every weekday, and a fund on fewer days that follows it with noise of its own."""
    days = FUNDS[request.param]
    noise = np.exp(np.cumsum(np.random.default_rng(8).normal(0, 0.01, days.size)))
    closes = 50 * WALK[np.searchsorted(INDEX_DAYS, days)] * noise
    priced(client, rows("IDX", INDEX_DAYS, 100 * WALK))
    priced(client, rows("^GSPC", INDEX_DAYS, 100 * WALK))
    priced(client, rows("FUND", days, closes))
    return client, days, closes


@pytest.mark.parametrize("fund", FUNDS, indirect=True)
def test_risk_alpha_and_ratios_are_scaled_by_the_fund_s_own_days(
    fund: tuple[TestClient, np.ndarray, np.ndarray],
) -> None:
    client, days, closes = fund
    own, market = (np.diff(one) / one[:-1] for one in (closes, 100 * WALK[np.searchsorted(INDEX_DAYS, days)]))
    spans = np.diff(days).astype(float)
    a_year, rates = own.size / spans.sum() * 365.25, 1.04 ** (spans / 365) - 1
    beta = np.cov(own - rates, market - rates)[0, 1] / (market - rates).var(ddof=1)
    asked = {"symbol": "FUND", "index": "^GSPC", "risk_free_rate": 4, "rolling_window": 20}
    answer = answered(client.get("/v1/index-fit", params=asked))
    assert answer["observations"] == own.size
    assert answer["periods_per_year"] == pytest.approx(a_year, rel=1e-12)
    assert answer["stock_performance"]["volatility"] == pytest.approx(own.std(ddof=1) * a_year**0.5 * 100, rel=1e-9)
    assert answer["tracking_error"] == pytest.approx((own - market).std(ddof=1) * a_year**0.5 * 100, rel=1e-9)
    assert answer["beta"] == pytest.approx(beta, rel=1e-9)
    alpha = ((own - rates).mean() - beta * (market - rates).mean()) * a_year
    assert answer["alpha"] == pytest.approx(alpha * 100, rel=1e-8, abs=1e-9)
    sharpe = (own - rates).mean() / (own - rates).std(ddof=1) * a_year**0.5
    assert answer["sharpe_ratio"] == pytest.approx(sharpe, rel=1e-9)
    assert answer["alpha_band_low"] < alpha * 100 < answer["alpha_band_high"]
    last = slice(-20, None)
    p, b = own[last] - rates[last], market[last] - rates[last]
    assert answer["rolling"]["points"][-1]["beta"] == pytest.approx(np.cov(p, b)[0, 1] / b.var(ddof=1), rel=1e-8)


@pytest.mark.parametrize("fund", ["weekly"], indirect=True)
def test_a_portfolio_of_a_weekly_fund_has_the_fund_s_risk(fund: tuple[TestClient, np.ndarray, np.ndarray]) -> None:
    client, days, closes = fund
    bought = {"date": str(days[0]), "type": "BUY", "symbol": "FUND", "quantity": 10, "price": float(closes[0])}
    own = created(client, [bought], base_currency="USD")
    asked = {"index": "^GSPC", "risk_free_rate": 4}
    alone, held = (
        answered(client.get("/v1/index-fit", params=asked | which))
        for which in ({"symbol": "FUND"}, {"portfolio_id": own})
    )
    for name in ("periods_per_year", "tracking_error", "alpha", "beta", "sharpe_ratio"):
        assert held[name] == pytest.approx(alone[name], rel=1e-9), name
