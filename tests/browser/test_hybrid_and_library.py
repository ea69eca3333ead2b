"""Do the pages of blends work in a real Chromium: the mix moves in place, weights stay at 100 %, a dialog makes a blend?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import settled

pytestmark = pytest.mark.browser

WEALTH = "document.querySelector('.st-key-wealth .js-plotly-plot')"


def drawn(page: Page) -> Page:
    page.wait_for_function(f"{WEALTH}?._fullData?.length >= 4")
    return settled(page)


def visit(page: Page, title: str) -> Page:
    settled(page)
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    return settled(page)


def last_value(page: Page, role: str) -> float:
    return float(page.evaluate(f"{WEALTH}._fullData.find(d => d.meta.role === '{role}').y.at(-1)"))


def roles(page: Page) -> list[str]:
    return list(page.evaluate(f"{WEALTH}._fullData.map(d => d.meta.role)"))


def test_the_mix_moves_in_place_and_its_weights_stay_whole(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(f"{server}/?benchmark=CRISIL_HYBRID_35_65"), "Hybrid and Risk-Free")
    drawn(page)
    page.get_by_text("The mix: weights, rule, policy dates").click()
    page.evaluate(f"window.before = {WEALTH}")
    before = last_value(page, "benchmark")
    first = page.get_by_role("slider", name="Nifty 50")
    first.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    page.wait_for_function(f"{WEALTH}._fullData.find(d => d.meta.role === 'benchmark').y.at(-1) !== {before}")
    asked = "parseFloat(new URLSearchParams(location.search).get('mix'))"
    page.wait_for_function(f"{asked} === {float(first.input_value())}")
    settled(page)
    shares = [float(one.input_value()) for one in page.locator('[data-testid="stExpander"] input[type="range"]').all()]
    assert sum(shares) == pytest.approx(100.0)
    assert page.evaluate(f"window.before === {WEALTH}")


def test_the_deposit_is_dashed_green_and_can_be_hidden(server: str, open_page: Callable[..., Page]) -> None:
    page = drawn(visit(open_page(server), "Hybrid and Risk-Free"))
    line = page.evaluate(f"{WEALTH}._fullData.find(d => d.meta.role === 'risk-free').line")
    assert (line["dash"], line["color"]) == ("dash", "#2E9E5B")
    page.get_by_text("Deposit’s line", exact=True).click()
    page.wait_for_function(f"!{WEALTH}._fullData.some(d => d.meta.role === 'risk-free')")
    assert "invested" in roles(page)


def test_a_blend_is_made_in_a_dialog_and_stands_in_the_list(
    start_server: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    page = visit(open_page(start_server()), "Benchmark Library")
    page.get_by_role("button", name="New benchmark").click()
    dialog = page.get_by_role("dialog")
    dialog.locator(".ys-plot .main-svg").first.wait_for()
    dialog.get_by_label("Name", exact=True).fill("Three quarters")
    dialog.get_by_label("Name", exact=True).press("Tab")
    settled(page)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    settled(page).get_by_role("combobox", name="Look at").click()
    expect(page.get_by_role("option", name="Three quarters")).to_be_visible()


@pytest.mark.parametrize("title", ["Hybrid and Risk-Free", "Benchmark Library"])
def test_a_phone_scrolls_in_one_direction_only(server: str, open_page: Callable[..., Page], title: str) -> None:
    page = open_page(server, width=390, height=844)
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
    page.locator(".ys-plot .main-svg").first.wait_for()
    settled(page)
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
