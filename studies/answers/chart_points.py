"""Which points does a chart need? At most about a thousand, the first, the last and every peak among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.market.levels import Floats
from core.returns.thinning import shape_positions
from studies.answers.fields import Answer


class ChartPoints(Answer):
    """How many points the chart holds, of how many there are."""

    shown: int
    of: int


def chart_positions(lines: Sequence[Floats], every: bool = False) -> NDArray[np.intp]:
    """Positions of the points to send of lines on the same dates: all when asked or few enough, else those that keep their shape."""
    return np.arange(lines[0].size) if every else shape_positions(np.vstack(lines))
