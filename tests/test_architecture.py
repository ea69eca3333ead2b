"""Is the house as designed: every module in its place, every arrow downwards, every name a noun or a verb of the field?

Each rule is one test over the whole tree and names every fault at once. Below them, the rules are shown to see what they should.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PRODUCT = ("core", "data", "studies", "api", "ui", "pages", "audit")

FLOORS: tuple[tuple[str, ...], ...] = (
    ("core.wording",),
    ("core.errors",),
    ("core.market",),
    ("core.returns",),
    ("core.benchmark", "core.ledger", "core.statistics"),
    ("core.valuation",),
    ("core.same_money", "core.allocation"),
    ("core.category", "core.index", "core.conventions", "core.peers", "core.audit_pack"),
    ("core.attribution",),
    ("core.self_check",),
    ("data",),
    ("studies",),
    ("ui.wording",),
    ("ui.charts",),
    ("ui.web",),
    ("api", "ui.reads"),
    ("ui.writes",),
    ("ui.widgets",),
    ("ui.choices",),
    ("ui.views",),
    ("pages",),
)
"""From the ground up: a place imports only from floors below its own, never from its neighbour."""
FLOOR_OF = {place: floor for floor, places in enumerate(FLOORS) for place in places}

DOORS = {"ui.reads", "ui.writes"}  # of ui, these alone know of data and studies
PLACES_OF: Mapping[str, set[str]] = {  # a third party, and who alone may import it
    "fastapi": {"api"},
    "starlette": {"api", "ui.web"},
    "sqlalchemy": {"data", "studies", "api", "ui.reads"},
    "pandas": {"data", "ui.widgets", "ui.views"},
    "plotly": {"ui.web"},
    "streamlit": {"ui.web", "ui.reads", "ui.writes", "ui.widgets", "ui.choices", "ui.views", "pages"},
}
BESIDE_THE_PRODUCT = {"gallery", "tests", "timing"}
IMPORT_WHERE_USED = {"yfinance", "curl_cffi", "scipy.stats", "scipy.optimize", "statsmodels", "plotly.express"}
HEAVY = ("scipy.", "pandas", "streamlit", "plotly", "sqlalchemy", "yfinance", "requests", "curl_cffi", "fastapi")
THIRD_PARTIES_OF_CORE = {"numpy", "scipy"}

MODULES_IN_A_FOLDER = 14
LONGEST_FILE, LONGEST_PAGE, LONGEST_FUNCTION = 400, 110, 60
NAMES_THAT_SAY_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "service", "services"}
PARTICLES_AND_PRONOUNS = {
    *("beside", "landed", "told", "tell", "said", "saying", "mine", "whole", "found", "own", "one", "kept", "asked"),
    *("given", "shown", "under", "above", "below", "together", "written", "every", "inside", "outside", "looked_up"),
    *("this", "that", "it", "such", "meant", "answered", "silent", "calling", "meaning", "less", "more", "single"),
    *("each", "its", "apart", "late", "across", "how"),
}
NOUNS_OF_FIELDS = {"meaning"}
KEYS_OF_ANSWERS = {"Identity.found", "ChartPoints.shown"}


def files_of(*packages: str) -> list[str]:
    """The Python files below the packages, relative to the project."""
    return sorted(path.relative_to(PROJECT).as_posix() for name in packages for path in (PROJECT / name).rglob("*.py"))


SOURCES = [*files_of(*PRODUCT), "app.py", "dashboard.py"]


@cache
def read(path: str) -> str:
    return (PROJECT / path).read_text(encoding="utf-8")


@cache
def parsed(path: str) -> ast.Module:
    return ast.parse(read(path))


def module_of(path: str) -> str:
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")


def place_of(module: str) -> str:
    """``core`` and ``ui`` are told apart by package, everything else is one place."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] in ("core", "ui") else parts[0]


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every name imported anywhere in the file, also inside functions; relative ones begin with a dot."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ("." * node.level + f"{node.module or ''}.{alias.name}" for alias in node.names)


