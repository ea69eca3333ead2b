"""Does text from files stay text? Portfolios, symbols, benchmarks, investors, files and columns named like HTML, Markdown and formulas."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gallery.patience import PATIENCE, patient_context, rerun, settled
from gallery.views import PAGES
from tests.browser.screen import choice

pytestmark = pytest.mark.browser

SCRIPT = "<img src=//evil.test/a onerror=owned=1>"
MARKDOWN = "![x](//evil.test/b.png) [go](javascript:owned=2) $x^2$ :red[r]"
FORM = "<form action=//evil.test><input name=p></form><script>owned=3</script>"
LINK = '<a href="https://evil.test/c">click</a><b>bold</b></style><style>*{display:none}'
FORMULA = "=HYPERLINK(A1)"
DRAWN = ("portfolio-vs-benchmark", "hybrid-and-risk-free", "category", "attribution", "peer-benchmarks")
WITHOUT_NAMES = ("benchmark-library", "your-data")  # their tables are drawn on a canvas
SYMBOLS = (SCRIPT, FORMULA, "![s](//evil.test/s.png)", "<b>BOLD</b>")
FOREIGN = """() => [
    ...[...document.querySelectorAll('[href],[src],[action]')]
        .flatMap(one => ['href', 'src', 'action'].map(name => one.getAttribute(name) || ''))
        .filter(link => link.includes('evil.test') || link.trim().toLowerCase().startsWith('javascript:')),
    ...[...document.querySelectorAll('.main form:not([data-testid]), script:not([src])')]
        .filter(one => one.outerHTML.includes('owned') || one.outerHTML.includes('evil')).map(one => one.outerHTML),
    ...(typeof owned === 'undefined' ? [] : ['a script ran: ' + owned]),
]"""


def send(server: str, path: str, body: Any) -> Any:
    request = urllib.request.Request(
        f"{server}/api/v1/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE / 1_000) as answer:
        return json.load(answer)


def hostile_rows() -> list[dict[str, Any]]:
    return [
        {"date": "2024-01-02", "type": "BUY", "symbol": symbol, "quantity": 10, "price": 100, "name": FORM[:60]}
        for symbol in SYMBOLS
    ]


def fill(server: str) -> str:
    """A portfolio, its prices, a benchmark of one of its symbols, a blend, investors: all hostile. How an address chooses them."""
    days = [str(date(2024, 1, 2) + timedelta(day)) for day in range(0, 720, 2)]
    prices = [
        {"symbol": symbol, "date": on, "close": 100 + at * (one + 1) / 10 + (at * 7) % 5, "currency": "USD"}
        for one, symbol in enumerate(SYMBOLS)
        for at, on in enumerate(days)
    ]
    send(server, "prices", {"prices": prices})
    part = {"benchmark_id": "SPY", "percent": 1.0}
    blend = {
        "rebalance_interval": "drift",
        "max_abs_bp": 300.0,
        "reset": "close",
        "intervals": [{"date": None, "value": [part]}],
    }
    attributes = {"benchmark_type": "blended", "name": LINK[:80], "currency": "USD", "blended": blend}
    made = send(server, "benchmarks", {"data": [{"type": "benchmarks", "attributes": attributes}]})
    weights = [{"year": 2024, "dimension": "sector", "bucket": SCRIPT, "weight": 1.0}]
    investor = {
        "name": MARKDOWN,
        "type": "endowment",
        "aum": 2e9,
        "currency": "USD",
        "country": "US",
        "allocations": weights,
    }
    send(server, "investors", {"investors": [investor]})
    portfolio = {"name": MARKDOWN + SCRIPT, "base_currency": "USD", "transactions": hostile_rows()}
    portfolio_id = str(send(server, "portfolios", portfolio)["id"])
    return f"portfolio={portfolio_id}&benchmark={made['data']['id']}"


@dataclass
class Watched:
    """A page, and what it asked others for or complained about."""

    page: Page
    asked: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def harmless(self) -> None:
        assert self.page.evaluate(FOREIGN) == []
        assert self.asked == []
        assert self.dialogs == []
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()


@pytest.fixture(scope="module")
def hostile(start_server: Callable[..., str]) -> tuple[str, str]:
    """A server of its own whose data is hostile, and how an address chooses them."""
    server = start_server()
    return server, fill(server)


@pytest.fixture
def watched(hostile: tuple[str, str], browser: Browser) -> Iterator[Watched]:
    """The policy is switched off, so that it is our own care that is tried, not the second line of defence."""
    context = patient_context(browser, viewport={"width": 1440, "height": 900}, bypass_csp=True, accept_downloads=True)
    found = Watched(context.new_page())
    ours = (hostile[0], "data:", "blob:")
    found.page.on("request", lambda one: None if one.url.startswith(ours) else found.asked.append(one.url))
    found.page.on("dialog", lambda one: (found.dialogs.append(one.message), one.dismiss()))
    yield found
    context.close()


def test_every_page_shows_hostile_names_as_text(
    hostile: tuple[str, str], watched: Watched, subtests: pytest.Subtests
) -> None:
    server, choices = hostile
    for view in PAGES:
        with subtests.test(view.name):
            watched.page.goto(f"{server}/{view.address}?{choices}")
            _names_are_text(watched, view.address)


def _names_are_text(watched: Watched, address: str) -> None:
    page = settled(watched.page)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    if address in DRAWN:
        expect(page.locator(".ys-chart .main-svg").first).to_be_attached()
    for tab in page.get_by_role("tab").all():
        tab.click()
        settled(page)
    if address not in WITHOUT_NAMES:
        expect(page.get_by_test_id("stMain")).to_contain_text("evil.test")
    watched.harmless()


HOSTILE_COLUMNS = (
    f'Date,Kind,"{SCRIPT}",Quantity,Price,Currency,"{MARKDOWN}"\n2024-01-02,"{SCRIPT}","{FORMULA}",x,1,USD,"{FORM}"\n'
)


def test_a_file_with_hostile_name_columns_and_cells_shows_them_as_text(
    hostile: tuple[str, str], watched: Watched
) -> None:
    page = watched.page
    page.goto(f"{hostile[0]}/your-data")
    settled(page)
    name = f"{SCRIPT.replace('/', '')}![x](b.png).csv"
    with rerun(page):
        page.locator('input[type="file"]').first.set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": HOSTILE_COLUMNS.encode()}
        )
    expect(page.get_by_text("This file is of no known broker")).to_be_visible()
    settled(page)
    watched.harmless()


def test_what_leaves_as_csv_is_no_formula(hostile: tuple[str, str], watched: Watched) -> None:
    watched.page.goto(f"{hostile[0]}/your-data?{hostile[1]}")
    settled(watched.page)
    for tab in watched.page.get_by_role("tab").all():
        if re.search("portfolios", tab.inner_text(), re.IGNORECASE):
            with rerun(watched.page):
                tab.click()
    choice(watched.page, "Portfolio to change or take out").fill("evil")
    watched.page.get_by_role("option").filter(has_text="evil").first.click()
    settled(watched.page)
    button = watched.page.get_by_role("button", name=f"Transactions as CSV ({len(SYMBOLS)})")
    expect(button).to_be_visible()
    with settled(watched.page).expect_download() as download:
        button.click()
    content = download.value.path().read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell[:1] in tuple("=+@\t\r")]
    assert re.fullmatch(r"[\w.-]+", download.value.suggested_filename)
