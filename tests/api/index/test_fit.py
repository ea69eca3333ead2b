"""Is an index fit refused in words where it cannot be, converted where it must be, and the same alone and beside others?

What it answers is recorded: ``answers/index_fit`` and ``answers/sent_along``.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import answered, created, priced

DAYS = ["2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05", "2023-01-06"]
STOCK, MARKET = [100, 105, 110, 125, 130], [4500, 4550, 4600, 4875, 4950]
FIT, SCAN = "/v1/index-fit", "/v1/index-fit/scan"


def store(client: TestClient, symbol: str, closes: list[float], currency: str = "USD") -> None:
    rows = zip(DAYS, closes, strict=True)
    priced(client, [{"symbol": symbol, "date": on, "close": close, "currency": currency} for on, close in rows])


@pytest.fixture
def stocked(client: TestClient) -> TestClient:
    store(client, "NVDA", STOCK)
    store(client, "^GSPC", MARKET)
    return client


TOO_LITTLE = {"observations": 4, "needed": 20}


def test_the_index_is_converted_into_the_security_s_currency(client: TestClient) -> None:
    store(client, "RELIANCE.NS", [80.0 * level for level in MARKET], "INR")
    store(client, "^GSPC", MARKET)
    asked = {"symbol": "RELIANCE.NS", "index": "^GSPC", "minimum_observations": 4}
    assert client.get(FIT, params=asked).json()["error"]["code"] == "missing_exchange_rate"
    store(client, "USDINR", [80.0, 81, 79, 80, 82], "INR")
    answer = answered(client.get(FIT, params=asked))
    assert answer["index_performance"]["total_return"] == pytest.approx((4950 * 82 / (4500 * 80) - 1) * 100)
    assert "S&P 500 is converted from USD to INR." in answer["notes"]


def test_each_of_several_indexes_is_answered_as_alone(sample: TestClient) -> None:
    asked = {"portfolio_id": "sample-us-growth", "start": "2022-12-30"}
    answer = answered(sample.get(FIT, params=asked | {"index": ["SPY", "Nifty 50", "SPY"]}))
    assert answer["further"] == [answered(sample.get(FIT, params=asked | {"index": "^NSEI"}))]
    refused = {
        404: [{"index": ["SPY", "^GSPX"]}, {"index": "SPY", "portfolio_id": "absent"}],
        400: [{"index": "SPY", "symbol": "SPY"}, {"index": ["SPY"] * 21}],
    }
    for status, questions in refused.items():
        assert {sample.get(FIT, params=asked | question).status_code for question in questions} == {status}


def test_a_scan_says_what_it_left_out_and_what_it_cannot_answer(stocked: TestClient) -> None:
    asked = {"symbol": "NVDA", "minimum_observations": 4}
    answer = answered(stocked.get(SCAN, params=asked))
    assert ([one["symbol"] for one in answer["indexes"]], answer["runner_up"]) == (["^GSPC"], None)
    assert "has sample levels only" in {one["symbol"]: one["reason"] for one in answer["left_out"]}["SPY"]
    short = stocked.get(SCAN, params={"symbol": "NVDA"})
    assert (short.status_code, short.json()["error"]["details"]) == (422, TOO_LITTLE)
    unfit = stocked.get(SCAN, params=asked | {"chosen": "SPY"})
    assert unfit.status_code == 422
    assert "The chosen benchmark SPY cannot be compared." in unfit.json()["error"]["message"]
    assert stocked.get(SCAN, params=asked | {"chosen": "^GSPX"}).status_code == 404
    assert stocked.get(SCAN).status_code == 400


def test_a_holding_at_an_old_price_is_named(client: TestClient) -> None:
    weekdays = [one for one in (date(2023, 1, 2) + timedelta(days=at) for at in range(365)) if one.weekday() < 5]
    closes = [100.0 + at % 7 for at in range(len(weekdays))]
    series = {"^GSPC": closes, "LIVE": [2 * one for one in closes], "DEL": closes[:60]}
    for symbol, known in series.items():
        rows = zip(weekdays, known, strict=False)
        priced(client, [{"symbol": symbol, "date": str(on), "close": one, "currency": "USD"} for on, one in rows])
    bought = {"date": "2023-01-02", "type": "BUY", "quantity": 10, "price": 100}
    mine = created(client, [bought | {"symbol": "LIVE"}, bought | {"symbol": "DEL"}], base_currency="USD")
    for address in (FIT, SCAN):
        asked = {"portfolio_id": mine} | ({"index": "^GSPC"} if address == FIT else {})
        (since, *_) = answered(client.get(address, params=asked))["notes"]
        assert since.startswith("DEL has had no price since 24 Mar 2023: it stands at that one")
        assert not any(
            "DEL" in note for note in answered(client.get(address, params=asked | {"end": "2023-03-24"}))["notes"]
        )
