"""Do the documents tell the truth? Every page and route has its words, every link leads somewhere, every example is run."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
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


FOLDERS = ("api", "audit", "core", "data", "docs", "gallery", "pages", "studies", "tests", "timing", "ui")
PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w./*-]*|[\w-]+\.(?:py|js|css|toml)")
MODULE = re.compile(rf"(?:{'|'.join(FOLDERS)})(?:\.\w+)+")
JOURNEYS = PROJECT / "docs" / "journeys.md"


def without_examples(text: str) -> str:
    """A document without its blocks of code: what is left speaks of the project."""
    return re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)


def named_in(text: str) -> Iterator[str]:
    """Every word between back-quotes."""
    for quoted in re.findall(r"`([^`\n]+)`", without_examples(text)):
        yield from quoted.split()


@cache
def file_names() -> frozenset[str]:
    """The name of every file of the project, wherever it lies."""
    return frozenset(path.name for folder in FOLDERS for path in (PROJECT / folder).rglob("*")) | {
        path.name for path in PROJECT.iterdir()
    }


@cache
def definitions(path: Path) -> frozenset[str]:
    """What a module defines: functions, classes, constants, and methods as ``Class.method``."""
    found: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)}
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            found.add(node.target.id)
    return frozenset(found)


def is_there(path: str) -> bool:
    """Whether a path from the project's root, a pattern of such, or a bare file name leads to something."""
    return any(PROJECT.glob(path.rstrip("/"))) if "/" in path else path in file_names()


def is_module(name: str) -> bool:
    """Whether a dotted name is a module or package of the project, or something that one defines."""
    place = PROJECT.joinpath(*name.split("."))
    above = (
        place.parent.with_suffix(".py") if place.parent.with_suffix(".py").exists() else place.parent / "__init__.py"
    )
    return place.is_dir() or place.with_suffix(".py").exists() or (above.exists() and place.name in definitions(above))


def lost_names(text: str) -> list[str]:
    """What a document names in back-quotes as a file or module of the project and that is not there."""
    words = list(named_in(text))
    files = [word for word in words if PATH.fullmatch(word) and not is_there(word)]
    return files + [
        word for word in words if MODULE.fullmatch(word) and not PATH.fullmatch(word) and not is_module(word)
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_and_module_that_a_document_names_exists(document: Path) -> None:
    assert lost_names(document.read_text("utf-8")) == []


def test_the_check_sees_a_name_that_leads_nowhere() -> None:
    there = "`core/errors.py` `core/` `ui/charts/*.py` `app.py` `python -m data.refresh SPY` `core.errors.NotFound` `a/b.py`"
    assert lost_names(there) == []
    assert lost_names("```\n`core/lost.py`\n```") == []
    for name in ("core/lost.py", "lost.py", "ui/*loading.py", "core.lost", "core.errors.Lost", "tests/lost/"):
        assert lost_names(f"See `{name}`.") == [name]


def stops() -> list[tuple[str, str]]:
    """Every file and function of the journeys."""
    rows = re.findall(r"^\| `([\w/.]+)` \| (.+) \|$", JOURNEYS.read_text("utf-8"), re.MULTILINE)
    return [(path, name) for path, names in rows for name in re.findall(r"`([\w.]+)`", names)]


def test_every_stop_of_a_journey_is_a_function_of_that_file() -> None:
    assert len(stops()) >= 50
    for path, name in stops():
        assert name in definitions(PROJECT / path), f"{path} has no {name}"


def test_every_journey_says_how_many_stops_it_has() -> None:
    sections = JOURNEYS.read_text("utf-8").split("\n## ")[1:]
    assert len(sections) == 5
    for section in sections:
        told = re.match(r".* \((\d+) stops\)\n", section)
        assert told, section.partition("\n")[0]
        rows = re.findall(r"^\| `[\w/.]+` \| (.+) \|$", section, re.MULTILINE)
        counted = sum(int(times or 1) for row in rows for times in re.findall(r"`[\w.]+`(?: ×(\d+))?", row))
        assert int(told[1]) == counted, section.partition("\n")[0]
