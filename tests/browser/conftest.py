"""A real server on a port of its own, with a data folder of its own, and a real Chromium that hears every console error."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from gallery.patience import PATIENCE, patient_context

PROJECT = Path(__file__).parent.parent.parent
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
STARTS_WITHIN_SECONDS = 60
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_healthy(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended by itself:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server did not start within {STARTS_WITHIN_SECONDS} s:\n{log.read_text()}")


@pytest.fixture(scope="session")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Starts a server with a fresh data folder and returns its address; all of them end with the tests."""
    started: list[subprocess.Popen[bytes]] = []

    def start(script: str = "app.py", **environment: str) -> str:
        home, port = tmp_path_factory.mktemp("yardstick"), free_port()
        log = home / "server.log"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("YARDSTICK_")}
        command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                [*command, "--server.headless", "true"],
                cwd=PROJECT,
                env={**inherited, "YARDSTICK_HOME": str(home), **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        started.append(process)
        url = f"http://127.0.0.1:{port}"
        wait_until_healthy(url, process, log)
        return url

    yield start
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=15)


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
    """Opens pages in a context of their own; an error in any console fails the test."""
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
            bypass_csp=True,  # waiting for a condition evaluates text; test_content_security opens every page without this
            accept_downloads=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert errors == [], "the browser console reported errors"
