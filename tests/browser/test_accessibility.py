"""Can everybody read and work every page? axe-core finds nothing serious that is ours, and each picture says in words what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from gallery.camera import PHONE, WIDE
from gallery.patience import rerun, settled
from gallery.views import FURTHER_VIEWS, PAGES, View
from tests.browser.conftest import PROJECT

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
FURTHER_TABS = (
    View("Index Fit: Factors", "index-fit", "Factors"),
    View("Index Fit: Size", "index-fit", "Size and signal"),
)
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((WIDE, "light"), (WIDE, "dark"), (PHONE, "light"))
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
}))"""
HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(one => one.checkVisibility()).map(one => +one.tagName[1])"
IMAGES = "() => [...document.querySelectorAll('main img, section img')].map(one => one.getAttribute('alt'))"


def views(also: tuple[View, ...] = ()) -> Any:
    return pytest.mark.parametrize("view", [*PAGES, *also], ids=lambda one: one.name)


def at_rest(open_page: Callable[..., Page], server: str, view: View, **look: Any) -> Page:
    page = open_page(f"{server}/{view.address}", **look)
    settled(page)
    if view.tab is not None:
        with rerun(page):
            page.get_by_role("tab", name=view.tab, exact=True).click()
    return page


def test_every_page_of_the_menu_is_looked_at() -> None:
    listed = re.findall(r'title="([^"]+)", url_path="([^"]+)"(, default=True)?', (PROJECT / "dashboard.py").read_text())
    assert [(one.title, one.address) for one in PAGES] == [
        (title, "" if first else address) for title, address, first in listed
    ]


@views(FURTHER_VIEWS + FURTHER_TABS)
def test_nothing_serious_is_in_anybodys_way(server: str, open_page: Callable[..., Page], view: View) -> None:
    page = at_rest(open_page, server, view)
    page.evaluate(AXE)
    for width, scheme in LOOKS:
        seen_as(page, width, scheme)
        settled(page)
        assert page.evaluate("getComputedStyle(document.querySelector('.stApp')).colorScheme") == scheme
        assert page.evaluate(RUN, OWN) == [], f"{width} pixels, {scheme}"
    _told_in_words(page)
    _headings_step_by_step(page)


def seen_as(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 900})


def _headings_step_by_step(page: Page) -> None:
    levels = [0, *page.evaluate(HEADINGS)]
    assert all(after <= before + 1 for before, after in pairwise(levels)), (
        f"a level of headings is left out: {levels[1:]}"
    )


def test_nothing_serious_is_in_the_way_of_who_reads_the_report(
    server: str, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = at_rest(open_page, server, View("Portfolio vs Benchmark", "portfolio-vs-benchmark"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Report", exact=True).click()
    download.value.save_as(tmp_path / "report.html")
    report = open_page((tmp_path / "report.html").as_uri())
    report.evaluate(AXE)
    for width, scheme in LOOKS:
        seen_as(report, width, scheme)
        assert report.evaluate(RUN, {}) == [], f"{width} pixels, {scheme}"
    _headings_step_by_step(report)


def _told_in_words(page: Page) -> None:
    """Every picture has a name and a sentence with a number of what it shows."""
    for picture in page.evaluate(PICTURES):
        assert picture["title"], "a picture without a name"
        assert re.search(r"\d", picture["summary"]), f"{picture['title']} is told without a number"
        assert len(picture["summary"].split()) >= 5, f"{picture['title']} is hardly told"
    assert None not in page.evaluate(IMAGES)


def test_the_check_sees_what_it_should(server: str, open_page: Callable[..., Page]) -> None:
    page = at_rest(open_page, server, PAGES[-1])
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<button></button>')")
    page.evaluate(AXE)
    (found,) = page.evaluate(RUN, OWN)
    assert found.startswith("button-name")
