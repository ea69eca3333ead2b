"""How did 100 grow? Time-weighted growth of portfolio and benchmarks, all starting at 100 on the same day."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from ui.charts.axis import PLAIN
from ui.charts.canvas import HEIGHT, difference_trace, line_figure, line_trace
from ui.charts.line import Line
from ui.charts.thinning import thinned
from ui.charts.wealth import first_of
from ui.theme import Role


def growth_figure(lines: Sequence[Line], height: int = HEIGHT) -> go.Figure:
    """Lines that are growth of 100 already; the hover adds the portfolio's difference to the first benchmark."""
    drawn = thinned(lines)
    traces = [line_trace(line, "%{y:,.1f}") for line in drawn]
    portfolio, benchmark = first_of(drawn, Role.PORTFOLIO), first_of(drawn, Role.BENCHMARK)
    if portfolio and benchmark and (difference := difference_trace(portfolio, benchmark, "%{customdata:+,.1f}")):
        traces.append(difference)
    return line_figure(traces, drawn, PLAIN, height=height)
