"""Does every arrow point the right way, and does every file keep the house rules? The tree itself is read with ast."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent
PACKAGES = ("core", "data", "ui", "pages", "api", "audit")
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "services"}
SCREEN = {"streamlit", "plotly"}
IMPORT_WHERE_USED = {"yfinance", "curl_cffi", "scipy.stats", "scipy.optimize", "statsmodels", "plotly.express"}

LONGEST_FILE, LONGEST_PAGE, LONGEST_FUNCTION = 400, 110, 60


@dataclass(frozen=True)
class Rule:
    """Which imports a part of the tree must not have; ``only``: the third parties it may have, None for any."""

    never: frozenset[str]
    only: frozenset[str] | None = None


def rule_of(path: str) -> Rule:
    """The row of the design's table that a file falls under (paths relative to the project, with ``/``)."""
    if path.startswith("core/"):
        return Rule(
            frozenset({"data", "ui", "api", "pages", "app", "dashboard"}),
            frozenset({"numpy", "pandas", "scipy", "pyxirr"}),
        )
    if path.startswith("data/"):
        return Rule(frozenset(SCREEN | {"ui", "api", "pages", "fastapi", "starlette", "app", "dashboard"}))
    if path.startswith("ui/charts/") or path in ("ui/charts/theme.py", "ui/wording/number_format.py"):
        return Rule(frozenset({"streamlit", "data", "api", "pages", "sqlalchemy", "app", "dashboard"}))
    if path.startswith("ui/"):
        door = re.fullmatch(r"ui/(\w+_)?(loading|storing)\.py", path)
        data = set() if door else {"data", "sqlalchemy"}
        return Rule(frozenset(data | {"api", "pages", "app", "dashboard"}))
    if path.startswith("audit/"):  # packed with the numbers and run by strangers: the standard library and itself alone
        return Rule(frozenset({"core", "data", "ui", "api", "pages", "app", "dashboard"}), frozenset())
    if path.startswith("pages/"):
        return Rule(frozenset({"data", "plotly", "pages", "api", "sqlalchemy", "fastapi", "app", "dashboard"}))
    if path.startswith("api/"):
        return Rule(frozenset(SCREEN | {"ui", "pages", "app", "dashboard"}))
    return Rule(frozenset())


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every module named in an import anywhere in the file, also inside functions; relative ones as ``.name``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = "." * node.level + (node.module or "")
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def wrong_arrows(path: str, source: str) -> list[str]:
    """What the file imports against its rule."""
    rule, wrong = rule_of(path), []
    for name in imports_of(ast.parse(source)):
        top = name.split(".")[0]
        allowed = rule.only is None or top in rule.only or top in sys.stdlib_module_names or top == path.split("/")[0]
        if top in rule.never or name.startswith(".") or not allowed:
            wrong.append(f"{path} imports {name}")
    return wrong


def files_of(*packages: str) -> list[str]:
    """The Python files below the packages, relative to the project."""
    return sorted(
        str(path.relative_to(PROJECT).as_posix()) for package in packages for path in (PROJECT / package).rglob("*.py")
    )


SOURCES = files_of(*PACKAGES) + [name for name in ("app.py", "dashboard.py") if (PROJECT / name).exists()]


def read(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


def functions_of(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_the_packages_are_there() -> None:
    assert {path.split("/")[0] for path in SOURCES} >= set(PACKAGES)


@pytest.mark.parametrize("path", SOURCES)
def test_no_arrow_points_the_wrong_way(path: str) -> None:
    assert wrong_arrows(path, read(path)) == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("core/x.py", "import streamlit"),
        ("core/x.py", "def f():\n    from data.store import prices"),
        ("core/x.py", "import sqlalchemy.orm"),
        ("core/x.py", "from . import levels"),
        ("data/x.py", "import plotly.graph_objects as go"),
        ("ui/charts/x.py", "import streamlit as st"),
        ("ui/controls.py", "from data.market import benchmark_levels"),
        ("pages/x.py", "from pages import attribution"),
        ("pages/x.py", "import data.store"),
        ("api/x.py", "from ui.theme import ROLE"),
        ("audit/x.py", "import numpy as np"),
        ("audit/x.py", "from core.xirr import xirr"),
    ],
)
def test_the_check_sees_a_wrong_arrow(path: str, source: str) -> None:
    assert wrong_arrows(path, source)


