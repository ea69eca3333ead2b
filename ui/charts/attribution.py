"""Which steps lead from one number to another, which segment brought what, and when? Waterfalls, effect bars, effects over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from core.attribution.effects import SegmentEffect
from core.market.levels import Days, Floats
from ui.charts.drawing.axis import GRID, PERCENT, AxisUnit, ValueRange, money_ticks
from ui.charts.drawing.canvas import MUTED, Drawing, line_layout, line_trace, table_layout
from ui.charts.drawing.line import Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import GAIN, LOSS, Role, line_style, translucent_colour
from ui.wording.number_format import THIN_SPACE, percentage_points

_ROW, _AROUND, _WITH_LEGEND = 44, 56, 72
_NOTHING = 1e-12  # an effect below it is rounding, and not shown
EFFECTS = ("Allocation", "Selection", "Interaction")
_POINTS = AxisUnit(0.01, suffix=f"{THIN_SPACE}pp")


class Place(StrEnum):
    """What a bar stands for: where the way begins, a step of it, or where it ends."""

    START = "start"
    STEP = "step"
    END = "end"


@dataclass(frozen=True, slots=True)
class WaterfallBar:
    """One bar. ``amount``: the level for start and end, the move for a step; ``text``: the amount in words; ``role``: of a level."""

    name: str
    amount: float
    text: str
    place: Place = Place.STEP
    role: Role = Role.OTHER


def waterfall_picture(bars: Sequence[WaterfallBar]) -> Drawing:
    """Read from top to bottom: where it begins, each step from where the one before ended, and where that leads; bars start at zero."""
    begins, ends = zip(*waterfall_spans(bars), strict=True)
    low, high = min(0.0, *begins, *ends), max(0.0, *begins, *ends)
    room = 0.32 * ((high - low) or 1.0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [one.name for one in bars],
        "x": np.array(ends) - np.array(begins),
        "base": np.array(begins),
        "width": 0.62,
        "text": [one.text for one in bars],
        "textposition": "none",
        "marker": _marker(bars),
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "name": "Steps",
        "meta": {"role": "waterfall"},
    }
    axis = {"range": [low - (room if low < 0 else 0.0), high + room], "showticklabels": False, "showgrid": False}
    around = {"shapes": _connectors(ends), "annotations": _amounts(bars, begins, ends)}
    return Drawing([trace], {**_layout(len(bars), axis), **around})


def effect_bars(effects: Sequence[SegmentEffect], names: Sequence[str]) -> Drawing:
    """A row for each segment, its effects stacked to either side of zero, a diamond where they come to together."""
    values = {
        "Allocation": [one.allocation for one in effects],
        "Selection": [one.selection for one in effects],
        "Interaction": [one.interaction for one in effects],
    }
    shown = {
        name: row for name, row in values.items() if name == "Allocation" or any(abs(one) > _NOTHING for one in row)
    }
    traces = [_effect_trace(name, np.array(row), names) for name, row in shown.items()]
    totals = [one.total for one in effects]
    traces.append(
        {
            "type": "scatter",
            "x": np.array(totals),
            "y": list(names),
            "mode": "markers",
            "name": "Together",
            "marker": {"symbol": "diamond", "size": 11, "color": "#FFFFFF", "line": {"color": "#161E2E", "width": 1.5}},
            "text": [percentage_points(one) for one in totals],
            "hovertemplate": "%{y}, together: %{text}<extra></extra>",
            "cliponaxis": False,
            "meta": {"role": "total"},
        }
    )
    axis = _points_axis(list(shown.values()), totals)
    layout = _layout(len(effects) + 1, axis, below=_WITH_LEGEND)
    return Drawing(traces, {**layout, "barmode": "relative", "showlegend": True})


def cumulative_figure(dates: Days, by_period: Floats) -> Drawing:
    """The linked effects added up from day to day, shape (t, 3), and all of them together."""
    lines = thinned_lines(cumulative_lines(dates, by_period))
    return Drawing([line_trace(line, "%{y:+.2%}") for line in lines], line_layout(lines, PERCENT))


def cumulative_lines(dates: Days, by_period: Floats) -> list[Line]:
    """All together first, then the effects that are not zero throughout."""
    running = np.cumsum(by_period, axis=0)
    together = Line(Role.PORTFOLIO, "Together", dates, running.sum(axis=1))
    parts = [
        Line(Role.OTHER, name, dates, running[:, at], at)
        for at, name in enumerate(EFFECTS)
        if by_period[:, at].any() or name != "Interaction"
    ]
    return [together, *parts]


def waterfall_spans(bars: Sequence[WaterfallBar]) -> list[tuple[float, float]]:
    """From where to where each bar reaches."""
    spans, running = [], 0.0
    for one in bars:
        level = one.place is not Place.STEP
        begin = 0.0 if level else running
        running = one.amount if level else running + one.amount
        spans.append((begin, running))
    return spans


def _colour(one: WaterfallBar) -> str:
    if one.place is Place.STEP:
        return GAIN if one.amount >= 0 else LOSS
    return line_style(one.role).colour


def _marker(bars: Sequence[WaterfallBar]) -> dict[str, Any]:
    """Filled, but for a deposit's level: its green is that of a gain, so it is hatched, as its line is dashed."""
    hatched = [one.place is not Place.STEP and one.role is Role.RISK_FREE for one in bars]
    colours = [_colour(one) for one in bars]
    fills = [
        translucent_colour(colour, 0.12) if pale else colour for colour, pale in zip(colours, hatched, strict=True)
    ]
    pattern = {"shape": ["/" if pale else "" for pale in hatched], "fgcolor": colours, "size": 8, "solidity": 0.22}
    outline = {"color": colours, "width": [1.5 if pale else 0 for pale in hatched]}
    return {"color": fills, "pattern": pattern, "line": outline}