def wrong_arrow(module: str, name: str) -> bool:
    """Whether ``module`` may not import ``name``."""
    if name.startswith("."):
        return True
    here, top = place_of(module), name.split(".")[0]
    if here == "audit":  # packed with the numbers and run by strangers: the standard library and itself alone
        return top not in sys.stdlib_module_names and top != "audit"
    if here in ("app", "dashboard"):
        return top in BESIDE_THE_PRODUCT
    if here not in FLOOR_OF:  # the first lines of core and of ui, which every arrow into them runs
        return top not in sys.stdlib_module_names
    if top in PRODUCT:
        return _wrong_inside(here, name)
    if top in {"app", "dashboard"} | BESIDE_THE_PRODUCT:
        return True
    return _wrong_third_party(here, top)


def _wrong_inside(here: str, name: str) -> bool:
    there = place_of(name)
    if here == "pages" == there or (here == "api" and name.startswith(("ui.", "data.sources."))):
        return True
    if there == here or name == "core.VERSION":
        return False
    if here.startswith("ui.") and there in {"data", "studies"}:
        return here not in DOORS
    if here == "pages" and there in {"data", "studies"}:
        return True
    return there not in FLOOR_OF or FLOOR_OF[there] >= FLOOR_OF[here] or (there == "api" and here != "api")


def _wrong_third_party(here: str, top: str) -> bool:
    if here.startswith("core."):
        return top not in THIRD_PARTIES_OF_CORE and top not in sys.stdlib_module_names
    return here not in PLACES_OF.get(top, {here})


