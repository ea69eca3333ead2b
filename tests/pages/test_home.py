"""Does the overview give the same answers as the pages that it leads to, and has it a word for every state?"""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.attribution.effects import Attribution
from core.attribution.portfolio import Method
from core.market.period import NamedRange
from tests.pages.own_portfolio import bought, save_levels, stored
from tests.pages.page_reading import opened_page, words
from ui.reads.allocation import family_office_gaps
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of
from ui.reads.category import categories_of
from ui.reads.holdings_risk import holdings_risk
from ui.views.home import questions
from ui.wording.number_format import money, percentage_points

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


opened = partial(opened_page, "home")


def tiles(app: AppTest) -> list[str]:
    return [one.value.removeprefix("## ") for one in app.markdown if one.value.startswith("## ")]


def test_every_question_is_answered_on_the_sample_as_its_page_does(own_store: Engine) -> None:
    app = opened()
    assert tiles(app) == QUESTIONS
    told = words(app)
    assert "cannot be shown" not in told
    assert "could not be drawn" not in told
    assert "Sample data." in told
    split = categories_of(HOUSEHOLD, NamedRange.SINCE_START, "INR", "NIFTY_50_TRI").study.at_rate(0.07).split
    within = split.rounded(0).within
    for amount in (max(within), min(within)):
        assert money(abs(float(amount)), "INR") in told
    effects: Attribution = attribution_of(
        HOUSEHOLD, blend_of("NIFTY_50_TRI", "INR"), NamedRange.SINCE_START, "INR"
    ).compared.attribution(method=Method())
    assert percentage_points(effects.allocation) in told
    assert percentage_points(effects.selection + effects.interaction_effect) in told
    assert f"{holdings_risk(HOUSEHOLD, 'INR').risk.effective_bets:.1f} independent bets" in told
    found = family_office_gaps(HOUSEHOLD)
    assert found.simulated
    assert sum(one.weight for one in found.gaps) == pytest.approx(1.0, abs=0.1)
    assert abs(found.gaps[0].gap) == max(abs(one.gap) for one in found.gaps)
    assert f"the median of {found.group.count} family offices in {found.group.year}" in told


def test_the_range_and_the_rate_of_the_address_count(own_store: Engine) -> None:
    told = words(opened(portfolio="sample-us-growth", range="1Y", rate="3"))
    assert "In a bank deposit at 3" in told
    assert "Since 31 Dec 2024" in told


def test_what_cannot_be_answered_says_why_and_the_rest_stands(empty_store: Engine) -> None:
    save_levels(empty_store, "ACME", [102.0, 103.0, 106.0, 107.0, 108.0])
    stored(empty_store, bought(quantity=10.0, price=100.0))
    save_levels(empty_store, "SPY", [100.0, 101.0, 102.0, 103.0, 104.0])
    app = opened()
    told = words(app)
    assert tiles(app) == QUESTIONS
    assert "could not be drawn" not in told
    assert "cannot be shown yet" in told


def test_an_answer_that_fails_leaves_the_others(own_store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(portfolio_id: str, currency: str) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(questions, "holdings_risk", broken)
    told = words(opened())
    assert "How well it is spread could not be drawn." in told
    assert "unforeseen" not in told
    assert "independent bets" not in told
    assert "It behaves most like" in told
