"""What became of the money, and what would the same money have become? The picture with the four roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.market.period import Period
from ui.charts.drawing.axis import money_axis_unit
from ui.charts.drawing.canvas import MUTED, Drawing, difference_trace, line_layout, line_trace
from ui.charts.drawing.line import EventMark, Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import Role, line_style, translucent_colour

MOST_MARKS = 40
_HOVER = "%{y:$,.0f}"


def wealth_drawing(
    lines: Sequence[Line], currency: str, events: Sequence[EventMark] = (), gaps: Sequence[Period] = ()
) -> Drawing:
    """Amounts in ``currency`` over time, lines in the order given; the hover adds the portfolio's lead over the first benchmark.

    ``events`` are marked on the invested amount: at most ``MOST_MARKS``, evenly chosen, so that monthly saving does not hide the line.
    ``gaps``: stretches without a price that counts, shaded.
    """
    drawn = thinned_lines(lines)
    traces = [line_trace(line, _HOVER, filled=len(drawn) == 1) for line in drawn]
    highest = max(float(np.nanmax(line.values, initial=0.0)) for line in drawn)
    layout = line_layout(drawn, money_axis_unit(highest, currency), floor=0.0)
    if gaps:
        layout["shapes"] = [_shaded(one) for one in gaps]
    return Drawing([*traces, *_difference(drawn), *_event_traces(events, lines)], layout)


def _shaded(gap: Period) -> dict[str, Any]:
    """A quiet band over the days of a gap, behind the lines."""
    return {
        "type": "rect",
        "layer": "below",
        "x0": gap.start.isoformat(),
        "x1": gap.end.isoformat(),
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"width": 0},
        "fillcolor": translucent_colour(MUTED, 0.14),
    }


def first_of(lines: Sequence[Line], role: Role) -> Line | None:
    """The first line with this role."""
    return next((line for line in lines if line.role is role), None)


def evenly_spaced(number: int, most: int) -> list[int]:
    """At most ``most`` of the positions 0 … number − 1, first and last among them."""
    return [int(at) for at in np.unique(np.linspace(0, number - 1, min(number, most)).astype(int))]


def _difference(lines: Sequence[Line]) -> list[dict[str, Any]]:
    portfolio, benchmark = first_of(lines, Role.PORTFOLIO), first_of(lines, Role.BENCHMARK)
    if portfolio is None or benchmark is None:
        return []
    difference = difference_trace(portfolio, benchmark, "%{customdata:+$,.0f}")
    return [difference] if difference else []


def _event_traces(events: Sequence[EventMark], lines: Sequence[Line]) -> list[dict[str, Any]]:
    invested = first_of(lines, Role.INVESTED)
    if invested is None:
        return []
    inside = [event for event in events if invested.dates[0] <= event.on <= invested.dates[-1]]
    chosen = [inside[at] for at in evenly_spaced(len(inside), MOST_MARKS)]
    groups = (("Money in", "triangle-up", True), ("Money out", "triangle-down", False))
    return [
        _marks([event for event in chosen if event.money_in is up], name, symbol, invested)
        for name, symbol, up in groups
        if any(event.money_in is up for event in chosen)
    ]


def _marks(events: Sequence[EventMark], name: str, symbol: str, on_line: Line) -> dict[str, Any]:
    dates = np.array([event.on for event in events], dtype="datetime64[D]")
    at = np.searchsorted(on_line.dates, dates, side="right") - 1
    return {
        "type": "scatter",
        "x": dates,
        "y": on_line.values[at],
        "text": [event.text for event in events],
        "name": name,
        "mode": "markers",
        "marker": {"symbol": symbol, "size": 5, "color": line_style(Role.INVESTED).colour, "opacity": 0.6},
        "showlegend": False,
        "hovertemplate": "%{text}<extra></extra>",
        "meta": {"role": "event"},
    }