def functions_of(path: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


# The rules


def test_every_module_has_a_place() -> None:
    """A new folder of ``core`` or ``ui`` has to say on which floor it stands, and a new top folder too."""
    homeless = [path for path in SOURCES if place_of(module_of(path)) not in {*FLOOR_OF, "audit", "app", "dashboard"}]
    assert [path for path in homeless if path not in ("core/__init__.py", "ui/__init__.py")] == []
    standing = {place_of(module_of(path)) for path in SOURCES}
    assert [place for place in FLOOR_OF if place not in standing] == []
    packages = {path.parent.name for path in PROJECT.glob("*/__init__.py")}
    assert packages <= {*PRODUCT, "gallery", "tests", "timing"}


def test_arrows_point_downwards() -> None:
    arrows = ((path, name) for path in SOURCES for name in imports_of(parsed(path)))
    assert [f"{path} imports {name}" for path, name in arrows if wrong_arrow(module_of(path), name)] == []


WRITING = ("save_", "delete_", "put_", "add_")


def writes_to_the_store(name: str) -> bool:
    return name.startswith("data.") and name.rpartition(".")[2].startswith(WRITING)


def test_reads_write_nothing() -> None:
    """What a page changes goes through ``ui/writes``."""
    arrows = ((path, name) for path in files_of("ui/reads") for name in imports_of(parsed(path)))
    assert [f"{path} imports {name}" for path, name in arrows if writes_to_the_store(name)] == []


def test_no_circle() -> None:
    modules = {module_of(path): path for path in SOURCES}
    arrows = {module: _modules_imported(path, set(modules)) - {module} for module, path in modules.items()}
    while free := {module for module, needed in arrows.items() if not needed & set(arrows)}:
        arrows = {module: needed for module, needed in arrows.items() if module not in free}
    assert sorted(arrows) == []


def _modules_imported(path: str, modules: set[str]) -> set[str]:
    names = set(imports_of(parsed(path)))
    return {name if name in modules else name.rpartition(".")[0] for name in names} & modules


def test_a_folder_holds_about_a_dozen_modules() -> None:
    """Formats excepted: there a module is a broker, and migrations: there a module is a step."""
    folders: dict[str, list[str]] = {}
    for path in files_of(*PRODUCT, "gallery", "timing"):
        if not path.endswith("__init__.py"):
            folders.setdefault(path.rpartition("/")[0], []).append(path)
    wide = {name: len(paths) for name, paths in folders.items() if len(paths) > MODULES_IN_A_FOLDER}
    assert [name for name in wide if not name.endswith(("/formats", "/versions"))] == []


def test_a_module_opens_with_its_question() -> None:
    docs = {path: (ast.get_docstring(parsed(path)) or "").partition("\n")[0] for path in SOURCES}
    assert [path for path, line in docs.items() if not line.endswith((".", "?", ":"))] == []


def test_a_package_names_where_to_begin() -> None:
    """The question, the field's term, and modules or folders that are really there."""
    others = (
        "studies",
        "data",
        "ui",
        "api",
        "data/importers",
        "data/sample",
        "data/sources",
        "data/store",
        "ui/web",
        "ui/charts",
    )
    for path in (*(PROJECT / "core").glob("*/__init__.py"), *(PROJECT / name / "__init__.py" for name in others)):
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        begins = re.search(r"\b(?:Begin with|Read)\b(.*)", doc, re.S)
        assert "?" in doc.partition("\n")[0], f"{path} opens without its question"
        assert begins, f"{path} names no module to begin with"
        named = set(re.findall(r"``(\w+)``", begins[1]))
        there = {name for name in named if (path.parent / f"{name}.py").exists() or (path.parent / name).is_dir()}
        assert len(there) >= 2, f"{path}: modules to begin with, in double back-quotes"


def test_files_and_functions_stay_short() -> None:
    long = [path for path in SOURCES if len(read(path).splitlines()) > LONGEST_FILE]
    long += [
        f"{path}:{function.lineno} {function.name}"
        for path in SOURCES
        for function in functions_of(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_names_are_nouns_and_verbs_of_the_field() -> None:
    """No file that says nothing, and no public definition named by a particle, a pronoun or a participle alone."""
    vague = [
        path
        for path in files_of(*PRODUCT, "tests", "timing")
        if {*Path(path).with_suffix("").parts} & NAMES_THAT_SAY_NOTHING
    ]
    riddles = [
        f"{path}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in _public_definitions(parsed(path))
        if node.name in PARTICLES_AND_PRONOUNS
    ]
    inside = [
        f"{path}:{line} {name}"
        for path in SOURCES
        for line, name in _private_functions_and_fields(parsed(path))
        if name.rpartition(".")[2].strip("_") in PARTICLES_AND_PRONOUNS - NOUNS_OF_FIELDS
        and name not in KEYS_OF_ANSWERS
    ]
    assert vague + riddles + inside == []


def _private_functions_and_fields(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """What else is named at a module's top and in its classes: private functions and methods, and ``Class.field``."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield part.lineno, f"{node.name}.{part.name}"
                elif isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
                    yield part.lineno, f"{node.name}.{part.target.id}"


def _public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Functions and classes of the module, and the methods of its public classes; not what stands inside a function."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef))


def test_heavy_modules_are_imported_where_they_are_used() -> None:
    heavy = []
    for path in SOURCES:
        tops = [node for node in parsed(path).body if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {name for node in tops for name in imports_of(node)}
        heavy += [f"{path} imports {name}" for name in names if name.startswith(tuple(IMPORT_WHERE_USED))]
    assert heavy == []


def test_no_exception_is_swallowed() -> None:
    handlers = [
        (path, node) for path in SOURCES for node in ast.walk(parsed(path)) if isinstance(node, ast.ExceptHandler)
    ]
    swallowed = [
        f"{path}:{node.lineno}"
        for path, node in handlers
        if node.type is None or all(isinstance(statement, ast.Pass) for statement in node.body)
    ]
    assert swallowed == []


CLOCKS = {"today", "now", "utcnow", "time", "time_ns", "monotonic", "perf_counter"}


def test_core_has_no_clock_and_no_disk() -> None:
    read_there = []
    for path in files_of("core"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                owner, _, method = name.rpartition(".")
                clock = method in CLOCKS and owner.split(".")[-1] in {"date", "datetime", "time", "Timestamp"}
                read_there += [f"{path}:{node.lineno}: {name}"] if clock or name == "open" else []
    assert read_there == []


def loaded_after(program: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``program``."""
    code = f"import sys\n{program}\nprint(*sys.modules)"
    outcome = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(outcome.stdout.split())


def test_core_pulls_in_no_scipy_submodule_and_no_screen() -> None:
    modules = [module_of(path) for path in files_of("core")]
    loaded = loaded_after("\n".join(f"import {module}" for module in modules))
    assert set(modules) <= loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []


def test_scipy_comes_when_an_interval_is_asked_for() -> None:
    loaded = loaded_after("from core.statistics.jensen_alpha import student_quantile\nstudent_quantile(30)")
    assert "scipy.special" in loaded
    assert [name for name in loaded if name.startswith(("scipy.stats", "scipy.optimize"))] == []


HARMLESS_AT_IMPORT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def draws_at_import(source: str) -> list[str]:
    """Statements of a page module that would draw when its file is opened directly by its address."""
    drawn = []
    for node in ast.parse(source).body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not docstring and not isinstance(node, HARMLESS_AT_IMPORT):
            drawn.append(ast.unparse(node))
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            calls = [n for n in ast.walk(node.value) if isinstance(n, ast.Call)]
            drawn += [ast.unparse(n) for n in calls if ast.unparse(n.func).split(".")[0] in {"st", "streamlit"}]
    return drawn


def test_a_page_is_one_short_function_and_shows_nothing_when_opened_past_the_entry() -> None:
    for path in files_of("pages"):
        if path.endswith("__init__.py"):
            continue
        pages = [node for node in parsed(path).body if isinstance(node, ast.FunctionDef) and node.name == "page"]
        assert draws_at_import(read(path)) == [], path
        assert [page.args.args for page in pages] == [[]], path
        assert len(read(path).splitlines()) <= LONGEST_PAGE, path


def test_tests_mirror_the_tree() -> None:
    """A folder of tests is named as the folder that it tests; pages and the browser are screens, the bookkeeping a second opinion."""
    folders = {path.parent.relative_to(PROJECT / "tests") for path in (PROJECT / "tests").rglob("test_*.py")}
    mirrored = {
        folder for folder in folders if folder.parts and folder.parts[0] not in ("bookkeeping", "browser", "pages")
    }
    assert [folder.as_posix() for folder in mirrored if not (PROJECT / folder).is_dir()] == []
    flat = [path.name for path in (PROJECT / "tests" / "core").glob("test_*.py")]
    assert set(flat) <= {"test_errors.py", "test_wording.py"}


# The rules see what they should


def test_the_rules_see_wrong_arrows() -> None:
    wrong = [
        ("core.market.x", "streamlit"),
        ("core.market.x", "data.store.prices"),
        ("core.market.x", "core.returns.series.ReturnSeries"),
        ("core.ledger.x", "core.benchmark.blend.Blend"),
        ("core.market.x", "sqlalchemy.orm"),
        ("core.market.x", "pandas"),
        ("core.market.x", ".levels"),
        ("data.x", "plotly.graph_objects"),
        ("data.x", "studies.valued.valued"),
        ("studies.x", "api.app.create_api"),
        ("ui.charts.x", "streamlit"),
        ("ui.widgets.x", "data.market.benchmark_levels"),
        ("ui.reads.x", "ui.views.home.tiles"),
        ("ui.views.x", "studies.index.style"),
        ("pages.x", "pages.attribution"),
        ("pages.x", "data.store"),
        ("api.x", "ui.charts.theme.ROLE"),
        ("api.x", "data.sources.yahoo.YahooSource"),
        ("ui.reads.x", "plotly.graph_objects"),
        ("ui.charts.x", "pandas"),
        ("ui.charts.x", "fastapi"),
        ("ui.views.x", "sqlalchemy"),
        ("audit.x", "numpy"),
        ("data.x", "audit.levels.Rates"),
        ("core", "core.errors.NotFound"),
        ("ui", "streamlit"),
        ("app", "tests.real_data.real_file"),
        ("dashboard", "timing.store"),
        ("audit.x", "core.returns.cash_flows.xirr"),
    ]
    assert [arrow for arrow in wrong if not wrong_arrow(*arrow)] == []
    right = [
        ("core.returns.x", "core.market.period.Period"),
        ("core.market.x", "numpy"),
        ("audit.x", "audit.levels.Rates"),
        ("core", "importlib.metadata.version"),
        ("app", "ui.views.router"),
        ("ui.reads.x", "data.market.benchmark_levels"),
        ("ui.reads.x", "streamlit"),
        ("ui.web.x", "plotly.offline"),
        ("api.x", "data.price_record.PriceRecord"),
        ("pages.x", "ui.reads.portfolio.portfolio_choices"),
    ]
    assert [arrow for arrow in right if wrong_arrow(*arrow)] == []


def test_the_rules_see_a_read_that_writes() -> None:
    assert writes_to_the_store("data.store.portfolios.categories.save_category_settings")
    assert not writes_to_the_store("data.store.portfolios.categories.load_category_settings")


def test_the_rules_see_a_page_that_draws_at_import() -> None:
    assert draws_at_import('"""Doc."""\nimport streamlit as st\nst.title("x")')
    assert draws_at_import("import streamlit as st\nx = st.slider('x')")
    assert draws_at_import("if True:\n    import os")
    assert draws_at_import('"""Doc."""\nLIMIT = 3\ndef page() -> None: ...') == []
