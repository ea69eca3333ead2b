"""Do the documents tell the truth? Every page and route has its words, every link leads somewhere, every example is run."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from api.app import create_api
from core import VERSION

PROJECT = Path(__file__).parent.parent
API = PROJECT / "docs" / "api.md"
DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])
PAGES = sorted(path.stem for path in (PROJECT / "pages").glob("*.py") if path.stem != "__init__")
EXAMPLE = re.compile(
    r"```http\n(?P<method>[A-Z]+) (?P<path>\S+)\n(?P<body>.*?)```(?:\n```json\n(?P<answer>.*?)```)?", re.DOTALL
)


@dataclass(frozen=True)
class Example:
    """One request of the API's page, and the part of the answer that the page shows."""

    method: str
    path: str
    body: str
    answer: str | None


def examples() -> list[Example]:
    return [
        Example(*match.group("method", "path", "body", "answer")) for match in EXAMPLE.finditer(API.read_text("utf-8"))
    ]


def made_id(answer: Any) -> str:
    """The id of what was made, in a plain answer or in a JSON:API document; empty where nothing was."""
    document = answer.get("data", answer) if isinstance(answer, dict) else {}
    return str(document.get("id", "")) if isinstance(document, dict) else ""


def operations() -> Iterator[tuple[str, str]]:
    """Every method and path of the OpenAPI document, as it is reached from outside."""
    for path, methods in create_api().openapi()["paths"].items():
        for method in methods:
            yield method.upper(), f"/api{path}"


def shown_in(shown: Any, actual: Any) -> bool:
    """Whether ``actual`` is what the document shows: it may hold more fields, and … stands for anything."""
    if shown == "…":
        return True
    if isinstance(shown, dict):
        return isinstance(actual, dict) and all(key in actual and shown_in(shown[key], actual[key]) for key in shown)
    if isinstance(shown, list):
        more = shown[-1:] == ["…"]
        wanted = shown[:-1] if more else shown
        fits = isinstance(actual, list) and (len(actual) > len(wanted) if more else len(actual) == len(wanted))
        return fits and all(shown_in(one, other) for one, other in zip(wanted, actual, strict=False))
    if isinstance(shown, float):
        return actual == pytest.approx(shown, rel=1e-9, abs=1e-12)
    return bool(shown == actual)


def test_every_example_of_the_api_is_answered_as_it_says(sample_engine: Engine) -> None:
    server = Starlette(routes=[Mount("/api", create_api(sample_engine))])
    client = TestClient(server, base_url="http://localhost", client=("127.0.0.1", 1))
    given_ids: dict[str, str] = {}
    assert len(examples()) >= 8
    for example in examples():
        path, shown, body = example.path, example.answer or "null", example.body
        for told, given in given_ids.items():
            path, shown, body = (text.replace(told, given) for text in (path, shown, body))
        headers = {"Content-Type": "application/json"}
        answered = client.request(example.method, path, content=body.strip() or None, headers=headers)
        assert answered.status_code < 300, f"{example.method} {path}: {answered.text}"
        written = answered.headers.get("content-type", "").startswith(("application/json", "application/vnd.api+json"))
        actual = answered.json() if answered.content and written else None
        if example.method == "POST" and (made := made_id(actual)):
            told = made_id(json.loads(shown))
            given_ids[told] = made
            shown = shown.replace(told, made)
        assert shown_in(json.loads(shown), actual), f"{example.method} {path} answered {answered.text[:2000]}"


def test_the_comparison_of_examples_can_fail() -> None:
    assert shown_in({"a": 1, "b": [{"c": 2.0}, "…"]}, {"a": 1, "b": [{"c": 2.0, "d": 3}, {}], "e": 4})
    for shown, actual in [({"a": 1}, {"a": 2}), ({"a": 1}, {}), ([1], [1, 2]), ([1, "…"], [1]), (1.0, 1.1), (None, 0)]:
        assert not shown_in(shown, actual)


def test_the_error_that_the_page_shows_is_the_one_that_comes(engine: Engine) -> None:
    client = TestClient(create_api(engine), base_url="http://localhost", client=("127.0.0.1", 1))
    section = API.read_text("utf-8").partition("## Errors")[2]
    shown = json.loads(section.partition("```json\n")[2].partition("```")[0])
    assert client.get("/v1/portfolios/no-such-id").json() == shown


@pytest.mark.parametrize(("method", "path"), list(operations()))
def test_every_route_has_its_section_and_an_example(method: str, path: str) -> None:
    assert f"## `{method} {path}`\n" in API.read_text("utf-8")
    address = re.compile(re.sub(r"\\{\w+\\}", r"[^/?]+", re.escape(path)) + r"(\?.*)?")
    assert any(example.method == method and address.fullmatch(example.path) for example in examples())


def test_every_section_of_the_api_is_a_route() -> None:
    told = set(re.findall(r"^## `([A-Z]+) (\S+)`$", API.read_text("utf-8"), re.MULTILINE))
    assert told == set(operations())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if not re.match(r"[a-z]+:|#", target):
            assert (document.parent / target.partition("#")[0]).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_its_guide_and_the_readme_leads_to_it(page: str) -> None:
    guides = [path for path in (PROJECT / "docs" / "guide").glob("*.md") if path.stem.replace("-", "_") == page]
    assert len(guides) == 1
    assert f"docs/guide/{guides[0].name}" in (PROJECT / "README.md").read_text("utf-8")


def test_the_readme_names_both_commands_and_leads_to_the_other_documents() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    for told in ("make run", "make test", "docs/methodology.md", "docs/api.md"):
        assert told in readme


def test_every_command_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        for target in re.findall(r"\bmake ([a-z]+)`", document.read_text("utf-8")):
            assert target in targets, f"{document.name} names make {target}"


def test_one_version_is_named_everywhere() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION == create_api().version
    assert f"\n## {VERSION} (" in (PROJECT / "CHANGELOG.md").read_text("utf-8")


def test_no_two_decisions_share_a_number() -> None:
    numbers = [path.name[:4] for path in (PROJECT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers)) >= 2
