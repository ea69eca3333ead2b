"""Does “the same money in a benchmark” answer the reference numbers, as fractions, with every null explained?"""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

FLOWS = [{"date": "2023-01-01", "amount": 10_000}, {"date": "2023-06-01", "amount": 5_000}]
LEVELS = [
    {"date": "2023-01-01", "level": 100},
    {"date": "2023-06-01", "level": 110},
    {"date": "2024-01-01", "level": 120},
]


def ask(client: TestClient, **changes: Any) -> Any:
    return client.post("/v1/analytics/cash-flow-match", json={"flows": FLOWS, "levels": LEVELS, **changes})


def answered(client: TestClient, **changes: Any) -> dict[str, Any]:
    response = ask(client, **changes)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_reference_block_1(client: TestClient) -> None:
    """reference/README.md, cash-flow match 1: end value, invested amount and XIRR."""
    answer = answered(client, closing_value=None, as_of="2024-01-01", risk_free_rate=7.0)
    assert answer["benchmark_xirr"] == pytest.approx(0.19138982044233985, abs=1e-9)
    assert answer["risk_free_xirr"] == pytest.approx(0.07, abs=1e-9)
    assert answer["closing"]["benchmark_value"] == pytest.approx(17454.545454545456, rel=1e-9)
    assert answer["closing"]["invested_amount"] == 15_000
    assert answer["closing"]["date"] == answer["as_of"] == "2024-01-01"
    assert (answer["exhausted_on"], answer["shortfall"]) == (None, 0)
    assert [point["date"] for point in answer["chart_data"]] == ["2023-01-01", "2023-06-01", "2024-01-01"]
    assert answer["chart_data"][0] == {
        "date": "2023-01-01",
        "benchmark_value": 10_000,
        "invested_amount": 10_000,
        "risk_free_value": 10_000,
    }
    assert answer["chart_points"] == {"shown": 3, "of": 3}


def test_without_a_closing_value_the_portfolios_rate_is_null_with_a_reason(client: TestClient) -> None:
    answer = answered(client)
    assert (answer["portfolio_xirr"], answer["xirr_difference"], answer["closing"]["portfolio_value"]) == (None,) * 3
    assert set(answer["reasons"]) == {"portfolio_xirr", "xirr_difference"}
    assert "closing value" in answer["reasons"]["portfolio_xirr"]


def test_a_portfolio_worth_what_the_benchmark_is_differs_by_nothing(client: TestClient) -> None:
    answer = answered(client, closing_value=17454.545454545456)
    assert answer["portfolio_xirr"] == pytest.approx(answer["benchmark_xirr"], abs=1e-12)
    assert answer["xirr_difference"] == pytest.approx(0, abs=1e-12)
    assert answer["reasons"] == {}


@pytest.mark.parametrize(
    ("as_of", "value"),
    [
        ("2023-01-01", 10000.000000),
        ("2023-01-02", 10001.853833415706),
        ("2023-01-31", 10055.764757837924),
        ("2024-01-01", 10700.000000),
        ("2024-01-02", 10701.983601754806),
    ],
)
def test_reference_block_2(client: TestClient, as_of: str, value: float) -> None:
    """reference/README.md: 10 000 at 7 % after 0, 1, 30, 365 and 366 days."""
    levels = [{"date": "2023-01-01", "level": 1}, {"date": as_of, "level": 1}]
    levels = levels[:1] if as_of == "2023-01-01" else levels
    answer = answered(client, flows=FLOWS[:1], levels=levels, as_of=as_of, risk_free_rate=7)
    assert answer["closing"]["risk_free_value"] == pytest.approx(value, rel=1e-12)


def test_reference_block_3(client: TestClient) -> None:
    """reference/README.md: withdrawals from the deposit, whose XIRR stays the rate."""
    flows = [("2023-01-01", 10_000), ("2023-03-01", -5_000), ("2023-05-01", -2_000)]
    levels = [{"date": on, "level": 100} for on in ("2023-01-01", "2023-03-01", "2023-05-01", "2024-01-01")]
    answer = answered(client, flows=[{"date": on, "amount": amount} for on, amount in flows], levels=levels)
    deposit = [point["risk_free_value"] for point in answer["chart_data"]]
    assert deposit == pytest.approx([10_000, 5109.966267167745, 3168.07427579887, 3315.2685422281725], rel=1e-12)
    assert answer["risk_free_xirr"] == pytest.approx(0.07, abs=1e-9)


def test_reference_block_7(client: TestClient) -> None:
    """reference/README.md: 1 000 at index 100, 1 500 taken out at index 150: nothing left, nothing short."""
    flows = [{"date": "2023-01-01", "amount": 1_000}, {"date": "2023-02-01", "amount": -1_500}]
    levels = [{"date": "2023-01-01", "level": 100}, {"date": "2023-02-01", "level": 150}]
    answer = answered(client, flows=flows, levels=levels)
    assert answer["closing"]["invested_amount"] == answer["closing"]["benchmark_value"] == 0
    assert (answer["exhausted_on"], answer["shortfall"]) == (None, 0)


