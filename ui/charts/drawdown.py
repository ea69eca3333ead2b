"""How far below its last peak was it? Falls from the running peak as areas under zero."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.charts.drawing.axis import PERCENT
from ui.charts.drawing.canvas import HEIGHT, line_figure, line_trace
from ui.charts.drawing.line import Line
from ui.charts.drawing.thinning import thinned
from ui.charts.theme import Role
from ui.wording.number_format import THIN_SPACE


def drawdown_figure(lines: Sequence[Line], height: int = HEIGHT) -> go.Figure:
    """Fractions ≤ 0 below the running peak (−0.38 is 38 % under it); the portfolio's area is filled."""
    drawn = thinned(lines)
    traces = []
    for line in drawn:
        trace = line_trace(line, f"%{{customdata:.1f}}{THIN_SPACE}%", filled=line.role is Role.PORTFOLIO)
        trace.customdata = line.values * 100.0
        traces.append(trace)
    figure = line_figure(traces, drawn, PERCENT, height=height)
    figure.layout.yaxis.range = [figure.layout.yaxis.range[0], 0.004]
    return figure
