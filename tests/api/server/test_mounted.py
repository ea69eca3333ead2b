"""Does the API answer where people reach it: below /api, in the one process that serves the dashboard too?"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

PROJECT = Path(__file__).parent.parent.parent.parent
LONGEST_START = 90


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait_until_up(server: httpx2.Client, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if server.get("/api/health").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the server did not come up: {log.read_text(errors='replace')[-2000:]}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of the real server, started as people start it, on an empty database of its own."""
    home, port = tmp_path_factory.mktemp("server"), free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("YARDSTICK_")}
    environment |= {"YARDSTICK_HOME": str(home), "YARDSTICK_SAMPLE": "off"}
    options = ["--server.port", str(port), "--server.headless", "true"]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", *options]
    log = home / "server.log"
    with log.open("wb") as output, httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_up(client, process, log)
            yield client
        finally:
            process.terminate()
            process.wait(timeout=30)


def test_health_docs_and_their_links_work_where_they_are_mounted(server: httpx2.Client) -> None:
    assert server.get("/api/health").json() == {"status": "ok", "service": "yardstick"}
    page = server.get("/api/docs")
    assert "<code>/api/v1/portfolios</code>" in page.text
    assert 'href="/api/openapi.json"' in page.text
    document = server.get("/api/openapi.json").json()
    assert document["servers"] == [{"url": "/api"}]


def test_the_page_of_the_api_can_be_shown_under_the_content_security_policy(server: httpx2.Client) -> None:
    page = server.get("/api/docs")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in page.headers["Content-Security-Policy"]
    assert "<style>" in page.text


def test_a_portfolio_is_stored_and_found_again(server: httpx2.Client) -> None:
    answered = server.post("/api/v1/portfolios", json={"name": "Mine", "base_currency": "USD"})
    assert answered.status_code == 201
    assert answered.headers["Location"] == f"/api/v1/portfolios/{answered.json()['id']}"
    assert server.get(answered.headers["Location"]).json()["name"] == "Mine"
    assert answered.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"X-Forwarded-For": "127.0.0.1"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Origin": "http://evil.example"}, 403),
    ],
)
def test_the_guard_stands_before_the_mounted_routes(
    server: httpx2.Client, headers: dict[str, str], status: int
) -> None:
    answered = server.get("/api/v1/portfolios", headers=headers)
    assert answered.status_code == status
    assert ("error" in answered.json()) == (status == 403)


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/", "/api/v1", "/api/docs/x"])
def test_an_unknown_address_below_api_is_answered_in_json(server: httpx2.Client, path: str) -> None:
    answered = server.get(path)
    assert (answered.status_code, answered.json()["error"]["code"]) == (404, "not_found")


def test_an_oversized_body_is_refused_below_the_mount_too(server: httpx2.Client) -> None:
    answered = server.post("/api/v1/prices", content=b" " * (17 * 2**20), headers={"Content-Type": "application/json"})
    assert (answered.status_code, answered.json()["error"]["code"]) == (413, "too_large")
