"""What is the subject made of, by its returns alone? The mix as bars, and the same mix window by window as areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.market.levels import Days, Floats
from core.returns.thinning import shape_positions
from ui.charts.drawing.axis import PERCENT, ValueRange, value_axis
from ui.charts.drawing.canvas import MUTED, Drawing, area_traces, end_labels, line_layout, table_layout
from ui.charts.drawing.line import Line
from ui.charts.theme import FURTHER_COLOURS, STYLES, Role
from ui.wording.number_format import percent
from ui.wording.plain_text import shortened

_ROW, _AROUND = 38, 44
MOST_COLOURS = 7
OTHERS = "Others"
LONGEST_LABEL = 27
VISIBLE = 5e-4  # of the whole: less cannot be seen
_COLOURS = (STYLES[Role.BENCHMARK].colour, *FURTHER_COLOURS)


@dataclass(frozen=True, slots=True)
class StylePart:
    """One index of the mix with its weight (a fraction). ``colour``: the same in every picture."""

    name: str
    weight: float
    colour: str


def style_parts(names: Sequence[str], weights: Floats, rolling: Floats) -> tuple[StylePart, ...]:
    """The parts with their colours, the heaviest first. ``weights``: (k,) of the whole range; ``rolling``: (m, k) of its windows.

    The seven that matter most, on average over both, have a colour of their own; all others share the muted one.
    """
    matters = weights + rolling.mean(axis=0)
    ranked = np.argsort(-matters, kind="stable")
    colours = {int(at): _COLOURS[place] for place, at in enumerate(ranked[:MOST_COLOURS])}
    order = sorted(range(len(names)), key=lambda at: (-weights[at], -matters[at]))
    return tuple(StylePart(names[at], float(weights[at]), colours.get(at, MUTED)) for at in order)


def style_figure(parts: Sequence[StylePart]) -> Drawing:
    """A bar for each part with its weight at the end; no bar starts above zero."""
    widest = max(one.weight for one in parts)
    bars = {
        "type": "bar",
        "orientation": "h",
        "name": "Weight",
        "y": [one.name for one in parts],
        "x": [one.weight for one in parts],
        "text": [percent(one.weight) for one in parts],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [one.colour for one in parts]},
        "width": 0.62,
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "meta": {"role": "style"},
    }
    across = {"range": [0.0, widest * 1.16], "visible": False, "fixedrange": True}
    rows = {"type": "category", "autorange": "reversed", "fixedrange": True, "showgrid": False, "automargin": True}
    layout = table_layout(_AROUND + _ROW * len(parts), right=24, top=30, below=8) | {
        "showlegend": False,
        "xaxis": across,
        "yaxis": rows | {"ticks": "", "showline": False, "ticklabelstandoff": 8},
    }
    return Drawing([bars], layout)


def rolling_style_figure(dates: Days, weights: Floats, names: Sequence[str], parts: Sequence[StylePart]) -> Drawing:
    """The mix of each window as areas on each other up to 100 %, at the window's last day. ``weights``: (m, k) as ``names``, m > 1.

    Parts without a colour of their own are one area, named ``OTHERS``.
    """
    kept = shape_positions(weights.T)
    dates, weights = dates[kept], weights[kept]
    areas = _areas(weights, names, parts)
    tops = np.cumsum([own for _, _, own in areas], axis=0)
    lines = [Line(Role.OTHER, name, dates, top) for (name, _, _), top in zip(areas, tops, strict=True)]
    layout = line_layout(lines, PERCENT, floor=0.0)
    axis = layout["yaxis"] | value_axis(ValueRange(0.0, 1.02), PERCENT)
    labels = [
        label | {"text": shortened(name, LONGEST_LABEL), "font": {"color": colour, "size": 12}}
        for label, (name, colour, _) in zip(end_labels(lines), areas, strict=True)
    ]
    traces = area_traces(dates, areas, "style", opacity=0.45)
    return Drawing(traces, layout | {"yaxis": axis, "annotations": labels})


def _areas(weights: Floats, names: Sequence[str], parts: Sequence[StylePart]) -> list[tuple[str, str, Floats]]:
    """Name, colour and weights (m,) of each area, the part that matters most at the bottom."""
    column = {name: weights[:, at] for at, name in enumerate(names)}
    own = [one for one in parts if one.colour != MUTED and column[one.name].max() > 0]
    own.sort(key=lambda one: -float(column[one.name].mean()))
    found = [(one.name, one.colour, column[one.name]) for one in own]
    rest = 1.0 - np.sum([one for _, _, one in found], axis=0)
    return [*found, (OTHERS, MUTED, np.maximum(rest, 0.0))] if rest.max() > VISIBLE else found
