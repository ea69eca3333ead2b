"""Does the sample's story stay one story once real levels are stored? Every answer about it, before and after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from data.price_record import PriceRecord
from data.store.prices.histories import save_prices

HOUSEHOLD, SIXTY_FORTY = "/v1/portfolios/sample-household", "/v1/portfolios/sample-60-40"
REAL = {"^NSEI": "INR", "NIFTY_50_TRI": "INR", "GOLDBEES.NS": "INR", "^GSPC": "USD", "SPY": "USD", "AGG": "USD"}
RATES = {"INR=X": "INR", "EURUSD=X": "USD"}


def bring_real_levels(store: Engine) -> None:
    """Half a year in which everything doubled."""
    first = date(2024, 1, 1)
    for symbol, currency in (REAL | RATES).items():
        rows = [PriceRecord(symbol, first + timedelta(days=at), 100.0 + at / 2, None, currency) for at in range(200)]
        save_prices(store, rows, "upload")


def answers(sample: TestClient) -> dict[str, Any]:
    spec = {
        "id": "MINE",
        "currency": "USD",
        "components": [{"id": "SPY", "weight": 0.5}, {"id": "AGG", "weight": 0.5}],
        "rebalance": {"mode": "M"},
    }
    questions = {
        "single": ("GET", f"{HOUSEHOLD}/benchmark-comparison", {"benchmark_ticker": ["^NSEI", "GOLDBEES.NS"]}),
        "blend": (
            "GET",
            f"{SIXTY_FORTY}/benchmark-comparison",
            {"benchmark_mode": "hybrid", "hybrid_preset": "BALANCED_50_50"},
        ),
        "category": ("GET", f"{HOUSEHOLD}/benchmark-comparison", {"benchmark_mode": "category"}),
        "index fit": ("GET", "/v1/index-fit", {"portfolio_id": "sample-household", "index": "^NSEI"}),
        "index fit abroad": ("GET", "/v1/index-fit", {"portfolio_id": "sample-household", "index": "^GSPC"}),
        "scan": ("GET", "/v1/index-fit/scan", {"portfolio_id": "sample-household"}),
        "abroad, in a third currency": (
            "GET",
            f"{HOUSEHOLD}/benchmark-comparison",
            {"benchmark_ticker": "^GSPC", "currency": "EUR"},
        ),
        "engine check abroad": ("GET", "/v1/engine-check", {"portfolio_id": "sample-household", "benchmark": "^GSPC"}),
        "engine check": ("GET", "/v1/engine-check", {"portfolio_id": "sample-household", "benchmark": "^NSEI"}),
        "attribution": (
            "POST",
            "/v1/analytics/attribution",
            {"portfolio_id": "sample-household", "benchmark_id": "^NSEI"},
        ),
        "own mix": ("POST", "/v1/analytics/attribution", {"portfolio_id": "sample-60-40", "benchmark_spec": spec}),
    }
    found = {}
    for name, (method, address, asked) in questions.items():
        sent = {"params": asked} if method == "GET" else {"json": asked}
        answer = sample.request(method, address, **sent)
        assert answer.status_code == 200, (name, answer.text)
        found[name] = answer.json()
    return found


def test_stored_levels_change_nothing_of_the_sample(sample: TestClient, sample_engine: Engine) -> None:
    before = answers(sample)
    bring_real_levels(sample_engine)
    for name, after in answers(sample).items():
        assert after == before[name], name
    assert before["single"]["simulated"] is True


@pytest.mark.parametrize("asked", [{"benchmark_ticker": "^NSEI"}, {"hybrid_preset": "BALANCED_50_50"}])
def test_an_audit_pack_of_the_sample_is_the_same(
    sample: TestClient, sample_engine: Engine, asked: dict[str, str]
) -> None:
    def pack() -> bytes:
        question = asked | ({"benchmark_mode": "hybrid"} if "hybrid_preset" in asked else {})
        answer = sample.get(f"{HOUSEHOLD}/audit-pack", params=question)
        assert answer.status_code == 200, answer.text
        return answer.content

    before = pack()
    bring_real_levels(sample_engine)
    assert pack() == before


def test_ones_own_money_is_compared_with_the_real_levels(sample: TestClient, sample_engine: Engine) -> None:
    buy = {"date": "2024-01-02", "type": "BUY", "symbol": "SPY", "quantity": 1, "price": 100.5, "currency": "USD"}
    made = sample.post("/v1/portfolios", json={"name": "Mine", "base_currency": "USD", "transactions": [buy]})
    assert made.status_code == 201, made.text
    bring_real_levels(sample_engine)
    address = f"/v1/portfolios/{made.json()['id']}/benchmark-comparison"
    found = sample.get(address, params={"benchmark_ticker": "^GSPC"}).json()
    assert found["simulated"] is False
