"""What do all line pictures share? Traces by role, names at the right end, one unified hover, a quiet frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.market.levels import Days, Floats
from ui.charts.drawing.axis import AxisUnit, axis_facts, date_axis, value_axis, value_range
from ui.charts.drawing.line import Line
from ui.charts.theme import translucent_colour
from ui.wording.number_format import THIN_SPACE

HEIGHT = 420
_LETTER = 6.9  # pixels of a 12 px letter
_WIDEST_LABEL = 190.0
MUTED = "#7A8394"


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """A picture in Plotly's own words, but as plain values: what moves under a control has no time for checked objects."""

    traces: Sequence[Any]
    layout: Mapping[str, Any]


def line_trace(line: Line, hover: str, *, filled: bool = False) -> dict[str, Any]:
    """One line as Plotly draws it; ``hover`` is the format of a value, ``meta.role`` says what it stands for."""
    style = line.style
    area = {"fill": "tozeroy", "fillcolor": translucent_colour(style.colour, 0.08)} if filled else {}
    return {
        "type": "scatter",
        "x": line.dates,
        "y": line.values,
        "name": line.name,
        "mode": "lines",
        "line": {"color": style.colour, "dash": style.dash, "width": style.width, "shape": style.shape},
        **area,
        "hovertemplate": f"{hover}<extra>%{{fullData.name}}</extra>",
        "meta": {"role": str(line.role)},
    }


def difference_trace(line: Line, other: Line, hover: str) -> dict[str, Any] | None:
    """A line that is not seen but whose hover tells by how much ``line`` is ahead; None where the dates differ."""
    if not np.array_equal(line.dates, other.dates):
        return None
    return {
        "type": "scatter",
        "x": line.dates,
        "y": line.values,
        "customdata": line.values - other.values,
        "name": f"Difference to {other.name}",
        "mode": "lines",
        "line": {"color": MUTED, "width": 0},
        "opacity": 0,
        "showlegend": False,
        "hovertemplate": f"{hover}<extra>%{{fullData.name}}</extra>",
        "meta": {"role": "difference"},
    }


def area_traces(
    dates: Days, areas: Sequence[tuple[str, str, Floats]], role: str, opacity: float
) -> list[dict[str, Any]]:
    """Weights as areas on each other, the first at the bottom. ``areas``: name, colour and weights, shape (n,), of each."""
    base = {
        "type": "scatter",
        "x": dates,
        "y": np.zeros(dates.size),
        "mode": "lines",
        "line": {"width": 0},
        "name": "Base",
        "hoverinfo": "skip",
        "showlegend": False,
        "meta": {"role": "base"},
    }
    tops = np.cumsum([weights for _, _, weights in areas], axis=0)
    return [base] + [
        {
            "type": "scatter",
            "x": dates,
            "y": top,
            "customdata": weights * 100.0,
            "name": name,
            "mode": "lines",
            "line": {"color": colour, "width": 1},
            "fill": "tonexty",
            "fillcolor": translucent_colour(colour, opacity),
            "hovertemplate": f"%{{customdata:.1f}}{THIN_SPACE}%<extra>%{{fullData.name}}</extra>",
            "meta": {"role": role},
        }
        for (name, colour, weights), top in zip(areas, tops, strict=True)
    ]


def end_labels(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines' names at their right ends; the browser moves them apart, or shows a legend where there is no room."""
    return [
        {
            "name": f"end:{line.name}",
            "text": line.name,
            "x": str(line.dates[-1]),
            "y": line.last,
            "xref": "x",
            "yref": "y",
            "xanchor": "left",
            "xshift": 6,
            "showarrow": False,
            "font": {"color": line.style.colour, "size": 12},
        }
        for line in lines
        if np.isfinite(line.last)
    ]


def unit_caption(unit: AxisUnit) -> list[dict[str, Any]]:
    """The axis's unit, said once above it."""
    if not unit.caption:
        return []
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "right", "yanchor": "bottom"}
    shift = {"xshift": -4, "yshift": 6}
    return [
        {
            "name": "unit",
            "text": unit.caption,
            "showarrow": False,
            "font": {"color": MUTED, "size": 11},
            **place,
            **shift,
        }
    ]


def line_layout(
    lines: Sequence[Line], unit: AxisUnit, *, floor: float | None = None, height: int = HEIGHT
) -> dict[str, Any]:
    """Layout around ``lines``: axes, labels, hover."""
    shown = value_range(np.concatenate([line.values for line in lines]), floor)
    widest = max(len(line.name) for line in lines) * _LETTER + 14
    return {
        "height": height,
        "margin": {"l": 52, "r": min(widest, _WIDEST_LABEL), "t": 32, "b": 32},
        "hovermode": "x unified",
        "dragmode": "zoom",
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": MUTED, "size": 12},
        "xaxis": date_axis(min(line.dates[0] for line in lines), max(line.dates[-1] for line in lines)),
        "yaxis": value_axis(shown, unit),
        "annotations": [*end_labels(lines), *unit_caption(unit)],
        "meta": axis_facts(unit, floor),
    }


def table_layout(height: float, left: int = 10, right: int = 16, top: int = 36, below: int = 36) -> dict[str, Any]:
    """What stands around bars and dots in rows: nothing but a legend where one is shown; the browser leaves it as it is."""
    return {
        "height": height,
        "margin": {"l": left, "r": right, "t": top, "b": below},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": MUTED, "size": 12},
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"},
        "hovermode": "closest",
        "dragmode": False,
        "meta": {"table": True},
    }
