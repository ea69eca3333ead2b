"""How far below its last peak was it? Falls from the running peak as areas under zero."""

from __future__ import annotations

from collections.abc import Sequence

from ui.charts.drawing.axis import PERCENT
from ui.charts.drawing.canvas import Drawing, line_layout, line_trace
from ui.charts.drawing.line import Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import Role
from ui.wording.number_format import THIN_SPACE


def drawdown_figure(lines: Sequence[Line]) -> Drawing:
    """Fractions ≤ 0 below the running peak (−0.38 is 38 % under it); the portfolio's area is filled."""
    drawn = thinned_lines(lines)
    hover = f"%{{customdata:.1f}}{THIN_SPACE}%"
    traces = [
        line_trace(line, hover, filled=line.role is Role.PORTFOLIO) | {"customdata": line.values * 100.0}
        for line in drawn
    ]
    layout = line_layout(drawn, PERCENT)
    axis = layout["yaxis"] | {"range": [layout["yaxis"]["range"][0], 0.004]}
    return Drawing(traces, layout | {"yaxis": axis})
