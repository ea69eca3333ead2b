"""Does the page of blends work: the mix moves in place, its weights stay at 100 %, the address keeps it?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun, settled
from tests.browser.screen import drawn, go, is_marked, mark, plot, press, traces, until
from tests.browser.tours.everywhere import everywhere

ADDRESS = "hybrid-and-risk-free"
WEALTH = plot("wealth")


def the_mix_moves_in_place_and_its_weights_stay_whole(page: Page) -> None:
    drawn(go(page, f"{ADDRESS}?benchmark=CRISIL_HYBRID_35_65"), "wealth")
    page.get_by_text("The mix: weights, rule, policy dates").click()
    mark(page, "wealth")
    before = traces(page, "wealth")["benchmark"]["y"][-1]
    slider = page.get_by_role("slider", name="Nifty 50")
    expect(slider).to_be_visible()
    slider.focus()
    for _ in range(8):  # faster than the runs that answer, as a person drags
        page.keyboard.press("ArrowRight")
    until(page, f"{WEALTH}._fullData.find(one => one.meta.role === 'benchmark').y.at(-1) !== {before}")
    until(slider, "one => parseFloat(new URLSearchParams(location.search).get('mix')) === parseFloat(one.value)")
    settled(page)
    shares = [float(one.input_value()) for one in page.locator('[data-testid="stExpander"] input[type="range"]').all()]
    assert sum(shares) == pytest.approx(100.0)
    assert is_marked(page, "wealth")


def a_mix_that_nobody_saved_is_in_the_address(page: Page) -> None:
    go(page, f"{ADDRESS}?benchmark=CUSTOM")
    slider = page.get_by_role("slider", name="Nifty 50")
    for _ in range(4):
        press(page, slider)
    until(page, "(new URLSearchParams(location.search).get('mix') || '').startsWith('52*')")
    answer = page.locator(".st-key-ys-headline").inner_text()
    for title in ("Your Data", "Hybrid and Risk-Free"):
        with rerun(page):
            page.get_by_role("link", name=title, exact=True).click()
    assert slider.input_value() == "52"
    go(page, page.url.split("/", 3)[3])
    assert slider.input_value() == "52"
    assert page.locator(".st-key-ys-headline").inner_text() == answer


CONCERNS = (
    everywhere,
    the_mix_moves_in_place_and_its_weights_stay_whole,
    a_mix_that_nobody_saved_is_in_the_address,
)
