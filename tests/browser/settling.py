"""When a page in the browser has come to rest."""

from __future__ import annotations

from playwright.sync_api import Page, expect

AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def settled(page: Page) -> Page:
    """The page, once no script of it runs; looked at twice, for a run may begin when another ends.

    The network is not asked: Streamlit looks at a download's address without reading the answer, so that
    the network may never be idle on a page with a download.
    """
    for _ in range(2):
        expect(page.locator(AT_REST)).to_be_attached()
        page.wait_for_timeout(150)
    return page
