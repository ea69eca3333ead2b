"""How is a page in a browser waited for? With one patience, until nothing of it moves any more."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

PATIENCE = 120_000  # milliseconds; a busy machine is slow, not wrong
A_MOMENT = 300
SHORT_WHILE = 50

# Each kind of element is drawn by a script of its own that the browser fetches when it first meets that kind; until then a grey
# bar stands in its place, also when the run that sent it is long over.
UNREST = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
    if (app?.dataset.testScriptState !== 'notRunning') return `the script is ${app?.dataset.testScriptState ?? 'not there'}`;
    if (!document.querySelector('[data-testid="stMain"] [data-testid="stElementContainer"]')) return 'nothing is on the page';
    const waiting = shown('[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]');
    if (waiting.length) return `${waiting.length} parts are not there yet, the first ${waiting[0].dataset.testid}`;
    const undrawn = shown('.ys-chart').filter(one => !one.dataset.drawn && !one.matches('.ys-missing'));
    if (undrawn.length) return `${undrawn.length} pictures are not drawn`;
    const images = shown('img').filter(one => !one.complete);
    return images.length ? `${images.length} images are not loaded` : null;
}"""
# A click is answered by a run that begins some time later, while the page still looks at rest: so its beginnings are counted.
RUNS = """window.runs = 0;
new MutationObserver(changes => { window.runs += changes.filter(one => one.oldValue === 'notRunning').length; }).observe(
    document, {subtree: true, attributes: true, attributeFilter: ['data-test-script-state'], attributeOldValue: true});"""


def patient_context(browser: Browser, **how: Any) -> BrowserContext:
    """A visitor of one's own, whose every step has the same patience, and whose pages count their runs."""
    context = browser.new_context(**how)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(RUNS)
    return context


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """Waits for the run that is asked for inside, and for the page's rest after it; before, the page is at rest."""
    before = page.evaluate("runs")
    yield
    deadline = time.monotonic() + PATIENCE / 1_000
    while page.evaluate("runs") == before:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{page.url} did not run again")
        page.wait_for_timeout(SHORT_WHILE)
    settled(page)


def settled(page: Page) -> Page:
    """The page at rest: no script runs, everything is drawn, and so it stays for a moment, for a run may begin when another ends.

    The network is not asked: Streamlit looks at a download's address without reading the answer, so that the network may never be
    idle on a page with a download. The page is asked again and again from outside, for a condition that waits inside it is text
    that the page's own policy does not let run.
    """
    deadline = time.monotonic() + PATIENCE / 1_000
    for _ in range(2):
        while unrest := page.evaluate(UNREST):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{page.url} did not come to rest: {unrest}")
            page.wait_for_timeout(SHORT_WHILE)
        page.wait_for_timeout(A_MOMENT)
    return page
