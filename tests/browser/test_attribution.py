"""Does the page do in a real Chromium what it says: classes that open, a bridge that moves in place?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from gallery.patience import settled

pytestmark = pytest.mark.browser


def plot(key: str) -> str:
    return f"document.querySelector('.st-key-{key} .js-plotly-plot')"


def lengths(page: Page, key: str) -> list[float]:
    """How long the waterfall's bars are, to either side."""
    found: list[float] = page.evaluate(f"Array.from({plot(key)}._fullData[0].x)")
    return found


def drawn(page: Page, *keys: str) -> Page:
    for key in keys:
        page.wait_for_function(f"{plot(key)}?._fullData?.length >= 1")
    return settled(page)


def menu(page: Page) -> Locator:
    """The page's entry in the menu."""
    return page.get_by_test_id("stSidebarNav").get_by_role("link", name="Attribution", exact=True)


def visit(page: Page, portfolio: str = "") -> Page:
    """The page by its entry in the menu, and the portfolio by its name."""
    settled(page)
    menu(page).click()
    drawn(page, "waterfall", "segment-bars", "gap-bridge")
    if portfolio:
        page.get_by_role("combobox", name="Portfolio").fill(portfolio)
        page.get_by_role("option", name=portfolio).click()
        page.wait_for_function("document.querySelector('.st-key-waterfall .ys-chart')?.dataset.drawn > 0")
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        expect(page.get_by_role("combobox", name="Portfolio")).to_have_value(portfolio)
        expect(page.locator(".st-key-ys-headline")).to_contain_text("S&P 500")
    return drawn(page, "waterfall", "segment-bars", "gap-bridge")


def test_a_class_opens_and_the_address_keeps_it(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(server), "Sample: US growth")
    page.get_by_test_id("stButtonGroup").get_by_text("Equity", exact=True).click()
    page.wait_for_function(f"{plot('segment-bars')}._fullData[0].y.some(one => one.includes('Information'))")
    expect(page).to_have_url(re.compile("inside=Equity"))


def test_the_rate_moves_the_bridge_in_place(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(server), "Sample: 60/40 (SPY and AGG)")
    page.evaluate(f"{plot('gap-bridge')}.mark = 'the same node'; {plot('waterfall')}.mark = 'untouched'")
    before, above = lengths(page, "gap-bridge"), lengths(page, "waterfall")
    page.locator('[data-testid="stSlider"] input[type="range"]').focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"Math.abs({plot('gap-bridge')}._fullData[0].x[0] - {before[0]}) > 1")
    after = lengths(page, "gap-bridge")
    assert page.evaluate(f"{plot('gap-bridge')}.mark") == "the same node"
    assert page.evaluate(f"{plot('waterfall')}.mark") == "untouched"
    assert after[0] > before[0]
    assert after[2:] == pytest.approx(before[2:], abs=0.02)
    assert after[0] + after[1] == pytest.approx(before[0] + before[1], abs=0.02)
    assert lengths(page, "waterfall") == above


def test_effects_over_time_end_at_the_active_return(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(f"{server}/?benchmark=CRISIL_HYBRID_AGGRESSIVE_65_35"))
    page.get_by_role("tab", name="Over time").click()
    drawn(page, "over-time")
    ends = dict(page.evaluate(f"{plot('over-time')}._fullData.map(one => [one.name, one.y[one.y.length - 1]])"))
    together = ends.pop("Together")
    assert together == pytest.approx(sum(ends.values()), abs=1e-6)
    expect(page.locator(".st-key-ys-headline")).to_contain_text(f"{100 * together:.1f}\u202fpp ahead")


PHONE = 390
SHARED = "?portfolio=sample-household&benchmark=%5EGSPC"


def outside(page: Page, key: str) -> list[str]:
    """The words of a picture that reach beyond the phone's edges."""
    found: list[str] = page.evaluate(
        f"""Array.from({plot(key)}.querySelectorAll('text')).filter(one => one.textContent.trim())
        .filter(one => {{ const box = one.getBoundingClientRect(); return box.left < 0 || box.right > innerWidth; }})
        .map(one => one.textContent)"""
    )
    return found


def on_a_phone(page: Page) -> Page:
    """The page as the menu of a phone opens it, with the portfolio and the benchmark of the address."""
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    menu(page).click()
    drawn(page, "waterfall", "segment-bars", "gap-bridge")
    expect(page.locator(".st-key-ys-headline")).to_contain_text("S&P 500 returned")
    sidebar = page.get_by_test_id("stSidebar")
    if sidebar.get_attribute("data-collapsed") == "false":
        sidebar.hover()
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(sidebar).to_have_attribute("data-collapsed", "true")
    return page


def assert_nothing_scrolls_sideways(page: Page) -> None:
    for scroller in ("document.documentElement", "document.querySelector('[data-testid=stMain]')"):
        assert page.evaluate(f"{scroller}.scrollWidth") <= PHONE


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_phone_everything_is_drawn_and_nothing_scrolls_sideways(
    server: str, open_page: Callable[..., Page], dark: bool
) -> None:
    page = on_a_phone(open_page(f"{server}/{SHARED}", width=PHONE, height=844, dark=dark))
    for key in ("waterfall", "segment-bars", "gap-bridge"):
        assert outside(page, key) == []
    steps = lengths(page, "waterfall")
    assert sum(steps[:-1]) == pytest.approx(steps[-1], abs=1e-6)
    shown = page.locator('[data-testid="stMetric"]', has_text="Your return")
    expect(shown).to_contain_text(f"{100 * steps[-1]:.1f}\u202f%")
    totals = page.evaluate(f"Array.from({plot('segment-bars')}._fullData.find(one => one.name === 'Together').x)")
    assert sum(totals) == pytest.approx(steps[-1] - steps[0], abs=1e-6)
    cents = page.evaluate(f"Array.from({plot('gap-bridge')}._fullData[0].x)")
    assert sum(cents[:-1]) == pytest.approx(cents[-1], abs=0.1)
    assert_nothing_scrolls_sideways(page)


def test_on_a_phone_markets_and_currencies_lead_to_the_same_return(server: str, open_page: Callable[..., Page]) -> None:
    page = on_a_phone(open_page(f"{server}/{SHARED}", width=PHONE, height=844))
    steps = lengths(page, "waterfall")
    page.get_by_role("tab", name="Currencies").click()
    drawn(page, "currency-waterfall")
    apart = lengths(page, "currency-waterfall")
    names = page.evaluate(f"{plot('currency-waterfall')}._fullData[0].y")
    assert (names[0], names[-1]) == ("Benchmark", "Your portfolio")
    assert any(one.startswith("Equity") for one in names)
    assert "Currency INR" in names
    assert (apart[0], apart[-1]) == (pytest.approx(steps[0]), pytest.approx(steps[-1]))
    assert sum(apart[:-1]) == pytest.approx(apart[-1], abs=1e-6)
    assert outside(page, "currency-waterfall") == []
    assert_nothing_scrolls_sideways(page)
    page.get_by_role("tab", name="Over time").click()
    drawn(page, "over-time")
    assert_nothing_scrolls_sideways(page)
    page.get_by_test_id("stButtonGroup").get_by_text("Equity", exact=True).click()
    page.wait_for_function("location.search.includes('inside=Equity')")
    drawn(page, "segment-bars")
    assert outside(page, "segment-bars") == []
    assert_nothing_scrolls_sideways(page)
