"""Does every page give the numbers that the API gives for the same question?"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_api
from core.attribution.linking import Linking
from core.attribution.portfolio import Method
from core.market.period import NamedRange
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of
from ui.reads.category import categories_of
from ui.reads.index_fit.fit import FitQuestion, comparisons, fit_subjects, pairs, scan_candidates, scan_indexes
from ui.reads.portfolio import compared_with_indexes, portfolio_choices
from ui.views.attribution.choices import AttributionChoice
from ui.views.attribution.view import view_content as attribution_content
from ui.views.category.view import view_content as category_content
from ui.views.index_fit.download import comparison_content, scan_content
from ui.views.same_money.explanations import view_content as same_money_content

WHOLE, HOUSEHOLD = NamedRange.SINCE_START, "sample-household"
COMPARISON = f"/v1/portfolios/{HOUSEHOLD}/benchmark-comparison"
Numbers = dict[str, Any]


def answer(client: TestClient, path: str, **asked: Any) -> Any:
    response = client.get(path, params=asked)
    assert response.status_code == 200, response.text
    return response.json()


def same_money(client: TestClient) -> tuple[Numbers, Numbers]:
    view = same_money_content(compared_with_indexes(HOUSEHOLD, ("^NSEI",), WHOLE), 0.065)
    found = answer(client, COMPARISON, benchmark_ticker="^NSEI", risk_free_rate="6.5")
    last = found["chart_data"][-1]
    page = {name: view[name] for name in ("portfolio_xirr", "risk_free_xirr")}
    page |= {"benchmark_xirr": view["benchmarks"][0]["benchmark_xirr"]}
    page |= {"closing": view["closing"]["portfolio_value"], "deposit": view["chart_data"]["risk_free_value"][-1]}
    api = {name: found[name] for name in ("portfolio_xirr", "risk_free_xirr", "benchmark_xirr")}
    return page, api | {"closing": last["portfolio_value"], "deposit": last["risk_free_value"]}


def category(client: TestClient) -> tuple[Numbers, Numbers]:
    view = category_content(categories_of(HOUSEHOLD, WHOLE).at_rate(0.065), 0.065)
    found = answer(client, COMPARISON, benchmark_mode="category", risk_free_rate="6.5")
    sides = ((view["categories"], view["split"]), (found["category_data"], found["category_split"]))
    page, api = (
        {
            f"{name} {key}": parts[name][key]
            for name in ("equity", "debt", "gold")
            for key in ("portfolio_xirr", "benchmark_label")
        }
        | {"mix": split["mix"], **{f"within {name}": amount for name, amount in split["within"].items()}}
        for parts, split in sides
    )
    return page, api


def attribution(client: TestClient) -> tuple[Numbers, Numbers]:
    portfolio = next(one for one in portfolio_choices() if one.id == HOUSEHOLD)
    choice = AttributionChoice(portfolio, blend_of("BALANCED_50_50", "INR"), WHOLE, Method(linking=Linking.MENCHERO))
    found = attribution_of(HOUSEHOLD, choice.blend, WHOLE)
    view = attribution_content(found, found.compared.attribution(method=choice.method), choice, 0.065)
    asked = {"portfolio_id": HOUSEHOLD, "benchmark_id": "BALANCED_50_50", "linking": "MENCHERO", "risk_free_rate": 6.5}
    its = client.post("/v1/analytics/attribution", json=asked).json()
    page = json.loads(json.dumps(view["money_bridge"]["steps"]))
    api = {step["step"]: step["amount"] for step in its["money_bridge"]["steps"]}
    for numbers, side in ((page, view), (api, its)):
        numbers["portfolio_return"] = side["portfolio_return"]
        numbers |= {f"effect {at}": one["total"] for at, one in enumerate(side["effects"])}
    return page, api


def index_fit(client: TestClient) -> tuple[Numbers, Numbers]:
    subject = next(one for one in fit_subjects() if one.id == "sample-us-growth")
    asked = FitQuestion(subject, ("SPY", "AGG"), NamedRange.THREE_YEARS, 0.05)
    begins = str(pairs(asked).pairs[0].levels[0].dates[0])
    given = {"portfolio_id": subject.id, "start": begins, "risk_free_rate": 5.0}
    its = answer(client, "/v1/index-fit", **given, index=["SPY", "AGG"])
    page, api = {}, {}
    ours = comparison_content(pairs(asked), comparisons(asked))["comparisons"]
    for at, (mine, other) in enumerate(zip(ours, [its, *its["further"]], strict=True)):
        shared = mine.keys() & other.keys() - {"index", "reasons"}
        assert len(shared) > 18
        page |= {f"{at} {name}": mine[name] for name in shared}
        api |= {f"{at} {name}": other[name] for name in shared}
    scan, found = (
        scan_content(scan_candidates(asked), scan_indexes(asked)),
        answer(client, "/v1/index-fit/scan", **given),
    )
    for numbers, side in ((page, scan), (api, found)):
        numbers |= {name: side[name] for name in ("best_benchmark", "runner_up")}
    page |= {symbol: one["alpha"] for symbol, one in scan["benchmarks"].items()}
    api |= {one["symbol"]: one["alpha"] / 100 for one in found["indexes"]}
    return page, api


@pytest.mark.parametrize("numbers", [same_money, category, attribution, index_fit])
def test_page_and_api_agree(own_store: Engine, numbers: Callable[[TestClient], tuple[Numbers, Numbers]]) -> None:
    page, api = numbers(TestClient(create_api(own_store), base_url="http://localhost", client=("127.0.0.1", 50_000)))
    assert page.keys() == api.keys()
    assert page == {name: pytest.approx(one) if isinstance(one, float | int) else one for name, one in api.items()}
