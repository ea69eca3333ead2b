"""How did the mix drift, and when was it put right? Weights as stacked areas, resets marked on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.market.levels import Days, Floats
from core.returns.thinning import shape_positions
from ui.charts.drawing.axis import PERCENT
from ui.charts.drawing.canvas import MUTED, Drawing, area_traces, end_labels, line_layout
from ui.charts.drawing.line import EventMark, Line
from ui.charts.theme import FURTHER_COLOURS, STYLES, Role
from ui.charts.wealth import evenly_spaced

HEIGHT = 320
MOST_MARKS = 60
MOST_POINTS = 600
_COLOURS = (STYLES[Role.BENCHMARK].colour, *FURTHER_COLOURS)


def weights_figure(dates: Days, weights: Floats, names: Sequence[str], events: Sequence[EventMark] = ()) -> Drawing:
    """``weights``: shape (n, k), rows that sum to 1. Bands lie on each other in the order of ``names``; at most ``MOST_MARKS`` resets
    are marked, evenly chosen."""
    kept = shape_positions(weights.T, MOST_POINTS)
    tops = np.cumsum(weights[kept], axis=1)
    lines = [Line(Role.OTHER, name, dates[kept], tops[:, at], at) for at, name in enumerate(names)]
    layout = line_layout(lines, PERCENT, floor=0.0, height=HEIGHT)
    labels = [
        {**label, "font": {"color": _COLOURS[at % len(_COLOURS)], "size": 12}}
        for at, label in enumerate(end_labels(lines))
    ]
    axis = layout["yaxis"] | {"range": [0.0, 1.04]}
    areas = [(name, _COLOURS[at % len(_COLOURS)], weights[kept, at]) for at, name in enumerate(names)]
    traces = area_traces(dates[kept], areas, "weight", opacity=0.32)
    return Drawing([*traces, *_marks(events)], layout | {"yaxis": axis, "annotations": labels})


def _marks(events: Sequence[EventMark]) -> list[dict[str, Any]]:
    """Small triangles above the areas."""
    if not events:
        return []
    chosen = [events[at] for at in evenly_spaced(len(events), MOST_MARKS)]
    return [
        {
            "type": "scatter",
            "x": np.array([one.on for one in chosen], dtype="datetime64[D]"),
            "y": np.full(len(chosen), 1.015),
            "text": [one.text for one in chosen],
            "name": "Reset",
            "mode": "markers",
            "marker": {"symbol": "triangle-down", "size": 7, "color": MUTED},
            "showlegend": False,
            "hovertemplate": "%{text}<extra></extra>",
            "meta": {"role": "event"},
        }
    ]
