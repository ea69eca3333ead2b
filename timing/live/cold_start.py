"""How long from starting the program to reading the first answer? Process start, server up, first page in a real Chromium.

python -m timing.live.cold_start [starts]
"""

from __future__ import annotations

import shutil
import statistics
import sys
import time

from playwright.sync_api import Browser, sync_playwright

from timing.live.page import ARGUMENTS, MILESTONES
from timing.live.server import live_server

STEPS = ("server answers", "first contentful paint", "headline readable")
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def start(browser: Browser, page_name: str) -> list[float]:
    """Seconds from the process' start until each of ``STEPS``, on a data folder that does not exist yet."""
    begun = time.perf_counter()
    with live_server() as server:
        answered = time.perf_counter() - begun
        context = browser.new_context(viewport={"width": 1440, "height": 900}, bypass_csp=True)
        page = context.new_page()
        page.add_init_script(MILESTONES)
        asked = time.perf_counter() - begun
        page.goto(f"http://127.0.0.1:{server.port}/{page_name}", wait_until="commit")
        page.wait_for_function("window.seen?.headline", timeout=90_000)
        seen = page.evaluate(f"[{FIRST_PAINT}, seen.headline]")
        context.close()
        return [answered, *(asked + milliseconds / 1e3 for milliseconds in seen)]


def measure(starts: int) -> None:
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for page_name in ("", "portfolio-vs-benchmark"):
            times = [start(browser, page_name) for _ in range(starts)]
            for step, seconds in zip(STEPS, zip(*times, strict=True), strict=True):
                what = f"{page_name or 'overview'}: {step}"
                print(
                    f"{what:<50} median {statistics.median(seconds):5.2f} s   ({min(seconds):.2f} to {max(seconds):.2f})"
                )
        browser.close()


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
