"""Does the API hand out a pack that recomputes, with the comparison's own numbers, and refuse what cannot be?"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from audit.compare import check_folder
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import FROM_PRICES, Transaction, TransactionKind
from data.price_record import PriceRecord
from data.sources.delivery import PriceHistory, Split
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_history
from tests.api.conftest import compared, unpacked

ASKED = {"benchmark_ticker": ["^GSPC", "SPY"], "risk_free_rate": 4.0}
ADDRESS = "/v1/portfolios/sample-us-growth"


def recomputed(response: Any, folder: Path) -> Path:
    """The unpacked pack, once the second computation has found nothing wrong in it."""
    pack = unpacked(response, folder)
    assert [line for line in check_folder(pack).lines if not line.startswith("OK ")] == []
    return pack


def read(pack: Path, name: str) -> Any:
    return json.loads((pack / name).read_text("utf-8"))


@pytest.mark.parametrize(
    "asked",
    [
        {"benchmark_ticker": ["^GSPC", "SPY"]},
        {"benchmark_mode": "hybrid", "hybrid_preset": "CRISIL_HYBRID_35_65", "start": "2021-02-01"},
        {"benchmark_id": "BALANCED_50_50", "hybrid_rebalance": "q", "start": "2021-02-01"},
        {"benchmark_id": "AGG", "start": "2021-02-01"},
    ],
    ids=str,
)
def test_the_pack_recomputes_and_says_what_the_comparison_says(
    sample: TestClient, asked: dict[str, Any], tmp_path: Path
) -> None:
    response = sample.get(f"{ADDRESS}/audit-pack", params=asked | {"risk_free_rate": 4.0})
    pack = recomputed(response, tmp_path)
    assert response.headers["content-type"] == "application/zip"
    assert response.headers["content-disposition"] == 'attachment; filename="audit-pack.zip"'
    assert response.headers["etag"] == f'"{read(pack, "manifest.json")["fingerprint"]}"'
    headline, same = (
        read(pack, "results/headline.json"),
        compared(sample, "sample-us-growth", risk_free_rate=4.0, **asked),
    )
    assert headline["portfolio"]["xirr"] * 100 == pytest.approx(same["portfolio_xirr"], rel=1e-12)
    assert headline["deposit"]["closing_value"] == same["closing"]["risk_free_value"]
    closing = {one["ticker"]: one["closing_value"] for one in same["benchmarks"]}
    assert {symbol: one["closing_value"] for symbol, one in headline["benchmarks"].items()} == closing
    rules = [one["blend"]["rule"] for one in headline["benchmarks"].values() if one.get("blend")]
    assert rules == [] if "benchmark_ticker" in asked else ["Q" if "hybrid_rebalance" in asked else "NONE"]


def test_the_same_question_gives_the_same_bytes_and_another_range_others(sample: TestClient) -> None:
    first, again = (sample.get(f"{ADDRESS}/audit-pack", params=ASKED).content for _ in range(2))
    later = sample.get(f"{ADDRESS}/audit-pack", params=ASKED | {"start": "2022-01-03"})
    assert first == again
    assert later.status_code == 200
    assert later.content != first


def test_without_a_ticker_the_home_index_is_taken_and_the_own_currency_may_be_named(
    sample: TestClient, tmp_path: Path
) -> None:
    pack = unpacked(sample.get("/v1/portfolios/sample-household/audit-pack", params={"currency": "inr"}), tmp_path)
    assert [one["symbol"] for one in read(pack, "specification.json")["benchmarks"]] == ["^NSEI"]


def test_a_split_that_came_with_the_prices_recomputes_beside_a_fall(
    sample: TestClient, sample_engine: Engine, tmp_path: Path
) -> None:
    """The prices are adjusted for it, so a fall of a tenth beside 6 for 5 is taken for no jump, by neither computation."""
    first, on = date(2024, 1, 1), date(2024, 2, 1)
    prices = tuple(
        PriceRecord("ACME", one, 50.0 if one < on else 45.0, None, "USD")
        for one in (first + timedelta(days=at) for at in range(90))
    )
    save_history(sample_engine, PriceHistory("ACME", "USD", prices, splits=(Split(on, 1.2),)), "yahoo")
    bought = Transaction(first, TransactionKind.BUY, "ACME", quantity=10.0, price=60.0, currency="USD")
    split = Transaction(on, TransactionKind.SPLIT, "ACME", quantity=1.2, currency="USD", reference=FROM_PRICES)
    mine = save_portfolio(sample_engine, Portfolio("", "Mine", "USD", (bought, split)))
    response = sample.get(f"/v1/portfolios/{mine}/audit-pack", params={"benchmark_ticker": "^GSPC"})
    headline = read(recomputed(response, tmp_path), "results/headline.json")
    assert headline["portfolio"]["closing_value"] == 540.0
