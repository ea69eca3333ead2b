"""Six years of a 60/40 blend with a policy shift, day by day, against the reference notebook kept beside the tests."""

from __future__ import annotations

import ast
import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.benchmark.blend import Blend, Component
from core.benchmark.rebalancing import PolicyChange, Rebalance, Rule
from core.benchmark.resolution import resolve
from core.benchmark.sources import Sources
from core.market.levels import Floats, to_days
from core.returns.series import ReturnSeries

REFERENCE = Path(__file__).parent.parent.parent / "reference"
NOTEBOOK = REFERENCE / "blend_60_40_policy_shift.ipynb"
TABLE = REFERENCE / "blend_60_40_policy_shift.csv"


def notebook_cells() -> list[dict[str, Any]]:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def run_notebook() -> tuple[dict[str, Any], list[Any]]:
    """Every cell run in order: what it leaves behind, and what each cell's last expression shows."""
    names: dict[str, Any] = {}
    shown = []
    for cell in notebook_cells():
        tree = ast.parse("".join(cell["source"]))
        last = tree.body.pop()
        assert isinstance(last, ast.Expr)
        exec(compile(tree, NOTEBOOK.name, "exec"), names)
        shown.append(eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names))
    return names, shown


def columns() -> dict[str, list[str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


def floats(texts: list[str]) -> Floats:
    return np.array([float(text) for text in texts])


def test_the_notebook_still_gives_the_numbers_beside_it() -> None:
    names, shown = run_notebook()
    assert names["table"] == TABLE.read_text(encoding="utf-8")
    kept = ["".join(cell["outputs"][0]["data"]["text/plain"]) for cell in notebook_cells()]
    assert [ast.literal_eval(text) for text in kept] == shown


def test_weights_returns_and_total_of_every_day() -> None:
    names, _ = run_notebook()
    dates = to_days(columns()["date"])
    series = {
        "EQUITY": ReturnSeries("EQUITY", dates, np.array([float(one) for one in names["equity"]])),
        "BOND": ReturnSeries("BOND", dates, np.array([float(one) for one in names["bond"]])),
    }
    blend = Blend(
        "60-40",
        "USD",
        (Component("EQUITY", 0.6), Component("BOND", 0.4)),
        (PolicyChange.of(date(2022, 1, 15), {"EQUITY": 0.7, "BOND": 0.3}),),
        Rebalance(Rule.QUARTERLY),
    )
    path, reference = resolve(blend, Sources(series)), columns()
    assert path.returns == pytest.approx(floats(reference["return"]), abs=1e-12)
    assert path.levels == pytest.approx(floats(reference["level"]), abs=1e-12)
    assert path.weights_open[:, 0] == pytest.approx(floats(reference["equity_weight_open"]), abs=1e-12)
    numbers = {name: float(text) for name, text in names["numbers"].items()}
    assert path.total_return == pytest.approx(numbers["total_return"], abs=1e-12)
    assert path.weights_close_last[0] == pytest.approx(numbers["closing_weight_equity"], abs=1e-12)
    assert path.contributions == pytest.approx(
        [numbers["contribution_equity"], numbers["contribution_bond"]], abs=1e-12
    )
    assert [(event.on, event.reason) for event in path.events] == names["events"]
    assert len(path.events) == 24