def test_the_check_lets_right_arrows_pass() -> None:
    assert wrong_arrows("core/x.py", "import numpy as np\nfrom core.market.period import Period\nimport math") == []
    assert wrong_arrows("audit/x.py", "import json\nfrom audit.levels import Rates") == []
    assert wrong_arrows("ui/reads/portfolio.py", "from data.market import benchmark_levels\nimport streamlit") == []


@pytest.mark.parametrize("path", SOURCES)
def test_a_module_says_which_question_it_answers(path: str) -> None:
    doc = ast.get_docstring(ast.parse(read(path)))
    assert doc, f"{path} has no docstring"
    assert doc.splitlines()[0].endswith((".", "?", ":")), f"{path}: the first line should be a whole sentence"


@pytest.mark.parametrize("path", files_of(*PACKAGES, "tests", "benchmarks"))
def test_a_file_has_a_name_of_the_field_and_one_subject(path: str) -> None:
    assert not {*Path(path).with_suffix("").parts} & NAMES_THAT_SAY_NOTHING
    if not path.startswith("tests/"):
        assert len(read(path).splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES)
def test_functions_stay_short(path: str) -> None:
    long = [f.name for f in functions_of(path) if (f.end_lineno or 0) - f.lineno + 1 > LONGEST_FUNCTION]
    assert long == [], f"{path}: longer than {LONGEST_FUNCTION} lines"


@pytest.mark.parametrize("path", SOURCES)
def test_heavy_modules_are_imported_where_they_are_used(path: str) -> None:
    tops = [node for node in ast.parse(read(path)).body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {name for node in tops for name in imports_of(node)}
    assert names & IMPORT_WHERE_USED == set()


@pytest.mark.parametrize("path", SOURCES)
def test_no_exception_is_swallowed(path: str) -> None:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.ExceptHandler):
            assert not all(isinstance(one, ast.Pass) for one in node.body), f"{path}:{node.lineno}"
            assert node.type is not None, f"{path}:{node.lineno}: names no exception"


CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "monotonic", "perf_counter"}


@pytest.mark.parametrize("path", files_of("core"))
def test_core_has_no_clock_and_no_disk(path: str) -> None:
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            owner, _, method = name.rpartition(".")
            clock = method in CLOCKS and owner.split(".")[-1] in {"date", "datetime", "time", "Timestamp"}
            assert not clock, f"{path}:{node.lineno}: {name} reads the clock"
            assert name != "open", f"{path}:{node.lineno}: core opens no file"


PAGES = [path for path in files_of("pages") if not path.endswith("__init__.py")]
HARMLESS_AT_IMPORT = (
    ast.Import,
    ast.ImportFrom,
    ast.FunctionDef,
    ast.ClassDef,
    ast.Assign,
    ast.AnnAssign,
    ast.TypeAlias if sys.version_info >= (3, 12) else ast.Assign,
)


def draws_at_import(source: str) -> list[str]:
    """Statements of a page module that would draw when its file is opened directly by its address."""
    tree = ast.parse(source)
    drawn = []
    for node in tree.body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not docstring and not isinstance(node, HARMLESS_AT_IMPORT):
            drawn.append(ast.unparse(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            calls = [n for n in ast.walk(node.value) if isinstance(n, ast.Call)]
            drawn += [ast.unparse(n) for n in calls if ast.unparse(n.func).split(".")[0] in {"st", "streamlit"}]
    return drawn


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_one_function_and_shows_nothing_when_opened_past_the_entry(path: str) -> None:
    source = read(path)
    assert draws_at_import(source) == []
    pages = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == "page"]
    assert len(pages) == 1
    assert not pages[0].args.args
    assert len(source.splitlines()) <= LONGEST_PAGE


def test_the_check_sees_a_page_that_draws_at_import() -> None:
    assert draws_at_import('"""Doc."""\nimport streamlit as st\nst.title("x")')
    assert draws_at_import("import streamlit as st\nx = st.slider('x')")
    assert draws_at_import("if True:\n    import os")
    assert draws_at_import('"""Doc."""\nLIMIT = 3\ndef page() -> None: ...') == []


def test_core_pulls_in_no_scipy_submodule_and_no_screen() -> None:
    modules = [path[:-3].replace("/", ".").removesuffix(".__init__") for path in files_of("core")]
    heavy = "('scipy.stats', 'scipy.optimize', 'streamlit', 'plotly', 'sqlalchemy', 'yfinance')"
    script = f"import sys\nfor m in {modules!r}: __import__(m)\nprint([m for m in {heavy} if m in sys.modules])"
    outcome = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert outcome.stdout.strip() == "[]"
