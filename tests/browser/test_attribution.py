"""Does the page do in a real Chromium what it says: classes that open, a bridge that moves in place?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def plot(key: str) -> str:
    return f"document.querySelector('.st-key-{key} .js-plotly-plot')"


def lengths(page: Page, key: str) -> list[float]:
    """How long the waterfall's bars are, to either side."""
    found: list[float] = page.evaluate(f"Array.from({plot(key)}._fullData[0].x)")
    return found


def drawn(page: Page, *keys: str) -> Page:
    for key in keys:
        page.wait_for_function(f"{plot(key)}?._fullData?.length >= 1", timeout=60_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    return page


def visit(page: Page, portfolio: str = "") -> Page:
    """The page by its entry in the menu, and the portfolio by its name."""
    page.wait_for_function("document.querySelector('.st-key-wealth .js-plotly-plot')?._fullData?.length >= 5")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.wait_for_load_state("networkidle")
    page.get_by_role("link", name="Attribution").click()
    drawn(page, "waterfall", "segment-bars", "gap-bridge")
    if portfolio:
        page.get_by_role("combobox", name="Portfolio").fill(portfolio)
        page.get_by_role("option", name=portfolio).click()
        page.wait_for_function("document.querySelector('.st-key-waterfall .ys-chart')?.dataset.drawn > 0")
        expect(page.get_by_test_id("stMetric").first).to_be_visible()
        expect(page.get_by_role("combobox", name="Portfolio")).to_have_value(portfolio)
        expect(page.locator(".st-key-ys-headline")).to_contain_text("60\u202f% SPY")
    return drawn(page, "waterfall", "segment-bars", "gap-bridge")


def test_a_class_opens_and_the_address_keeps_it(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(server), "Sample: US growth")
    page.get_by_test_id("stButtonGroup").get_by_text("Equity", exact=True).click()
    page.wait_for_function(f"{plot('segment-bars')}._fullData[0].y.some(one => one.includes('Information'))")
    assert "inside=Equity" in page.url


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
    page = visit(open_page(server))
    page.get_by_role("tab", name="Over time").click()
    drawn(page, "over-time")
    ends = dict(page.evaluate(f"{plot('over-time')}._fullData.map(one => [one.name, one.y[one.y.length - 1]])"))
    together = ends.pop("Together")
    assert together == pytest.approx(sum(ends.values()), abs=1e-6)
    expect(page.locator(".st-key-ys-headline")).to_contain_text(f"{100 * together:.1f}\u202fpp ahead")
