"""How much does the choice of rule flatter? One mix under every rule, each a dot on the same strip of returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ui.charts.drawing.axis import PERCENT, ValueRange, row_axis, ticked_axis
from ui.charts.drawing.canvas import MUTED, Drawing, table_layout
from ui.charts.theme import Role, line_style
from ui.wording.number_format import percent, percentage_points

_ROW, _HEAD = 27, 56


@dataclass(frozen=True, slots=True)
class RuleDot:
    """One rule in words, and what the mix returned under it (a fraction). ``chosen``: the rule that the page uses."""

    words: str
    value: float
    chosen: bool = False


def rules_figure(dots: Sequence[RuleDot], unit: str) -> Drawing:
    """A row for each rule, the best on top; the chosen one filled and a line through it. ``unit``: what a value is ("a year")."""
    ordered = sorted(dots, key=lambda one: one.value)
    mine = next((one.value for one in dots if one.chosen), ordered[0].value)
    low, high = ordered[0].value, ordered[-1].value
    room = max((high - low) * 0.18, 0.0004)
    colour = line_style(Role.BENCHMARK).colour
    trace = {
        "type": "scatter",
        "x": [one.value for one in ordered],
        "y": [one.words for one in ordered],
        "text": [f"  {percent(one.value, 2)}" for one in ordered],
        "customdata": [
            f"{one.words}: {percent(one.value, 2)} {unit}, {percentage_points(one.value - mine, 2)} to the chosen rule"
            for one in ordered
        ],
        "name": "Rules",
        "mode": "markers+text",
        "textposition": "middle right",
        "textfont": {"size": 11},
        "marker": {
            "size": 11,
            "color": [colour if one.chosen else "rgba(0,0,0,0)" for one in ordered],
            "line": {"color": colour, "width": 2},
        },
        "showlegend": False,
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "meta": {"role": "rules"},
    }
    layout = table_layout(_HEAD + _ROW * len(ordered), right=60, top=10) | {
        "xaxis": ticked_axis(ValueRange(low - room, high + room), PERCENT),
        "yaxis": row_axis(autorange=True),
        "shapes": [_line_through(mine)],
    }
    return Drawing([trace], layout)


def _line_through(value: float) -> dict[str, Any]:
    """Upright, from the lowest row to the highest."""
    line = {"color": MUTED, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper", "line": line}
