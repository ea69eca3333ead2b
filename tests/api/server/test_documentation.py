"""Does the API describe itself, without a script and without asking another server for anything?"""

from __future__ import annotations

import re
from html import escape

from starlette.testclient import TestClient

from api.server.documentation import page_of


def test_the_page_shows_every_route_and_its_fields(client: TestClient) -> None:
    page, document = client.get("/docs"), client.get("/openapi.json").json()
    assert page.headers["content-type"].startswith("text/html")
    assert len(document["paths"]) >= 4
    for path, operations in document["paths"].items():
        assert f"<code>{path}</code>" in page.text
        for operation in operations.values():
            assert escape(operation["summary"]) in page.text
    for field in ("transactions[].fair_market_value", "deposits[].rate", "My shares"):
        assert field in page.text


def test_the_page_loads_nothing_and_runs_nothing(client: TestClient) -> None:
    text = client.get("/docs").text
    assert not re.search(
        r"<(script|link|img|iframe|object|form)\b|\bon\w+=|url\(|@import|javascript:", text, re.IGNORECASE
    )
    assert re.findall(r'href="([^"]*)"', text) == ["/openapi.json"]


def test_names_in_the_document_are_shown_not_interpreted() -> None:
    nasty = "<script>alert(1)</script>"
    operation = {
        "summary": nasty,
        "description": f"`{nasty}`",
        "tags": [nasty],
        "responses": {"200": {"description": nasty}},
    }
    page = page_of({"info": {"title": nasty, "description": nasty}, "paths": {f"/{nasty}": {"get": operation}}})
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 6


def test_addresses_carry_the_place_where_the_api_is_mounted(client: TestClient) -> None:
    page = page_of(client.get("/openapi.json").json(), "/api")
    assert "<code>/api/v1/portfolios</code>" in page
    assert 'href="/api/openapi.json"' in page


def test_every_operation_says_what_it_does_and_what_it_answers(client: TestClient) -> None:
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method, operation in operations.items():
            assert operation.get("summary"), f"{method} {path}"
            assert operation.get("description"), f"{method} {path}"
            assert operation.get("tags"), f"{method} {path}"


def test_what_contains_itself_is_shown_once() -> None:
    node = {"properties": {"name": {"type": "string"}, "parts": {"items": {"$ref": "#/components/schemas/Node"}}}}
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Node"}}}}
    operation = {"summary": "Tree", "responses": {"200": {"description": "A tree", **answer}}}
    document = {
        "info": {"title": "x"},
        "paths": {"/tree": {"get": operation}},
        "components": {"schemas": {"Node": node}},
    }
    page = page_of(document)
    assert "list of Node" in page
    assert "parts[].name" not in page
