"""Is a choice made once a choice everywhere: through the menu and back, in every address, and in another browser?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun, settled

pytestmark = pytest.mark.browser

ASKED = "portfolio=sample-us-growth&benchmark=%5EGSPC&benchmark=%5ENSEI&range=5Y&rate=6.5&currency=EUR"
COMPARING = ("Portfolio vs Benchmark", "Attribution", "Hybrid and Risk-Free", "Category", "Index Fit", "Conventions")
OTHERS = ("Your Data", "Benchmark Library", "Diversification", "Peer Benchmarks")
SUBJECT = "What does this behave like"


def visit(page: Page, title: str) -> Page:
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title, exact=True, level=1)).to_be_visible()
    return settled(page)


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
        "rate": page.locator('.st-key-rate input[type="range"]').input_value(),
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


def pick(page: Page, control: str, option: str) -> None:
    page.get_by_role("combobox", name=control, exact=True).fill(option)
    with rerun(page):
        page.get_by_role("option", name=option, exact=True).click()


def test_what_is_chosen_on_one_page_is_chosen_on_all(server: str, open_page: Callable[..., Page]) -> None:
    page = settled(open_page(f"{server}/portfolio-vs-benchmark"))
    pick(page, "Portfolio", "Sample: US growth")
    pick(page, "Range", "5 years")
    pick(page, "Currency", "EUR")
    page.locator('.st-key-rate input[type="range"]').focus()
    with rerun(page):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("new URLSearchParams(location.search).get('rate') === '4.05'")
    chosen, address = controls(page), asked(page)
    assert (chosen["portfolio"], chosen["range"], chosen["currency"]) == ("Sample: US growth", "5 years", "EUR")
    assert float(chosen["rate"]) == 4.05
    for title in (COMPARING[1], OTHERS[0], *COMPARING[2:], *OTHERS[1:], COMPARING[0], COMPARING[1], COMPARING[0]):
        visit(page, title)
        assert asked(page) == address, title
        if title in COMPARING:
            assert controls(page) == chosen, title


@pytest.mark.parametrize("title", COMPARING)
def test_a_copied_address_restores_the_view_in_another_browser(
    server: str, open_page: Callable[..., Page], title: str
) -> None:
    first = settled(open_page(f"{server}/portfolio-vs-benchmark?{ASKED}"))
    visit(first, title)
    opens = {"Attribution": "Over time", "Portfolio vs Benchmark": "Drawdown", "Index Fit": "Rolling"}.get(title)
    if opens:
        with rerun(first):
            first.get_by_role("tab", name=opens, exact=True).click()
    second = settled(open_page(first.url))
    assert controls(second) == controls(first)
    assert headline(second) == headline(first)
    assert controls(second)["currency"] == "EUR"
    assert urlsplit(second.url).path == urlsplit(first.url).path
    if opens:
        expect(second.get_by_role("tab", name=opens, exact=True)).to_have_attribute("aria-selected", "true")


def test_a_mix_that_nobody_saved_is_in_the_address(server: str, open_page: Callable[..., Page]) -> None:
    first = settled(open_page(f"{server}/hybrid-and-risk-free?benchmark=CUSTOM"))
    first.get_by_role("slider", name="Nifty 50").focus()
    for _ in range(4):
        with rerun(first):
            first.keyboard.press("ArrowRight")
    first.wait_for_function("(new URLSearchParams(location.search).get('mix') || '').startsWith('52*')")
    second = settled(open_page(settled(first).url))
    assert second.get_by_role("slider", name="Nifty 50").input_value() == "52"
    assert headline(second) == headline(first)
    visit(visit(first, "Your Data"), "Hybrid and Risk-Free")
    assert first.get_by_role("slider", name="Nifty 50").input_value() == "52"


def test_going_back_brings_the_former_choice(server: str, open_page: Callable[..., Page]) -> None:
    page = settled(open_page(f"{server}/portfolio-vs-benchmark?{ASKED}"))
    before = headline(page)
    pick(page, "Range", "3 years")
    assert asked(page)["range"] == ["3Y"]
    with rerun(page):
        page.go_back()
    page.wait_for_function("new URLSearchParams(location.search).get('range') === '5Y'")
    assert controls(page)["range"] == "5 years"
    assert headline(page) == before


@pytest.mark.parametrize("path", ["portfolio-vs-benchmark", "attribution", "hybrid-and-risk-free", "category"])
def test_a_spoilt_address_is_told_and_does_no_harm(server: str, open_page: Callable[..., Page], path: str) -> None:
    spoilt = "portfolio=%3Cscript%3Ealert(1)%3C/script%3E&benchmark=nothing&range=9Y&rate=1e309&currency=XXX&mix=90*A"
    page = settled(open_page(f"{server}/{path}?{spoilt}"))
    expect(page.get_by_text("The address asks for what is not here")).to_be_visible()
    expect(page.get_by_text("Traceback")).to_have_count(0)
    assert controls(page)["portfolio"] == "Sample: Indian household"
    assert asked(page)["range"] == ["All"]
