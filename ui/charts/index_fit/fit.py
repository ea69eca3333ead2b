"""How sure is alpha, and where does each index lie? Intervals on one scale, and the map of a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.statistics.bootstrap import AlphaBand
from ui.charts.drawing.axis import PERCENT, AxisUnit, ValueRange, row_axis, ticked_axis
from ui.charts.drawing.canvas import HEIGHT, MUTED, Drawing, table_layout
from ui.charts.theme import Role, line_style, translucent_colour
from ui.wording.number_format import percent

_ROW, _AROUND = 46, 74


class Mark(StrEnum):
    """The part an index plays among those scanned."""

    BEST = "best"
    RUNNER_UP = "runner-up"
    CHOSEN = "chosen"
    PLAUSIBLE = "plausible"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class MapPoint:
    """One index of the map: ``x`` and ``y`` are its coordinates, ``text`` what its hover tells."""

    name: str
    x: float
    y: float
    mark: Mark
    text: str


_STYLES: dict[Mark, tuple[str, str, int, str]] = {
    Mark.OTHER: ("Other indexes", "circle-open", 9, MUTED),
    Mark.PLAUSIBLE: ("Plausible (correlation from 0.7)", "circle", 9, MUTED),
    Mark.RUNNER_UP: ("Runner-up", "square", 11, line_style(Role.OTHER, 1).colour),
    Mark.CHOSEN: ("Chosen", "diamond", 13, line_style(Role.BENCHMARK).colour),
    Mark.BEST: ("Best fit", "star", 16, line_style(Role.PORTFOLIO).colour),
}
# The three may lie on one another: each has its name at a height of its own.
_HEIGHTS = {Mark.BEST: "top", Mark.RUNNER_UP: "middle", Mark.CHOSEN: "bottom"}


def alpha_figure(named: Sequence[tuple[str, AlphaBand]]) -> Drawing:
    """For each index alpha a year as a dot, what chance could have made of it as a bar, and nothing at all as a line."""
    names, bands = [name for name, _ in named], [band for _, band in named]
    low, high = min(0.0, *(one.low for one in bands)), max(0.0, *(one.high for one in bands))
    room = 0.3 * (high - low) or 0.01
    bar = {
        "type": "bar",
        "orientation": "h",
        "name": "95 % of the resamples",
        "y": names,
        "base": [one.low for one in bands],
        "x": [one.high - one.low for one in bands],
        "width": 0.34,
        "marker": {"color": translucent_colour(line_style(Role.PORTFOLIO).colour, 0.28)},
        "hoverinfo": "skip",
        "meta": {"role": "band"},
    }
    dot = {
        "type": "scatter",
        "name": "Alpha a year",
        "y": names,
        "x": [one.alpha for one in bands],
        "mode": "markers",
        "marker": {"color": line_style(Role.PORTFOLIO).colour, "size": 12},
        "customdata": [_band_text(name, one) for name, one in zip(names, bands, strict=True)],
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": {"role": "alpha"},
    }
    across = ticked_axis(ValueRange(low - room, high + room), PERCENT, zeroline=True, zerolinecolor=MUTED)
    more = {"yaxis": row_axis(), "annotations": _ends(names, bands)}
    return Drawing([bar, dot], _layout(_AROUND + _ROW * len(names), across) | more)


def fit_map(points: Sequence[MapPoint], across: AxisUnit, up: AxisUnit, titles: tuple[str, str]) -> Drawing:
    """Every index as a point, the best, the runner-up and the chosen one by name. ``titles``: of the axis across and the one up."""
    middle = max(one.x for one in points) / 2
    traces = [_points(mark, [one for one in points if one.mark is mark], middle) for mark in _STYLES]
    lowest = min(0.0, *(one.y for one in points))
    horizontal = ValueRange(0.0, 1.08 * max(one.x for one in points) or 1.0)
    height = max(one.y for one in points) - lowest or 1.0
    vertical = ValueRange(lowest - 0.06 * height, lowest + 1.12 * height)
    layout = _layout(HEIGHT, ticked_axis(horizontal, across, title={"text": titles[0], "standoff": 8}))
    more = {
        "yaxis": ticked_axis(vertical, up, title={"text": titles[1], "standoff": 8}, automargin=True),
        "showlegend": True,
        "margin": {"l": 56, "r": 24, "t": 56, "b": 52},
    }
    return Drawing([one for one in traces if one["x"]], layout | more)


def _points(mark: Mark, points: Sequence[MapPoint], middle: float) -> dict[str, Any]:
    """Points of one mark; a name stands on the side of its point on which there is more room."""
    name, symbol, size, colour = _STYLES[mark]
    named = mark in _HEIGHTS
    left = [one.x > middle for one in points]
    return {
        "type": "scatter",
        "name": name,
        "x": [one.x for one in points],
        "y": [one.y for one in points],
        "text": [f"{one.name}   " if aside else f"   {one.name}" for one, aside in zip(points, left, strict=True)],
        "customdata": [one.text for one in points],
        "mode": "markers+text" if named else "markers",
        "textposition": [f"{_HEIGHTS.get(mark, 'top')} {'left' if aside else 'right'}" for aside in left],
        "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.5, "color": colour}},
        "hovertemplate": "%{customdata}<extra></extra>",
        "cliponaxis": False,
        "meta": {"role": str(mark)},
    }


def _band_text(name: str, band: AlphaBand) -> str:
    return (
        f"{name}: {percent(band.alpha, signed=True)} a year,<br>"
        f"by chance between {percent(band.low, signed=True)} and {percent(band.high, signed=True)}"
    )


def _ends(names: Sequence[str], bands: Sequence[AlphaBand]) -> list[dict[str, Any]]:
    """Both ends of each band in figures, above the bar."""
    ends = [(name, value, side) for name, one in zip(names, bands, strict=True) for value, side in _sides(one)]
    return [
        {
            "x": value,
            "y": name,
            "text": percent(value, signed=True),
            "showarrow": False,
            "xanchor": side,
            "xshift": -5 if side == "right" else 5,
            "font": {"size": 12},
        }
        for name, value, side in ends
    ]


def _sides(band: AlphaBand) -> tuple[tuple[float, str], tuple[float, str]]:
    return (band.low, "right"), (band.high, "left")


def _layout(height: int, across: dict[str, Any]) -> dict[str, Any]:
    return table_layout(height, right=20, top=14) | {"showlegend": False, "xaxis": across}
