"""Does “the same money in a benchmark” answer as core computes it, as fractions, with every null explained?

What it answers is recorded: ``answers/sent_along``.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from core.market.levels import LevelSeries, to_days
from core.returns.cash_flows import CashFlow, CashFlows
from core.same_money.flow_comparison import compare_flows
from tests.api.conftest import answered

FLOWS = [{"date": "2023-01-01", "amount": 10_000}, {"date": "2023-06-01", "amount": 5_000}]
LEVELS = [
    {"date": "2023-01-01", "level": 100},
    {"date": "2023-06-01", "level": 110},
    {"date": "2024-01-01", "level": 120},
]


def ask(client: TestClient, **changes: Any) -> Any:
    return client.post("/v1/analytics/cash-flow-match", json={"flows": FLOWS, "levels": LEVELS, **changes})


def asked(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = answered(ask(client, **changes))
    return answer


@pytest.mark.parametrize("sale", [0, -7_000, -70_000])
def test_it_is_answered_as_core_computes_it(client: TestClient, sale: float) -> None:
    """The benchmark at the last level of its day, the deposit day by day at 7 %, and what a withdrawal empties."""
    flows = [*FLOWS, {"date": "2023-11-15", "amount": sale}]
    levels = [*LEVELS, {"date": "2023-11-14", "level": 90}]
    answer = asked(client, flows=flows, levels=levels, closing_value=9_000)
    given = CashFlows.of(CashFlow(date.fromisoformat(row["date"]), row["amount"]) for row in flows)
    rows = sorted(levels, key=lambda row: row["date"])
    series = LevelSeries("I", to_days([row["date"] for row in rows]), np.array([row["level"] for row in rows]), "USD")
    found = compare_flows(given, series, 0.07, closing_value=9_000)
    benchmark, deposit = found.benchmark, found.risk_free
    rates = ("benchmark_xirr", "portfolio_xirr", "risk_free_xirr", "xirr_difference")
    expected = (benchmark.money_weighted.rate, found.portfolio_xirr.rate, deposit.money_weighted.rate)
    assert [answer[name] for name in rates] == [*expected, found.xirr_difference]
    assert (answer["shortfall"], answer["risk_free_shortfall"]) == (
        benchmark.account.shortfall,
        deposit.account.shortfall,
    )
    values = {
        "benchmark_value": benchmark.account.values,
        "invested_amount": found.invested,
        "risk_free_value": deposit.account.values,
    }
    for name, column in values.items():
        assert [point[name] for point in answer["chart_data"]] == column.tolist()
        assert answer["closing"][name] == column[-1]


def test_without_a_closing_value_the_portfolios_rate_is_null_with_a_reason(client: TestClient) -> None:
    answer = asked(client)
    assert (answer["portfolio_xirr"], answer["xirr_difference"], answer["closing"]["portfolio_value"]) == (None,) * 3
    assert set(answer["reasons"]) == {"portfolio_xirr", "xirr_difference"}
    assert "closing value" in answer["reasons"]["portfolio_xirr"]


def test_a_withdrawal_that_is_too_large_empties_the_account_and_says_so(client: TestClient) -> None:
    flows = [{"date": "2023-01-01", "amount": 1_000}, {"date": "2023-06-01", "amount": -1_500}]
    answer = asked(client, flows=flows)
    assert answer["exhausted_on"] == answer["risk_free_exhausted_on"] == "2023-06-01"
    assert answer["shortfall"] == pytest.approx(400, rel=1e-12)
    assert any("could not have paid 400" in note for note in answer["notes"])


def test_order_does_not_matter_and_flows_of_one_day_are_netted(client: TestClient) -> None:
    halves = [{"date": "2023-06-01", "amount": 8_000}, FLOWS[0], {"date": "2023-06-01", "amount": -3_000}]
    assert asked(client, flows=halves, levels=LEVELS[::-1]) == asked(client)


def test_the_level_of_an_earlier_day_serves_for_a_week_and_is_counted(client: TestClient) -> None:
    answer = asked(client, as_of="2024-01-08")
    assert (answer["carried_days"], answer["closing"]["benchmark_value"]) == (1, pytest.approx(17454.545454545456))
    late = ask(client, as_of="2024-01-09")
    assert (late.status_code, late.json()["error"]["code"]) == (422, "missing_levels")


def test_a_long_chart_is_thinned_unless_every_point_is_asked_for(client: TestClient) -> None:
    days = np.datetime64("2000-01-01") + np.arange(3_240)
    levels = [{"date": str(on), "level": 100 + n} for n, on in enumerate(days)]
    flows = [{"date": "2000-01-01", "amount": 100}]
    thin, full = (asked(client, flows=flows, levels=levels, points=points) for points in ("thinned", "all"))
    shown = len(thin["chart_data"])
    assert 400 < shown <= 1_000
    assert thin["chart_points"] == {"shown": shown, "of": 3_240}
    assert full["chart_points"] == {"shown": len(full["chart_data"]), "of": 3_240}
    assert (thin["chart_data"][0], thin["chart_data"][-1]) == (full["chart_data"][0], full["chart_data"][-1])
    assert thin["benchmark_xirr"] == full["benchmark_xirr"]


@pytest.mark.parametrize(
    ("on", "amount", "closing_value"),
    [("2023-01-01", 0, 0), ("2023-01-01", 100, 0), ("2023-01-01", -100, 5), ("2024-01-01", 100, 100)],
)
def test_a_rate_that_does_not_exist_is_null_with_a_reason_and_never_zero(
    client: TestClient, on: str, amount: float, closing_value: float
) -> None:
    answer = asked(client, flows=[{"date": on, "amount": amount}], closing_value=closing_value)
    assert answer["portfolio_xirr"] is None
    assert answer["reasons"]["portfolio_xirr"]
    for name in ("benchmark_xirr", "risk_free_xirr"):
        assert (answer[name] is None) == (name in answer["reasons"])
