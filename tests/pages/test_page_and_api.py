"""Does every page's download give what the API answers to the same question, each thing under one name?"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.app import create_api
from core.allocation.buckets import Dimension
from core.attribution.linking import Linking
from core.attribution.portfolio import Method
from core.index.position_size import position_size
from core.index.signal_overlay import Action, Strategy, overlay_signal
from core.market.period import NamedRange
from core.peers.comparison import compare_with_peers
from core.peers.group import criteria_of_investor, form_group
from core.returns.sampling import linked_by_period
from core.returns.series import ReturnSeries
from core.statistics.rolling import rolling_fit
from data.store.index.constituents import save_constituents
from tests.pages import test_index_fit_factors as factor_examples
from tests.pages.test_index_fit_members import LIST, two_shares
from ui.reads import answers
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of, compared_with, with_short_names
from ui.reads.category import categories_of
from ui.reads.index_fit.factors import fit_factors
from ui.reads.index_fit.fit import FitQuestion, comparisons, fit_subjects, pairs, scan_candidates, scan_indexes
from ui.reads.index_fit.members import portfolio_in_index
from ui.reads.index_fit.style import fit_style, style_candidates_of, usual_choice
from ui.reads.peers import universe
from ui.reads.portfolio import portfolio_choices
from ui.views.attribution.choices import AttributionChoice
from ui.views.attribution.view import view_content as attribution_content
from ui.views.category.view import view_content as category_content
from ui.views.peers.sections import view_content as peers_content
from ui.views.same_money.explanations import view_content as same_money_content
from ui.widgets.downloads import as_json

WHOLE, HOUSEHOLD, GROWTH = NamedRange.SINCE_START, "sample-household", "sample-us-growth"
COMPARISON = f"/v1/portfolios/{HOUSEHOLD}/benchmark-comparison"


@dataclass(frozen=True, slots=True)
class Sides:
    """The download of a page and the API's answer. ``more``: what only the page has; ``part``: it holds a part of the answer."""

    page: dict[str, Any]
    answer: dict[str, Any]
    more: frozenset[str] = frozenset()
    part: bool = False


class Api:
    """Every answer as JSON."""

    def __init__(self, store: Engine) -> None:
        self.store = store
        self.client = TestClient(create_api(store), base_url="http://localhost", client=("127.0.0.1", 50_000))

    def get(self, path: str, **asked: Any) -> Any:
        return self._read(self.client.get(path, params=asked))

    def post(self, path: str, **body: Any) -> Any:
        return self._read(self.client.post(path, json=body))

    def _read(self, response: Any) -> Any:
        assert response.status_code == 200, response.text
        return response.json()


def same_money(api: Api) -> Sides:
    tickers = ("^NSEI", "^GSPC")
    view = same_money_content(compared_with(HOUSEHOLD, tickers, WHOLE), tickers, 0.065)
    return Sides(view, api.get(COMPARISON, benchmark_ticker=list(tickers), risk_free_rate="6.5", points="all"))


def same_money_in_a_mix(api: Api) -> Sides:
    mix = "CRISIL_HYBRID_AGGRESSIVE_65_35"
    compared = with_short_names(compared_with(HOUSEHOLD, (blend_of(mix, "INR"),), WHOLE))
    view = same_money_content(compared, [mix], 0.065)
    assert compared.same_money[0].benchmark_name != view["benchmark_name"]  # too long beside a line
    return Sides(view, api.get(COMPARISON, benchmark_id=mix, risk_free_rate="6.5", points="all"))


def category(api: Api) -> Sides:
    view = category_content(categories_of(HOUSEHOLD, WHOLE).at_rate(0.065), 0.065)
    answer = api.get(COMPARISON, benchmark_mode="category", risk_free_rate="6.5", points="all")
    assert view["category_reasons"].items() <= answer["reasons"].items()
    assert {*view["category_notes"]} <= {*answer["notes"]}
    assert view["reference_comparison"]["benchmark_xirr"] == answer["category_split"]["reference_xirr"]
    return Sides(view, answer, frozenset({"category_reasons", "category_notes", "reference_comparison"}), part=True)


