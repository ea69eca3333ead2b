"""How much of each factor does it hold, and how sure is that? Loadings as bars with their 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ui.charts.drawing.axis import PLAIN, ValueRange, row_axis, ticked_axis
from ui.charts.drawing.canvas import MUTED, Drawing, table_layout
from ui.charts.theme import STYLES, Role, translucent_colour
from ui.wording.number_format import ratio

_ROW, _AROUND = 46, 74
ROOM_FOR_A_FIGURE = 0.22  # of the span of all intervals: a loading in figures fits beside its bar on a phone too


@dataclass(frozen=True, slots=True)
class LoadingBar:
    """One loading with its 95 % interval. ``sure``: whether chance alone is an unlikely explanation; ``text``: what its hover tells."""

    name: str
    value: float
    low: float
    high: float
    sure: bool
    text: str


def loadings_figure(bars: Sequence[LoadingBar]) -> Drawing:
    """A bar for each factor from zero, its interval as a line over it; those that cannot be told from zero are pale."""
    layout = table_layout(_AROUND + _ROW * len(bars), top=30, below=34) | {
        "showlegend": False,
        "xaxis": _loading_axis(bars),
        "yaxis": row_axis(),
        "annotations": [_value(one) for one in bars],
    }
    return Drawing([_bars(bars)], layout)


def _bars(bars: Sequence[LoadingBar]) -> dict[str, object]:
    colour = STYLES[Role.PORTFOLIO].colour
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Loading",
        "y": [one.name for one in bars],
        "x": [one.value for one in bars],
        "width": 0.5,
        "marker": {
            "color": [translucent_colour(colour, 0.6 if one.sure else 0.15) for one in bars],
            "line": {"color": colour, "width": 1},
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [one.high - one.value for one in bars],
            "arrayminus": [one.value - one.low for one in bars],
            "color": MUTED,
            "thickness": 2.5,
            "width": 6,
        },
        "customdata": [one.text for one in bars],
        "hovertemplate": "%{customdata}<extra></extra>",
        "meta": {"role": "loading"},
    }


def _loading_axis(bars: Sequence[LoadingBar]) -> dict[str, object]:
    """The axis of the loadings: zero, every interval, and room for the figures beside them."""
    low = min(0.0, *(one.low for one in bars))
    high = max(0.0, *(one.high for one in bars))
    span = (high - low) or 1.0
    low -= span * (ROOM_FOR_A_FIGURE if any(one.value < 0 for one in bars) else 0.05)
    high += span * (ROOM_FOR_A_FIGURE if any(one.value >= 0 for one in bars) else 0.05)
    return ticked_axis(ValueRange(low, high), PLAIN, zeroline=True, zerolinecolor=MUTED, zerolinewidth=1.5)


def _value(one: LoadingBar) -> dict[str, object]:
    """The loading in figures, beyond the end of its interval."""
    up = one.value >= 0
    return {
        "x": one.high if up else one.low,
        "y": one.name,
        "text": ratio(one.value),
        "showarrow": False,
        "xanchor": "left" if up else "right",
        "xshift": 8 if up else -8,
        "font": {"size": 12},
    }
