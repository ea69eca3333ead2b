"""Does the page do what it says: four lines, a deposit that moves in place, a zoom that stays, views that open?"""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from gallery.patience import settled
from tests.browser.screen import (
    HEADLINE,
    PHONE,
    WIDE,
    drawn,
    go,
    is_marked,
    mark,
    open_tab,
    plot,
    press,
    rate,
    saved,
    traces,
    until,
)
from tests.browser.tours.by_keyboard import IN_THE_BAR, tab_reaches_every_control
from tests.browser.tours.everywhere import everywhere, look

ADDRESS = "portfolio-vs-benchmark"
WEALTH = plot("wealth")
TOO_WIDE = """() => [...document.querySelectorAll('.stMainBlockContainer *')]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('[data-testid="stDataFrame"]'))
    .filter(one => !one.closest('svg') && getComputedStyle(one).position !== 'absolute').map(one => one.className).slice(0, 5)"""


def the_sample_is_answered(page: Page) -> None:
    drawn(page, "wealth")
    expect(page.locator(HEADLINE)).to_contain_text("The same money in the Nifty 50 Total Return Index would be")
    expect(page.get_by_text("Sample data.", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(5)
    lines = traces(page, "wealth")
    assert len(lines) >= 5
    assert lines["portfolio"]["colour"] == "#3B6FE0"
    assert lines["benchmark"]["colour"] == "#D9730D"
    assert (lines["risk-free"]["colour"], lines["risk-free"]["dash"]) == ("#2E9E5B", "dash")
    assert lines["invested"]["dash"] == "dot"
    assert all(len(line["y"]) <= 1_000 for line in lines.values())


def the_cards_are_of_equal_height(page: Page) -> None:
    cells = page.locator('[class*="st-key-ys-cards-"] [data-testid="stGridCell"]')
    heights = {round(box["height"]) for cell in cells.all() if (box := cell.bounding_box())}
    assert len(heights) == 1


def every_control_is_reached(page: Page) -> None:
    own = ("Overview", "Value", "1Y", "All", "Download as PNG", "Download as SVG", "Arithmetic test")
    below = ("How these numbers are made", "Table as CSV", "View as JSON", "About these numbers", "Report")
    tab_reaches_every_control(page, *IN_THE_BAR, *own, *below)


def the_view_and_the_tables_are_saved_whole(page: Page) -> None:
    view = json.loads(saved(page, page.get_by_role("button", name="View as JSON")).read_text(encoding="utf-8"))
    assert view["inputs"]["risk_free_rate"] == 7.0
    assert len({one["date"] for one in view["chart_data"]}) == len(view["chart_data"]) > 2_000
    table = saved(page, page.get_by_role("button", name="Table as CSV").last)
    assert table.name == "sample-indian-household-holdings.csv"


def the_rate_moves_one_line_in_place_and_the_zoom_stays(page: Page) -> None:
    mark(page, "wealth")
    page.evaluate(f"Plotly.relayout({WEALTH}, {{'xaxis.range': ['2020-01-01', '2021-06-30']}})")
    before = traces(page, "wealth")
    for _ in range(5):
        draws = page.evaluate(f"{WEALTH}.closest('.ys-chart').dataset.drawn")
        press(page, rate(page))
        until(page, f"{WEALTH}.closest('.ys-chart').dataset.drawn !== '{draws}'")
    after = traces(page, "wealth")
    assert is_marked(page, "wealth")
    assert page.evaluate(f"{WEALTH}._fullLayout.xaxis.range.map(x => x.slice(0, 10))") == ["2020-01-01", "2021-06-30"]
    assert after["risk-free"]["name"] == "A bank deposit at 7.25\u202f% before tax"
    assert after["risk-free"]["y"][-1] > before["risk-free"]["y"][-1]
    expect(page.locator(HEADLINE)).to_contain_text("In a bank deposit at 7.25\u202f% before tax")
    until(page, "location.search.includes('rate=7.25')")


def the_badge_opens_and_follows_the_rate(page: Page) -> None:
    page.locator('[class*="st-key-ys-engine-check"] button').click()
    behind = page.get_by_test_id("stPopoverBody")
    expect(behind).to_contain_text("bought the Nifty 50 Total Return Index itself")
    expect(behind).to_contain_text("The deposit pays 7.25")
    expect(behind.locator("tbody tr")).to_have_count(20)
    expect(behind.locator("tbody tr", has_text="Beta")).not_to_contain_text("✗")
    expect(behind).to_contain_text("It does not test your data, prices, dividends or settings.")
    page.keyboard.press("Escape")
    expect(behind).to_be_hidden()


def the_other_views_draw(page: Page) -> None:
    for name, key in (("Growth of 100", "growth"), ("Drawdown", "drawdown")):
        open_tab(page, name)
        until(page, f"{plot(key)}?._fullData?.length >= 2")
        everywhere(page)


def arrows_move_between_views(page: Page) -> None:
    open_tab(page, "Value")
    page.get_by_role("tab", name="Value", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Growth of 100")).to_have_attribute("aria-selected", "true")


def the_address_gives_the_view_back(page: Page) -> None:
    go(page, f"{ADDRESS}?portfolio=sample-us-growth&benchmark=%5EGSPC&benchmark=QQQ&range=5Y&rate=5.5")
    expect(page.get_by_role("combobox", name="Portfolio")).to_have_value("Sample: US growth")
    expect(page.locator(HEADLINE)).to_contain_text("In a bank deposit at 5.5\u202f% before tax")
    expect(page.get_by_text("The same money in each benchmark")).to_be_visible()


def nothing_is_wider_than_the_screen(page: Page) -> None:
    for width in (PHONE, WIDE):
        look(page, width, "light")
        settled(page)
        assert page.evaluate(TOO_WIDE) == [], f"{width} pixels"


def on_a_phone_the_choices_wait_behind_their_button(page: Page) -> None:
    go(page, ADDRESS, PHONE)
    choices = page.locator(".st-key-ys-choices")
    expect(choices).to_be_hidden()
    page.get_by_text("Change what is compared").click()
    expect(choices).to_be_visible()


CONCERNS = (
    the_sample_is_answered,
    the_cards_are_of_equal_height,
    every_control_is_reached,
    everywhere,
    nothing_is_wider_than_the_screen,
    the_view_and_the_tables_are_saved_whole,
    the_rate_moves_one_line_in_place_and_the_zoom_stays,
    the_badge_opens_and_follows_the_rate,
    the_other_views_draw,
    arrows_move_between_views,
    the_address_gives_the_view_back,
    on_a_phone_the_choices_wait_behind_their_button,
)
