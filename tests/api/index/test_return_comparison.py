"""Are two return series compared as core compares them, as fractions, with every null explained?

What it answers is recorded: ``answers/sent_along``.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from api.index.models.returns import ReturnComparisonAnswer
from core.market.levels import to_days
from core.returns.series import ReturnSeries
from core.statistics.relative import compare
from tests.api.bodies import INDEX, PORTFOLIO, dated
from tests.api.conftest import answered

ADDRESS = "/v1/analytics/comparison"
MONTHS = [row["date"] for row in dated(PORTFOLIO)]


def body(**changes: Any) -> dict[str, Any]:
    return {
        "portfolio": dated(PORTFOLIO),
        "benchmark": dated(INDEX),
        "periods_per_year": 12,
        "risk_free_rate": 4.5,
        "minimum_observations": 12,
    } | changes


def asked(client: TestClient, **changes: Any) -> dict[str, Any]:
    answer: dict[str, Any] = answered(client.post(ADDRESS, json=body(**changes)))
    return answer


def test_it_is_answered_as_core_computes_it(client: TestClient) -> None:
    answer = asked(client)
    own, market = (
        ReturnSeries(name, to_days(MONTHS), np.array([row["ret"] for row in rows]))
        for name, rows in (("portfolio", dated(PORTFOLIO)), ("benchmark", dated(INDEX)))
    )
    found = compare(own, market, 0.045, 12, 12)
    core = {name: getattr(found, name, None) for name in answer}
    plain = {name: value for name, value in core.items() if isinstance(value, int | float)}
    fields = ReturnComparisonAnswer.model_fields.items()
    assert set(plain) == {name for name, field in fields if field.validation_alias is None} - {
        "reasons",
        "notes",
        "return_split",
    }
    assert {name: answer[name] for name in plain} == plain
    assert answer["return_split"] == asdict(found.return_split)
    assert sum(answer["return_split"].values()) == pytest.approx(answer["total_return"], abs=1e-14)
    assert (answer["beta_low"], answer["beta_high"]) == found.beta_interval
    assert (answer["alpha_low"], answer["alpha_high"]) == found.jensen.interval
    assert (answer["alpha_t"], answer["alpha_standard_error"]) == (found.jensen.t, found.jensen.standard_error)


def test_the_defaults_are_the_data_four_percent_and_twenty_observations(client: TestClient) -> None:
    days = [str(date(2023, 1, 2) + timedelta(n)) for n in range(20)]
    rows = {"portfolio": [1, -1] * 10, "benchmark": [0.5, -0.6] * 10}
    sent = {
        name: [{"date": on, "ret": value / 100} for on, value in zip(days, percent, strict=True)]
        for name, percent in rows.items()
    }
    answer = answered(client.post(ADDRESS, json=sent))
    assert (answer["periods_per_year"], answer["risk_free_rate"], answer["observations"]) == (365.25, 0.04, 20)
    short = client.post(ADDRESS, json={name: rows[:19] for name, rows in sent.items()})
    assert (short.status_code, short.json()["error"]["details"]) == (422, {"observations": 19, "needed": 20})


def test_dates_that_only_one_series_has_are_linked_over_and_counted(client: TestClient) -> None:
    answer = asked(client, benchmark=dated(INDEX)[:5] + dated(INDEX)[6:], minimum_observations=2)
    assert (answer["observations"], len(answer["notes"])) == (10, 2)
    assert "linked over" in answer["notes"][0]


def test_order_does_not_matter(client: TestClient) -> None:
    assert asked(client, portfolio=dated(PORTFOLIO)[::-1]) == asked(client)


FLAT = dated([1.0] * 12)


@pytest.mark.parametrize(
    ("changes", "unknown"),
    [
        (
            {"benchmark": FLAT},
            {
                "beta",
                "beta_low",
                "return_split",
                "correlation",
                "r_squared",
                "alpha",
                "treynor",
                "down_capture",
                "alpha_t",
            },
        ),
        ({"portfolio": FLAT}, {"correlation", "sharpe", "m_squared", "sortino"}),
        ({"portfolio": dated([0.0] * 12)}, {"market_share", "selection_share"}),
        ({"benchmark": dated([-1.0, -2.0] * 6)}, {"up_capture"}),
        ({"benchmark": dated(PORTFOLIO)}, {"information_ratio", "information_ratio_annualised", "beta_high"}),
    ],
    ids=["flat benchmark", "flat portfolio", "no return", "only falls", "itself"],
)
def test_what_is_undefined_is_null_with_its_reason_and_nothing_else_is(
    client: TestClient, changes: dict[str, Any], unknown: set[str]
) -> None:
    answer = asked(client, **changes)
    assert {name for name, value in answer.items() if value is None} == set(answer["reasons"])
    assert unknown <= set(answer["reasons"])
    assert all(answer["reasons"].values())