def test_a_withdrawal_that_is_too_large_empties_the_account_and_says_so(client: TestClient) -> None:
    flows = [{"date": "2023-01-01", "amount": 1_000}, {"date": "2023-06-01", "amount": -1_500}]
    answer = answered(client, flows=flows)
    assert answer["exhausted_on"] == answer["risk_free_exhausted_on"] == "2023-06-01"
    assert answer["shortfall"] == pytest.approx(400, rel=1e-12)
    assert answer["closing"]["benchmark_value"] == 0
    assert any("could not have paid 400" in note for note in answer["notes"])


def test_order_does_not_matter_and_flows_of_one_day_are_netted(client: TestClient) -> None:
    halves = [{"date": "2023-06-01", "amount": 8_000}, FLOWS[0], {"date": "2023-06-01", "amount": -3_000}]
    assert answered(client, flows=halves, levels=LEVELS[::-1]) == answered(client)


def test_flows_after_the_valuation_date_are_left_out_and_that_is_said(client: TestClient) -> None:
    answer = answered(client, as_of="2023-01-05")
    assert answer["closing"]["invested_amount"] == 10_000
    assert any("left out" in note for note in answer["notes"])


def test_the_level_of_an_earlier_day_serves_for_a_week_and_is_counted(client: TestClient) -> None:
    answer = answered(client, as_of="2024-01-08")
    assert (answer["carried_days"], answer["closing"]["benchmark_value"]) == (1, pytest.approx(17454.545454545456))
    late = ask(client, as_of="2024-01-09")
    assert (late.status_code, late.json()["error"]["code"]) == (422, "missing_levels")


def test_a_long_chart_is_thinned_unless_every_point_is_asked_for(client: TestClient) -> None:
    days = [
        f"{year}-{month:02}-{day:02}" for year in range(2000, 2010) for month in range(1, 13) for day in range(1, 28)
    ]
    levels = [{"date": on, "level": 100 + n} for n, on in enumerate(days)]
    flows = [{"date": days[0], "amount": 100}]
    thin, full = (answered(client, flows=flows, levels=levels, points=points) for points in ("thinned", "all"))
    assert (thin["chart_points"], full["chart_points"]) == (
        {"shown": 1_000, "of": 3_240},
        {"shown": 3_240, "of": 3_240},
    )
    assert (len(thin["chart_data"]), len(full["chart_data"])) == (1_000, 3_240)
    assert (thin["chart_data"][0], thin["chart_data"][-1]) == (full["chart_data"][0], full["chart_data"][-1])
    assert thin["benchmark_xirr"] == full["benchmark_xirr"]


@pytest.mark.parametrize(
    "changes",
    [
        {"flows": []},
        {"levels": []},
        {"levels": [*LEVELS, LEVELS[0]]},
        {"levels": [{"date": "2023-01-01", "level": 0}]},
        {"levels": [{"date": "2023-01-01", "level": -5}]},
        {"flows": [{"date": "2023-01-01", "amount": "10"}]},
        {"flows": [{"date": "2023-01-01", "amount": 1e16}]},
        {"flows": [{"date": "2023-01-01", "amount": 1, "sign": -1}]},
        {"closing_value": -1},
        {"risk_free_rate": -100},
        {"risk_free_rate": 501},
        {"risk_free_rate": None},
        {"as_of": "31-12-2023"},
        {"points": "every"},
        {"riskfree": 7},
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(client: TestClient, changes: dict[str, Any]) -> None:
    response = ask(client, **changes)
    assert response.status_code == 400
    assert response.json()["error"]["code"] in {"invalid_request", "invalid_specification"}


@pytest.mark.parametrize(
    "changes",
    [{"as_of": "2022-12-31"}, {"flows": [{"date": "2022-12-01", "amount": 1}]}, {"as_of": "2025-01-01"}],
    ids=str,
)
def test_data_that_does_not_reach_is_insufficient(client: TestClient, changes: dict[str, Any]) -> None:
    assert ask(client, **changes).status_code == 422


@pytest.mark.parametrize(
    ("flows", "closing_value"),
    [([("2023-01-01", 0)], 0), ([("2023-01-01", 100)], 0), ([("2023-01-01", -100)], 5), ([("2024-01-01", 100)], 100)],
)
def test_a_rate_that_does_not_exist_is_null_with_a_reason_and_never_zero(
    client: TestClient, flows: list[tuple[str, float]], closing_value: float
) -> None:
    given = [{"date": on, "amount": amount} for on, amount in flows]
    answer = answered(client, flows=given, closing_value=closing_value)
    assert answer["portfolio_xirr"] is None
    assert answer["reasons"]["portfolio_xirr"]
    for name in ("benchmark_xirr", "risk_free_xirr"):
        assert (answer[name] is None) == (name in answer["reasons"])
