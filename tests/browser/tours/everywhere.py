"""What must every view keep? Nothing in anybody's way, pictures told in words, what can be saved, a phone's width."""

from __future__ import annotations

import csv
import io
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Literal

import axe_playwright_python
from playwright.sync_api import Page, expect

from gallery.patience import settled
from tests.browser.screen import PHONE, WIDE, saved

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[int, Scheme], ...] = ((WIDE, "dark"), (PHONE, "light"), (WIDE, "light"))
SAVING = re.compile(r" as (JSON|CSV)$")
STREAMLITS_OWN = {
    "list": ('[data-testid="stSidebarNavItems"]', "the menu's sections are divs inside its list"),
    "listitem": ('[data-testid="stSidebarNavItems"] li', "the menu's entries stand in those divs"),
}
"""By axe's rule: the elements of Streamlit's own that break it, which no option or style changes, and why."""
OWN = {rule: selector for rule, (selector, _) in STREAMLITS_OWN.items()}

RUN = """async own => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    const theirs = (rule, target) => own[rule] !== undefined && document.querySelector(target.at(-1))?.matches(own[rule]);
    return found.violations.filter(one => ['serious', 'critical'].includes(one.impact)).flatMap(one => one.nodes
        .filter(node => !theirs(one.id, node.target))
        .map(node => `${one.id}: ${node.html.slice(0, 160)} ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`));
}"""
PICTURES = """() => [...document.querySelectorAll('.ys-chart')].filter(one => one.checkVisibility()).map(one => ({
    title: one.querySelector('.ys-plot').getAttribute('aria-label') ?? '',
    summary: one.querySelector('.ys-summary').textContent,
    drawn: one.querySelector('.main-svg') !== null,
}))"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(one => one.checkVisibility()).map(one => +one.tagName[1])"
IMAGES = "() => [...document.querySelectorAll('main img, section img')].map(one => one.getAttribute('alt'))"
SCROLLED = """() => Math.max(document.documentElement.scrollWidth,
    document.querySelector('[data-testid="stMain"]')?.scrollWidth ?? 0)"""


def look(page: Page, width: int, scheme: Scheme) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})


def obstacles(page: Page, own: dict[str, str] = OWN) -> list[str]:
    """What axe calls serious or critical, without what is Streamlit's own."""
    if page.evaluate("typeof axe === 'undefined'"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN, own)
    return found


def nothing_is_in_anybodys_way(page: Page) -> None:
    """Wide and narrow, light and dark; on a phone nothing scrolls sideways."""
    for width, scheme in LOOKS:
        look(page, width, scheme)
        settled(page)
        assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme") == scheme
        assert obstacles(page) == [], f"{width} pixels, {scheme}"
        assert page.evaluate(SCROLLED) <= width, f"{width} pixels scroll sideways"


def it_is_told_in_words(page: Page) -> None:
    """Every picture is drawn, has a name, and a sentence with a number of what it shows; no level of headings is left out."""
    for picture in page.evaluate(PICTURES):
        assert picture["drawn"], f"{picture['title']} is not drawn"
        assert picture["title"], "a picture without a name"
        assert re.search(r"\d", picture["summary"]), f"{picture['title']} is told without a number"
        assert len(picture["summary"].split()) >= 5, f"{picture['title']} is hardly told"
    assert None not in page.evaluate(IMAGES)
    headings_go_step_by_step(page)


def headings_go_step_by_step(page: Page) -> None:
    levels = [0, *page.evaluate(HEADINGS)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), f"a level is left out: {levels[1:]}"


def what_can_be_saved_is(page: Page) -> None:
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button").filter(has_text=SAVING, visible=True).all()
    assert buttons
    for button in buttons:
        _read(saved(page, button))
    expect(page.get_by_text("Failed to generate file")).to_have_count(0)


def nothing_is_to_be_saved(page: Page) -> None:
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button")
    expect(buttons.filter(has_text=SAVING, visible=True)).to_have_count(0)


def _read(file: Path) -> None:
    """As a spreadsheet or a program reads it: something is in it, and every row is as long as the first."""
    if file.suffix == ".json":
        assert len(json.loads(file.read_bytes())) >= 2, file.name
        return
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
    assert len(rows) >= 2, file.name
    assert {len(row) for row in rows} == {len(rows[0])}, file.name


def everywhere(page: Page) -> None:
    """All of it, for a view that can be saved."""
    nothing_is_in_anybodys_way(page)
    it_is_told_in_words(page)
    what_can_be_saved_is(page)
