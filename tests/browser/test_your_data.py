"""From a broker's file to the answer, as a person would go: upload, look, import, compare, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from gallery.patience import settled
from tests.real_data import real_file

pytestmark = pytest.mark.browser

UNPRICED = (
    *("ASML", "SKY", "FIX", "FICO", "ALGN", "CWST", "OXY", "CAMT"),
    *("MPWR", "BLDR", "VSS", "MCHI", "VOO", "KHC", "EMXC"),
)


@pytest.fixture(scope="module")
def own_server(start_server: Callable[..., str]) -> str:
    """A server without the sample, changed by the tests of this module."""
    return start_server(YARDSTICK_SAMPLE="off")


def to_your_data(page: Page, tab: str) -> None:
    settled(page).get_by_role("link", name="Your Data").click()
    expect(page.get_by_role("tab", name=tab)).to_be_visible()
    settled(page).get_by_role("tab", name=tab).click()


def upload(page: Page, label: str, path: str) -> None:
    """Not before the page is at rest: until then the uploader of the tab that was left is still there."""
    settled(page)
    page.get_by_label(label).locator("input[type=file]").or_(page.locator("input[type=file]")).first.set_input_files(
        path
    )


def test_a_real_file_from_upload_to_the_answer(own_server: str, open_page: Callable[..., Page]) -> None:
    """The FinanceToolkit portfolio beside SPY; 177 of its fills are of the eleven symbols that have prices.

    Value and same money were computed beside this project from the two files: 195,055.18 and 116,966.05 dollars.
    """
    transactions = real_file("transactions/financetoolkit_example_portfolio.csv")
    prices = real_file("prices/us_11_stocks_spy_qqq_adjclose_2000_2024.csv.gz")
    page = open_page(own_server)
    expect(page.get_by_text("No portfolio yet")).to_be_visible()

    to_your_data(page, "Transactions")
    upload(page, "Transaction file", str(transactions))
    expect(page.get_by_text("FinanceToolkit: 392 transactions")).to_be_visible()
    page.get_by_label("Its name").fill("Real")
    page.get_by_label("Its name").press("Enter")
    settled(page).get_by_role("button", name="Import 392 rows").click()
    expect(page.get_by_text("Imported 392 rows into Real")).to_be_visible()

    settled(page).get_by_role("tab", name="Prices").click()
    expect(page.get_by_text("Bring prices, NAVs or exchange rates")).to_be_visible()
    upload(page, "Price file", str(prices))
    expect(page.get_by_label("Currency of the prices")).to_be_visible()
    settled(page).get_by_label("Currency of the prices").click()
    page.get_by_role("option", name="USD").click()
    expect(page.get_by_text("74,471 prices", exact=True)).to_be_visible()
    settled(page).get_by_role("button", name="Store 74,471 prices").click()
    expect(page.get_by_text("Stored 74,471 prices of 13 symbols")).to_be_visible()

    expect(page.get_by_role("link", name="See how it did")).to_be_visible()
    settled(page).get_by_role("link", name="See how it did").click()
    expect(page.get_by_text("Incomplete total")).to_be_visible()
    notice = page.get_by_text("Incomplete total").inner_text()
    settled(page).get_by_text("Why they are left out").click()
    settled(page)
    reasons = page.get_by_text("no prices").all_inner_texts()
    for symbol in UNPRICED:
        assert any(symbol in text for text in (notice, *reasons)), symbol
    page.goto(f"{own_server}/portfolio-vs-benchmark?benchmark=SPY")
    answer = page.locator(".st-key-ys-headline")
    expect(answer).to_contain_text("195.1")
    expect(answer).to_contain_text("117.0")
