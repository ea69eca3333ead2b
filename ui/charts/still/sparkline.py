"""What does the line look like in a card? A small drawing of a handful of its points, first, last and extremes among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.market.levels import Floats
from core.returns.thinning import shape_positions
from ui.charts.theme import LineStyle

MOST_POINTS = 48
_WIDTH, _HEIGHT, _MARGIN = 200.0, 36.0, 2.0


def sparkline(values: Floats, style: LineStyle) -> str:
    """An SVG of the series in its role's colour and dash, empty without two finite values; it says nothing that the card does not."""
    return overlaid_lines(values[np.newaxis], (style,))


def overlaid_lines(values: Floats, styles: Sequence[LineStyle]) -> str:
    """An SVG of several series, shape (lines, n), on one scale; days on which one of them is not finite are left out."""
    there = np.flatnonzero(np.isfinite(values).all(axis=0))
    if there.size < 2:
        return ""
    kept = there[shape_positions(values[:, there], MOST_POINTS)]
    across = _MARGIN + (kept - kept[0]) / (kept[-1] - kept[0]) * (_WIDTH - 2 * _MARGIN)
    low, high = float(values[:, kept].min()), float(values[:, kept].max())
    up = (values[:, kept] - low) / (high - low) if high > low else np.full((len(values), kept.size), 0.5)
    down = _HEIGHT - _MARGIN - up * (_HEIGHT - 2 * _MARGIN)
    lines = "".join(_line(across, one, style) for one, style in zip(down, styles, strict=True))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none">{lines}</svg>'


def _line(across: Floats, down: Floats, style: LineStyle) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    return (
        f'<polyline points="{points}" fill="none" stroke="{style.colour}" stroke-width="1.6"{style.dash_array} '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>'
    )
