"""Is an index fit refused in words where it cannot be, converted where it must be, and the same alone and beside others?

What it answers is recorded: ``answers/index_fit`` and ``answers/sent_along``.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.bodies import INDEX, PORTFOLIO, dated
from tests.api.conftest import answered, priced

DAYS = ["2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05", "2023-01-06"]
STOCK, MARKET = [100, 105, 110, 125, 130], [4500, 4550, 4600, 4875, 4950]
FIT, SCAN, SENT = "/v1/index-fit", "/v1/index-fit/scan", "/v1/analytics/index-fit"


def store(client: TestClient, symbol: str, closes: list[float], currency: str = "USD") -> None:
    rows = zip(DAYS, closes, strict=True)
    priced(client, [{"symbol": symbol, "date": on, "close": close, "currency": currency} for on, close in rows])


@pytest.fixture
def stocked(client: TestClient) -> TestClient:
    store(client, "NVDA", STOCK)
    store(client, "^GSPC", MARKET)
    return client


TOO_LITTLE = {"observations": 4, "needed": 20}
OUT_OF_RANGE = {"observations": 0, "needed": 20}


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


def candidates(**changes: Any) -> dict[str, Any]:
    laggard = dated([value * 0.5 + (-1) ** n for n, value in enumerate(INDEX)])
    several = {"LAGGARD": laggard, "INDEX": dated(INDEX)}
    body = {
        "portfolio": dated(PORTFOLIO),
        "candidates": [{"symbol": symbol, "observations": rows} for symbol, rows in several.items()],
        "periods_per_year": 12,
        "risk_free_rate": 4.5,
        "minimum_observations": 12,
    }
    return body | changes


def test_the_best_candidate_leads_and_a_flattering_choice_is_told(client: TestClient) -> None:
    answer = answered(client.post(SENT, json=candidates(chosen="LAGGARD")))
    assert (answer["best_benchmark"], answer["runner_up"]) == ("INDEX", "LAGGARD")
    choice = answer["choice"]
    assert choice["owed_to_choice"] == pytest.approx(choice["reported_excess"] - choice["excess_over_best"])
    assert (choice["rank_by_fit"], choice["rank_by_excess"]) == (2, 1)


def test_the_scan_ranks_by_fit_and_guards_the_choice(sample: TestClient) -> None:
    asked = {"symbol": "TRISHULNIFTY.SIM", "start": "2019-12-31", "end": "2024-12-31", "chosen": "Nifty Smallcap 100"}
    answer = answered(sample.get(SCAN, params=asked))
    assert {answer["best_benchmark"], answer["runner_up"]} == {"^NSEI", "NIFTY_50_TRI"}  # it is a fund on that index
    explained = [one["r_squared"] for one in answer["indexes"]]
    assert all(one >= other - 0.005 for one, other in itertools.pairwise(explained))
    by_symbol = {one["symbol"]: one for one in answer["indexes"]}
    difference = by_symbol[answer["best_benchmark"]]["total_return"] - by_symbol["^CNXSC"]["total_return"]
    assert answer["choice"]["owed_to_choice"] == pytest.approx(difference)
    catalogue = [one for one in answered(sample.get("/v1/indexes"))["indexes"] if one["asset_class"] != "CURRENCY"]
    assert len(answer["indexes"]) + len(answer["left_out"]) == len(catalogue)


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
