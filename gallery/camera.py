"""How is a whole page photographed when it is at rest, and stored small?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from gallery.patience import patient_context, rerun, settled
from gallery.views import View

WIDE, PHONE = 1440, 390
TALLEST, TOP = 4_000, 1_160
QUALITY = 58
CONTENT_HEIGHT = (
    """() => Math.ceil(document.querySelector('[data-testid="stMainBlockContainer"]').getBoundingClientRect().height)"""
)


@contextmanager
def opened(browser: Browser, address: str, view: View, *, width: int) -> Iterator[Page]:
    """The view at rest, in a browser context of its own, without motion."""
    context = patient_context(
        browser,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}/{view.address}")
    settled(page)
    if view.tab is not None:
        with rerun(page):
            page.get_by_role("tab", name=view.tab, exact=True).click()
    yield page
    context.close()


def lit(page: Page, dark: bool) -> None:
    """The page in light or dark, without a new run."""
    page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    settled(page)


def photograph(page: Page) -> Image.Image:
    """The page in its whole length, up to ``TALLEST`` pixels."""
    viewport = page.viewport_size
    assert viewport is not None
    for _ in range(2):
        height = min(max(int(page.evaluate(CONTENT_HEIGHT)), 900), TALLEST)
        page.set_viewport_size({"width": viewport["width"], "height": height})
        settled(page)
    return Image.open(BytesIO(page.screenshot()))


def store(picture: Image.Image, file: Path) -> None:
    """As WebP: the whole gallery stays at a few megabytes."""
    picture.convert("RGB").save(file, "WEBP", quality=QUALITY, method=6)


def store_top(picture: Image.Image, file: Path) -> None:
    """What is seen first, as PNG."""
    picture.convert("RGB").crop((0, 0, picture.width, TOP)).save(file, optimize=True)
