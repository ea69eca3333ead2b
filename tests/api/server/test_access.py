"""Who is answered? The matrix of token, peer, headers and address."""

from __future__ import annotations

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from api.app import create_api
from api.server.access import FORWARDING_HEADERS, host_name, is_loopback, refusal_without_token

TOKEN = "a long secret"
GUARDED = "/v1/nothing-here"  # an address without a route: 404 once the guard lets the request through


def answer(
    client: tuple[str, int] | None = ("127.0.0.1", 50_000),
    base_url: str = "http://localhost:8501",
    headers: dict[str, str] | None = None,
    token: str = "",
    path: str = GUARDED,
    method: str = "GET",
) -> int:
    api = TestClient(create_api(token=token), base_url=base_url, client=client)
    return api.request(method, path, headers=headers).status_code


HERE = ("127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1")
ELSEWHERE = ("192.168.1.20", "10.0.0.1", "0.0.0.0", "2001:db8::1", "::ffff:10.0.0.1", "testclient", "")


@pytest.mark.parametrize(("peer", "status"), [*((one, 404) for one in HERE), *((one, 403) for one in ELSEWHERE)])
def test_without_a_token_only_a_program_on_this_machine_is_answered(peer: str, status: int) -> None:
    assert answer(client=(peer, 50_000)) == status


@pytest.mark.parametrize("header", [*FORWARDING_HEADERS, "X-FORWARDED-FOR", "Forwarded", "Via"])
@pytest.mark.parametrize("told", ["127.0.0.1", ""])
def test_a_forwarded_request_is_not_a_direct_one_in_any_case_and_even_empty(header: str, told: str) -> None:
    assert answer(headers={header: told}) == 403


OURS = ("localhost", "localhost:8501", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8501", "LOCALHOST")
OTHERS = ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "", "[", "a b")


@pytest.mark.parametrize(("host", "status"), [*((one, 404) for one in OURS), *((one, 403) for one in OTHERS)])
def test_a_name_that_merely_points_here_is_refused(host: str, status: int) -> None:
    assert answer(headers={"Host": host}) == status


def test_of_two_host_names_none_is_believed() -> None:
    for hosts in ((b"localhost", b"evil.example"), ()):
        refusal = refusal_without_token("127.0.0.1", Headers(raw=[(b"host", one) for one in hosts]))
        assert refusal.status == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:9999"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://localhost:8501", "Sec-Fetch-Site": "same-origin"}, 404),
    ],
)
def test_another_web_page_is_refused(headers: dict[str, str], status: int) -> None:
    assert answer(headers=headers, base_url="http://localhost:8501") == status


@pytest.mark.parametrize(
    ("authorization", "status"),
    [
        (f"Bearer {TOKEN}", 404),
        (f"bearer {TOKEN}", 404),
        (None, 401),
        ("", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
        (f"Bearer {TOKEN}x", 401),
        (f"Bearer {TOKEN[:-1]}", 401),
        (f"Basic {TOKEN}", 401),
        (TOKEN, 401),
        ("Bearer gehé\xefm", 401),
    ],
)
@pytest.mark.parametrize("peer", ["127.0.0.1", "203.0.113.9"])
def test_with_a_token_configured_the_token_alone_decides(peer: str, authorization: str | None, status: int) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode("latin-1")}
    api = TestClient(create_api(token=TOKEN), base_url="https://reports.example", client=(peer, 50_000))
    answered = api.get(GUARDED, headers={**headers, "X-Forwarded-For": "198.51.100.7"})  # type: ignore[dict-item]
    assert answered.status_code == status
    assert (answered.headers.get("WWW-Authenticate") == "Bearer") == (status == 401)


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YARDSTICK_API_TOKEN", f" {TOKEN}\n")
    api = TestClient(create_api(), base_url="http://localhost", client=("127.0.0.1", 1))
    assert api.get(GUARDED).status_code == 401
    assert api.get(GUARDED, headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404


@pytest.mark.parametrize("value", ["", "   "])
def test_an_empty_token_is_none_and_opens_nothing(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("YARDSTICK_API_TOKEN", value)
    api = TestClient(create_api(), base_url="http://localhost", client=("203.0.113.9", 1))
    assert api.get(GUARDED, headers={"Authorization": "Bearer "}).status_code == 403


@pytest.mark.parametrize("path", ["/docs", "/openapi.json"])
def test_the_description_is_open_to_all_who_read(path: str) -> None:
    assert answer(client=("203.0.113.9", 1), path=path) == 200
    assert answer(token=TOKEN, path=path) == 200
    assert answer(client=("203.0.113.9", 1), path=path, method="POST") == 403


@pytest.mark.parametrize("path", ["/docs/", "/docs/../v1/portfolios", "//docs", "/health/x", "/v1/portfolios", "/", ""])
def test_nothing_else_is_open(path: str) -> None:
    assert answer(client=("203.0.113.9", 1), path=path) == 403


def test_no_other_web_page_may_read_an_answer() -> None:
    api = TestClient(create_api(), base_url="http://localhost", client=("127.0.0.1", 1))
    preflight = {"Origin": "http://evil.example", "Access-Control-Request-Method": "POST"}
    for answered in (api.options("/v1/portfolios", headers=preflight), api.get("/docs")):
        assert not [name for name in answered.headers if name.startswith("access-control")]


def test_a_refusal_has_the_shape_of_every_error_and_says_what_to_do() -> None:
    api = TestClient(create_api(), base_url="http://localhost", client=("203.0.113.9", 1))
    error = api.get(GUARDED).json()["error"]
    assert error["code"] == "forbidden"
    assert "YARDSTICK_API_TOKEN" in error["message"]
    assert error["details"] == {}


@pytest.mark.parametrize(
    ("host", "expected"), [("::1%lo", True), ("[::1]", True), ("localhost.", True), ("127.1", False)]
)
def test_loopback_names(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_broken_host_header_names_nobody() -> None:
    assert host_name("[::1") == ""
