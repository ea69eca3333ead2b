"""What does a visitor see first: every answer, drawn, with the way to its page, on a wide screen and on a phone?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import settled

QUESTIONS = 7
LEADS = [
    ("The whole comparison", "Portfolio vs Benchmark"),
    ("Each with its own benchmark", "Category"),
    ("To the cent", "Attribution"),
    ("Every index beside it", "Index Fit"),
    ("Peers by type and size", "Peer Benchmarks"),
]


def ready(page: Page) -> Page:
    expect(page.get_by_role("button", name="Audit pack")).to_be_visible()
    expect(page.locator(".ys-lines")).to_have_count(2)
    expect(page.locator(".ys-bars")).to_have_count(QUESTIONS - 2)
    return settled(page)


def test_the_first_visit_shows_the_sample_and_says_so(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(server))
    expect(page.get_by_text("Sample data.", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="Bring your own transactions")).to_be_visible()
    expect(page.locator(".st-key-ys-headline")).to_contain_text("lakh became")
    for picture in page.locator(".ys-lines").all():
        assert picture.evaluate("one => one.complete && one.naturalWidth > 0")
        assert "you end at ₹" in str(picture.get_attribute("alt"))


def test_bars_are_as_long_as_they_say(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(server))
    rows = page.locator(".ys-bars").last.locator("tr")
    lengths = [row.locator("i").bounding_box() for row in rows.all()]
    said = [float(row.locator("td").last.inner_text().rstrip("\u202f%")) for row in rows.all()]
    assert lengths[0] is not None
    assert lengths[1] is not None
    assert lengths[1]["width"] / lengths[0]["width"] == pytest.approx(said[1] / said[0], abs=0.03)


@pytest.mark.parametrize(("way", "title"), LEADS)
def test_every_answer_leads_to_its_page(server: str, open_page: Callable[..., Page], way: str, title: str) -> None:
    page = ready(open_page(server))
    page.get_by_role("link", name=way).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_on_a_phone_nothing_scrolls_sideways(server: str, open_page: Callable[..., Page]) -> None:
    page = ready(open_page(server, width=390, dark=True))
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for tile in page.locator(".st-key-ys-tiles .ys-bars").all():
        box = tile.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 390
