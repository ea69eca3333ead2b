"""What does the line look like in a card? A handful of its points, first, last and extremes among them."""

from __future__ import annotations

import numpy as np

from core.levels import Floats
from ui.charts.thinning import kept_positions

MOST_POINTS = 48


def sparkline(values: Floats, most: int = MOST_POINTS) -> list[float]:
    """At most ``most`` finite values of a series, its shape kept."""
    there = values[np.isfinite(values)]
    if there.size == 0:
        return []
    return [float(value) for value in there[kept_positions(there[np.newaxis, :], most)]]
