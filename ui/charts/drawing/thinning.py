"""Which points must be sent so that a line keeps its shape? First, last, the extremes, and those of every stretch between."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Floats
from ui.charts.drawing.line import Line
from ui.charts.theme import Role

MOST_POINTS = 1_000
_NEARLY_ALL = 0.95


def kept_positions(values: Floats, most: int = MOST_POINTS) -> NDArray[np.intp]:
    """Positions (sorted, at most ``most``) to keep of lines that share their dates.

    ``values``: shape (lines, n). All are kept when n ≤ ``most``. Otherwise first, last, and each line's lowest and highest point are
    kept, and of each of as many equal stretches as fit, the lowest and highest point of every line.
    """
    size = values.shape[1]
    if size <= most:
        return np.arange(size)
    always = _always(values)
    kept = always
    # The number of stretches is found by bisection, for lines that move together need fewer points than two each.
    low, high = max(1, (most - always.size) // (2 * len(values))), most
    while low <= high and kept.size < _NEARLY_ALL * most:
        stretches = (low + high) // 2
        tried = np.union1d(always, _extremes(values, stretches))
        if tried.size <= most:
            kept, low = tried, stretches + 1
        else:
            high = stretches - 1
    return kept


def thinned(lines: Sequence[Line], most: int = MOST_POINTS) -> tuple[Line, ...]:
    """The lines with at most ``most`` points each; lines on the same dates keep the same dates, so that one hover reads them all.

    A deposit grows smoothly and jumps where the others do, so its points follow theirs: a rate under a slider moves one line only.
    """
    result = list(lines)
    for positions in _on_same_dates(lines):
        steady = [i for i in positions if lines[i].role is not Role.RISK_FREE] or positions
        kept = kept_positions(np.vstack([lines[i].values for i in steady]), most)
        for i in positions:
            result[i] = lines[i].at(kept)
    return tuple(result)


def _always(values: Floats) -> NDArray[np.intp]:
    ends = np.array([0, values.shape[1] - 1])
    return np.unique(np.concatenate([ends, _lowest(values, axis=1), _highest(values, axis=1)]))


def _extremes(values: Floats, stretches: int) -> NDArray[np.intp]:
    """Positions of every line's lowest and highest point in each of ``stretches`` equal stretches."""
    lines, size = values.shape
    width = -(-size // stretches)
    padded = np.full((lines, stretches * width), np.nan)
    padded[:, :size] = values
    boxes = padded.reshape(lines, stretches, width)
    starts = np.arange(stretches) * width
    found = np.concatenate([(_lowest(boxes, axis=2) + starts).ravel(), (_highest(boxes, axis=2) + starts).ravel()])
    return np.unique(found[found < size])


def _lowest(values: Floats, axis: int) -> NDArray[np.intp]:
    return np.argmin(np.where(np.isnan(values), np.inf, values), axis=axis)


def _highest(values: Floats, axis: int) -> NDArray[np.intp]:
    return np.argmax(np.where(np.isnan(values), -np.inf, values), axis=axis)


def _on_same_dates(lines: Sequence[Line]) -> list[list[int]]:
    groups: list[list[int]] = []
    for i, line in enumerate(lines):
        for group in groups:
            if np.array_equal(lines[group[0]].dates, line.dates):
                group.append(i)
                break
        else:
            groups.append([i])
    return groups
