"""Does the sample's story stay one story once real levels are stored? Every answer about it, before and after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine
from starlette.testclient import TestClient

from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from tests.api.conftest import compared, created

HOUSEHOLD, SIXTY_FORTY = "/v1/portfolios/sample-household", "/v1/portfolios/sample-60-40"
REAL = {"^NSEI": "INR", "NIFTY_50_TRI": "INR", "GOLDBEES.NS": "INR", "^GSPC": "USD", "SPY": "USD", "AGG": "USD"}
RATES = {"INR=X": "INR", "EURUSD=X": "USD"}


def bring_real_levels(store: Engine) -> None:
    """Half a year in which everything doubled."""
    first = date(2024, 1, 1)
    for symbol, currency in (REAL | RATES).items():
        rows = [PriceRecord(symbol, first + timedelta(days=at), 100.0 + at / 2, None, currency) for at in range(200)]
        save_prices(store, rows, "upload")


HALVES = {
    "id": "MINE",
    "currency": "USD",
    "components": [{"id": "SPY", "weight": 0.5}, {"id": "AGG", "weight": 0.5}],
    "rebalance": {"mode": "M"},
}
CHECKED = {"portfolio_id": "sample-household"}
PRESET = {"benchmark_mode": "hybrid", "hybrid_preset": "BALANCED_50_50"}
ASKED: list[tuple[str, dict[str, Any]]] = [
    (f"{HOUSEHOLD}/benchmark-comparison", {"benchmark_ticker": ["^NSEI", "GOLDBEES.NS"]}),
    (f"{HOUSEHOLD}/benchmark-comparison", {"benchmark_ticker": "^GSPC", "currency": "EUR"}),
    (f"{HOUSEHOLD}/benchmark-comparison", {"benchmark_mode": "category"}),
    (f"{SIXTY_FORTY}/benchmark-comparison", PRESET),
    (f"{HOUSEHOLD}/audit-pack", {"benchmark_ticker": "^NSEI"}),
    (f"{HOUSEHOLD}/audit-pack", PRESET),
    *(("/v1/index-fit", CHECKED | {"index": symbol}) for symbol in ("^NSEI", "^GSPC")),
    ("/v1/index-fit/scan", CHECKED),
    *(("/v1/engine-check", CHECKED | {"benchmark": symbol}) for symbol in ("^NSEI", "^GSPC")),
]
SENT: list[dict[str, Any]] = [
    CHECKED | {"benchmark_id": "^NSEI"},
    {"portfolio_id": "sample-60-40", "benchmark_spec": HALVES},
]


def answers(sample: TestClient) -> list[bytes]:
    told = [sample.get(address, params=asked) for address, asked in ASKED]
    told += [sample.post("/v1/analytics/attribution", json=body) for body in SENT]
    assert [one.status_code for one in told] == [200] * len(told)
    return [one.content for one in told]


def test_stored_levels_change_nothing_of_the_sample(sample: TestClient, sample_engine: Engine) -> None:
    before = answers(sample)
    bring_real_levels(sample_engine)
    changed = zip([*ASKED, *SENT], before, answers(sample), strict=True)
    assert [asked for asked, one, other in changed if one != other] == []


def test_ones_own_money_is_compared_with_the_real_levels(sample: TestClient, sample_engine: Engine) -> None:
    buy = {"date": "2024-01-02", "type": "BUY", "symbol": "SPY", "quantity": 1, "price": 100.5, "currency": "USD"}
    mine = created(sample, [buy], base_currency="USD")
    bring_real_levels(sample_engine)
    assert compared(sample, mine, benchmark_ticker="^GSPC")["simulated"] is False
