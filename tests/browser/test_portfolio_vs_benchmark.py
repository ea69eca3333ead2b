"""Does the page do in a real Chromium what it says: four lines, a deposit that moves in place, a zoom that stays, a phone's width?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import settled

pytestmark = pytest.mark.browser

WEALTH = ".st-key-wealth .js-plotly-plot"
PLOT = f"document.querySelector('{WEALTH}')"
DRAWN = f".ys-chart[data-drawn] {WEALTH.split()[-1]}"


def ready(page: Page) -> Page:
    page.wait_for_function(f"{PLOT}?._fullData?.length >= 5")
    return settled(page)


def traces(page: Page) -> dict[str, dict[str, Any]]:
    read = "d => [d.meta.role, {name: d.name, dash: d.line?.dash, colour: d.line?.color, y: Array.from(d.y)}]"
    return dict(page.evaluate(f"{PLOT}._fullData.map({read})"))


def press(page: Page, key: str = "ArrowRight") -> None:
    """Presses a key on the slider and waits for the redrawn line; how long that takes is for timing/live_page.py."""
    page.evaluate(
        f"""() => {{
            const host = {PLOT}.closest('.ys-chart');
            window.redrawn = false;
            new MutationObserver((_, watch) => {{
                watch.disconnect();
                requestAnimationFrame(() => (window.redrawn = true));
            }}).observe(host, {{attributes: true, attributeFilter: ['data-drawn']}});
        }}"""
    )
    page.locator('[data-testid="stSlider"] input[type="range"]').focus()
    page.keyboard.press(key)
    page.wait_for_function("window.redrawn")


def test_the_page_answers_on_the_sample(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark"))
    expect(page.locator(".st-key-ys-headline")).to_contain_text("The same money in the Nifty 50 would be")
    expect(page.get_by_text("Sample data.", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(5)
    lines = traces(page)
    assert lines["portfolio"]["colour"] == "#3B6FE0"
    assert lines["benchmark"]["colour"] == "#D9730D"
    assert (lines["risk-free"]["colour"], lines["risk-free"]["dash"]) == ("#2E9E5B", "dash")
    assert lines["invested"]["dash"] == "dot"
    assert all(len(line["y"]) <= 1_000 for line in lines.values())


def test_the_rate_moves_one_line_in_place_and_the_zoom_stays(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark"))
    page.evaluate(f"{PLOT}.mark = 'the same node'")
    page.evaluate(f"Plotly.relayout({PLOT}, {{'xaxis.range': ['2020-01-01', '2021-06-30']}})")
    page.wait_for_timeout(500)
    before = traces(page)
    for _ in range(5):
        press(page)
    after = traces(page)
    assert page.evaluate(f"{PLOT}.mark") == "the same node"
    assert page.evaluate(f"{PLOT}._fullLayout.xaxis.range.map(x => x.slice(0, 10))") == ["2020-01-01", "2021-06-30"]
    assert after["risk-free"]["name"] == "A deposit at 7.25\u202f%"
    assert after["risk-free"]["y"][-1] > before["risk-free"]["y"][-1]
    for role in ("portfolio", "benchmark", "invested"):
        assert after[role]["y"] == before[role]["y"]
    expect(page.locator(".st-key-ys-headline")).to_contain_text("In a deposit at 7.25\u202f%")
    expect(page.get_by_test_id("stMetric").filter(has_text="Risk-free XIRR")).to_contain_text("7.25\u202f%")


def test_the_address_holds_the_view_and_gives_it_back(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark"))
    press(page)
    page.wait_for_function("location.search.includes('rate=7.05')")
    again = ready(
        open_page(
            f"{server}/portfolio-vs-benchmark?portfolio=sample-us-growth&benchmark=%5EGSPC&benchmark=QQQ&range=5Y&rate=5.5"
        )
    )
    expect(again.get_by_role("combobox", name="Portfolio")).to_have_value("Sample: US growth")
    expect(again.locator(".st-key-ys-headline")).to_contain_text("In a deposit at 5.5\u202f%")
    expect(again.get_by_text("The same money in each benchmark")).to_be_visible()


@pytest.mark.parametrize("view", ["Growth of 100", "Drawdown"])
def test_the_other_views_draw(server: str, open_page: Callable[..., Page], view: str) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark"))
    page.get_by_role("tab", name=view).click()
    key = {"Growth of 100": "growth", "Drawdown": "drawdown"}[view]
    page.wait_for_function(f"document.querySelector('.st-key-{key} .js-plotly-plot')?._fullData?.length >= 2")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_scrolls_sideways(server: str, open_page: Callable[..., Page], width: int, dark: bool) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark", width=width, height=844, dark=dark))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.stMainBlockContainer *')]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('[data-testid="stDataFrame"]'))
            .filter(one => !one.closest('svg') && getComputedStyle(one).position !== 'absolute').map(one => one.className).slice(0, 5)"""
    )
    assert wide == []


def test_on_a_phone_the_choices_wait_behind_their_button(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark", width=390, height=844))
    choices = page.locator(".st-key-ys-choices")
    expect(choices).to_be_hidden()
    page.get_by_text("Change what is compared").click()
    expect(choices).to_be_visible()


def test_the_cards_are_of_equal_height(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark"))
    cells = page.locator('[class*="st-key-ys-cards-"] [data-testid="stGridCell"]')
    heights = {round(box["height"]) for cell in cells.all() if (box := cell.bounding_box())}
    assert len(heights) == 1


def test_the_view_and_the_tables_can_be_saved(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(f"{server}/portfolio-vs-benchmark"))
    with page.expect_download() as download:
        page.get_by_role("button", name="View as JSON").click()
    view = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert view["inputs"]["risk_free_rate"] == 7.0
    assert len({one["date"] for one in view["chart_data"]}) == len(view["chart_data"]) > 2_000
    with page.expect_download() as download:
        page.get_by_role("button", name="Table as CSV").last.click()
    assert download.value.suggested_filename == "sample-indian-household-holdings.csv"
