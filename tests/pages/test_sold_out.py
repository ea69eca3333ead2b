"""Does every page end the comparison with the sale of everything, and say so?"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from core.market.period import NamedRange
from tests.pages.own_portfolio import bought, priced, sold, stored
from tests.pages.page_reading import cards, opened_page, words
from tests.pages.test_same_figures import figures_agree
from ui.reads.attribution import attribution_of
from ui.reads.benchmarks import blend_of, compared_with
from ui.reads.index_fit.fit import FitQuestion, FitSubject, SubjectKind, pairs

SALE = date(2024, 3, 12)
NOTE = "Everything was sold on 12 Mar 2024: the comparison ends there."
RANGES = [NamedRange.SINCE_START, NamedRange.ONE_YEAR, NamedRange.SIX_MONTHS]


@pytest.fixture
def ended(own_store: Engine) -> str:
    """100 shares bought for 5,000 and sold on 12 March 2024 for 7,000; prices of share and index go on to 30 June 2025."""
    priced(own_store)
    priced(own_store, "^GSPC", rise=0.001)
    return stored(own_store, bought(), sold("ACME", SALE, 100.0, 70.0))


@pytest.mark.parametrize("name", RANGES)
def test_the_same_figures_over_the_same_days(ended: str, name: NamedRange) -> None:
    figures_agree(ended, "^GSPC", "USD", name, simulated=False)
    same = compared_with(ended, ("^GSPC",), name).same_money[0]
    assert same.period.end == SALE
    assert NOTE in same.notes
    assert NOTE in attribution_of(ended, blend_of("^GSPC", "USD"), name, "USD").compared.notes


def test_every_page_says_when(ended: str) -> None:
    for page in ("home", "hybrid_and_risk_free", "attribution"):
        assert NOTE in words(opened_page(page, portfolio=ended, benchmark="^GSPC")), page
    assert "12 Mar 2024" in words(opened_page("category", portfolio=ended))
    subject = FitSubject(SubjectKind.PORTFOLIO, ended, "Mine", "USD", simulated=False)
    notes = pairs(FitQuestion(subject, ("^GSPC",), NamedRange.SINCE_START, 0.04)).notes
    assert "Mine ends on 12 Mar 2024, so nothing after that day is compared." in notes


def test_an_account_that_ran_dry_shows_no_bare_rate(own_store: Engine) -> None:
    """Bought and sold for 5,000 beside an index that fell to nine tenths: its payments are 0 %, its gain is below 0."""
    priced(own_store, rise=0.0)
    priced(own_store, "^GSPC", rise=-0.0002)
    mine = stored(own_store, bought(), sold("ACME", SALE, 100.0, 50.0))
    app = opened_page("portfolio_vs_benchmark", portfolio=mine, benchmark="^GSPC")
    shown = cards(app)
    assert (shown["Portfolio XIRR"], shown["Benchmark XIRR"], shown["XIRR difference"]) == (
        "0.0\u202f%",
        "—",
        "—",
    )
    dry = next(one for one in app.metric if one.label == "Benchmark XIRR")
    assert "−$417" in dry.delta.replace("\\", "")
    assert dry.proto.delta_description == "gain until it ran dry"
    assert "ran dry on 12 Mar 2024" in dry.help
    assert "would have run out on 12 Mar 2024" in words(app)
    assert shown["Risk-free XIRR"] == "4.0\u202f%"


def test_a_deposit_that_ran_dry_shows_what_it_paid_until_then(ended: str) -> None:
    app = opened_page("portfolio_vs_benchmark", portfolio=ended, benchmark="^GSPC")
    assert NOTE in words(app)
    deposit = next(one for one in app.metric if one.label == "Risk-free XIRR")
    assert (str(deposit.value), deposit.delta) == ("—", "4.0\u202f%")
    assert deposit.proto.delta_description == "until it ran dry"
