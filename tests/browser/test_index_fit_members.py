"""Does a list of members go in through a real Chromium, come out as bars and CSV, and do size and signal move in place?"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from data.importers.index.constituents_csv import read_constituents
from gallery.patience import rerun, settled

pytestmark = pytest.mark.browser

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


def plot(key: str) -> str:
    return f"document.querySelector('.st-key-{key} .js-plotly-plot')"


def visit(page: Page, tab: str) -> Page:
    """The page by its entry in the menu, and one of its tabs."""
    entry = page.get_by_role("link", name="Index Fit")
    expect(entry).to_be_visible()
    settled(page)
    entry.click()
    page.wait_for_function(f"{plot('fit-growth')}?._fullData?.length >= 2")
    with rerun(settled(page)):
        page.get_by_role("tab", name=tab).click()
    return page


def test_an_uploaded_list_is_previewed_stored_and_drawn(
    start_server: Callable[..., str], open_page: Callable[..., Page]
) -> None:
    page = visit(open_page(start_server()), "Members")
    expect(page.get_by_text("No list of the members of the Nifty 50 is stored")).to_be_visible()
    file = FilePayload(name="nifty.csv", mimeType="text/csv", buffer=LIST.encode())
    page.locator('[data-testid="stFileUploader"] input[type=file]').set_input_files(file)
    expect(page.get_by_text("Nifty 50 has about 50 members, this list has 4.")).to_be_visible()
    settled(page).get_by_role("button", name="Store 4 members").click()
    expect(page.get_by_text("The list of Nifty 50 is stored: 4 members.")).to_be_visible()
    expect(page.get_by_text("of 24 Mar 2023: 4 members, from nifty.csv")).to_be_visible()
    page.wait_for_function(f"{plot('ys-sectors')}?._fullData?.length === 2")
    bars = page.evaluate(f"{plot('ys-sectors')}._fullData.map(one => [one.meta.role, [...one.y], [...one.x]])")
    index = next(dict(zip(sectors, weights, strict=True)) for role, sectors, weights in bars if role == "benchmark")
    assert index["Energy"] == pytest.approx(0.40)
    assert index["Financials"] == pytest.approx(0.35)
    assert sum(index.values()) == pytest.approx(1.0)
    with settled(page).expect_download() as saved:
        page.locator(".st-key-ys-members-csv button").click()
    with page.expect_download() as view:
        page.get_by_role("button", name="Members as JSON").click()
    assert len(json.loads(view.value.path().read_bytes())["constituents"]) == 4
    again = read_constituents(saved.value.path().read_bytes(), "again.csv")
    assert [(one.symbol, one.weight) for one in again.constituents] == [
        ("RELIANCE", pytest.approx(0.40)),
        ("HDFCBANK", pytest.approx(0.30)),
        ("INFY", pytest.approx(0.25)),
        ("SBIN", pytest.approx(0.05)),
    ]


def test_size_and_signal_move_in_place(server: str, open_page: Callable[..., Page]) -> None:
    page = visit(open_page(server), "Size and signal")
    page.wait_for_function(f"{plot('position-size')}?._fullData?.length === 3")
    page.evaluate(f"{plot('position-size')}.mark = 'the same node'")
    page.get_by_label("Beta", exact=True).fill("1.6")
    page.keyboard.press("Enter")
    sentence = page.locator(".st-key-ys-headline-size")
    expect(sentence).to_contain_text("With a beta of 1.60, ₹1,00,000 of ordinary size becomes ₹62,500, so that")
    page.wait_for_function(f"{plot('position-size')}._fullData[2].x[0] === 1.6")
    assert page.evaluate(f"{plot('position-size')}._fullData[2].y[0]") == pytest.approx(62_500)
    assert page.evaluate(f"{plot('position-size')}.mark") == "the same node"
    settled(page).get_by_text("In steps", exact=True).first.click()
    expect(sentence).to_contain_text("becomes ₹60,000")
    thumb = page.locator('.st-key-ys-signal-confidence input[type="range"]')
    thumb.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".st-key-ys-headline-signal")).to_contain_text("61")
    expect(page.get_by_text("Arithmetic on past data, not advice.")).to_have_count(2)
