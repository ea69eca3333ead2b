"""Does every answer carry the headers, and is every door shut? That the pages keep the policy is heard by every visit: see conftest."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request

import pytest

from gallery.patience import PATIENCE
from ui.web.plotly_script import SCRIPT_PATH

pytestmark = pytest.mark.browser

HEADERS = {
    "content-security-policy": "object-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def answer(url: str, method: str = "GET") -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=PATIENCE / 1_000) as found:
            return found.status, {name.lower(): value for name, value in found.headers.items()}
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {name.lower(): value for name, value in error.headers.items()}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/no-such-page", 200),
        ("GET", "/_stcore/health", 200),
        ("GET", SCRIPT_PATH, 200),
        ("GET", "/media/no-such.png", 404),
        ("GET", "/..%2f..%2fetc/passwd", 400),
        ("PUT", "/_stcore/upload_file/nobody/nothing", 403),
        ("POST", "/", 405),
        ("GET", "/api/health", 200),
        ("GET", "/api/no-such", 404),
        ("GET", "/api/docs", 200),
        ("GET", "/api/v1/portfolios", 200),
    ],
)
def test_every_answer_carries_every_header(method: str, path: str, status: int, server: str) -> None:
    found, headers = answer(server + path, method)
    assert found == status
    assert {name for name, value in HEADERS.items() if value not in headers.get(name, "")} == set()
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "'unsafe-eval'" not in headers["content-security-policy"]
    assert (headers.get("cache-control") == "no-store") == path.startswith(("/api/", "/media/"))


def upgrade(server: str, origin: str) -> str:
    """The head of the answer to the opening of a websocket."""
    host = server.removeprefix("http://")
    name, _, port = host.partition(":")
    lines = (
        *("GET /_stcore/stream HTTP/1.1", f"Host: {host}", f"Origin: {origin}", "Connection: Upgrade"),
        *("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="),
    )
    with socket.create_connection((name, int(port)), timeout=PATIENCE / 1_000) as connection:
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        return connection.recv(4096).decode("latin-1").partition("\r\n\r\n")[0].lower()


def test_a_websocket_opens_for_our_own_pages_only_and_with_the_headers(server: str) -> None:
    ours, others = upgrade(server, server), upgrade(server, "http://elsewhere.example")
    assert ours.startswith("http/1.1 101")
    assert "x-content-type-options: nosniff" in ours
    assert others.startswith("http/1.1 403")


def test_streamlit_s_own_doors_for_programs_stay_shut(server: str) -> None:
    assert answer(f"{server}/_stcore/agent/interact", "POST")[0] == 403
