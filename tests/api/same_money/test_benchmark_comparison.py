"""Is a stored portfolio put beside its benchmark with the reference's numbers, in percent, and with every gap named?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from core.same_money.comparison import compare_same_money
from core.valuation.portfolio_value import value_portfolio
from data import market
from data.store.portfolios.portfolios import load_portfolio
from tests.api.conftest import LOCAL

START, END = date(2023, 1, 1), date(2024, 1, 1)
STEPS = [(date(2023, 1, 1), 100.0), (date(2023, 6, 1), 110.0), (date(2024, 1, 1), 120.0)]


def stepped(symbol: str, factor: float = 1.0, currency: str = "INR") -> list[dict[str, Any]]:
    """A price every day from START to END: 100, 110 from June on, 120 on the last day, times ``factor``."""
    days = [START + timedelta(n) for n in range((END - START).days + 1)]
    level = {day: [price for on, price in STEPS if on <= day][-1] * factor for day in days}
    return [{"symbol": symbol, "date": str(day), "close": level[day], "currency": currency} for day in days]


def flat(symbol: str, currency: str = "INR") -> list[dict[str, Any]]:
    return [{**price, "close": 100.0} for price in stepped(symbol, currency=currency)]


def stored(client: TestClient, rows: list[dict[str, Any]], prices: list[dict[str, Any]], **changes: Any) -> str:
    body = {"name": "Mine", "base_currency": "INR", "transactions": rows, **changes}
    answered = client.post("/v1/portfolios", json=body)
    assert answered.status_code == 201, answered.text
    if prices:
        assert client.post("/v1/prices", json={"prices": prices}).status_code == 200
    portfolio_id: str = answered.json()["id"]
    return portfolio_id


def ask(client: TestClient, portfolio_id: str, **parameters: Any) -> Any:
    question = {"benchmark_ticker": "^NSEI", "risk_free_rate": 7.0} | parameters
    return client.get(f"/v1/portfolios/{portfolio_id}/benchmark-comparison", params=question)


def answered(client: TestClient, portfolio_id: str, **parameters: Any) -> dict[str, Any]:
    response = ask(client, portfolio_id, **parameters)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def buy(on: str, quantity: float, price: float, symbol: str = "X", **more: Any) -> dict[str, Any]:
    return {"date": on, "type": "BUY", "symbol": symbol, "quantity": quantity, "price": price, **more}


TWO_BUYS = [buy("2023-01-01", 100, 100.0), buy("2023-06-01", 5_000 / 110, 110.0)]


def test_reference_block_1_in_percent(client: TestClient) -> None:
    """reference/README.md, cash-flow match 1; the portfolio holds what the index is made of, so it equals it."""
    answer = answered(client, stored(client, TWO_BUYS, stepped("X") + stepped("^NSEI")))
    assert answer["benchmark_xirr"] == pytest.approx(19.138982044233985, abs=1e-7)
    assert answer["portfolio_xirr"] == pytest.approx(19.138982044233985, abs=1e-7)
    assert answer["risk_free_xirr"] == pytest.approx(7.0, abs=1e-7)
    assert answer["xirr_difference"] == pytest.approx(0, abs=1e-9)
    assert answer["closing"]["benchmark_value"] == pytest.approx(17454.545454545456, rel=1e-9)
    assert answer["closing"]["invested_amount"] == pytest.approx(15_000, rel=1e-12)
    twr = 100 * (16_000 / 15_000 * 120 / 110 - 1)  # the second purchase counts from the start of its day
    assert answer["portfolio_time_weighted_return"] == pytest.approx(twr, rel=1e-9)
    assert answer["portfolio_time_weighted_return_annualised"] == pytest.approx(twr, rel=1e-9)
    assert answer["benchmarks"][0]["time_weighted_return"] == pytest.approx(20.0, rel=1e-9)
    assert (answer["simulated"], answer["complete"], answer["unpriced"], answer["reasons"]) == (False, True, [], {})
    assert answer["category_data"] is None
    assert (answer["start"], answer["end"], answer["as_of"]) == ("2023-01-01", "2024-01-01", "2024-01-01")


def test_reference_block_6(client: TestClient) -> None:
    """reference/README.md: what each kind of transaction does to the invested amount and to the benchmark account."""
    rows = [
        buy("2023-01-01", 10, 100.0),
        {"type": "DEPOSIT", "amount": 1_000},
        {"type": "RSU_VEST", "symbol": "X", "quantity": 10, "fair_market_value": 100},
        {"type": "ESPP_PURCHASE", "symbol": "X", "quantity": 10, "price": 85, "fair_market_value": 100},
        {"type": "CONTRIBUTION", "amount": 1_000},
        {"type": "SELL", "symbol": "X", "quantity": 10, "price": 100},
        {"type": "WITHDRAWAL", "amount": 1_000},
        {"type": "DIVIDEND", "symbol": "X", "amount": 1_000},
        {"type": "COUPON", "amount": 1_000},
        {"type": "BONUS", "symbol": "X", "quantity": 1},
        {"type": "SPLIT", "symbol": "X", "quantity": 2},
    ]
    rows = [{**row, "date": f"2023-01-{day:02}"} for day, row in enumerate(rows, start=1)]
    chart = answered(client, stored(client, rows, flat("X") + flat("^NSEI")), as_of="2023-01-11")["chart_data"]
    invested = [1_000, 2_000, 3_000, 4_000, 5_000, 4_000, 3_000, 3_000, 3_000, 3_000, 3_000]
    benchmark = [1_000, 2_000, 3_000, 4_000, 5_000, 4_000, 3_000, 2_000, 1_000, 1_000, 1_000]
    assert [point["date"] for point in chart] == [row["date"] for row in rows]
    assert [point["invested_amount"] for point in chart] == pytest.approx(invested, rel=1e-12)
    assert [point["benchmark_value"] for point in chart] == pytest.approx(benchmark, rel=1e-12)


def test_reference_block_7(client: TestClient) -> None:
    """reference/README.md: bought for 1 000 at index 100, sold for 1 500 at 150: nothing invested, nothing left, nothing short."""
    rows = [
        buy("2023-01-01", 10, 100.0),
        {"date": "2023-01-06", "type": "SELL", "symbol": "X", "quantity": 10, "price": 150},
    ]
    prices = [
        {**price, "close": 100.0 if price["date"] < "2023-01-06" else 150.0} for price in flat("X") + flat("^NSEI")
    ]
    answer = answered(client, stored(client, rows, prices), as_of="2023-01-06")
    assert answer["closing"]["invested_amount"] == answer["closing"]["benchmark_value"] == 0
    assert (answer["benchmarks"][0]["exhausted_on"], answer["benchmarks"][0]["shortfall"]) == (None, 0)


@pytest.fixture
def sample_client(sample_engine: Engine) -> TestClient:
    return TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)


@pytest.mark.parametrize(
    ("portfolio_id", "ticker"), [("sample-household", "^NSEI"), ("sample-us-growth", "^GSPC"), ("sample-60-40", "SPY")]
)
def test_the_sample_is_answered_as_core_computes_it_and_says_that_it_is_simulated(
    sample_client: TestClient, sample_engine: Engine, portfolio_id: str, ticker: str
) -> None:
    answer = answered(sample_client, portfolio_id, benchmark_ticker=ticker, risk_free_rate=6.5, points="all")
    portfolio = load_portfolio(sample_engine, portfolio_id)
    prices, rates = market.holding_levels(sample_engine, portfolio), market.exchange_rates(sample_engine, portfolio)
    valuation = value_portfolio(portfolio, prices, rates, date.fromisoformat(answer["as_of"]))
    found = compare_same_money(valuation, market.benchmark_levels(sample_engine, ticker), rates, 0.065)
    assert answer["portfolio_xirr"] == found.portfolio_xirr.rate * 100  # type: ignore[operator]
    assert answer["benchmark_xirr"] == found.benchmark_xirr.rate * 100  # type: ignore[operator]
    assert answer["risk_free_xirr"] == pytest.approx(6.5, abs=1e-9)
    for name, values in (
        ("portfolio_value", found.values),
        ("benchmark_value", found.benchmark.account.values),
        ("invested_amount", found.invested),
        ("risk_free_value", found.risk_free.account.values),
    ):
        assert [point[name] for point in answer["chart_data"]] == values.tolist()
    assert answer["simulated"] is answer["benchmarks"][0]["simulated"] is True
    assert any("simulated" in note for note in answer["notes"])
    assert sum(holding["value"] for holding in answer["holdings"]) == pytest.approx(
        answer["closing"]["portfolio_value"]
    )
    assert sum(holding["weight"] for holding in answer["holdings"]) == pytest.approx(100)


def test_several_benchmarks_stand_side_by_side(sample_client: TestClient) -> None:
    answer = answered(sample_client, "sample-household", benchmark_ticker=["^NSEI", "SPY", "^NSEI"])
    assert [side["ticker"] for side in answer["benchmarks"]] == ["^NSEI", "SPY"]
    assert (answer["benchmark_ticker"], answer["benchmark_name"]) == ("^NSEI", "Nifty 50")
    assert answer["benchmarks"][0]["xirr"] == answer["benchmark_xirr"]
    last = answer["chart_data"][-1]
    assert last["benchmark_values"] == {side["ticker"]: side["closing_value"] for side in answer["benchmarks"]}
    assert last["benchmark_value"] == last["benchmark_values"]["^NSEI"]
    assert any("converted from USD to INR" in note for note in answer["notes"])
    alone = answered(sample_client, "sample-household")
    assert "benchmark_values" not in alone["chart_data"][0]


def test_the_chart_is_thinned_unless_every_point_is_asked_for(sample_client: TestClient) -> None:
    thin, full = (answered(sample_client, "sample-60-40", points=points) for points in ("thinned", "all"))
    assert (len(thin["chart_data"]), thin["chart_points"]["shown"]) == (1_000, 1_000)
    assert len(full["chart_data"]) == full["chart_points"]["of"] == thin["chart_points"]["of"] > 2_500
    assert (thin["chart_data"][0], thin["chart_data"][-1]) == (full["chart_data"][0], full["chart_data"][-1])
    assert thin["portfolio_xirr"] == full["portfolio_xirr"]


def test_a_range_begins_with_what_was_held_then_and_is_not_annualised_below_a_year(sample_client: TestClient) -> None:
    answer = answered(sample_client, "sample-60-40", start="2025-07-01", end="2025-12-31")
    assert (answer["start"], answer["end"]) == ("2025-07-01", "2025-12-31")
    assert answer["opening_value"] == answer["chart_data"][0]["portfolio_value"] > 0
    assert answer["chart_data"][0]["benchmark_value"] == pytest.approx(answer["opening_value"], rel=1e-12)
    for field in ("portfolio_time_weighted_return_annualised", "benchmarks[0].time_weighted_return_annualised"):
        assert "Less than one year" in answer["reasons"][field]
    assert answer["portfolio_time_weighted_return_annualised"] is None


def test_an_open_end_is_the_valuations_own(sample_client: TestClient) -> None:
    whole = answered(sample_client, "sample-60-40")
    assert answered(sample_client, "sample-60-40", start=whole["start"], end=whole["end"]) == whole
    assert answered(sample_client, "sample-60-40", start="2020-01-01")["end"] == whole["end"]
    assert answered(sample_client, "sample-60-40", end="2020-01-01")["start"] == whole["start"]
    early = answered(sample_client, "sample-60-40", start="2000-01-01")
    assert early["start"] == whole["start"]
    assert any("begins on" in note for note in early["notes"])


def test_it_can_be_valued_at_an_earlier_date(sample_client: TestClient) -> None:
    answer = answered(sample_client, "sample-60-40", as_of="2020-03-23")
    assert answer["as_of"] == answer["end"] == answer["chart_data"][-1]["date"] == "2020-03-23"


def test_a_holding_without_prices_is_named_and_the_total_incomplete(client: TestClient) -> None:
    rows = [*TWO_BUYS, buy("2023-02-01", 10, 50.0, symbol="UNKNOWN", name="Never heard of")]
    answer = answered(client, stored(client, rows, stepped("X") + stepped("^NSEI")))
    assert answer["complete"] is False
    assert [(one["symbol"], one["name"]) for one in answer["unpriced"]] == [("UNKNOWN", "Never heard of")]
    assert answer["unpriced"][0]["reason"]
    assert answer["closing"]["invested_amount"] == pytest.approx(15_000, rel=1e-12)


def test_a_users_own_portfolio_beside_a_simulated_index_says_so(client: TestClient) -> None:
    answer = answered(client, stored(client, TWO_BUYS, stepped("X")))
    assert answer["simulated"] is answer["benchmarks"][0]["simulated"] is True
    assert [holding["simulated"] for holding in answer["holdings"]] == [False]


def test_a_withdrawal_that_the_benchmark_could_not_have_paid_is_said(client: TestClient) -> None:
    rows = [
        buy("2023-01-01", 10, 100.0),
        {"date": "2023-01-08", "type": "SELL", "symbol": "X", "quantity": 10, "price": 200},
    ]
    prices = [{**price, "close": 200.0} if price["date"] >= "2023-01-08" else price for price in flat("X")]
    answer = answered(client, stored(client, rows, prices + flat("^NSEI")), as_of="2023-06-30")
    (side,) = answer["benchmarks"]
    assert (side["exhausted_on"], side["shortfall"], side["closing_value"]) == ("2023-01-08", pytest.approx(1_000), 0)
    assert answer["risk_free_exhausted_on"] == "2023-01-08"
    assert any("run out" in note for note in answer["notes"])


def test_a_rate_that_does_not_exist_is_null_with_a_reason(client: TestClient) -> None:
    answer = answered(client, stored(client, [TWO_BUYS[0]], stepped("X") + stepped("^NSEI")), as_of="2023-01-01")
    rates = ("portfolio_xirr", "benchmark_xirr", "risk_free_xirr", "xirr_difference", "risk_free_difference")
    assert [answer[name] for name in rates] == [None] * 5
    assert all(answer["reasons"][name] for name in (*rates, "benchmarks[0].xirr", "benchmarks[0].xirr_difference"))


def nulls(value: Any, path: str = "") -> set[str]:
    """The names of the fields that hold null."""
    if isinstance(value, dict):
        return set().union(*(nulls(inner, f"{path}.{name}" if path else name) for name, inner in value.items()), set())
    if isinstance(value, list):
        return set().union(*(nulls(inner, f"{path}[{index}]") for index, inner in enumerate(value)), set())
    return {path} if value is None else set()


@pytest.mark.parametrize("as_of", ["2023-01-01", "2023-01-09", "2023-12-31", "2024-01-01"])
def test_every_rate_and_return_that_is_null_has_its_reason(client: TestClient, as_of: str) -> None:
    answer = answered(client, stored(client, TWO_BUYS, stepped("X") + stepped("^NSEI")), as_of=as_of)
    not_numbers = {"category_data", "risk_free_exhausted_on", "benchmarks[0].exhausted_on"}
    assert nulls(answer) - not_numbers == set(answer["reasons"])


def test_an_empty_portfolio_is_a_clear_answer(client: TestClient) -> None:
    response = ask(client, stored(client, [], []))
    assert (response.status_code, response.json()["error"]["code"]) == (422, "insufficient_data")
    assert "no transactions yet" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("parameters", "status", "code"),
    [
        ({"benchmark_ticker": "^NSEJ"}, 404, "not_found"),
        ({"benchmark_ticker": ""}, 404, "not_found"),
        ({"benchmark_ticker": None}, 400, "invalid_request"),
        ({"benchmark_ticker": ["^NSEI"] * 11}, 400, "invalid_request"),
        ({"benchmark_ticker": "\x00"}, 400, "invalid_request"),
        ({"risk_free_rate": "NaN"}, 400, "invalid_request"),
        ({"risk_free_rate": "inf"}, 400, "invalid_request"),
        ({"risk_free_rate": "-100"}, 400, "invalid_request"),
        ({"risk_free_rate": "seven"}, 400, "invalid_request"),
        ({"start": "1.1.2024"}, 400, "invalid_request"),
        ({"start": "2024-01-01", "end": "2023-01-01"}, 400, "invalid_specification"),
        ({"as_of": "2199-01-01"}, 400, "invalid_specification"),
        ({"points": "some"}, 400, "invalid_request"),
        ({"as_of": "2010-01-01"}, 422, "insufficient_data"),
        ({"end": "2010-01-01"}, 422, "insufficient_data"),
        ({"start": "2030-01-01"}, 422, "insufficient_data"),
    ],
    ids=str,
)
def test_what_cannot_be_answered_says_why(
    sample_client: TestClient, parameters: dict[str, Any], status: int, code: str
) -> None:
    question = {
        name: value for name, value in ({"benchmark_ticker": "^GSPC"} | parameters).items() if value is not None
    }
    response = sample_client.get("/v1/portfolios/sample-60-40/benchmark-comparison", params=question)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code), response.text


def test_a_valuation_before_the_first_transaction_says_when_it_begins(sample_client: TestClient) -> None:
    message = ask(sample_client, "sample-60-40", as_of="2010-01-01").json()["error"]["message"]
    assert "begins on 2 Jan 2015" in message


def test_an_unknown_portfolio_is_not_found(client: TestClient) -> None:
    response = ask(client, "unknown")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_a_benchmark_in_another_currency_without_a_rate_is_insufficient_data(client: TestClient) -> None:
    response = ask(
        client, stored(client, TWO_BUYS, stepped("X") + stepped("DAX2", currency="ISK")), benchmark_ticker="DAX2"
    )
    assert (response.status_code, response.json()["error"]["code"]) == (422, "missing_exchange_rate")
