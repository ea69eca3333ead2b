"""Does every page take a mix of nothing but fixed rates, as it takes a deposit?"""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from core.benchmark.blend import Blend, Component
from tests.pages.page_reading import opened_page, words
from ui.reads.benchmarks import library_extents
from ui.writes import benchmarks as benchmark_storing

PORTFOLIO = "sample-us-growth"


def two_deposits(*more: Component) -> str:
    """60 % at 7 % and 40 % at 4 % a year, kept in the library."""
    rates = [benchmark_storing.keep_fixed_return(rate, True) for rate in (0.07, 0.04)]
    parts = (*(Component(one, share) for one, share in zip(rates, (0.6, 0.4), strict=True)), *more)
    return benchmark_storing.keep_blend("Two deposits", Blend("NEW", "USD", parts, name="Two deposits"))


@pytest.mark.parametrize("more", [(), (Component("SPY", 0.0),)])
def test_every_page_takes_it(own_store: Engine, more: tuple[Component, ...]) -> None:
    mix = two_deposits(*more)
    for page in ("portfolio_vs_benchmark", "hybrid_and_risk_free", "attribution", "home"):
        app = opened_page(page, portfolio=PORTFOLIO, benchmark=mix)
        assert not app.error
        assert "Two deposits" in words(app), page
        assert "cannot be shown" not in words(app), page


def test_the_library_shows_ten_years_of_it(own_store: Engine) -> None:
    mix = two_deposits()
    assert library_extents()[mix].every_day
    assert "known on every day" in words(opened_page("benchmark_library", look=mix))
