"""What does a visitor see first: every answer, drawn, with the way to its page?"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import rerun, settled
from tests.browser.screen import PHONE, go
from tests.browser.tours.by_keyboard import IN_THE_BAR, tab_reaches_every_control
from tests.browser.tours.everywhere import it_is_told_in_words, look, nothing_is_in_anybodys_way, nothing_is_to_be_saved

QUESTIONS = 7
LEADS = {
    "The whole comparison": "Portfolio vs Benchmark",
    "Each with its own benchmark": "Category",
    "To the cent": "Attribution",
    "Every index beside it": "Index Fit",
    "Peers by type and size": "Peer Benchmarks",
}


def the_sample_is_shown_and_says_so(page: Page) -> None:
    expect(page).to_have_title("Overview · Yardstick")
    expect(page.get_by_role("heading", level=1)).to_have_text("Compared with what?")
    expect(page.get_by_text("Sample data.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Bring your own transactions")).to_be_visible()
    expect(page.get_by_role("button", name="Audit pack")).to_be_visible()
    expect(page.locator(".st-key-ys-headline")).to_contain_text("lakh became")
    expect(page.locator(".ys-lines")).to_have_count(2)
    expect(page.locator(".ys-bars")).to_have_count(QUESTIONS - 2)
    for picture in page.locator(".ys-lines").all():
        assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
        assert "you end at ₹" in str(picture.get_attribute("alt"))


def bars_are_as_long_as_they_say(page: Page) -> None:
    rows = page.locator(".ys-bars").last.locator("tr")
    lengths = [row.locator("i").bounding_box() for row in rows.all()]
    said = [float(row.locator("td").last.inner_text().rstrip("\u202f%")) for row in rows.all()]
    assert lengths[0] is not None
    assert lengths[1] is not None
    assert lengths[1]["width"] / lengths[0]["width"] == pytest.approx(said[1] / said[0], abs=0.03)


def every_control_is_reached(page: Page) -> None:
    answers = ("Attribution", "Bring your own transactions", "Each with its own benchmark", "Report", "Audit pack")
    tab_reaches_every_control(page, *IN_THE_BAR, *answers)


def every_answer_leads_to_its_page(page: Page) -> None:
    for way, title in LEADS.items():
        with rerun(page):
            page.get_by_role("link", name=way).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        with rerun(page):
            page.get_by_role("link", name="Overview", exact=True).click()


def on_a_phone_no_tile_is_cut(page: Page) -> None:
    go(page, "", PHONE)
    look(page, PHONE, "dark")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tiles = page.locator(".st-key-ys-tiles .ys-bars")
    expect(tiles).to_have_count(QUESTIONS - 2)
    for tile in tiles.all():
        box = tile.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE


CONCERNS = (
    the_sample_is_shown_and_says_so,
    bars_are_as_long_as_they_say,
    every_control_is_reached,
    nothing_is_in_anybodys_way,
    it_is_told_in_words,
    nothing_is_to_be_saved,
    every_answer_leads_to_its_page,
    on_a_phone_no_tile_is_cut,
)
