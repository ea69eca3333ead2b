"""Does the API hand out a pack that recomputes, with the comparison's own numbers, and refuse what cannot be?"""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from audit.compare import checked
from core.benchmark.kinds import BenchmarkKind
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import FROM_PRICES, Transaction, TransactionKind
from data.benchmark_library import create
from data.sources.price_record import PriceHistory, PriceRecord, Split
from data.store.benchmarks.record import BenchmarkRecord, Interval, Part
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_history
from tests.api.conftest import LOCAL

ASKED = {"benchmark_ticker": ["^GSPC", "SPY"], "risk_free_rate": 4.0}
ADDRESS = "/v1/portfolios/sample-us-growth"


@pytest.fixture
def sample(sample_engine: Engine) -> TestClient:
    return TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)


def test_the_pack_recomputes_and_says_what_the_comparison_says(sample: TestClient, tmp_path: Path) -> None:
    answered = sample.get(f"{ADDRESS}/audit-pack", params=ASKED)
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "application/zip"
    assert answered.headers["content-disposition"] == 'attachment; filename="audit-pack.zip"'
    with zipfile.ZipFile(io.BytesIO(answered.content)) as pack:
        pack.extractall(tmp_path / "pack")
    assert checked(tmp_path / "pack").wrong == 0
    headline = json.loads((tmp_path / "pack/results/headline.json").read_text("utf-8"))
    compared = sample.get(f"{ADDRESS}/benchmark-comparison", params=ASKED).json()
    assert headline["portfolio"]["xirr"] * 100 == pytest.approx(compared["portfolio_xirr"], rel=1e-12)
    assert headline["benchmarks"]["^GSPC"]["closing_value"] == compared["closing"]["benchmark_value"]
    assert headline["benchmarks"]["SPY"]["closing_value"] == compared["benchmarks"][1]["closing_value"]
    assert headline["deposit"]["closing_value"] == compared["closing"]["risk_free_value"]
    manifest = json.loads((tmp_path / "pack/manifest.json").read_text("utf-8"))
    assert answered.headers["etag"] == f'"{manifest["fingerprint"]}"'


def test_the_same_question_gives_the_same_bytes_and_another_range_others(sample: TestClient) -> None:
    first, again = (sample.get(f"{ADDRESS}/audit-pack", params=ASKED).content for _ in range(2))
    later = sample.get(f"{ADDRESS}/audit-pack", params=ASKED | {"start": "2022-01-03"})
    assert first == again
    assert later.status_code == 200
    assert later.content != first


def test_without_a_ticker_the_home_index_is_taken(sample: TestClient) -> None:
    answered = sample.get("/v1/portfolios/sample-household/audit-pack")
    with zipfile.ZipFile(io.BytesIO(answered.content)) as pack:
        specification = json.loads(pack.read("specification.json"))
    assert [one["symbol"] for one in specification["benchmarks"]] == ["^NSEI"]


MIXES = [
    {"benchmark_mode": "hybrid", "hybrid_preset": "CRISIL_HYBRID_35_65"},
    {"benchmark_id": "BALANCED_50_50", "hybrid_rebalance": "q"},
    {"benchmark_id": "AGG"},
]


@pytest.mark.parametrize("mix", MIXES)
def test_a_pack_beside_a_blend_recomputes_and_says_what_the_comparison_says(
    mix: dict[str, str], sample: TestClient, tmp_path: Path
) -> None:
    asked = mix | {"risk_free_rate": 4.0, "start": "2021-02-01"}
    answered = sample.get(f"{ADDRESS}/audit-pack", params=asked)
    assert answered.status_code == 200, answered.text
    with zipfile.ZipFile(io.BytesIO(answered.content)) as pack:
        pack.extractall(tmp_path / "pack")
    assert [one for one in checked(tmp_path / "pack").lines if not one.startswith("OK ")] == []
    headline = json.loads((tmp_path / "pack/results/headline.json").read_text("utf-8"))
    compared = sample.get(f"{ADDRESS}/benchmark-comparison", params=asked).json()
    [(symbol, found)] = headline["benchmarks"].items()
    assert symbol == compared["benchmark_ticker"]
    assert found["closing_value"] == compared["closing"]["benchmark_value"]
    assert found["blend"]["rule"] == ("Q" if "hybrid_rebalance" in mix else "NONE")


def test_a_blend_that_holds_a_blend_is_refused_by_name(sample_engine: Engine, sample: TestClient) -> None:
    made = [
        BenchmarkRecord(symbol, name, BenchmarkKind.BLENDED, "USD", intervals=(Interval(None, parts),))
        for symbol, name, parts in (
            ("INNER", "The inner mix", (Part("SPY", 0.5), Part("AGG", 0.5))),
            ("OUTER", "The outer mix", (Part("INNER", 0.5), Part("AGG", 0.5))),
        )
    ]
    create(sample_engine, made)
    answered = sample.get(f"{ADDRESS}/audit-pack", params={"benchmark_id": "OUTER"})
    assert answered.status_code == 422
    assert "The inner mix" in answered.json()["error"]["message"]


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        ("/v1/portfolios/no-such/audit-pack", {}, 404),
        (f"{ADDRESS}/audit-pack", {"benchmark_ticker": "NOWHERE"}, 404),
        (f"{ADDRESS}/audit-pack", {"as_of": "1999-01-01"}, 422),
        (f"{ADDRESS}/audit-pack", {"as_of": "2199-01-01"}, 400),
        (f"{ADDRESS}/audit-pack", {"start": "2024-01-01", "end": "2023-01-01"}, 400),
        (f"{ADDRESS}/audit-pack", {"risk_free_rate": "much"}, 400),
        (f"{ADDRESS}/audit-pack", {"benchmark_mode": "category"}, 400),
        (f"{ADDRESS}/audit-pack", {"currency": "EUR"}, 400),
        (f"{ADDRESS}/audit-pack", {"benchmark_mode": "hybrid"}, 400),
        (f"{ADDRESS}/audit-pack", {"benchmark_id": "no-such"}, 404),
        (f"{ADDRESS}/audit-pack", {"benchmark_id": "BALANCED_50_50", "hybrid_rebalance": "fortnightly"}, 400),
    ],
)
def test_what_cannot_be_packed_is_refused_in_words(
    path: str, parameters: dict[str, str], status: int, sample: TestClient
) -> None:
    answered = sample.get(path, params=parameters)
    assert answered.status_code == status, answered.text
    assert answered.json()["error"]["message"]


def test_another_currency_is_refused_in_words_and_the_portfolio_s_own_is_taken(sample: TestClient) -> None:
    refused = sample.get("/v1/portfolios/sample-household/audit-pack", params={"currency": "USD"})
    message = refused.json()["error"]["message"]
    assert message == (
        "There is no audit pack in USD: the second computation works in the portfolio's own currency, INR. Choose INR, and there "
        "is one."
    )
    assert sample.get("/v1/portfolios/sample-household/audit-pack", params={"currency": "inr"}).status_code == 200


def test_a_split_that_came_with_the_prices_recomputes_beside_a_fall(sample_engine: Engine, tmp_path: Path) -> None:
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
    client = TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)
    answered = client.get(f"/v1/portfolios/{mine}/audit-pack", params={"benchmark_ticker": "^GSPC"})
    assert answered.status_code == 200, answered.text
    with zipfile.ZipFile(io.BytesIO(answered.content)) as pack:
        pack.extractall(tmp_path / "pack")
    assert checked(tmp_path / "pack").wrong == 0
    headline = json.loads((tmp_path / "pack/results/headline.json").read_text("utf-8"))
    assert headline["portfolio"]["closing_value"] == 540.0
