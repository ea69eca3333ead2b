"""Is a stored portfolio put beside its benchmark as core computes it, in percent, and with every gap named?

What is answered about the sample is recorded: ``answers/benchmark_comparison``.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.same_money.comparison import compare_same_money
from core.valuation.portfolio_value import value_portfolio
from data import market
from data.store.portfolios.portfolios import load_portfolio
from tests.api.conftest import compared, created, priced

START, END = date(2023, 1, 1), date(2024, 1, 1)
STEPS = [(date(2023, 1, 1), 100.0), (date(2023, 6, 1), 110.0), (date(2024, 1, 1), 120.0)]


def stepped(symbol: str, factor: float = 1.0, currency: str = "INR") -> list[dict[str, Any]]:
    """A price every day from START to END: 100, 110 from June on, 120 on the last day, times ``factor``."""
    days = [START + timedelta(n) for n in range((END - START).days + 1)]
    level = {day: [price for on, price in STEPS if on <= day][-1] * factor for day in days}
    return [{"symbol": symbol, "date": str(day), "close": level[day], "currency": currency} for day in days]


def flat(symbol: str, currency: str = "INR") -> list[dict[str, Any]]:
    return [{**price, "close": 100.0} for price in stepped(symbol, currency=currency)]


def stored(client: TestClient, rows: list[dict[str, Any]], prices: list[dict[str, Any]]) -> str:
    if prices:
        priced(client, prices)
    return created(client, rows)


def asked(client: TestClient, portfolio_id: str, **parameters: Any) -> dict[str, Any]:
    return compared(client, portfolio_id, **{"benchmark_ticker": "^NSEI", "risk_free_rate": 7.0} | parameters)


def refused(client: TestClient, portfolio_id: str, **parameters: Any) -> Any:
    question = {"benchmark_ticker": "^NSEI"} | parameters
    sent = {name: value for name, value in question.items() if value is not None}
    return client.get(f"/v1/portfolios/{portfolio_id}/benchmark-comparison", params=sent)


def buy(on: str, quantity: float, price: float, symbol: str = "X", **more: Any) -> dict[str, Any]:
    return {"date": on, "type": "BUY", "symbol": symbol, "quantity": quantity, "price": price, **more}


TWO_BUYS = [buy("2023-01-01", 100, 100.0), buy("2023-06-01", 5_000 / 110, 110.0)]


@pytest.mark.parametrize(("portfolio_id", "ticker"), [("sample-household", "^NSEI"), ("sample-us-growth", "^GSPC")])
def test_the_sample_is_answered_as_core_computes_it_and_says_that_it_is_simulated(
    sample: TestClient, sample_engine: Engine, portfolio_id: str, ticker: str
) -> None:
    answer = asked(sample, portfolio_id, benchmark_ticker=ticker, risk_free_rate=6.5, points="all")
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


def test_the_chart_is_thinned_unless_every_point_is_asked_for(sample: TestClient) -> None:
    thin, full = (asked(sample, "sample-60-40", points=points) for points in ("thinned", "all"))
    assert 500 < len(thin["chart_data"]) == thin["chart_points"]["shown"] <= 1_000
    assert len(full["chart_data"]) == full["chart_points"]["of"] == thin["chart_points"]["of"] > 2_500
    for line in ("portfolio_value", "benchmark_value"):  # the peaks and the falls are there
        assert [edge(one[line] for one in thin["chart_data"]) for edge in (min, max)] == [
            edge(one[line] for one in full["chart_data"]) for edge in (min, max)
        ]
    assert (thin["chart_data"][0], thin["chart_data"][-1]) == (full["chart_data"][0], full["chart_data"][-1])
    assert thin["portfolio_xirr"] == full["portfolio_xirr"]


def test_a_users_own_portfolio_beside_a_simulated_index_says_so(client: TestClient) -> None:
    answer = asked(client, stored(client, TWO_BUYS, stepped("X")))
    assert answer["simulated"] is answer["benchmarks"][0]["simulated"] is True
    assert [holding["simulated"] for holding in answer["holdings"]] == [False]


def test_a_withdrawal_that_the_benchmark_could_not_have_paid_is_said(client: TestClient) -> None:
    rows = [
        buy("2023-01-01", 10, 100.0),
        {"date": "2023-01-08", "type": "SELL", "symbol": "X", "quantity": 10, "price": 200},
    ]
    prices = [{**price, "close": 200.0} if price["date"] >= "2023-01-08" else price for price in flat("X")]
    answer = asked(client, stored(client, rows, prices + flat("^NSEI")), as_of="2023-06-30")
    (side,) = answer["benchmarks"]
    assert (side["exhausted_on"], side["shortfall"], side["closing_value"]) == ("2023-01-08", pytest.approx(1_000), 0)
    assert answer["risk_free_exhausted_on"] == "2023-01-08"
    assert any("run out" in note for note in answer["notes"])


def nulls(value: Any, path: str = "") -> set[str]:
    """The names of the fields that hold null."""
    if isinstance(value, dict):
        return set().union(*(nulls(inner, f"{path}.{name}" if path else name) for name, inner in value.items()), set())
    if isinstance(value, list):
        return set().union(*(nulls(inner, f"{path}[{index}]") for index, inner in enumerate(value)), set())
    return {path} if value is None else set()


@pytest.mark.parametrize("as_of", ["2023-01-01", "2023-01-09", "2023-12-31", "2024-01-01"])
def test_every_rate_and_return_that_is_null_has_its_reason(client: TestClient, as_of: str) -> None:
    answer = asked(client, stored(client, TWO_BUYS, stepped("X") + stepped("^NSEI")), as_of=as_of)
    not_numbers = {"category_data", "risk_free_exhausted_on", "benchmarks[0].exhausted_on", "at_zero", "older_share"}
    assert nulls(answer) - not_numbers == set(answer["reasons"])
    assert all(answer["reasons"].values())


def test_an_empty_portfolio_is_a_clear_answer(client: TestClient) -> None:
    response = refused(client, stored(client, [], []))
    assert (response.status_code, response.json()["error"]["code"]) == (422, "insufficient_data")
    assert "no transactions yet" in response.json()["error"]["message"]


def test_a_benchmark_in_another_currency_without_a_rate_is_insufficient_data(client: TestClient) -> None:
    response = refused(
        client, stored(client, TWO_BUYS, stepped("X") + stepped("DAX2", currency="ISK")), benchmark_ticker="DAX2"
    )
    assert (response.status_code, response.json()["error"]["code"]) == (422, "missing_exchange_rate")
