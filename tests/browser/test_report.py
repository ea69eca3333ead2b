"""Does the downloaded report open from a disk without a network, say what the page says, and print whole onto sheets of paper?"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from gallery.patience import patient_context, settled
from tests.browser.tours.everywhere import LOOKS, headings_go_step_by_step, look, obstacles

pytestmark = pytest.mark.browser

ADDRESS = "portfolio-vs-benchmark?portfolio=sample-household&rate=9"


@pytest.fixture(scope="module")
def downloaded(server: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path | str]:
    """The report and the audit pack, as a visitor gets them at another rate than the usual one, and what the page said."""
    folder = tmp_path_factory.mktemp("downloads")
    context = patient_context(browser, viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.goto(f"{server}/{ADDRESS}")
    settled(page)
    page.get_by_role("button", name="Audit pack").wait_for()
    found: dict[str, Path | str] = {"sentence": " ".join(page.locator(".st-key-ys-headline").inner_text().split())}
    found["cards"] = " ".join(page.locator('[class*="st-key-ys-cards-"]').first.inner_text().split())
    for name in ("Report", "Audit pack", "View as JSON"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        found[name] = path
    context.close()
    return found


@pytest.fixture
def opened(downloaded: dict[str, Path | str], open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens the file from the disk."""
    return lambda **how: open_page(Path(downloaded["Report"]).as_uri(), **how)


def test_it_opens_without_a_network_and_asks_for_nothing(downloaded: dict[str, Path | str], browser: Browser) -> None:
    context = patient_context(browser, offline=True)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(Path(downloaded["Report"]).as_uri())
    assert asked == [Path(downloaded["Report"]).as_uri()]
    assert said == []
    assert page.evaluate("document.scripts.length") == 0
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    context.close()


def test_it_says_what_the_page_says_to_everybody(
    downloaded: dict[str, Path | str], opened: Callable[..., Page]
) -> None:
    page = opened()
    for width, scheme in LOOKS:
        look(page, width, scheme)
        assert obstacles(page, {}) == [], f"{width} pixels, {scheme}"
    headings_go_step_by_step(page)
    told = " ".join(" ".join(page.locator(".answer").all_inner_texts()).split())
    assert told == downloaded["sentence"]
    assert "deposit at 9" in told
    values = page.locator(".cover .card .value").all_inner_texts()
    assert len(values) == 5
    assert all(" ".join(value.split()) in str(downloaded["cards"]) for value in values)
    expect(page.locator(".stamp")).to_have_text("Sample: simulated prices")


def test_every_drawing_is_there(opened: Callable[..., Page]) -> None:
    page = opened()
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('.picture .for-wide svg')].map(svg => ({
            name: svg.getAttribute('aria-label'),
            width: svg.getBoundingClientRect().width,
            marks: [...svg.querySelectorAll('path, rect')].filter(one => one.getBBox().width > 40).length,
        }))"""
    )
    assert len(drawn) >= 8
    assert all(one["name"] and one["width"] > 600 and one["marks"] for one in drawn)
    assert page.evaluate("document.querySelectorAll('.for-wide [data-role=\"portfolio\"]').length") == 3
    dash = "getComputedStyle(document.querySelector('.for-wide [data-role=\"risk-free\"]')).strokeDasharray"
    assert page.evaluate(dash) != "none"


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_it_without_scrolling_sideways(dark: bool, opened: Callable[..., Page]) -> None:
    page = opened(width=390, dark=dark)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".for-narrow svg").first.is_visible()
    assert not page.locator(".for-wide svg").first.is_visible()
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is not dark


def test_paper_is_white_also_where_the_screen_is_dark(opened: Callable[..., Page]) -> None:
    page = opened(dark=True)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 35, 51)"


def sheets(pdf: bytes) -> list[str]:
    """The drawing instructions of every page of a PDF, as Chromium writes it."""
    objects = dict(re.findall(rb"(?:^|\n)(\d+) 0 obj\n?(.*?)\nendobj", pdf, re.DOTALL))
    pages = [body for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]
    contents = [objects[re.search(rb"/Contents (\d+) 0 R", body)[1]] for body in pages]  # type: ignore[index]
    streams = [body.partition(b"stream")[2].strip(b"\r\n").partition(b"\nendstream")[0] for body in contents]
    return [zlib.decompress(stream).decode("latin-1") for stream in streams]


def test_it_prints_to_sheets_of_which_none_is_empty(opened: Callable[..., Page]) -> None:
    page = opened()
    printed = sheets(page.pdf(prefer_css_page_size=True, print_background=True))
    assert 8 <= len(printed) <= 20
    # The running header and the page's number are two texts; a sheet with nothing else would be blank.
    assert min(sheet.count("BT") for sheet in printed) > 4


def test_no_drawing_is_taller_than_a_sheet_and_tables_repeat_their_heads(opened: Callable[..., Page]) -> None:
    page = opened(width=680)
    page.emulate_media(media="print")
    kept = "getComputedStyle(one).breakInside === 'avoid' && one.getBoundingClientRect().height < 950"
    whole = f"[...document.querySelectorAll('.picture, .months')].every(one => {kept})"
    assert page.evaluate(whole)
    heads = (
        "[...document.querySelectorAll('thead')].every(one => getComputedStyle(one).display === 'table-header-group')"
    )
    assert page.evaluate(heads)
    fits = "[...document.querySelectorAll('.sheet table, .months table')].every(one => one.scrollWidth <= 682)"
    assert page.evaluate(fits)


def test_view_pack_and_report_are_of_the_same_choice(downloaded: dict[str, Path | str], tmp_path: Path) -> None:
    """That the pack recomputes is asked where it is packed."""
    assert json.loads(Path(downloaded["View as JSON"]).read_text("utf-8"))["inputs"]["risk_free_rate"] == 9.0
    with zipfile.ZipFile(downloaded["Audit pack"]) as pack:
        pack.extractall(tmp_path)
    fingerprint = re.search(r'"fingerprint": "(\w{64})"', (tmp_path / "manifest.json").read_text("utf-8"))
    assert fingerprint
    assert fingerprint[1] in Path(downloaded["Report"]).read_text("utf-8")
    assert '"rate": 0.09' in (tmp_path / "specification.json").read_text("utf-8")
