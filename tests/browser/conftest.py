"""A real server on a port of its own, with a data folder of its own, and a real Chromium that hears every console error.

``YARDSTICK_SLOW_SERVER=1`` slows every server on purpose: whoever waits for the page does not mind.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from gallery.patience import PATIENCE, patient_context
from tests.running_server import running_server

pytest.register_assert_rewrite("tests.browser.screen", "tests.browser.tours")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# The console tells of a breach of the policy only where the browser deems it worth an error.
LISTEN = """addEventListener('securitypolicyviolation', event =>
    console.error(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}`));"""
expect.set_options(timeout=PATIENCE)


def chromium_path() -> str:
    """Chromium on this machine; without one the test fails on a build server and is skipped, saying why, elsewhere."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    missing = f"no Chromium found (looked for {', '.join(CHROMIUM_NAMES)}); install one to run the browser tests"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts a server with a fresh data folder and returns its address; all of them end with the tests."""
    with ExitStack() as started:

        def start(script: str = "app.py", **environment: str) -> str:
            home = tmp_path_factory.mktemp("yardstick")
            return started.enter_context(running_server(home, script, **environment))

        yield start


@pytest.fixture(scope="session")
def server(start_server: Callable[..., str]) -> str:
    """The address of a server on the embedded sample, shared by the tests that change nothing."""
    return start_server()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages in a context of their own, under the policy that visitors get; an error in any console fails the test."""
    errors: list[str] = []
    contexts = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    def open_one(url: str, *, width: int = 1440, height: int = 900, dark: bool = False) -> Page:
        context = patient_context(
            browser,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contexts.append(context)
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == [], "the browser console reported errors"
