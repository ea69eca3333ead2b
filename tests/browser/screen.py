"""How is a page read and worked? What it shows is waited for, never a time: each look asks again until it is there."""

from __future__ import annotations

import json
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from gallery.patience import PATIENCE, SHORT_WHILE, rerun, settled

WIDE, PHONE = 1440, 390
HEADLINE = ".st-key-ys-headline:visible"


def until(where: Page | Locator, condition: str) -> None:
    """Waits until a condition is true. Asked from outside, for the page's policy lets no text run inside it."""
    deadline = time.monotonic() + PATIENCE / 1_000
    while not where.evaluate(condition):
        assert time.monotonic() < deadline, f"never true: {condition}"
        (where if isinstance(where, Page) else where.page).wait_for_timeout(SHORT_WHILE)


def go(page: Page, address: str, width: int = WIDE) -> Page:
    """Another address of the same server, opened anew at a width, and at rest."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(urllib.parse.urljoin(page.url, f"/{address}"))
    return settled(page)


def open_tab(page: Page, name: str) -> Page:
    tab = page.get_by_role("tab", name=name, exact=True)
    with rerun(page):
        tab.click()
    expect(tab).to_have_attribute("aria-selected", "true")
    return page


def choice(page: Page, control: str) -> Locator:
    """A choice, where it can be seen: a page that still scrolls would close its list as soon as it opens."""
    box = page.get_by_role("combobox", name=control, exact=True)
    box.scroll_into_view_if_needed()
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return box


def pick(page: Page, control: str, option: str) -> Page:
    """An option of a choice that is another than before, by what is typed into it."""
    choice(page, control).fill(option)
    with rerun(page):
        page.get_by_role("option", name=option, exact=True).click()
    return page


def press(page: Page, control: Locator, key: str = "ArrowRight") -> Page:
    """A key on a control, and the run that it asks for."""
    control.focus()
    with rerun(page):
        page.keyboard.press(key)
    return page


def rate(page: Page) -> Locator:
    return page.locator('.st-key-rate input[type="range"]')


def plot(key: str) -> str:
    """The chart of a key, as the page's scripts know it."""
    return f"document.querySelector('.st-key-{key} .js-plotly-plot')"


def drawn(page: Page, *keys: str) -> Page:
    for key in keys:
        until(page, f"{plot(key)}?._fullData?.length >= 1")
    return settled(page)


def traces(page: Page, key: str) -> dict[str, dict[str, Any]]:
    """The lines of a chart by their role."""
    read = (
        "one => [one.meta.role, {name: one.name, dash: one.line?.dash, colour: one.line?.color, y: Array.from(one.y)}]"
    )
    return dict(page.evaluate(f"{plot(key)}._fullData.map({read})"))


def lengths(page: Page, key: str) -> list[float]:
    """How long the bars of a chart are, to either side."""
    found: list[float] = page.evaluate(f"Array.from({plot(key)}._fullData[0].x)")
    return found


def mark(page: Page, *keys: str) -> None:
    """Marks charts, so that it can be told whether they were changed in place."""
    for key in keys:
        page.evaluate(f"{plot(key)}.mark = 'the same node'")


def is_marked(page: Page, key: str) -> bool:
    return bool(page.evaluate(f"{plot(key)}.mark === 'the same node'"))


def metric(page: Page, label: str) -> Locator:
    card = page.get_by_test_id("stMetric").filter(has=page.get_by_text(label, exact=True))
    return card.get_by_test_id("stMetricValue")


def saved(page: Page, button: Locator) -> Path:
    """What a button saves, under the name that it is saved by."""
    with page.expect_download() as download:
        button.click()
    path = Path(download.value.path())
    return path.rename(path.with_name(download.value.suggested_filename))


def answered(page: Page, path: str, **asked: str) -> Any:
    """What the API of the page's server answers."""
    address = urllib.parse.urljoin(page.url, f"/api/v1/{path}?{urllib.parse.urlencode(asked)}")
    with urllib.request.urlopen(address, timeout=PATIENCE / 1_000) as answer:
        return json.load(answer)
