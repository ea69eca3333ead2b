"""Which points of a line must be sent so that it keeps its shape? First, last, and the extremes of every stretch between."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Floats

MOST_POINTS = 1_000


def shape_positions(values: Floats, most: int = MOST_POINTS) -> NDArray[np.intp]:
    """Positions (sorted, at most ``most``) that keep the shape of lines that share their dates.

    ``values``: shape (lines, n). All of them when n ≤ ``most``; otherwise the first, the last, and every line's lowest and highest point in
    each of as many equal stretches as surely fit. What is not a number is no extreme.
    """
    lines, size = values.shape
    if size <= most:
        return np.arange(size)
    width = -(-size // max(1, (most - 2) // (2 * lines)))
    starts = np.arange(0, size, width)
    boxes = np.full((lines, starts.size * width), np.nan)
    boxes[:, :size] = values
    boxes = boxes.reshape(lines, starts.size, width)
    lowest = np.where(np.isnan(boxes), np.inf, boxes).argmin(axis=2) + starts
    highest = np.where(np.isnan(boxes), -np.inf, boxes).argmax(axis=2) + starts
    return np.unique(np.concatenate([[0, size - 1], lowest.ravel(), highest.ravel()]))
