"""Is the band of 22 peers drawn: their middle half, and no tenths?"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.tours.everywhere import everywhere


def the_bands_are_drawn(page: Page) -> None:
    expect(page.locator(".ys-plot").first.locator(".barlayer .trace")).to_have_count(1)
    expect(page.get_by_text("Illustrative investors.")).to_be_visible()


CONCERNS = (everywhere, the_bands_are_drawn)
