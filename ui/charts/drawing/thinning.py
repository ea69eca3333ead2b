"""Which points do the lines of one picture keep? Lines on the same dates keep the same ones, so that one hover reads them all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.returns.thinning import MOST_POINTS, shape_positions
from ui.charts.drawing.line import Line
from ui.charts.theme import Role


def thinned_lines(lines: Sequence[Line], most: int = MOST_POINTS) -> tuple[Line, ...]:
    """The lines with at most ``most`` points each.

    A deposit grows smoothly and jumps where the others do, so its points follow theirs: a rate under a slider moves one line only.
    """
    result = list(lines)
    for positions in _on_same_dates(lines):
        steady = [i for i in positions if lines[i].role is not Role.RISK_FREE] or positions
        shape = shape_positions(np.vstack([lines[i].values for i in steady]), most)
        for i in positions:
            result[i] = lines[i].at(shape)
    return tuple(result)


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