def _points_axis(stacked: Sequence[Sequence[float]], totals: Sequence[float]) -> dict[str, Any]:
    """From the furthest bar on the left to the furthest on the right, in percentage points as the table has them."""
    values = np.array(stacked).reshape(len(stacked), -1)
    low = min(0.0, *np.minimum(values, 0.0).sum(axis=0), *totals)
    high = max(0.0, *np.maximum(values, 0.0).sum(axis=0), *totals)
    room = 0.06 * ((high - low) or 1.0)
    ticks, texts = money_ticks(ValueRange(low - room, high + room), _POINTS)
    signed = [f"+{text}" if tick > _NOTHING else text for tick, text in zip(ticks, texts, strict=True)]
    axis = {"gridcolor": GRID, "zeroline": True, "zerolinecolor": MUTED}
    return {**axis, "range": [low - room, high + room], "tickvals": ticks, "ticktext": signed}


def _connectors(ends: Sequence[float]) -> list[dict[str, Any]]:
    return [
        {
            "type": "line",
            "x0": end,
            "x1": end,
            "y0": at + 0.31,
            "y1": at + 0.69,
            "line": {"color": MUTED, "width": 1, "dash": "dot"},
        }
        for at, end in enumerate(ends[:-1])
    ]


def _amounts(bars: Sequence[WaterfallBar], begins: Sequence[float], ends: Sequence[float]) -> list[dict[str, Any]]:
    """Each amount stands right of its bar, so that none is hidden; a negative level stands left of it."""
    marks = []
    for at, one in enumerate(bars):
        left = one.place is not Place.STEP and one.amount < 0
        marks.append(
            {
                "x": min(begins[at], ends[at]) if left else max(begins[at], ends[at]),
                "y": at,
                "text": one.text,
                "showarrow": False,
                "xanchor": "right" if left else "left",
                "xshift": -6 if left else 6,
                "font": {"size": 13},
            }
        )
    return marks


def _effect_trace(name: str, values: Floats, names: Sequence[str]) -> dict[str, Any]:
    at = EFFECTS.index(name)
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(names),
        "name": name,
        "width": 0.56,
        "marker": {"color": line_style(Role.OTHER, at).colour, "line": {"width": 0}},
        "text": [percentage_points(value) for value in values.tolist()],
        "textposition": "none",
        "hovertemplate": "%{y}, " + name.lower() + ": %{text}<extra></extra>",
        "meta": {"role": name.lower()},
    }


def _layout(rows: int, xaxis: dict[str, Any], below: int = 26) -> dict[str, Any]:
    quiet = {"fixedrange": True, "showline": False, "ticks": "", "zeroline": False}
    return table_layout(_AROUND + _ROW * rows, left=8, top=34, below=below) | {
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "xanchor": "left", "yref": "container", "y": 0, "yanchor": "bottom"},
        "xaxis": {**quiet, **xaxis},
        "yaxis": {**quiet, "autorange": "reversed", "automargin": True, "showgrid": False, "ticklabelstandoff": 8},
    }
