"""Does the live chart zoom, name its lines, follow the theme and fail gracefully? In a real Chromium.

That it redraws in place and keeps a zoom is seen where a rate moves it: ``tours/portfolio_vs_benchmark``.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gallery.patience import patient_context, settled
from tests.browser.screen import PHONE, WIDE, saved, until
from tests.browser.tours.everywhere import Scheme, look
from ui.web.plotly_script import SCRIPT_PATH

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
DRAWN = ".ys-chart[data-drawn] .js-plotly-plot"
PLOT = "document.querySelector('.js-plotly-plot')"
XAXIS = f"{PLOT}._fullLayout.xaxis.range"
WORDS = "Your portfolio and the same money elsewhere."


@pytest.fixture(scope="module")
def chart_server(start_server: Callable[..., str]) -> str:
    return start_server(script=str(HERE / "chart_app" / "served.py"))


def draws(page: Page) -> int:
    return int(page.locator(".ys-chart").get_attribute("data-drawn") or 0)


def all_is_shown(page: Page) -> None:
    until(page, f"{XAXIS}[0].slice(0, 10) === '2015-01-01'")


def it_says_in_words_what_it_shows(page: Page) -> None:
    expect(page.get_by_role("group", name="Value over time")).to_be_visible()
    expect(page.locator(".ys-summary")).to_have_text(WORDS)


def names_stand_at_the_line_ends_without_touching(page: Page) -> None:
    boxes = {label.text_content(): label.bounding_box() for label in page.locator(f"{DRAWN} .annotation-text").all()}
    ends = [box for text, box in boxes.items() if text != "₹ lakh" and box]
    assert len(ends) == 4
    tops = sorted(box["y"] for box in ends)
    assert all(lower - upper >= 13 for upper, lower in pairwise(tops))


def amounts_on_hover_are_grouped_as_rupees_are(page: Page) -> None:
    box = page.locator(f"{DRAWN} .nsewdrag").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 60)
    hover = page.locator(f"{DRAWN} .hoverlayer")
    expect(hover).to_contain_text("Money put in : ₹33,00,000")
    expect(hover).to_contain_text("Difference to Nifty 50 : ")


def the_picture_can_be_saved(page: Page) -> None:
    for button, name in (("Download as PNG", "wealth.png"), ("Download as SVG", "wealth.svg")):
        picture = saved(page, page.locator(f'{DRAWN} .modebar-btn[data-title="{button}"]'))
        assert picture.name == name
        assert picture.stat().st_size > 10_000


def a_drag_zooms_and_a_double_click_shows_all_again(page: Page) -> None:
    box = page.locator(f"{DRAWN} .nsewdrag").bounding_box()
    assert box
    before = draws(page)
    page.mouse.move(box["x"] + 300, box["y"] + 100)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, box["y"] + 110, steps=4)
    page.mouse.up()
    until(page, f"{XAXIS}[0] > '2016'")
    until(page, f"document.querySelector('.ys-chart').dataset.drawn > {before}")
    # Two clicks are one double click however slow the machine is, and the drag was none of them.
    page.evaluate(f"{PLOT}._context.doubleClickDelay = 1e6; {PLOT}._mouseDownTime = 0")
    page.mouse.dblclick(box["x"] + 400, box["y"] + 100)
    all_is_shown(page)


def the_range_buttons_show_the_last_years(page: Page) -> None:
    ranges = page.get_by_role("group", name="Years shown")
    expect(ranges.get_by_role("button")).to_have_text(["1Y", "3Y", "5Y", "All"])
    ranges.get_by_role("button", name="3Y").click()
    until(page, f"{XAXIS}[0].slice(0, 10) === '2022-12-31'")
    expect(ranges.get_by_role("button", name="3Y")).to_have_attribute("aria-pressed", "true")
    ranges.get_by_role("button", name="All").click()
    all_is_shown(page)


def colours_follow_the_theme(page: Page) -> None:
    seen: dict[Scheme, tuple[str, str]] = {"dark": ("#0E1420", "#E6EAF2"), "light": ("#FFFFFF", "#1B2333")}
    for scheme, (paper, ink) in seen.items():
        look(page, WIDE, scheme)
        until(page, f"{PLOT}._fullLayout.paper_bgcolor === '{paper}' && {PLOT}._fullLayout.font.color === '{ink}'")


def a_phone_gets_a_legend_and_no_sideways_scrolling(page: Page) -> None:
    look(page, PHONE, "light")
    page.reload()
    settled(page)
    expect(page.locator(f"{DRAWN} .legend .legendtext").first).to_be_visible()
    assert page.locator(f"{DRAWN} .annotation-text").all_text_contents() == ["₹ lakh"]
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


CONCERNS = (
    it_says_in_words_what_it_shows,
    names_stand_at_the_line_ends_without_touching,
    amounts_on_hover_are_grouped_as_rupees_are,
    the_picture_can_be_saved,
    a_drag_zooms_and_a_double_click_shows_all_again,
    the_range_buttons_show_the_last_years,
    colours_follow_the_theme,
    a_phone_gets_a_legend_and_no_sideways_scrolling,
)


def test_the_chart_keeps_what_it_promises(
    chart_server: str, open_page: Callable[..., Page], subtests: pytest.Subtests
) -> None:
    page = settled(open_page(chart_server))
    for concern in CONCERNS:
        with subtests.test(concern.__name__):
            concern(page)


def test_without_the_chart_library_the_words_remain(chart_server: str, browser: Browser) -> None:
    context = patient_context(browser)
    context.route(f"**{SCRIPT_PATH}", lambda route: route.abort())
    page = context.new_page()
    page.goto(chart_server)
    summary = page.locator(".ys-missing .ys-summary")
    expect(summary).to_be_visible()
    expect(summary).to_contain_text(WORDS)
    context.close()
