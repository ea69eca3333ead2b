"""What does every page look like? Renders the gallery into docs/gallery, on the embedded sample, with a server and a browser of its own.

python -m gallery [part of a view's name]
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from gallery.camera import PHONE, WIDE, lit, opened, photograph, store, store_top
from gallery.views import FURTHER_VIEWS, PAGES, View
from timing.live.server import live_server

FOLDER = Path(__file__).parent.parent / "docs" / "gallery"
README_PICTURE = FOLDER.parent / "portfolio-vs-benchmark.png"
LOOKS = ((WIDE, False), (WIDE, True), (PHONE, False), (PHONE, True))
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def file_of(view: View, width: int, dark: bool) -> str:
    return f"{view.name}-{width}-{'dark' if dark else 'light'}.webp"


def take(browser: Browser, address: str, view: View, width: int) -> None:
    """The view's pictures of one width into the folder: light, and, of a page as it opens, dark too."""
    with opened(browser, address, view, width=width) as page:
        for dark in (False, True) if view.tab is None else (False,):
            lit(page, dark)
            picture = photograph(page)
            store(picture, FOLDER / file_of(view, width, dark))
            if (view, width, dark) == (PAGES[1], WIDE, False):
                store_top(picture, README_PICTURE)
            print(file_of(view, width, dark), flush=True)


def take_all(wanted: str) -> None:
    """Every view whose name contains ``wanted``, refused where none does: pages in all looks, further views wide and light."""
    views = [view for view in (*PAGES, *FURTHER_VIEWS) if wanted in view.name]
    if not views:
        names = ", ".join(view.name for view in (*PAGES, *FURTHER_VIEWS))
        sys.exit(f"There is no view with {wanted} in its name. Known are {names}.")
    chromium = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))
    with live_server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        address = f"http://127.0.0.1:{server.port}"
        for view in views:
            for width in (WIDE, PHONE) if view.tab is None else (WIDE,):
                take(browser, address, view, width)
        browser.close()


def contents() -> str:
    """The gallery's own page, in Markdown."""
    parts = [
        "# Every page",
        "",
        "On the embedded sample, at 1440 and 390 pixels, light and dark. `make screenshots` takes them again.",
    ]
    for view in PAGES:
        wide, wide_dark, phone, phone_dark = (
            f'<img src="{file_of(view, *look)}" alt="{view.title}, {look[0]} pixels, {"dark" if look[1] else "light"}">'
            for look in LOOKS
        )
        parts += [
            "",
            f"## {view.title}",
            "",
            "| wide, light | wide, dark | phone, light | phone, dark |",
            "|:-:|:-:|:-:|:-:|",
            f"| {wide} | {wide_dark} | {phone} | {phone_dark} |",
        ]
    parts += ["", "## Further views"]
    for view in FURTHER_VIEWS:
        parts += ["", f"### {view.title}", "", f"![{view.title}]({file_of(view, WIDE, False)})"]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    take_all(sys.argv[1] if len(sys.argv) > 1 else "")
    (FOLDER / "README.md").write_text(contents(), encoding="utf-8")
