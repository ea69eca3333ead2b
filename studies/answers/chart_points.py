"""Which points does a chart need? About a thousand of them, always with the first and the last."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from studies.answers.fields import Answer

MOST_POINTS = 1_000


class ChartPoints(Answer):
    """How many points the chart holds, of how many there are."""

    shown: int
    of: int


def chart_indices(count: int, every: bool = False) -> NDArray[np.int64]:
    """Positions of the points to send out of ``count``: all when asked or few enough, else evenly spaced ones."""
    if every or count <= MOST_POINTS:
        return np.arange(count, dtype=np.int64)
    return np.round(np.linspace(0, count - 1, MOST_POINTS)).astype(np.int64)
