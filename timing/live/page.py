"""How long does a person wait? From key press to the redrawn line, and from the address to the painted page, in a real Chromium.

python -m timing.live.page [presses] [visits]
"""

from __future__ import annotations

import shutil
import statistics
import sys

from playwright.sync_api import Browser, Page, sync_playwright

from timing.live.server import live_server

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
PLOT = "document.querySelector('.st-key-wealth .js-plotly-plot')"
DRAWN = f"{PLOT}?._fullData?.length >= 5"
WATCH = f"""() => {{
    window.pressed = window.redrawn = null;
    addEventListener('keydown', () => (window.pressed = performance.now()), {{capture: true, once: true}});
    new MutationObserver((_, watch) => {{
        watch.disconnect();
        requestAnimationFrame(() => (window.redrawn = performance.now()));
    }}).observe({PLOT}.closest('.ys-chart'), {{attributes: true, attributeFilter: ['data-drawn']}});
}}"""
HEADLINE = "document.querySelector('.st-key-ys-headline p')?.offsetHeight > 0"
MILESTONES = f"""
    window.seen = {{}};
    const look = () => {{
        if ({HEADLINE}) seen.headline ??= performance.now();
        if ({DRAWN}) seen.picture ??= performance.now();
        if (!seen.picture) requestAnimationFrame(look);
    }};
    requestAnimationFrame(look);
"""
SEEN = """() => [performance.getEntriesByName('first-contentful-paint')[0].startTime, seen.headline, seen.picture]"""
WHAT_IS_SEEN = ("something painted (first contentful paint)", "headline readable", "picture drawn")


def opened(browser: Browser, address: str) -> Page:
    """The page in a context of its own (nothing cached), its main picture drawn."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True).new_page()
    page.add_init_script(MILESTONES)
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.seen?.picture")
    return page


def key_to_line(page: Page) -> float:
    """Milliseconds from a key press on the slider to the frame with the redrawn line."""
    page.evaluate(WATCH)
    page.locator('[data-testid="stSlider"] input[type="range"]').focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("window.redrawn !== null")
    return float(page.evaluate("window.redrawn - window.pressed"))


def visit(browser: Browser, address: str) -> list[float]:
    """Milliseconds from the address until each of ``WHAT_IS_SEEN``, for a first visitor."""
    page = opened(browser, address)
    times = [float(time) for time in page.evaluate(SEEN)]
    page.context.close()
    return times


def show(what: str, milliseconds: list[float]) -> None:
    print(
        f"{what:<70} median {statistics.median(milliseconds):6.0f} ms   ({min(milliseconds):.0f} to {max(milliseconds):.0f})"
    )


def measure(presses: int, visits: int) -> None:
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with live_server() as server, sync_playwright() as playwright:
        address = f"http://127.0.0.1:{server.port}/portfolio-vs-benchmark"
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        print(f"{'server answers after':<70} {server.started_in * 1e3:13.0f} ms")
        visit(browser, address)  # the first visitor fills the caches
        times = [visit(browser, address) for _ in range(visits)]
        for what, seen in zip(WHAT_IS_SEEN, zip(*times, strict=True), strict=True):
            show(f"warm server, empty browser: {what}", list(seen))
        page = opened(browser, address)
        key_to_line(page)
        show("risk-free slider: key press to redrawn line", [key_to_line(page) for _ in range(presses)])
        browser.close()


if __name__ == "__main__":
    arguments = [int(one) for one in sys.argv[1:]]
    measure(*(arguments + [20, 5][len(arguments) :]))
