"""Does the overview give the same answers as the pages that it leads to, and has it a word for every state?"""

from __future__ import annotations

import re
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from api.app import create_api
from core.attribution.effects import Attribution
from core.attribution.portfolio import Method
from core.ledger.portfolio import Portfolio
from core.ledger.transaction import AssetType, Transaction, TransactionKind
from core.market.period import NamedRange
from data.sources.price_record import PriceRecord
from data.store.portfolios.portfolios import save_portfolio
from data.store.prices.histories import save_prices
from ui.reads.allocation import beside_family_offices
from ui.reads.attribution import attributed
from ui.reads.benchmarks import blend_of
from ui.reads.category import studied
from ui.reads.holdings_risk import holdings_risk
from ui.views.home import questions
from ui.wording.number_format import money, percentage_points

PAGE = """
from pages import home
home.page()
"""
HOUSEHOLD = "sample-household"
QUESTIONS = [
    "Against the benchmark",
    "Against a deposit",
    "By category",
    "Where it came from",
    "How well it is spread",
    "What it behaves like",
    "Among institutions",
    "To take along",
]


def opened(**address: str) -> AppTest:
    app = AppTest.from_string(PAGE, default_timeout=90)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    texts = [one.value for one in (*app.markdown, *app.caption)]
    return re.sub(r"\\(.)", r"\1", "\n".join(texts)).replace("**", "")


def tiles(app: AppTest) -> list[str]:
    return [one.value.removeprefix("## ") for one in app.markdown if one.value.startswith("## ")]


def test_every_question_is_answered_on_the_sample(own_store: Engine) -> None:
    app = opened()
    assert tiles(app) == QUESTIONS
    told = said(app)
    assert "cannot be shown" not in told
    assert "could not be drawn" not in told
    assert "Sample data." in told


def test_the_answers_are_those_of_the_api(own_store: Engine) -> None:
    app = opened(rate="6")
    asked = TestClient(create_api(own_store), base_url="http://localhost", client=("127.0.0.1", 50_000))
    question = {"benchmark_ticker": "^NSEI", "risk_free_rate": "6"}
    last = asked.get(f"/v1/portfolios/{HOUSEHOLD}/benchmark-comparison", params=question).json()["chart_data"][-1]
    told = said(app)
    assert f"would be {money(last['benchmark_value'], 'INR')}" in told
    assert f"In a deposit at 6\u202f% it would be {money(last['risk_free_value'], 'INR')}" in told


def test_categories_and_effects_are_those_of_their_pages(own_store: Engine) -> None:
    told = said(opened())
    split = studied(HOUSEHOLD, NamedRange.SINCE_START, "INR", "^NSEI").study.at_rate(0.07).split
    within = split.rounded(0).within
    for amount in (max(within), min(within)):
        assert money(abs(float(amount)), "INR") in told
    found: Attribution = attributed(
        HOUSEHOLD, blend_of("^NSEI", "INR"), NamedRange.SINCE_START, "INR"
    ).compared.attribution(method=Method())
    assert percentage_points(found.allocation) in told
    assert percentage_points(found.selection + found.interaction_effect) in told
    assert f"{holdings_risk(HOUSEHOLD, 'INR').risk.effective_bets:.1f} independent bets" in told


def test_peers_of_a_portfolio_that_is_not_among_them(own_store: Engine) -> None:
    found = beside_family_offices(HOUSEHOLD)
    assert found.simulated
    assert sum(one.weight for one in found.gaps) == pytest.approx(1.0, abs=0.1)
    assert abs(found.gaps[0].gap) == max(abs(one.gap) for one in found.gaps)
    assert f"the median of {found.group.count} family offices in {found.group.year}" in said(opened())


def test_the_range_and_the_rate_of_the_address_count(own_store: Engine) -> None:
    told = said(opened(portfolio="sample-us-growth", range="1Y", rate="3"))
    assert "In a deposit at 3" in told
    assert "Since 31 Dec 2024" in told


def test_nothing_stored_yet(empty_store: Engine) -> None:
    app = opened()
    assert "No portfolio yet" in [one.value for one in app.header]
    assert tiles(app) == []


def test_what_cannot_be_answered_says_why_and_the_rest_stands(empty_store: Engine) -> None:
    bought = Transaction(date(2025, 1, 2), TransactionKind.BUY, "ACME", "Acme", AssetType.STOCK, 10.0, 100.0)
    save_portfolio(empty_store, Portfolio("", "Mine", "USD", (bought,)))
    save_prices(
        empty_store,
        [PriceRecord("ACME", date(2025, 1, day), 100.0 + day, None, "USD") for day in (2, 3, 6, 7, 8)],
        source="test",
    )
    app = opened()
    told = said(app)
    assert tiles(app) == QUESTIONS
    assert "could not be drawn" not in told
    assert "cannot be shown yet" in told


def test_an_answer_that_fails_leaves_the_others(own_store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(portfolio_id: str, currency: str) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(questions, "holdings_risk", broken)
    told = said(opened())
    assert "How well it is spread could not be drawn." in told
    assert "unforeseen" not in told
    assert "independent bets" not in told
    assert "It behaves most like" in told
