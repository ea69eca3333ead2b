"""How did alpha, beta or correlation change over time, what was usual, and since when is it not?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from core.market.levels import Floats
from ui.charts.drawing.axis import AxisUnit, ValueRange, value_axis, value_range
from ui.charts.drawing.canvas import MUTED, Drawing, line_layout, line_trace
from ui.charts.drawing.line import Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import LOSS, translucent_colour

PANEL = 250
_RIGHT = 100  # the same beside every panel, so that their days stand below one another


@dataclass(frozen=True, slots=True)
class UsualRange:
    """The range of the windows before the last one."""

    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class UnusualTime:
    """Since when the line is outside of it, and what to call that."""

    since: date
    words: str


def rolling_figure(
    line: Line,
    unit: AxisUnit,
    hover: str,
    usual: UsualRange | None = None,
    unusual: UnusualTime | None = None,
    neutral: float | None = None,
    limits: tuple[float, float] | None = None,
) -> Drawing:
    """One rolling statistic. ``neutral``: a value worth a line of its own (alpha 0, beta 1); ``limits``: it never leaves these."""
    drawn = thinned_lines([line])[0]
    layout = line_layout([drawn], unit, height=PANEL)
    shown = _axis_range(drawn.values, usual, neutral, limits)
    marks = [*_usual_shapes(usual), *_neutral_shapes(neutral), *_unusual_shapes(unusual, drawn)]
    layout |= {"yaxis": value_axis(shown, unit), "shapes": marks, "margin": layout["margin"] | {"t": 26, "r": _RIGHT}}
    layout["annotations"] = [*layout["annotations"], _title(drawn.name), *([_note(unusual)] if unusual else [])]
    return Drawing([line_trace(drawn, hover)], layout)


def _axis_range(
    values: Floats, usual: UsualRange | None, neutral: float | None, limits: tuple[float, float] | None
) -> ValueRange:
    more = [*((usual.low, usual.high) if usual else ()), *(() if neutral is None else (neutral,))]
    shown = value_range(np.concatenate([values, np.array(more)]))
    low, high = limits or (-np.inf, np.inf)
    return ValueRange(max(shown.low, low), min(shown.high, high))


def _usual_shapes(usual: UsualRange | None) -> list[dict[str, Any]]:
    if usual is None:
        return []
    across = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    return [
        {
            "type": "rect",
            "name": "usual",
            **across,
            "y0": usual.low,
            "y1": usual.high,
            "fillcolor": translucent_colour(MUTED, 0.14),
            "line": {"width": 0},
        },
        {
            "type": "line",
            "name": "median",
            **across,
            "y0": usual.median,
            "y1": usual.median,
            "line": {"color": MUTED, "width": 1, "dash": "dot"},
        },
    ]


def _neutral_shapes(neutral: float | None) -> list[dict[str, Any]]:
    if neutral is None:
        return []
    line = {"color": translucent_colour(MUTED, 0.6), "width": 1}
    return [
        {
            "type": "line",
            "name": "neutral",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "y0": neutral,
            "y1": neutral,
            "line": line,
        }
    ]


def _unusual_shapes(unusual: UnusualTime | None, line: Line) -> list[dict[str, Any]]:
    if unusual is None:
        return []
    up = {"yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    begins, ends = unusual.since.isoformat(), str(line.dates[-1])
    fill = {"fillcolor": translucent_colour(LOSS, 0.16), "line": {"width": 0}}
    edge = {"line": {"color": LOSS, "width": 1.5, "dash": "dash"}}
    return [
        {"type": "rect", "name": "unusual", "x0": begins, "x1": ends, **up, **fill},
        {"type": "line", "name": "since", "x0": begins, "x1": begins, **up, **edge},
    ]


def _title(name: str) -> dict[str, Any]:
    """On a phone there is no room beside the line for its name."""
    place = {"xref": "paper", "yref": "paper", "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom", "yshift": 4}
    return {"name": "title", "text": name, "showarrow": False, "font": {"size": 12.5}, **place}


def _note(unusual: UnusualTime) -> dict[str, Any]:
    return {
        "name": "alert",
        "text": f"▲ {unusual.words}",
        "x": unusual.since.isoformat(),
        "xref": "x",
        "y": 1,
        "yref": "paper",
        "xanchor": "right",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": LOSS, "size": 12},
    }
