"""Are two return series compared with the reference's numbers, as fractions, with every null explained?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

MONTHS = [f"2023-{month:02}-28" for month in range(1, 13)]
PORTFOLIO = [5.2, 3.1, -2.4, 4.8, 2.9, 1.5, 6.3, -1.2, 3.7, 5.1, 2.8, 4.2]
INDEX = [4.5, 2.8, -1.9, 3.2, 2.1, 1.8, 5.5, -0.9, 3.1, 4.2, 2.5, 3.8]


def dated(percent: list[float], dates: list[str] | None = None) -> list[dict[str, Any]]:
    return [{"date": on, "ret": value / 100} for on, value in zip(dates or MONTHS, percent, strict=False)]


def ask(client: TestClient, **changes: Any) -> Any:
    body = {
        "portfolio": dated(PORTFOLIO),
        "benchmark": dated(INDEX),
        "periods_per_year": 12,
        "risk_free_rate": 4.5,
        "minimum_observations": 12,
    }
    return client.post("/v1/analytics/comparison", json=body | changes)


def answered(client: TestClient, **changes: Any) -> dict[str, Any]:
    response = ask(client, **changes)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_reference_twelve_months(client: TestClient) -> None:
    """reference/README.md, index fit: beats the index by 7 points, yet alpha is nil, for beta is 1.20."""
    answer = answered(client)
    expected = {
        "observations": 12,
        "total_return": 0.4206903730310205,
        "benchmark_total_return": 0.3508444634617838,
        "beta": 1.2042158544098305,
        "r_squared": 0.9752497923311004,
        "sharpe": 3.4960001331425237,
        "tracking_error": 0.020703535051685342,
        "information_ratio": 2.5599492969528224,
        "alpha": -0.0005045538553754836,
        "excess_return": 0.4206903730310205 - 0.3508444634617838,
        "risk_free_rate": 0.045,
    }
    assert {name: answer[name] for name in expected} == pytest.approx(expected, abs=1e-9)
    assert answer["alpha_low"] < 0 < answer["alpha_high"]
    assert (answer["start"], answer["end"], answer["reasons"], answer["notes"]) == (MONTHS[0], MONTHS[-1], {}, [])


def returns_of(levels: list[float]) -> list[dict[str, Any]]:
    days = [str(date(2023, 1, 2) + timedelta(n)) for n in range(1, len(levels))]
    return [{"date": on, "ret": b / a - 1} for on, a, b in zip(days, levels, levels[1:], strict=False)]


def test_reference_five_days_of_a_stock(client: TestClient) -> None:
    """reference/README.md, index fit: the vector for which the floor of 20 observations is lifted."""
    stock, index = returns_of([100, 105, 110, 125, 130]), returns_of([4500, 4550, 4600, 4875, 4950])
    sent = {"portfolio": stock, "benchmark": index, "periods_per_year": 252, "risk_free_rate": 0}
    answer = answered(client, **sent, minimum_observations=4)
    expected = {
        "total_return": 0.30,
        "benchmark_total_return": 0.10,
        "beta": 1.8844436574588137,
        "correlation": 0.9840641457039541,
        "tracking_error": 0.3570410055665838,
        "volatility": 0.721431166488606,
        "benchmark_volatility": 0.37673429063523656,
        "information_ratio": 31.181478059859398,
        "alpha": 5.713334574897507,
        "alpha_without_risk_free": 5.713334574897507,
    }
    assert {name: answer[name] for name in expected} == pytest.approx(expected, rel=1e-9)
    response = ask(client, **sent, minimum_observations=20)
    assert (response.status_code, response.json()["error"]["code"]) == (422, "insufficient_history")
    assert response.json()["error"]["details"] == {"observations": 4, "needed": 20}


def test_the_defaults_are_daily_four_percent_and_twenty_observations(client: TestClient) -> None:
    days = [str(date(2023, 1, 2) + timedelta(n)) for n in range(20)]
    sent = {"portfolio": dated([1, -1] * 10, days), "benchmark": dated([0.5, -0.6] * 10, days)}
    answer = client.post("/v1/analytics/comparison", json=sent).json()
    assert (answer["periods_per_year"], answer["risk_free_rate"], answer["observations"]) == (252, 0.04, 20)
    short = {name: rows[:19] for name, rows in sent.items()}
    assert client.post("/v1/analytics/comparison", json=short).status_code == 422


def test_a_series_beside_itself_has_no_alpha_and_a_beta_of_one(client: TestClient) -> None:
    answer = answered(client, benchmark=dated(PORTFOLIO))
    assert (answer["beta"], answer["excess_return"], answer["tracking_error"]) == (pytest.approx(1), 0, 0)
    assert answer["alpha"] == pytest.approx(0, abs=1e-12)
    assert answer["information_ratio"] is None
    assert "information_ratio" in answer["reasons"]


def test_the_deepest_fall_starts_from_the_value_before_the_first_return(client: TestClient) -> None:
    answer = answered(client, portfolio=dated([-10, 5, 10, *[1] * 9]))
    assert answer["max_drawdown"] == pytest.approx(-0.10)
    assert answer["drawdown"] == {
        "depth": answer["max_drawdown"],
        "peak": None,
        "trough": MONTHS[0],
        "recovery": MONTHS[2],
    }


def test_dates_that_only_one_series_has_are_linked_over_and_counted(client: TestClient) -> None:
    answer = answered(client, benchmark=dated(INDEX)[:5] + dated(INDEX)[6:], minimum_observations=2)
    assert answer["observations"] == 10
    assert len(answer["notes"]) == 2
    assert "linked over" in answer["notes"][0]


def test_order_does_not_matter(client: TestClient) -> None:
    assert answered(client, portfolio=dated(PORTFOLIO)[::-1]) == answered(client)


FLAT = dated([1.0] * 12)


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [
        ({"benchmark": FLAT}, {"beta", "correlation", "r_squared", "alpha", "treynor", "down_capture"}),
        ({"portfolio": FLAT}, {"correlation", "sharpe", "m_squared", "sortino"}),
        ({"portfolio": dated([0.0] * 12)}, {"market_share", "selection_share"}),
        ({"benchmark": dated([-1.0, -2.0] * 6)}, {"up_capture"}),
    ],
    ids=["flat benchmark", "flat portfolio", "no return", "only falls"],
)
def test_what_is_undefined_is_null_with_its_reason_and_nothing_else_is(
    client: TestClient, changes: dict[str, Any], unknown: set[str]
) -> None:
    answer = answered(client, **changes)
    assert {name for name, value in answer.items() if value is None} == set(answer["reasons"])
    assert unknown <= set(answer["reasons"])
    assert all(answer["reasons"].values())


@pytest.mark.parametrize(
    "changes",
    [
        {"portfolio": []},
        {"benchmark": None},
        {"portfolio": [*dated(PORTFOLIO), dated(PORTFOLIO)[0]]},
        {"portfolio": [{"date": "2023-01-31", "ret": -1.01}]},
        {"portfolio": [{"date": "2023-01-31", "ret": "5%"}]},
        {"portfolio": [{"date": "2023-01-31", "return": 0.05}]},
        {"periods_per_year": 0},
        {"periods_per_year": "monthly"},
        {"risk_free_rate": -100},
        {"minimum_observations": -1},
        {"minimum_observations": 2.5},
        {"portfolio": dated([99_000.0] * 12), "periods_per_year": 366},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_cannot_be_meant_is_refused(client: TestClient, changes: dict[str, Any]) -> None:
    response = ask(client, **changes)
    assert response.status_code == 400
    assert response.json()["error"]["code"] in {"invalid_request", "invalid_specification"}


@pytest.mark.parametrize("minimum", [0, 1, 2])
def test_two_observations_are_always_needed(client: TestClient, minimum: int) -> None:
    one = {"portfolio": dated(PORTFOLIO)[:1], "benchmark": dated(INDEX)[:1], "minimum_observations": minimum}
    assert ask(client, **one).status_code == 422
    apart = {"portfolio": dated(PORTFOLIO)[:6], "benchmark": dated(INDEX)[6:], "minimum_observations": minimum}
    assert ask(client, **apart).json()["error"]["code"] == "insufficient_data"
