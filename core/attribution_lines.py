"""How large was each segment on either side, what did it earn, and what came of that? One line for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.attribution import SegmentEffect
from core.brinson import SegmentReturns
from core.market.levels import Floats


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment's mean weights, its linked returns on the days it was held (None where it never was), and its effects."""

    portfolio_weight: float
    benchmark_weight: float
    portfolio_return: float | None
    benchmark_return: float | None
    effect: SegmentEffect


def segment_lines(data: SegmentReturns, effects: Sequence[SegmentEffect]) -> tuple[SegmentLine, ...]:
    """A line for each effect of one of the segments, largest effect first."""
    at = {name: column for column, name in enumerate(data.segments)}
    lines = [_line(data, at[one.segment], one) for one in effects if one.segment in at]
    return tuple(sorted(lines, key=lambda line: -abs(line.effect.total)))


def _line(data: SegmentReturns, column: int, effect: SegmentEffect) -> SegmentLine:
    mine, other = data.portfolio_weights[:, column], data.benchmark_weights[:, column]
    return SegmentLine(
        float(mine.mean()),
        float(other.mean()),
        _linked(mine, data.portfolio_returns[:, column]),
        _linked(other, data.benchmark_returns[:, column]),
        effect,
    )


def _linked(weights: Floats, returns: Floats) -> float | None:
    held = weights != 0
    return float(np.prod(1.0 + returns[held]) - 1.0) if held.any() else None