def attribution(api: Api) -> Sides:
    portfolio = next(one for one in portfolio_choices() if one.id == HOUSEHOLD)
    choice = AttributionChoice(portfolio, blend_of("BALANCED_50_50", "INR"), WHOLE, Method(linking=Linking.MENCHERO))
    view = attribution_content(attribution_of(HOUSEHOLD, choice.blend, WHOLE), choice, 0.065)
    asked = {"portfolio_id": HOUSEHOLD, "benchmark_id": "BALANCED_50_50", "linking": "MENCHERO", "risk_free_rate": 6.5}
    return Sides(view, api.post("/v1/analytics/attribution", **asked), frozenset({"same_money_notes"}))


def growth(*indexes: str) -> tuple[FitQuestion, dict[str, Any]]:
    """The same question of the pages and of the API."""
    subject = next(one for one in fit_subjects() if one.id == GROWTH)
    asked = FitQuestion(subject, indexes, NamedRange.THREE_YEARS, 0.05)
    begins = str(pairs(asked).pairs[0].levels[0].dates[0])
    return asked, {"portfolio_id": GROWTH, "start": begins, "risk_free_rate": 5.0}


def index_fit(api: Api) -> Sides:
    asked, given = growth("SPY", "AGG")
    view = answers.index_fit_json(asked, pairs(asked), comparisons(asked))
    assert len(view["daily_returns"]["AGG"]["date"]) == view["further"][0]["observations"]
    return Sides(
        view, api.get("/v1/index-fit", **given, index=["SPY", "AGG"]), frozenset({"left_out", "daily_returns"})
    )


def security_fit(api: Api) -> Sides:
    subject = next(one for one in fit_subjects() if one.id == "^NSEI")
    asked = FitQuestion(subject, ("^NSMIDCP",), WHOLE, 0.04)
    view = answers.index_fit_json(asked, pairs(asked), comparisons(asked))
    answer = api.get("/v1/index-fit", symbol="^NSEI", index="^NSMIDCP")
    return Sides(view, answer, frozenset({"left_out", "daily_returns"}))


def rolling(api: Api) -> Sides:
    asked, given = growth("SPY")
    (pair,) = pairs(asked).pairs
    view = answers.rolling_json(rolling_fit(pair.security, pair.index, 90, asked.rate))
    return Sides(view, api.get("/v1/index-fit", **given, index="SPY", rolling_window=90), part=True)


def scan(api: Api) -> Sides:
    asked, given = growth("SPY")
    view = answers.scan_json(asked, scan_candidates(asked), scan_indexes(asked))
    return Sides(view, api.get("/v1/index-fit/scan", **given, chosen="SPY"))


def style(api: Api) -> Sides:
    asked, _ = growth("SPY")
    choice = usual_choice(asked)
    security, indexes = style_candidates_of(asked).aligned_returns(choice.symbols)

    def sent(series: ReturnSeries) -> list[dict[str, Any]]:
        spaced = linked_by_period(series, choice.spacing)
        return [
            {"date": str(on), "ret": earned} for on, earned in zip(spaced.dates, spaced.returns.tolist(), strict=True)
        ]

    candidates = [
        {"symbol": symbol, "observations": sent(one)} for symbol, one in zip(choice.symbols, indexes, strict=True)
    ]
    found = fit_style(asked, choice)
    given = {"portfolio": sent(security), "candidates": candidates, "periods_per_year": found.periods_per_year}
    return Sides(answers.style_json(found, choice), api.post("/v1/analytics/style", **given))


