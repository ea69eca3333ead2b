"""What became of the money, and what would the same money have become? The picture with the four roles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from ui.charts.axis import money_axis_unit
from ui.charts.canvas import HEIGHT, difference_trace, line_figure, line_trace
from ui.charts.line import EventMark, Line
from ui.charts.thinning import thinned
from ui.theme import Role, line_style

MOST_MARKS = 40


def wealth_figure(
    lines: Sequence[Line], currency: str, events: Sequence[EventMark] = (), height: int = HEIGHT
) -> go.Figure:
    """Amounts in ``currency`` over time, lines in the order given; the hover adds the portfolio's lead over the first benchmark.

    ``events`` are marked on the invested amount: at most ``MOST_MARKS``, evenly chosen, so that monthly saving does not hide the line.
    """
    drawn = thinned(lines)
    traces = [line_trace(line, "%{y:$,.0f}", filled=len(drawn) == 1) for line in drawn]
    difference = _difference(drawn)
    traces += [difference] if difference else []
    traces += _event_traces(events, lines)
    highest = max(float(np.nanmax(line.values, initial=0.0)) for line in drawn)
    return line_figure(traces, drawn, money_axis_unit(highest, currency), floor=0.0, height=height)


def first_of(lines: Sequence[Line], role: Role) -> Line | None:
    """The first line with this role."""
    return next((line for line in lines if line.role is role), None)


def evenly(number: int, most: int) -> list[int]:
    """At most ``most`` of the positions 0 … number − 1, first and last among them."""
    return [int(at) for at in np.unique(np.linspace(0, number - 1, min(number, most)).astype(int))]


def _difference(lines: Sequence[Line]) -> go.Scatter | None:
    portfolio, benchmark = first_of(lines, Role.PORTFOLIO), first_of(lines, Role.BENCHMARK)
    if portfolio is None or benchmark is None:
        return None
    return difference_trace(portfolio, benchmark, "%{customdata:+$,.0f}")


def _event_traces(events: Sequence[EventMark], lines: Sequence[Line]) -> list[go.Scatter]:
    invested = first_of(lines, Role.INVESTED)
    if invested is None:
        return []
    inside = [event for event in events if invested.dates[0] <= event.on <= invested.dates[-1]]
    chosen = [inside[at] for at in evenly(len(inside), MOST_MARKS)]
    groups = (("Money in", "triangle-up", True), ("Money out", "triangle-down", False))
    return [
        _marks([event for event in chosen if event.up is up], name, symbol, invested)
        for name, symbol, up in groups
        if any(event.up is up for event in chosen)
    ]


def _marks(events: Sequence[EventMark], name: str, symbol: str, on_line: Line) -> go.Scatter:
    dates = np.array([event.on for event in events], dtype="datetime64[D]")
    at = np.searchsorted(on_line.dates, dates, side="right") - 1
    return go.Scatter(
        x=dates,
        y=on_line.values[at],
        text=[event.text for event in events],
        name=name,
        mode="markers",
        marker={"symbol": symbol, "size": 5, "color": line_style(Role.INVESTED).colour, "opacity": 0.6},
        showlegend=False,
        hovertemplate="%{text}<extra></extra>",
        meta={"role": "event"},
    )
