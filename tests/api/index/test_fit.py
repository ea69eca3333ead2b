"""Does the index fit answer with the reference's numbers, in percent for a pair and in fractions for candidates?"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_api
from tests.api.conftest import LOCAL
from tests.api.index.test_return_comparison import INDEX, MONTHS, PORTFOLIO, dated

DAYS = ["2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05", "2023-01-06"]
STOCK, MARKET = [100, 105, 110, 125, 130], [4500, 4550, 4600, 4875, 4950]
SECTION = "/v1/analytics/index-fit"


def store(client: TestClient, symbol: str, closes: list[float], currency: str = "USD") -> None:
    rows = [
        {"symbol": symbol, "date": on, "close": close, "currency": currency}
        for on, close in zip(DAYS, closes, strict=True)
    ]
    assert client.post("/v1/prices", json={"prices": rows}).status_code == 200


@pytest.fixture
def priced(client: TestClient) -> TestClient:
    store(client, "NVDA", STOCK)
    store(client, "^GSPC", MARKET)
    return client


def pair(client: TestClient, **asked: Any) -> Any:
    return client.get("/v1/index-fit", params={"symbol": "NVDA", "index": "^GSPC", **asked})


def test_reference_five_days_in_percent(priced: TestClient) -> None:
    """reference/README.md, index fit: the vector for which the floor of 20 observations is lifted."""
    answer = pair(priced, risk_free_rate=0, minimum_observations=4).json()
    expected = {
        "alpha": 571.3334574897507,
        "beta": 1.8844436574588137,
        "correlation": 0.9840641457039541,
        "tracking_error": 35.70410055665838,
        "excess_return": 20.0,
        "information_ratio": 31.181478059859398,
    }
    assert {name: answer[name] for name in expected} == pytest.approx(expected, rel=1e-9)
    assert answer["stock_performance"] == pytest.approx(
        {"total_return": 30.0, "volatility": 72.1431166488606, "max_drawdown": 0.0}
    )
    assert answer["index_performance"]["volatility"] == pytest.approx(37.673429063523656)
    assert answer["index"] == {"symbol": "^GSPC", "name": "S&P 500", "constituents": 500}
    assert (answer["outperformance"], answer["observations"], answer["simulated"]) == (True, 4, False)
    assert answer["readings"]["correlation"] == "strong"
    assert answer["market_return"] + answer["selection_return"] == pytest.approx(30.0)
    assert answer["excess_low"] <= answer["excess_high"]


def test_too_little_data_says_how_much_there_is_and_is_needed(priced: TestClient) -> None:
    response = pair(priced)
    assert (response.status_code, response.json()["error"]["details"]) == (422, {"observations": 4, "needed": 20})
    alone = pair(priced, start="2023-01-06")
    assert (alone.status_code, alone.json()["error"]["details"]["observations"]) == (422, 0)
    outside = pair(priced, start="2024-01-06")
    assert (outside.status_code, outside.json()["error"]["code"]) == (422, "insufficient_history")


def test_an_unknown_index_is_named_with_a_close_spelling(priced: TestClient) -> None:
    response = pair(priced, index="^GSPX")
    assert response.status_code == 404
    assert response.json()["error"]["message"].startswith("Unknown index “^GSPX”. Did you mean ^GSPC")
    assert pair(priced, symbol="NVDX").status_code == 404
    assert pair(priced, start="2023-01-05", end="2023-01-03").status_code == 400


def test_real_prices_are_never_compared_with_invented_ones(priced: TestClient) -> None:
    response = pair(priced, index="SPY")
    assert response.status_code == 422
    assert "Fetch or upload the prices of SPY" in response.json()["error"]["message"]


def test_the_index_is_converted_into_the_security_s_currency(client: TestClient) -> None:
    store(client, "RELIANCE.NS", [80.0 * level for level in MARKET], "INR")
    store(client, "^GSPC", MARKET)
    missing = client.get("/v1/index-fit", params={"symbol": "RELIANCE.NS", "index": "^GSPC"})
    assert (missing.status_code, missing.json()["error"]["code"]) == (422, "missing_exchange_rate")
    store(client, "USDINR", [80.0, 81, 79, 80, 82], "INR")
    answer = client.get(
        "/v1/index-fit", params={"symbol": "RELIANCE.NS", "index": "^GSPC", "minimum_observations": 4}
    ).json()
    assert answer["index_performance"]["total_return"] == pytest.approx((4950 * 82 / (4500 * 80) - 1) * 100)
    assert "S&P 500 is converted from USD to INR." in answer["notes"]


def test_the_sample_answers_and_says_that_it_is_one(sample_engine: Any) -> None:
    client = TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)
    answer = client.get(
        "/v1/index-fit", params={"symbol": "NOVAGRID.SIM", "index": "SPY", "start": "2020-01-01"}
    ).json()
    assert answer["simulated"]
    assert answer["notes"][0] == "Both series are invented sample data."
    assert answer["alpha_low"] < answer["alpha"] < answer["alpha_high"]
    assert answer["rolling"] is None
    asked = {"symbol": "NOVAGRID.SIM", "index": "SPY", "start": "2020-01-01", "rolling_window": 90}
    rolling = client.get("/v1/index-fit", params=asked).json()["rolling"]
    assert (rolling["window"], len(rolling["points"])) == (90, answer["observations"] - 89)
    assert rolling["points"][-1]["date"] == answer["end"]
    assert all(-1 <= one["correlation"] <= 1 for one in rolling["points"])
    assert client.get("/v1/index-fit", params=asked | {"rolling_window": 10}).status_code == 400
    itself = client.get("/v1/index-fit", params={"symbol": "SPY", "index": "SPY"}).json()
    assert (itself["beta"], itself["tracking_error"]) == (pytest.approx(1.0), 0)
    assert {"information_ratio", "alpha_t", "months_to_significance"} <= itself["reasons"].keys()


def test_the_catalogue_is_listed(client: TestClient) -> None:
    listed = client.get("/v1/indexes").json()["indexes"]
    by_symbol = {one["symbol"]: one for one in listed}
    assert {"^GSPC", "^NDX", "^DJI", "^RUT", "^IXIC", "^FTSE", "^GDAXI", "^FCHI", "^N225", "^HSI", "EEM"} <= set(
        by_symbol
    )
    assert {"^NSEI", "^BSESN", "XLE", "XLF", "XLK", "XLV", "XLI", "AGG", "GLD"} <= set(by_symbol)
    assert (by_symbol["^GDAXI"]["basis"], by_symbol["^GSPC"]["basis"]) == ("total", "price")


def candidates(**changes: Any) -> dict[str, Any]:
    body = {
        "portfolio": dated(PORTFOLIO),
        "candidates": [
            {"symbol": "LAGGARD", "observations": dated([value * 0.5 + (-1) ** n for n, value in enumerate(INDEX)])},
            {"symbol": "INDEX", "observations": dated(INDEX)},
        ],
        "periods_per_year": 12,
        "risk_free_rate": 4.5,
        "minimum_observations": 12,
    }
    return body | changes


def test_reference_twelve_months_in_fractions(client: TestClient) -> None:
    """reference/README.md, index fit."""
    answer = client.post(SECTION, json=candidates(chosen="LAGGARD")).json()
    assert answer["portfolio_return"] == pytest.approx(0.4206903730310205, abs=1e-9)
    expected = {
        "return": 0.3508444634617838,
        "alpha": -0.0005045538553754836,
        "beta": 1.2042158544098305,
        "r_squared": 0.9752497923311004,
        "tracking_error": 0.020703535051685342,
    }
    found = answer["benchmarks"]["INDEX"]
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=1e-9)
    assert (answer["best_benchmark"], answer["runner_up"]) == ("INDEX", "LAGGARD")
    assert answer["best_r_squared"] == found["r_squared"]
    choice = answer["choice"]
    assert choice["owed_to_choice"] == pytest.approx(choice["reported_excess"] - choice["excess_over_best"])
    assert (choice["rank_by_fit"], choice["rank_by_excess"]) == (2, 1)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"minimum_observations": 13}, 422),
        ({"chosen": "ABSENT"}, 404),
        ({"candidates": []}, 400),
        ({"candidates": [{"symbol": "A", "observations": dated(INDEX)}] * 2}, 400),
        ({"candidates": [{"symbol": "A", "observations": dated([1.0] * 12)}]}, 422),
        ({"candidates": [{"symbol": "A", "observations": dated(INDEX[:1], ["1999-01-01"])}]}, 422),
        ({"portfolio": [{"date": on, "ret": 1000} for on in MONTHS] * 2}, 400),
    ],
)
def test_what_cannot_be_answered(client: TestClient, changes: dict[str, Any], status: int) -> None:
    assert client.post(SECTION, json=candidates(**changes)).status_code == status


def test_a_portfolio_beside_several_indexes_at_once(sample_engine: Any) -> None:
    client = TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)
    asked = {"portfolio_id": "sample-us-growth", "start": "2022-12-30", "index": ["SPY", "Nifty 50", "SPY"]}
    answer = client.get("/v1/index-fit", params=asked).json()
    assert (answer["symbol"], answer["portfolio_id"], answer["name"]) == (None, "sample-us-growth", "Sample: US growth")
    assert answer["index"]["symbol"] == "SPY"
    (nifty,) = answer["further"]
    assert (nifty["index"]["symbol"], nifty["further"]) == ("^NSEI", [])
    assert "Nifty 50 is converted from INR to USD." in nifty["notes"]
    alone = client.get("/v1/index-fit", params=asked | {"index": "^NSEI"}).json()
    assert nifty == alone
    assert client.get("/v1/index-fit", params=asked | {"index": ["SPY", "^GSPX"]}).status_code == 404
    assert client.get("/v1/index-fit", params=asked | {"symbol": "SPY"}).status_code == 400
    assert client.get("/v1/index-fit", params=asked | {"portfolio_id": "absent"}).status_code == 404
    assert client.get("/v1/index-fit", params=asked | {"index": ["SPY"] * 21}).status_code == 400


def test_the_scan_finds_the_best_benchmark_and_guards_the_choice(sample_engine: Any) -> None:
    client = TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)
    asked = {"symbol": "TRISHULNIFTY.SIM", "start": "2019-12-31", "end": "2024-12-31", "chosen": "Nifty Smallcap 100"}
    answer = client.get("/v1/index-fit/scan", params=asked).json()
    assert (answer["symbol"], answer["currency"], answer["simulated"]) == ("TRISHULNIFTY.SIM", "INR", True)
    assert {answer["best_benchmark"], answer["runner_up"]} == {"^NSEI", "NIFTY_50_TRI"}  # it is a fund on that index
    assert answer["best_r_squared"] > 0.99
    explained = [one["r_squared"] for one in answer["indexes"]]
    assert all(one >= other - 0.005 for one, other in itertools.pairwise(explained))
    choice = answer["choice"]
    assert (choice["chosen"], choice["plausible"][0]) == ("^CNXSC", answer["best_benchmark"])
    by_symbol = {one["symbol"]: one for one in answer["indexes"]}
    difference = by_symbol[answer["best_benchmark"]]["total_return"] - by_symbol["^CNXSC"]["total_return"]
    assert choice["owed_to_choice"] == pytest.approx(difference)
    assert len(answer["indexes"]) + len(answer["left_out"]) == len(
        [one for one in client.get("/v1/indexes").json()["indexes"] if one["asset_class"] != "CURRENCY"]
    )


def test_a_scan_says_what_it_left_out_and_what_it_cannot_answer(priced: TestClient) -> None:
    answer = priced.get("/v1/index-fit/scan", params={"symbol": "NVDA", "minimum_observations": 4}).json()
    assert [one["symbol"] for one in answer["indexes"]] == ["^GSPC"]
    assert answer["runner_up"] is None
    assert "has sample levels only" in {one["symbol"]: one["reason"] for one in answer["left_out"]}["SPY"]
    short = priced.get("/v1/index-fit/scan", params={"symbol": "NVDA"})
    assert (short.status_code, short.json()["error"]["details"]) == (422, {"observations": 4, "needed": 20})
    unfit = priced.get("/v1/index-fit/scan", params={"symbol": "NVDA", "minimum_observations": 4, "chosen": "SPY"})
    assert unfit.status_code == 422
    assert "The chosen benchmark SPY cannot be compared." in unfit.json()["error"]["message"]
    assert priced.get("/v1/index-fit/scan", params={"symbol": "NVDA", "chosen": "^GSPX"}).status_code == 404
    assert priced.get("/v1/index-fit/scan").status_code == 400
