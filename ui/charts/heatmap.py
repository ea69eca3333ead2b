"""Which months were good? A year-by-month table of returns, coloured blue above zero and orange below."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.market.levels import Floats
from ui.charts.drawing.canvas import MUTED, Drawing, table_layout
from ui.charts.theme import DIVERGING_SCALE
from ui.wording.number_format import THIN_SPACE, percent

_ROW, _HEAD = 24, 58
_YEAR_COLUMN = 12.25  # a little apart from December
MONTHS = tuple(calendar.month_abbr[1:])


@dataclass(frozen=True, slots=True, eq=False)
class MonthlyGrid:
    """Monthly returns. ``years``: shape (k,), ascending. ``returns``: shape (k, 12), fractions, NaN where unknown.

    ``totals``: shape (k,), the return of each year as far as it is known.
    """

    name: str
    years: tuple[int, ...]
    returns: Floats
    totals: Floats


def largest_shown(*grids: MonthlyGrid) -> float:
    """The return that gets the full colour: the 95th percentile of sizes, so that one wild month does not pale the rest."""
    sizes = np.abs(np.concatenate([grid.returns.ravel() for grid in grids]))
    sizes = sizes[np.isfinite(sizes)]
    return max(float(np.percentile(sizes, 95)), 0.01) if sizes.size else 0.01


def heatmap_figure(grid: MonthlyGrid, full_colour: float) -> Drawing:
    """One table; ``full_colour`` from :func:`largest_shown` makes two of them comparable. Years have a scale of their own."""
    fixed = {"fixedrange": True, "showgrid": False, "zeroline": False, "ticks": "", "showline": False}
    rows = len(grid.years)
    across = {
        "range": [-0.5, _YEAR_COLUMN + 0.5],
        "tickvals": [*range(12), _YEAR_COLUMN],
        "ticktext": [*MONTHS, "Year"],
    }
    down = {"range": [rows - 0.5, -0.5], "tickvals": [*range(rows)], "ticktext": [str(year) for year in grid.years]}
    layout = table_layout(_ROW * max(rows, 2) + _HEAD + 8, left=40, right=4, top=_HEAD, below=8) | {
        "font": {"color": MUTED, "size": 11},
        "xaxis": {**fixed, **across, "side": "top", "tickangle": 0},
        "yaxis": {**fixed, **down},
    }
    months = _cells(grid, MONTHS, grid.returns, full_colour)
    years = _cells(grid, ("Year",), grid.totals[:, np.newaxis], _largest(grid.totals))
    return Drawing([months, years], layout)


def _cells(grid: MonthlyGrid, columns: tuple[str, ...], values: Floats, limit: float) -> dict[str, Any]:
    hovers = [
        [f"{column} {year}: {percent(value, 2)}" for column, value in zip(columns, row, strict=True)]
        for year, row in zip(grid.years, values, strict=True)
    ]
    return {
        "type": "heatmap",
        "z": values,
        "x": list(range(12)) if columns == MONTHS else [_YEAR_COLUMN - 0.5, _YEAR_COLUMN + 0.5],
        "y": list(range(len(grid.years))),
        "customdata": hovers,
        "text": [[_figure(value) for value in row] for row in values],
        "texttemplate": "%{text}",
        "textfont": {"size": 10, "color": "#1B2333"},
        "hovertemplate": "%{customdata}<extra></extra>",
        "colorscale": DIVERGING_SCALE,
        "zmin": -limit,
        "zmax": limit,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "name": f"{grid.name}, {'months' if len(columns) > 1 else 'years'}",
        "meta": {"role": "months" if len(columns) > 1 else "years"},
    }


def _figure(value: float) -> str:
    """The number alone, for the sign stands in the caption."""
    return percent(value, 1).removesuffix(f"{THIN_SPACE}%") if np.isfinite(value) else ""


def _largest(values: Floats) -> float:
    known = np.abs(values[np.isfinite(values)])
    return max(float(known.max()), 0.01) if known.size else 0.01
