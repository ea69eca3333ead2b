"""Does the page about categories do in a real Chromium what it says: tabs, a dashed line that comes and goes, a phone's width?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import settled

pytestmark = pytest.mark.browser


def plot(key: str) -> str:
    return f"document.querySelector('.st-key-wealth-{key} .js-plotly-plot')"


def ready(page: Page, key: str) -> Page:
    page.wait_for_function(f"{plot(key)}?._fullData?.length >= 3")
    return settled(page)


def lines(page: Page, key: str) -> dict[str, dict[str, Any]]:
    read = "d => [d.meta.role, {dash: d.line?.dash, colour: d.line?.color, last: Array.from(d.y).at(-1)}]"
    return dict(page.evaluate(f"{plot(key)}._fullData.map({read})"))


def opened(open_page: Callable[..., Page], server: str) -> Page:
    page = open_page(server)
    settled(page)
    page.get_by_role("link", name="Category", exact=True).click()
    return ready(page, "overall")


def test_the_page_opens_switches_tabs_and_the_dashed_line_appears(server: str, open_page: Callable[..., Page]) -> None:
    page = opened(open_page, server)
    expect(page.get_by_role("tab")).to_have_count(5)
    assert lines(page, "overall")["risk-free"]["dash"] == "dash"
    page.get_by_role("tab", name="Equity vs Nifty 50").click()
    assert lines(ready(page, "equity"), "equity").keys() >= {"portfolio", "benchmark", "risk-free", "invested"}
    page.get_by_role("tab", name="Debt vs a deposit").click()
    ready(page, "debt")
    switch = page.locator(".st-key-deposit label")
    switch.click()
    page.wait_for_function(f"!{plot('debt')}._fullData.some(d => d.meta.role === 'risk-free')")
    settled(page)
    switch.click()
    page.wait_for_function(f"{plot('debt')}._fullData.some(d => d.meta.role === 'risk-free')")
    drawn = lines(page, "debt")
    assert (drawn["risk-free"]["dash"], drawn["risk-free"]["colour"]) == ("dash", "#2E9E5B")
    assert drawn["benchmark"]["colour"] == "#D9730D"
    assert drawn["benchmark"]["last"] == pytest.approx(drawn["risk-free"]["last"], rel=1e-6)


def test_the_address_keeps_the_tab_and_a_phone_shows_all_of_it(server: str, open_page: Callable[..., Page]) -> None:
    page = opened(open_page, server)
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("tab", name="Equity vs Nifty 50").click()
    ready(page, "equity")
    page.wait_for_function("location.search.includes('category=')")
    expect(page.locator(".st-key-ys-headline")).to_contain_text("The same money in the Nifty 50 would be")
    assert settled(page).evaluate("document.documentElement.scrollWidth <= innerWidth")
