"""Is a choice made once a choice everywhere: through the menu and back, in every address, in another browser, on a phone?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun, settled
from tests.browser.screen import PHONE, open_tab, pick, press, rate, until

pytestmark = pytest.mark.browser

ASKED = "portfolio=sample-us-growth&benchmark=%5EGSPC&benchmark=%5ENSEI&range=5Y&rate=6.5&currency=EUR"
COMPARING = ("Portfolio vs Benchmark", "Attribution", "Hybrid and Risk-Free", "Category", "Index Fit", "Conventions")
OTHERS = ("Your Data", "Benchmark Library", "Diversification", "Peer Benchmarks")
CHECKED = COMPARING[:-1]
SUBJECT = "What does this behave like"
OPENS = {"Attribution": "Over time", "Portfolio vs Benchmark": "Drawdown", "Index Fit": "Rolling"}


def visit(page: Page, title: str) -> Page:
    with rerun(page):
        page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
    return page


def controls(page: Page) -> dict[str, str]:
    """What the bar shows; the benchmark that leads, whether several can be chosen or one."""
    portfolio = SUBJECT if page.get_by_role("combobox", name=SUBJECT).count() else "Portfolio"
    expect(page.get_by_role("combobox", name="Compared with", exact=True)).to_be_visible()
    expect(page.get_by_role("combobox", name="Currency", exact=True)).to_be_visible()
    benchmark = page.locator(".st-key-benchmark")
    tags = benchmark.locator(".react-aria-ComboBox [data-tag]").all_inner_texts()
    leading = tags[0] if tags else benchmark.locator("input").first.input_value()
    return {
        "portfolio": page.get_by_role("combobox", name=portfolio, exact=True).input_value(),
        "benchmark": leading.strip(),
        "range": page.get_by_role("combobox", name="Range", exact=True).input_value(),
        "currency": page.get_by_role("combobox", name="Currency", exact=True).input_value(),
        "rate": rate(page).input_value(),
    }


def asked(page: Page) -> dict[str, list[str]]:
    return {
        key: values
        for key, values in parse_qs(urlsplit(page.url).query).items()
        if key in ("portfolio", "benchmark", "range", "rate", "currency")
    }


def headline(page: Page) -> str:
    """The answer, where the open tab has one."""
    found = page.locator(".st-key-ys-headline")
    return found.first.inner_text() if found.count() else ""


def expect_tested(page: Page) -> None:
    """The arithmetic of the page holds, and it says what that does not test."""
    badge = page.locator('[class*="st-key-ys-engine-check"] button')
    expect(badge).to_contain_text("Arithmetic test: the benchmark compared with itself gives 0")
    expect(page.get_by_text("It does not test your data, prices, dividends or settings.").first).to_be_visible()


def test_what_is_chosen_on_one_page_is_chosen_on_all(server: str, open_page: Callable[..., Page]) -> None:
    page = settled(open_page(f"{server}/portfolio-vs-benchmark"))
    for control, option in (("Portfolio", "Sample: US growth"), ("Range", "5 years"), ("Currency", "EUR")):
        pick(page, control, option)
    press(page, rate(page))
    until(page, "new URLSearchParams(location.search).get('rate') === '2.05'")
    chosen, address = controls(page), asked(page)
    assert (chosen["portfolio"], chosen["range"], chosen["currency"]) == ("Sample: US growth", "5 years", "EUR")
    assert float(chosen["rate"]) == 2.05
    for title in (COMPARING[1], OTHERS[0], *COMPARING[2:], *OTHERS[1:], COMPARING[0], COMPARING[1], COMPARING[0]):
        visit(page, title)
        assert asked(page) == address, title
        if title in COMPARING:
            assert controls(page) == chosen, title
        if title in CHECKED:
            expect_tested(page)
            expect(page.get_by_role("link", name="How these numbers are made")).to_be_visible()
    visit(page, "Index Fit").get_by_role("link", name="How these numbers are made").click()
    expect(page.get_by_role("heading", name="Conventions", exact=True)).to_be_visible()


def test_a_copied_address_restores_the_view_in_another_browser(server: str, open_page: Callable[..., Page]) -> None:
    first = settled(open_page(f"{server}/portfolio-vs-benchmark?{ASKED}"))
    second = open_page("about:blank")
    for title in (*COMPARING[1:], COMPARING[0]):
        visit(first, title)
        if title in OPENS:
            open_tab(first, OPENS[title])
        second.goto(first.url)
        settled(second)
        assert controls(second) == controls(first), title
        assert headline(second) == headline(first), title
        assert controls(second)["currency"] == "EUR"
        assert urlsplit(second.url).path == urlsplit(first.url).path
        if title in OPENS:
            tab = second.get_by_role("tab", name=OPENS[title], exact=True)
            expect(tab).to_have_attribute("aria-selected", "true")


def test_going_back_brings_the_former_choice(server: str, open_page: Callable[..., Page]) -> None:
    page = settled(open_page(f"{server}/portfolio-vs-benchmark?{ASKED}"))
    before = headline(page)
    pick(page, "Range", "3 years")
    assert asked(page)["range"] == ["3Y"]
    with rerun(page):
        page.go_back()
    until(page, "new URLSearchParams(location.search).get('range') === '5Y'")
    assert controls(page)["range"] == "5 years"
    assert headline(page) == before


def test_on_a_phone_the_menu_opens_every_page_it_lists_and_makes_way(
    server: str, open_page: Callable[..., Page]
) -> None:
    page = settled(open_page(f"{server}/?portfolio=sample-household&benchmark=%5EGSPC", width=PHONE))
    sidebar = page.get_by_test_id("stSidebar")
    for title in ("Attribution", "Hybrid and Risk-Free", "Benchmark Library"):
        page.get_by_test_id("stExpandSidebarButton").click()
        with rerun(page):
            page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("heading", name=title, exact=True)).to_be_visible()
        if sidebar.get_attribute("data-collapsed") == "false":
            sidebar.hover()
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        expect(sidebar).to_have_attribute("data-collapsed", "true")
        assert asked(page)["benchmark"] == ["^GSPC"]
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE
