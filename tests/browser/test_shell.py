"""Does the shell stand: its compressed scripts, what it announces, nothing to be opened past the entry?"""

from __future__ import annotations

import gzip
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from gallery.patience import PATIENCE, patient_context
from ui.web.plotly_script import SCRIPT_PATH

pytestmark = pytest.mark.browser


def fetch(url: str) -> tuple[dict[str, str], bytes]:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=PATIENCE / 1_000) as answer:
        return {name.lower(): value for name, value in answer.headers.items()}, answer.read()


def test_plotly_comes_compressed_and_may_be_kept_for_good(server: str) -> None:
    headers, body = fetch(server + SCRIPT_PATH)
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(body).startswith(b"/**")


def test_the_shell_comes_compressed_and_knows_its_server(server: str, open_page: Callable[..., Page]) -> None:
    sizes: dict[str, str | None] = {}
    page = open_page("about:blank")
    page.on("response", lambda answer: sizes.update({answer.url: answer.headers.get("content-encoding")}))
    page.goto(f"{server}/attribution")
    expect(page.get_by_role("heading", level=1)).to_have_text("Attribution")
    assert page.evaluate("window.__streamlit.BACKEND_BASE_URL") == f"{server}/"
    scripts = {url: encoding for url, encoding in sizes.items() if "/static/js/index." in url}
    assert scripts
    assert set(scripts.values()) == {"gzip"}


def test_a_page_file_s_address_leads_through_the_entry_on_a_fresh_server(
    start_server: Callable[..., str], browser: Browser
) -> None:
    context = patient_context(browser)
    page = context.new_page()
    page.goto(f"{start_server()}/portfolio_vs_benchmark")
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Your Data")).to_be_visible()
    expect(page).to_have_title("Overview · Yardstick")
    context.close()


def test_the_page_announces_plotly_before_it_asks_for_it(server: str) -> None:
    assert fetch(server + "/portfolio-vs-benchmark")[0]["link"] == f"<{SCRIPT_PATH}>; rel=preload; as=script"
    assert "link" not in fetch(server + "/")[0]
    assert "link" not in fetch(server + "/your-data")[0]
    assert "link" not in fetch(server + "/api/docs")[0]
