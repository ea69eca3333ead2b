"""Does the API answer where people reach it: below /api, in the one process that serves the dashboard too?"""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from tests.running_server import running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    """A client of the real server on an empty database of its own."""
    with (
        running_server(tmp_path_factory.mktemp("server"), YARDSTICK_SAMPLE="off") as url,
        httpx2.Client(base_url=url, trust_env=False) as client,
    ):
        yield client


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
