"""Do the pages leave out the days on which nothing was held, on both sides, and say so?"""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from core.market.period import NamedRange
from tests.pages.own_portfolio import FIRST, bought, priced, sold, stored
from tests.pages.page_reading import cards, opened_page, words
from tests.pages.test_same_figures import figures_agree
from ui.reads.benchmarks import compared_with

SALE, AGAIN = date(2023, 9, 1), date(2024, 6, 3)
NOTE = "Nothing was held from 2 Sep 2023 to 2 Jun 2024: 1.7 of 2.5 years invested."


def level(on: date) -> float:
    return 50.0 * 1.001 ** (on - FIRST).days


@pytest.fixture
def twice(own_store: Engine) -> str:
    """The index itself, bought, sold on 1 September 2023 and bought again on 3 June 2024, at its own levels."""
    priced(own_store, "^GSPC", rise=0.001)
    return stored(
        own_store,
        bought("^GSPC"),
        sold("^GSPC", SALE, 100.0, level(SALE)),
        bought("^GSPC", AGAIN, 150.0, level(AGAIN)),
    )


@pytest.mark.parametrize("name", [NamedRange.SINCE_START, NamedRange.ONE_YEAR])
def test_all_figures_agree_and_both_returns_are_of_the_days_held(twice: str, name: NamedRange) -> None:
    figures_agree(twice, "^GSPC", "USD", name, simulated=False)
    same = compared_with(twice, ("^GSPC",), name).same_money[0]
    own, other = same.portfolio_time_weighted, same.benchmark_time_weighted
    assert (own.total, own.days) == (pytest.approx(other.total, abs=1e-9), other.days)
    assert (NOTE in same.notes) is (name is NamedRange.SINCE_START)


def test_the_pages_name_the_gap_and_draw_it(twice: str) -> None:
    app = opened_page("portfolio_vs_benchmark", portfolio=twice, benchmark="^GSPC")
    assert NOTE in words(app)
    (stretches,) = [one.value for one in app.dataframe if list(one.value.columns)[:3] == ["From", "To", "You"]]
    assert len(stretches) == 2
    assert cards(app)["XIRR difference"] == "0.0\u202fpp"
    for page in ("home", "attribution", "hybrid_and_risk_free", "index_fit", "conventions"):
        assert not opened_page(page, portfolio=twice, benchmark="^GSPC", subject=twice).exception, page
