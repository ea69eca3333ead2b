"""Are the peers' bands drawn, and can the peers be changed?"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.screen import open_tab, pick
from tests.browser.tours.everywhere import everywhere


def the_bands_are_drawn_and_the_peers_can_be_changed(page: Page) -> None:
    expect(page.locator(".ys-plot").first.locator(".barlayer .trace")).to_have_count(2)
    expect(page.get_by_text("Illustrative investors.")).to_be_visible()
    peers = page.get_by_test_id("stMetricValue").first
    before = int(peers.inner_text())
    pick(page, "Peers", "All LPs")
    expect(peers).not_to_have_text(str(before))
    expect(page).to_have_url(re.compile("peers=All"))
    open_tab(page, "Gaps in words")
    expect(page.get_by_text("Under-represented by sector")).to_be_visible()


CONCERNS = (everywhere, the_bands_are_drawn_and_the_peers_can_be_changed)
