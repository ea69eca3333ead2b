"""Does the compute package stay light: no SciPy until it is needed, and never a screen, a database or a download?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent.parent
FORBIDDEN = ("scipy.", "streamlit", "plotly", "sqlalchemy", "yfinance", "requests", "curl_cffi", "fastapi")


def loaded_after(program: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``program``."""
    code = f"import json, sys\n{program}\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def core_modules() -> list[str]:
    files = (path.relative_to(PROJECT).with_suffix("") for path in (PROJECT / "core").rglob("*.py"))
    return sorted(".".join(file.parts).removesuffix(".__init__") for file in files)


def test_every_module_together_loads_nothing_heavy() -> None:
    modules = core_modules()
    assert "core.statistics.relative" in modules
    loaded = loaded_after("\n".join(f"import {module}" for module in modules))
    assert set(modules) <= loaded
    assert [name for name in loaded if name.startswith(FORBIDDEN)] == []


@pytest.mark.parametrize(
    "module",
    ["core.returns.cash_flows", "core.same_money.account", "core.same_money.deposit", "core.statistics.relative"],
)
def test_a_module_loads_alone(module: str) -> None:
    assert module in loaded_after(f"import {module}")


def test_scipy_comes_when_an_interval_is_asked_for() -> None:
    program = "from core.statistics.jensen_alpha import student_quantile\nstudent_quantile(30)"
    assert "scipy.special" in loaded_after(program)
    assert not any(name.startswith(("scipy.stats", "scipy.optimize")) for name in loaded_after(program))
