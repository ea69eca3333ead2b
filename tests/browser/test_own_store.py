"""What happens when a visitor adds to the store: a mix, factors, members, a blend, investors? On a server that these tests share."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import FilePayload, Page, expect

from data.importers.index.constituents_csv import read_constituents
from data.price_record import PriceRecord
from data.store.database import open_database
from data.store.prices.histories import save_prices
from gallery.patience import rerun, settled
from tests.browser.screen import HEADLINE, choice, open_tab, pick, plot, saved, until
from tests.real_data import real_file

pytestmark = pytest.mark.browser

MONTHS = [f"{year}{month:02}" for year in range(2015, 2021) for month in range(1, 13)]
ROWS = np.random.default_rng(5).normal(0.5, 4, (2, len(MONTHS))).round(2)
LIST = """\
Some Nifty Fund
Fund Holdings as of,"Mar 24, 2023"

Ticker,Name,Sector,Asset Class,Weight (%)
RELIANCE,RELIANCE INDUSTRIES LTD,Energy,Equity,40
HDFCBANK,HDFC BANK LTD,Financials,Equity,30
INFY,INFOSYS LTD,Information Technology,Equity,25
SBIN,<b>STATE BANK</b> ![x](http://127.0.0.1:1/x.png),Financials,Equity,5
INR,INR CASH,Cash and/or Derivatives,Cash,1
"""


@pytest.fixture(scope="module")
def own_server(start_server: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A server with the sample and a fund whose months earn 0.8 of the market and 0.4 of small companies."""
    levels = 100.0 * np.cumprod([1.0, *(1.0 + (0.8 * ROWS[0] + 0.4 * ROWS[1] + 0.1) / 100.0)])
    ends = np.arange(np.datetime64("2015-01"), np.datetime64("2021-02")).astype("datetime64[D]") - 1
    address = f"sqlite:///{tmp_path_factory.mktemp('own') / 'own.sqlite3'}"
    engine = open_database(address)
    records = [
        PriceRecord("FUND", on, float(level), None, "USD") for on, level in zip(ends.tolist(), levels, strict=True)
    ]
    save_prices(engine, records, "test")
    engine.dispose()
    return start_server(YARDSTICK_DATABASE_URL=address)


def published() -> str:
    lines = [f"{month},{ROWS[0][at]:8.2f},{ROWS[1][at]:8.2f},    0.10" for at, month in enumerate(MONTHS)]
    return (
        "Created by a program.\n\n,Mkt-RF,SMB,RF\n"
        + "\n".join(lines)
        + "\n\n Annual Factors\n,Mkt-RF,SMB,RF\n 2015,1,2,1\n"
    )


def at(page: Page, tab: str) -> Page:
    return open_tab(settled(page), tab)


def expect_drawn(page: Page, key: str, role: str) -> None:
    until(page, f"{plot(key)}?._fullData?.some(one => one.meta?.role === '{role}')")


def upload(page: Page, name: str, text: str) -> None:
    file = FilePayload(name=name, mimeType="text/csv", buffer=text.encode())
    with rerun(page):
        page.locator('[data-testid="stFileUploader"] input[type=file]').last.set_input_files(file)


def press(page: Page, button: str) -> None:
    with rerun(page):
        page.get_by_role("button", name=button).click()


def test_the_mix_is_drawn_moves_with_its_choices_and_is_kept(own_server: str, open_page: Callable[..., Page]) -> None:
    page = at(open_page(f"{own_server}/index-fit"), "Style")
    expect_drawn(page, "fit-style-rolling", "style")
    page.get_by_text("What the mix may hold").click()
    with rerun(page):
        page.get_by_role("radio", name="Months").click()
    expect(page.get_by_text("On months it had not seen")).to_be_visible()
    press(page, "Save this mix as a benchmark")
    with rerun(page):
        page.get_by_role("link", name="The same money in it").click()
    expect(page.locator(HEADLINE)).to_contain_text("Style of Sample: Indian household")


def test_a_published_file_becomes_loadings_with_intervals(own_server: str, open_page: Callable[..., Page]) -> None:
    page = at(open_page(f"{own_server}/index-fit"), "Factors")
    expect(page.get_by_text("has invented prices")).to_be_visible()
    pick(page, "What does this behave like", "FUND")
    expect(page.get_by_text("has invented prices")).to_have_count(0)
    upload(page, "two.csv", published())
    expect(page.get_by_text("2 factors, monthly")).to_be_visible()
    press(page, "Store 1 table")
    expect_drawn(page, "fit-factors", "loading")
    ends = page.evaluate(f"(one => [[...one.array], [...one.arrayminus]])({plot('fit-factors')}._fullData[0].error_x)")
    assert ends[0] == pytest.approx(ends[1], abs=1e-9)
    expect(page.locator(HEADLINE)).to_contain_text("behaves like small companies")
    page.set_viewport_size({"width": 390, "height": 844})
    until(page, "document.documentElement.scrollWidth <= innerWidth")


def test_an_uploaded_list_is_previewed_stored_and_drawn(own_server: str, open_page: Callable[..., Page]) -> None:
    page = at(open_page(f"{own_server}/index-fit?benchmark=%5ENSEI"), "Members")
    expect(page.get_by_text("No list of the members of the Nifty 50 is stored")).to_be_visible()
    upload(page, "nifty.csv", LIST)
    expect(page.get_by_text("Nifty 50 has about 50 members, this list has 4.")).to_be_visible()
    press(page, "Store 4 members")
    expect(page.get_by_text("The list of Nifty 50 is stored: 4 members.")).to_be_visible()
    expect(page.get_by_text("of 24 Mar 2023: 4 members, from nifty.csv")).to_be_visible()
    expect_drawn(page, "ys-sectors", "benchmark")
    table = saved(page, page.locator(".st-key-ys-members-csv button"))
    again = read_constituents(table.read_bytes(), "again.csv")
    assert [one.symbol for one in again.constituents] == ["RELIANCE", "HDFCBANK", "INFY", "SBIN"]
    assert [one.weight for one in again.constituents] == pytest.approx([0.40, 0.30, 0.25, 0.05])


def test_a_blend_is_made_in_a_dialog_and_stands_in_the_list(own_server: str, open_page: Callable[..., Page]) -> None:
    page = settled(open_page(f"{own_server}/benchmark-library"))
    press(page, "New benchmark")
    dialog = page.get_by_role("dialog")
    dialog.locator(".ys-plot .main-svg").first.wait_for()
    dialog.get_by_label("Name", exact=True).fill("Three quarters")
    with rerun(page):
        dialog.get_by_label("Name", exact=True).press("Tab")
    with rerun(page):
        dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    choice(page, "Look at").click()
    expect(page.get_by_role("option", name="Three quarters")).to_be_visible()


def test_public_plans_are_imported_and_the_illustrative_ones_step_aside(
    own_server: str, open_page: Callable[..., Page]
) -> None:
    file = real_file("peers/public_plans_2001_2015.csv")
    page = settled(open_page(f"{own_server}/peer-benchmarks"))
    page.locator("summary", has_text="Investors, your portfolio among them, and groups").click()
    page.get_by_test_id("stFileUploaderDropzone").wait_for()
    with rerun(page):
        page.locator("input[type=file]").set_input_files(str(file))
    expect(page.get_by_text("105 investors, 95 of them with an allocation")).to_be_visible()
    press(page, "Import these investors")
    expect(page.get_by_text("105 investors imported.")).to_be_visible()
    expect(page.get_by_text("Illustrative investors.")).to_have_count(0)
