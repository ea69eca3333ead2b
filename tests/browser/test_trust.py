"""Does the badge stand on every comparing page of a real browser, follow the rate, and lead to the conventions?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun, settled

pytestmark = pytest.mark.browser

PAGES = ("Portfolio vs Benchmark", "Hybrid and Risk-Free", "Category", "Attribution", "Index Fit")


def go(page: Page, name: str) -> Page:
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    return settled(page)


def difference(page: Page) -> float:
    """What the badge says, as a number."""
    badge = page.locator('[class*="st-key-ys-engine-check"] button')
    expect(badge).to_contain_text("Engine check: largest difference")
    words = badge.inner_text().split("largest difference")[1].split()[0]
    return float(words.replace("−", "-"))


def test_every_comparing_page_has_a_green_badge(server: str, open_page: Callable[..., Page]) -> None:
    page = settled(open_page(server))
    for name in PAGES:
        assert difference(go(page, name)) < 1e-11, name
        expect(page.get_by_role("link", name="How these numbers are made")).to_be_visible()


def test_the_badge_opens_and_follows_the_rate(server: str, open_page: Callable[..., Page]) -> None:
    page = go(settled(open_page(server)), "Portfolio vs Benchmark")
    assert difference(page) < 1e-11
    page.locator('[data-testid="stSlider"] input[type="range"]').focus()
    with rerun(page):
        page.keyboard.press("ArrowRight")
    page.locator('[class*="st-key-ys-engine-check"] button').click()
    behind = page.get_by_test_id("stPopoverBody")
    expect(behind).to_contain_text("bought the Nifty 50 itself")
    expect(behind).to_contain_text("The deposit pays 7.05")
    expect(behind.locator("tbody tr")).to_have_count(17)
    expect(behind.locator("tbody tr", has_text="Beta")).to_contain_text("✓")
    page.keyboard.press("Escape")
    expect(behind).to_be_hidden()


def test_a_tool_is_chosen_the_table_moves_and_the_address_restores_it(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = go(settled(open_page(server)), "Index Fit")
    page.get_by_role("link", name="How these numbers are made").click()
    expect(page.get_by_role("heading", name="Conventions", exact=True)).to_be_visible()
    headline = page.locator(".st-key-ys-headline")
    expect(headline).to_contain_text("All 14 numbers as the pages show them")
    page.get_by_role("combobox", name="Make the numbers").fill("QuantStats")
    with rerun(page):
        page.get_by_role("option", name="As QuantStats does").click()
    expect(headline).to_contain_text("numbers move")
    page.wait_for_function("location.search.includes('as-alpha=')")
    said = headline.inner_text()
    other = settled(open_page(page.url))
    expect(other.locator(".st-key-ys-headline")).to_have_text(said)
