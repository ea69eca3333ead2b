"""Is everything that is imported named among the requirements, and its licence among the documents?"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from importlib.metadata import metadata
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
OURS = {path.name for path in PROJECT.iterdir() if path.is_dir()} | {"app", "dashboard"}
PRODUCT = ("app.py", "dashboard.py", "core", "data", "studies", "api", "ui", "pages", "audit")
TESTED = ("tests", "gallery")
TIMED = ("timing",)
INSTALLED_AS = {"PIL": "pillow", "empyrical": "empyrical-reloaded"}
"""Packages whose import has another name than what is installed."""


def plain_name(name: str) -> str:
    """A distribution's name as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).casefold()


@cache
def imported_by(place: str) -> frozenset[str]:
    """The distributions that a file, or any file below a folder, imports; the standard library and ours left out."""
    start = PROJECT / place
    tops: set[str] = set()
    for path in start.rglob("*.py") if start.is_dir() else (start,):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                tops |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                tops.add(str(node.module).split(".")[0])
    return frozenset(plain_name(INSTALLED_AS.get(top, top)) for top in tops - OURS - sys.stdlib_module_names)


@cache
def requirements(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """What a requirements file pins, and what its heading names as asked for directly."""
    lines = (PROJECT / name).read_text("utf-8").splitlines()
    pinned = {plain_name(line.split("==")[0]) for line in lines if "==" in line}
    heading = " ".join(line[1:] for line in lines if line.startswith("#"))
    return frozenset(pinned), frozenset(map(plain_name, re.findall(r"[A-Za-z][\w-]*", heading)))


@pytest.mark.parametrize(
    ("places", "files"),
    [
        (PRODUCT, ("requirements.txt",)),
        (TESTED, ("requirements.txt", "requirements-dev.txt")),
        (TIMED, ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt")),
    ],
)
def test_every_import_is_pinned_and_named_as_asked_for(places: tuple[str, ...], files: tuple[str, ...]) -> None:
    imported = frozenset[str]().union(*map(imported_by, places))
    pinned, asked = (frozenset[str]().union(*sets) for sets in zip(*map(requirements, files), strict=True))
    assert len(imported) >= 5
    assert imported - pinned == set()
    assert imported - asked == set()


def test_nothing_is_pinned_at_run_time_that_only_a_timing_asks_for() -> None:
    peers = imported_by("timing") - frozenset[str]().union(*map(imported_by, (*PRODUCT, *TESTED)))
    assert {"pyxirr", "polars"} <= peers
    assert peers & requirements("requirements.txt")[0] == {"websockets"}  # which Streamlit brings along


def test_every_direct_requirement_has_its_licence_in_the_documents() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)` \| ([^|]+?) \|", (PROJECT / "docs" / "licences.md").read_text("utf-8"), re.MULTILINE
    )
    told = {plain_name(name): licence for name, licence in rows}
    pinned, asked = requirements("requirements.txt")
    assert told.keys() == pinned & asked
    for name, licence in told.items():
        assert licence in stated_licences(name), f"{name} is said to be under {licence}"


def stated_licences(name: str) -> set[str]:
    """What a package's own metadata say of its licence: the expression, the field, and the classifiers' last parts."""
    about = metadata(name)
    classified = {one.rpartition(" :: ")[2] for one in about.get_all("Classifier") or () if "License" in one}
    return {*classified, *filter(None, (about.get("License-Expression"), about.get("License")))}
