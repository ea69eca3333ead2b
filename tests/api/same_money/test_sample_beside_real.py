"""Does the sample's story stay one story once real levels are stored, and is one's own money compared with real levels alone?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from data.price_record import PriceRecord
from data.store.prices.histories import save_prices
from tests.api.conftest import compared, created, priced

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


def own(sample: TestClient, symbol: str = "SHARE", currency: str = "INR") -> str:
    """A portfolio of a year of one share that rose by a fifth."""
    days = [(date(2023, 1, 1) + timedelta(days=at), 100.0 + at * 20 / 365) for at in range(366)]
    priced(sample, [{"symbol": symbol, "date": str(on), "close": close, "currency": currency} for on, close in days])
    buy = {"date": "2023-01-01", "type": "BUY", "symbol": symbol, "quantity": 10, "price": 100, "currency": currency}
    return created(sample, [buy], base_currency=currency)


def index_of(sample: TestClient, symbol: str, currency: str = "INR") -> None:
    """Levels that rose by a tenth over the same year."""
    days = [(date(2023, 1, 1) + timedelta(days=at), 100.0 + at * 10 / 365) for at in range(366)]
    priced(sample, [{"symbol": symbol, "date": str(on), "close": close, "currency": currency} for on, close in days])


def test_a_benchmark_that_nobody_named_has_real_levels_or_says_what_to_store(sample: TestClient) -> None:
    mine, category = own(sample), {"benchmark_mode": "category"}
    refused = sample.get(f"/v1/portfolios/{mine}/benchmark-comparison", params=category)
    assert refused.status_code == 422
    error = refused.json()["error"]
    assert (error["code"], error["details"]["symbol"]) == ("insufficient_data", "^NSEI")
    assert "Nifty 50 has no real levels yet" in error["message"]
    assert "Fetch ^NSEI or upload them" in error["message"]
    checked = {
        one["subject"]: one for one in sample.get("/v1/engine-check", params={"portfolio_id": mine}).json()["checks"]
    }
    for part in ("same_money", "attribution"):
        assert checked[part]["passed"] is None
        assert "has no real levels yet" in str(checked[part])
    assert compared(sample, mine, benchmark_ticker="^NSEI", **category)["simulated"] is True  # named by its name
    index_of(sample, "^NSEI")
    answer = compared(sample, mine, **category)
    assert (answer["simulated"], answer["category_data"]["equity"]["benchmark_label"]) == (False, "Nifty 50")
    assert answer["category_data"]["equity"]["benchmark_xirr"] == pytest.approx(10.0, abs=1e-9)


@pytest.mark.parametrize(
    ("preset", "equity"),
    [("CRISIL_HYBRID_35_65", 0.35), ("BALANCED_50_50", 0.5), ("CRISIL_HYBRID_AGGRESSIVE_65_35", 0.65)],
)
def test_the_bonds_of_a_preset_earn_seven_percent_beside_ones_own_money_until_real_levels_are_stored(
    sample: TestClient, preset: str, equity: float
) -> None:
    mine, asked = own(sample), {"benchmark_mode": "hybrid", "hybrid_preset": preset, "points": "all"}
    index_of(sample, "^NSEI")
    answer = compared(sample, mine, **asked)
    assert answer["simulated"] is False
    said = "CRISIL Short Term Bond Index has no data at all: a fixed 7\u202f% a year stands in for it."
    assert said in answer["notes"]
    ends = answer["chart_data"][-1]
    assert ends["benchmark_value"] == pytest.approx(1_000 * (equity * 1.1 + (1 - equity) * 1.07), rel=1e-9)
    attributed = sample.post("/v1/analytics/attribution", json={"portfolio_id": mine, "benchmark_id": preset})
    assert said in attributed.json()["diagnostics"]["notes"]
    index_of(sample, "CRISIL_SHORT_TERM_BOND")
    answer = compared(sample, mine, **asked)
    assert answer["chart_data"][-1]["benchmark_value"] == pytest.approx(1_100.0, rel=1e-9)
    assert said not in answer["notes"]
    assert said not in compared(sample, "sample-household", **asked)["notes"]


def simulated_parts(answer: Any) -> list[str]:
    """The keys under which an answer says that something in it is invented."""
    if isinstance(answer, list):
        return [found for one in answer for found in simulated_parts(one)]
    if not isinstance(answer, dict):
        return ["sample"] if isinstance(answer, str) and "sample data" in answer else []
    own_keys = [key for key, value in answer.items() if key == "simulated" and value]
    return own_keys + [found for value in answer.values() for found in simulated_parts(value)]


def test_without_the_sample_no_address_answers_with_an_invented_level(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YARDSTICK_SAMPLE", "off")
    made: list[str] = []
    monkeypatch.setattr("data.sample.levels._levels", lambda series, _basis: made.append(series.symbol))
    mine = own(client, currency="USD")
    index_of(client, "SPY", "USD")
    names = {
        "portfolio_id": mine,
        "symbol": "SPY",
        "table": "SENT",
        "name": "SENT",
        "investor_id": "1",
        "group_id": "1",
    }
    names |= {"investor_type": "lp"}
    paths = [path for path, ways in create_api(token="").openapi()["paths"].items() if "get" in ways]
    answered_with_data = 0
    for path in paths:
        for benchmark in ("^GSPC", "^NSEI", "SPY", "CRISIL_HYBRID_35_65"):
            filled = path.format(**names, benchmark_id=benchmark, index=benchmark)
            several = {"benchmark_ticker": benchmark, "benchmark_id": benchmark, "index": benchmark, "symbol": "SHARE"}
            for asked in (
                {},
                {"benchmark_ticker": benchmark},
                {"benchmark_id": benchmark},
                {"index": benchmark, "portfolio_id": mine},
                several,
            ):
                answer = client.get(filled, params=asked)
                assert answer.status_code < 500, (filled, answer.text)
                if answer.headers["content-type"] == "application/json" and answer.is_success:
                    answered_with_data += 1
                    assert simulated_parts(answer.json()) == [], (filled, asked)
    sent = {"portfolio_id": mine, "benchmark_id": "^GSPC"}
    assert client.post("/v1/analytics/attribution", json=sent).status_code == 422
    assert compared(client, mine, benchmark_ticker="SPY")["simulated"] is False
    assert answered_with_data > len(paths)
    assert made == []
