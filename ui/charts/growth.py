"""How did 100 grow? Time-weighted growth of portfolio and benchmarks, all starting at 100 on the same day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ui.charts.drawing.axis import PLAIN, axis_facts, logarithmic_axis
from ui.charts.drawing.canvas import HEIGHT, Drawing, difference_trace, line_layout, line_trace
from ui.charts.drawing.line import Line
from ui.charts.drawing.thinning import thinned_lines
from ui.charts.theme import Role
from ui.charts.wealth import first_of


def growth_figure(lines: Sequence[Line], height: int = HEIGHT, logarithmic: bool = False) -> Drawing:
    """Lines that are growth of 100 already; the hover adds the portfolio's difference to the first benchmark.

    ``logarithmic``: equal heights are equal percentages, where every value is above 0; else the axis stays as it is.
    """
    drawn = thinned_lines(lines)
    traces = [line_trace(line, "%{y:,.1f}") for line in drawn]
    portfolio, benchmark = first_of(drawn, Role.PORTFOLIO), first_of(drawn, Role.BENCHMARK)
    if portfolio and benchmark and (difference := difference_trace(portfolio, benchmark, "%{customdata:+,.1f}")):
        traces.append(difference)
    layout = line_layout(drawn, PLAIN, height=height)
    return Drawing(traces, _on_powers(layout, drawn) if logarithmic and can_be_logarithmic(drawn) else layout)


def can_be_logarithmic(lines: Sequence[Line]) -> bool:
    """Whether every known value lies above 0: after a total loss nothing does."""
    return all(bool((line.values[np.isfinite(line.values)] > 0.0).all()) for line in lines)


def _on_powers(layout: dict[str, Any], lines: Sequence[Line]) -> dict[str, Any]:
    axis = layout["yaxis"] | logarithmic_axis(np.concatenate([line.values for line in lines]), PLAIN)
    labels = [
        one | {"y": float(np.log10(one["y"]))} if one["yref"] == "y" else one for one in layout["annotations"]
    ]  # a label's height is in powers of ten too
    return layout | {"yaxis": axis, "annotations": labels, "meta": axis_facts(PLAIN, None, logarithmic=True)}