def factors(api: Api) -> Sides:
    factor_examples.fund(api.store)
    factor_examples.kept(api.store, three=factor_examples.THREE)
    asked = factor_examples.question("FUND", NamedRange.FIVE_YEARS)
    view = answers.factors_json(fit_factors(asked, ("three",)))
    assert view["loading_intervals"].keys() == view["loadings"].keys()
    low, high = view["loading_intervals"]["SMB"]
    assert low < view["loadings"]["SMB"]["loading"] < high
    answer = api.get("/v1/analytics/factors", symbol="FUND", table="three", start="2015-12-31")
    return Sides(view, answer, frozenset({"intercept_interval", "loading_intervals"}))


def members(api: Api) -> Sides:
    portfolio_id = two_shares(api.store)
    save_constituents(api.store, LIST)
    found = portfolio_in_index(portfolio_id, "^GSPC")
    view = answers.members_json(LIST, found.sectors, found)
    assert (view["overlap"]["overlap"], view["sectors_by"]) == (pytest.approx(0.5), "weight")
    assert {one["symbol"]: one["inside"] for one in view["overlap"]["holdings"]} == {"ACME": 1.0, "ZETA": 0.0}
    return Sides(
        view, api.get("/v1/indexes/^GSPC/constituents"), frozenset({"basis", "sectors", "sectors_by", "overlap"})
    )


def size(api: Api) -> Sides:
    view = answers.position_size_json(position_size(1000.0, 2.0))
    return Sides(view, api.post("/v1/analytics/position-size", base=1000.0, beta=2.0))


def signal(api: Api) -> Sides:
    view = answers.signal_json(overlay_signal(Strategy.MEAN_REVERSION, Action.BUY, 60.0, -0.12, None, 1.1))
    asked = {"strategy": "mean reversion", "action": "BUY", "confidence": 60.0, "alpha": -0.12, "beta": 1.1}
    return Sides(view, api.post("/v1/analytics/signal-overlay", **asked))


def peers(api: Api) -> Sides:
    everybody = universe()
    subject = int(np.flatnonzero(everybody.telling)[0])
    year = everybody.years_of(subject, Dimension.SECTOR)[-1]
    criteria = criteria_of_investor(everybody, subject, year)
    group = form_group(everybody, year, Dimension.SECTOR, criteria, subject)
    view = peers_content(everybody, compare_with_peers(everybody, subject, group))
    investor = everybody.investors[subject].id
    assert view["members"] == api.get(f"/v1/benchmarks/peer-group/{investor}", year=year)["members"] != []
    return Sides(view, api.get(f"/v1/benchmarks/investor/{investor}", year=year), frozenset({"members"}))


DOWNLOADS: dict[str, tuple[Callable[[Api], Sides], ...]] = {
    "same_money_json": (same_money, same_money_in_a_mix),
    "category_json": (category,),
    "attribution_json": (attribution,),
    "index_fit_json": (index_fit, security_fit),
    "rolling_json": (rolling,),
    "scan_json": (scan,),
    "style_json": (style,),
    "factors_json": (factors,),
    "members_json": (members,),
    "position_size_json": (size,),
    "signal_json": (signal,),
    "peers_json": (peers,),
}


@pytest.mark.parametrize("sides", [one for several in DOWNLOADS.values() for one in several])
def test_a_key_has_one_name_and_one_value(own_store: Engine, sides: Callable[[Api], Sides]) -> None:
    """Every key of a page outside ``inputs`` is the API's, with the API's value, or one of those that only the page has."""
    found = sides(Api(own_store))
    page, answer = json.loads(as_json(found.page)), found.answer
    assert page.keys() - {"inputs"} - answer.keys() == found.more
    assert found.part or answer.keys() <= page.keys()
    for name in page.keys() & answer.keys() - {"inputs"}:
        assert page[name] == answer[name], name


def test_every_download_is_compared_with_the_api() -> None:
    assert {name for name in vars(answers) if name.endswith("_json")} == DOWNLOADS.keys()
