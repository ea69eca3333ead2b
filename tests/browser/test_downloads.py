"""Does every button that saves a view or a table deliver it? In a real Chromium, on every page of the menu."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from gallery.patience import rerun, settled
from gallery.views import FURTHER_VIEWS, PAGES, View

pytestmark = pytest.mark.browser

SAVING = re.compile(r" as (JSON|CSV)$")
SIZE = View("Index Fit: Size", "index-fit", "Size and signal")
WITHOUT = ("overview", "your-data", "index-fit-members")  # of the sample no list of members is stored


def saved(page: Page, button: Locator) -> Path:
    with page.expect_download() as download:
        button.click()
    path = Path(download.value.path())
    return path.rename(path.with_name(download.value.suggested_filename))


def opened(page: Page, view: View) -> Page:
    settled(page)
    if view.tab is not None:
        with rerun(page):
            page.get_by_role("tab", name=view.tab, exact=True).click()
    return page


def read(file: Path) -> None:
    """As a spreadsheet or a program reads it: something is in it, and every row is as long as the first."""
    if file.suffix == ".json":
        assert len(json.loads(file.read_bytes())) >= 2, file.name
        return
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert len(rows) >= 2, file.name
    assert {len(row) for row in rows} == {len(rows[0])}, file.name


@pytest.mark.parametrize("view", [*PAGES, *FURTHER_VIEWS, SIZE], ids=lambda one: one.name)
def test_everything_that_can_be_saved_is(server: str, open_page: Callable[..., Page], view: View) -> None:
    page = opened(open_page(f"{server}/{view.address}"), view)
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button").filter(has_text=SAVING, visible=True).all()
    assert bool(buttons) is (view.name not in WITHOUT)
    for button in buttons:
        read(saved(page, button))
    expect(page.get_by_text("Failed to generate file")).to_have_count(0)
