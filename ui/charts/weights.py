"""How did the mix drift, and when was it put right? Weights as stacked areas, resets marked on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from core.market.levels import Days, Floats
from ui.charts.drawing.axis import PERCENT
from ui.charts.drawing.canvas import MUTED, end_labels, line_figure
from ui.charts.drawing.line import EventMark, Line
from ui.charts.drawing.thinning import kept_positions
from ui.charts.theme import FURTHER_COLOURS, STYLES, Role, translucent
from ui.wording.number_format import THIN_SPACE

HEIGHT = 320
MOST_MARKS = 60
MOST_POINTS = 600
_COLOURS = (STYLES[Role.BENCHMARK].colour, *FURTHER_COLOURS)


def weights_figure(
    dates: Days, weights: Floats, names: Sequence[str], events: Sequence[EventMark] = (), height: int = HEIGHT
) -> go.Figure:
    """``weights``: shape (n, k), rows that sum to 1. Bands lie on each other in the order of ``names``; at most ``MOST_MARKS`` resets
    are marked, evenly chosen."""
    kept = kept_positions(weights.T, MOST_POINTS)
    tops = np.cumsum(weights[kept], axis=1)
    base = go.Scatter(
        x=dates[kept],
        y=np.zeros(kept.size),
        mode="lines",
        line={"width": 0},
        name="Base",
        hoverinfo="skip",
        showlegend=False,
        meta={"role": "base"},
    )
    bands = [
        _band(dates[kept], tops[:, at], weights[kept, at], name, _COLOURS[at % len(_COLOURS)])
        for at, name in enumerate(names)
    ]
    lines = [Line(Role.OTHER, name, dates[kept], tops[:, at], at) for at, name in enumerate(names)]
    figure = line_figure([base, *bands, *_marks(events)], lines, PERCENT, floor=0.0, height=height)
    figure.layout.yaxis.range = [0.0, 1.04]
    figure.layout.annotations = [
        {**label, "font": {"color": _COLOURS[at % len(_COLOURS)], "size": 12}}
        for at, label in enumerate(end_labels(lines))
    ]
    return figure


def _band(dates: Days, top: Floats, own: Floats, name: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=dates,
        y=top,
        customdata=own * 100.0,
        name=name,
        mode="lines",
        line={"color": colour, "width": 1},
        fill="tonexty",
        fillcolor=translucent(colour, 0.32),
        hovertemplate=f"%{{customdata:.1f}}{THIN_SPACE}%<extra>%{{fullData.name}}</extra>",
        meta={"role": "weight"},
    )


def _marks(events: Sequence[EventMark]) -> list[go.Scatter]:
    """Small triangles above the areas."""
    if not events:
        return []
    shown = np.unique(np.linspace(0, len(events) - 1, min(len(events), MOST_MARKS)).astype(int))
    chosen = [events[at] for at in shown]
    return [
        go.Scatter(
            x=np.array([one.on for one in chosen], dtype="datetime64[D]"),
            y=np.full(len(chosen), 1.015),
            text=[one.text for one in chosen],
            name="Reset",
            mode="markers",
            marker={"symbol": "triangle-down", "size": 7, "color": MUTED},
            showlegend=False,
            hovertemplate="%{text}<extra></extra>",
            meta={"role": "event"},
        )
    ]
