"""Which months were good? A year-by-month table of returns, coloured blue above zero and orange below."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from core.levels import Floats
from ui.charts.canvas import MUTED
from ui.number_format import THIN_SPACE, percent
from ui.theme import DIVERGING

MONTHS = tuple(calendar.month_abbr[1:])
_SCALE = [[step / (len(DIVERGING) - 1), colour] for step, colour in enumerate(DIVERGING)]


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


def heatmap_figure(grid: MonthlyGrid, full_colour: float | None = None) -> go.Figure:
    """One table; ``full_colour`` from :func:`largest_shown` makes two of them comparable."""
    limit = full_colour or largest_shown(grid)
    rows = 24 * len(grid.years)
    layout = {
        "height": max(140, rows + 56),
        "margin": {"l": 44, "r": 8, "t": 32, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": MUTED, "size": 11},
        "xaxis": {
            "side": "top",
            "fixedrange": True,
            "showgrid": False,
            "ticks": "",
            "showline": False,
            "type": "category",
        },
        "yaxis": {
            "autorange": "reversed",
            "fixedrange": True,
            "showgrid": False,
            "ticks": "",
            "showline": False,
            "type": "category",
        },
        "hovermode": "closest",
        "dragmode": False,
        "meta": {"table": True},
    }
    return go.Figure(data=[_cells(grid, limit)], layout=go.Layout(template=go.layout.Template(), **layout))


def _cells(grid: MonthlyGrid, limit: float) -> go.Heatmap:
    shown = np.column_stack([grid.returns, grid.totals])
    texts = [
        [percent(value, 1).removesuffix(f"{THIN_SPACE}%") if np.isfinite(value) else "" for value in row]
        for row in shown
    ]
    hovers = [
        [f"{month} {year}: {percent(value, 2)}" for month, value in zip((*MONTHS, "Year"), row, strict=True)]
        for year, row in zip(grid.years, shown, strict=True)
    ]
    return go.Heatmap(
        z=shown,
        x=[*MONTHS, "Year"],
        y=[str(year) for year in grid.years],
        customdata=hovers,
        text=texts,
        texttemplate="%{text}",
        textfont={"size": 10, "color": "#1B2333"},
        hovertemplate="%{customdata}<extra></extra>",
        colorscale=_SCALE,
        zmin=-limit,
        zmax=limit,
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
        name=grid.name,
        meta={"role": "months"},
    )
