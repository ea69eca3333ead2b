"""Is every deposit on a page told before tax, or after the tax that was asked for, and is its rate what the address says?"""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from core.market.deposit_rate import DepositRate, Quotation
from core.market.period import NamedRange
from tests.pages.page_reading import cards, opened_page, words
from ui.reads.report import report_data
from ui.reads.selection import PortfolioChoice, Selection
from ui.views.report.html import as_document
from ui.views.report.story import report_of

PAGES = (
    "home",
    "portfolio_vs_benchmark",
    "hybrid_and_risk_free",
    "category",
    "attribution",
    "conventions",
    "index_fit",
)
HOUSEHOLD = {"portfolio": "sample-household", "rate": "6.5"}
AS_A_BANK, TAXED = {"quoted": "bank"}, {"quoted": "bank", "tax": "30"}
_RATE = re.compile(r"\d[\d.,]*\s?%")


def everything(app: AppTest) -> str:
    """The words of a page, and those that appear on hover."""
    hovers = [
        one.help for one in (*app.metric, *app.slider, *app.toggle, *app.number_input, *app.selectbox) if one.help
    ]
    titles = [str(one.label) for one in (*app.metric, *app.tabs, *app.toggle)]
    return "\n".join([words(app), *hovers, *titles])


def sentences_on_deposits(text: str) -> list[str]:
    """Those that name a bank's deposit and a rate."""
    said = re.split(r"(?<=[.!?])\s+|\n", text)
    return [one for one in said if re.search(r"\bdeposit (at|quoted|paying|pays|in)\b", one) and _RATE.search(one)]


@pytest.mark.parametrize("page", PAGES)
def test_every_sentence_with_a_deposit_and_its_rate_says_before_tax(own_store: Engine, page: str) -> None:
    told = sentences_on_deposits(everything(opened_page(page, **HOUSEHOLD)))
    assert told
    assert [one for one in told if "before tax" not in one] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_tax_of_the_address_is_told_as_a_what_if(own_store: Engine, page: str) -> None:
    told = sentences_on_deposits(everything(opened_page(page, **HOUSEHOLD, **TAXED)))
    named = [one for one in told if "6.5\u202f%" in one]
    assert named
    assert [one for one in named if "after 30\u202f% tax" not in one] == []


@pytest.mark.parametrize("page", ["portfolio_vs_benchmark", "attribution"])
def test_the_sentence_says_what_the_tax_leaves_and_that_the_portfolio_is_before_tax(
    own_store: Engine, page: str
) -> None:
    app = opened_page(page, **HOUSEHOLD, **TAXED)
    what_if = (
        "A what-if: your deposit after 30\u202f% tax pays 4.55\u202f%. The portfolio and the benchmark are before tax."
    )
    assert what_if in words(app)


def test_the_card_shows_what_a_bank_quotes_comes_to_and_the_choice_moves_it(own_store: Engine) -> None:
    app = opened_page("portfolio_vs_benchmark", portfolio="sample-household", rate="7")
    assert cards(app)["Risk-free XIRR"] == "7.0\u202f%"
    app.selectbox("quoted").set_value(Quotation.BANK).run()
    assert cards(app)["Risk-free XIRR"].startswith("7.1")
    assert "a bank deposit quoted at 7\u202f% before tax" in words(app)
    app.number_input("tax").set_value(50.0).run()
    assert cards(app)["Risk-free XIRR"].startswith("3.5")
    assert (app.query_params["quoted"], app.query_params["tax"]) == ("bank", "50")


@pytest.mark.parametrize("address", [{"quoted": "monthly"}, {"tax": "55"}, {"tax": "lots"}])
def test_what_cannot_be_understood_is_said_and_the_usual_stands(own_store: Engine, address: dict[str, str]) -> None:
    app = opened_page("portfolio_vs_benchmark", portfolio="sample-household", rate="7", **address)
    assert "The address asks for what is not here" in words(app)
    assert "In a bank deposit at 7\u202f% before tax it would be" in words(app)


def test_the_report_says_it_everywhere(own_store: Engine) -> None:
    chosen = Selection(
        PortfolioChoice("sample-household", "Household", "INR", True), ("^NSEI",), NamedRange.SINCE_START, "INR"
    )
    for rate, said in (
        (DepositRate(0.065), "a bank deposit at 6.5\u202f% before tax"),
        (DepositRate(0.065, Quotation.BANK, 0.3), "a bank deposit quoted at 6.5\u202f% after 30\u202f% tax"),
    ):
        document = html.unescape(as_document(report_of(report_data(chosen, rate))).decode())
        text = re.sub(r"<[^>]+>", "\n", re.sub(r"(\s*</?tspan[^>]*>\s*)+", " ", document))
        assert said in text
        assert [one for one in sentences_on_deposits(text) if said.split("% ")[-1] not in one] == []
