"""Does the page of conventions follow a tool that is chosen, and does its address give the choice back?"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.screen import HEADLINE, go, pick, until
from tests.browser.tours.everywhere import everywhere


def a_tool_is_chosen_the_table_moves_and_the_address_restores_it(page: Page) -> None:
    headline = page.locator(HEADLINE)
    expect(headline).to_contain_text("All 14 numbers as the pages show them")
    pick(page, "Make the numbers", "As QuantStats does")
    expect(headline).to_contain_text("numbers move")
    until(page, "location.search.includes('as-alpha=')")
    said = headline.inner_text()
    go(page, page.url.split("/", 3)[3])
    expect(headline).to_have_text(said)


CONCERNS = (everywhere, a_tool_is_chosen_the_table_moves_and_the_address_restores_it)
