"""Does every page keep what it promises? One visit to each page of the menu, through all that concerns it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from gallery.patience import settled
from gallery.views import PAGES, View
from tests.browser.tours import (
    attribution,
    benchmark_library,
    category,
    conventions,
    diversification,
    hybrid_and_risk_free,
    index_fit,
    overview,
    peer_benchmarks,
    portfolio_vs_benchmark,
    your_data,
)
from tests.running_server import PROJECT

pytestmark = pytest.mark.browser

CONCERNS: dict[str, tuple[Callable[[Page], None], ...]] = {
    "": overview.CONCERNS,
    "portfolio-vs-benchmark": portfolio_vs_benchmark.CONCERNS,
    "hybrid-and-risk-free": hybrid_and_risk_free.CONCERNS,
    "category": category.CONCERNS,
    "attribution": attribution.CONCERNS,
    "index-fit": index_fit.CONCERNS,
    "conventions": conventions.CONCERNS,
    "peer-benchmarks": peer_benchmarks.CONCERNS,
    "diversification": diversification.CONCERNS,
    "benchmark-library": benchmark_library.CONCERNS,
    "your-data": your_data.CONCERNS,
}


def test_every_page_of_the_menu_is_visited() -> None:
    listed = re.findall(r'title="([^"]+)", url_path="([^"]+)"(, default=True)?', (PROJECT / "dashboard.py").read_text())
    assert [(one.title, one.address) for one in PAGES] == [
        (title, "" if first else address) for title, address, first in listed
    ]


@pytest.mark.parametrize("view", PAGES, ids=lambda one: one.name)
def test_a_page_keeps_what_it_promises(
    server: str, open_page: Callable[..., Page], view: View, subtests: pytest.Subtests
) -> None:
    page = settled(open_page(f"{server}/{view.address}"))
    for concern in CONCERNS[view.address]:
        with subtests.test(concern.__name__):
            concern(page)
