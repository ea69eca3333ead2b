"""What is drawn? A named line with a role, and a mark for something that happened on a date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.market.levels import Days, Floats, frozen, to_days
from ui.charts.theme import LineStyle, Role, line_style


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Values on dates. ``dates``: shape (n,), increasing. ``values``: shape (n,), NaN where there is nothing to draw.

    ``position`` counts the lines of one role, so that a second benchmark has a colour of its own.
    """

    role: Role
    name: str
    dates: Days
    values: Floats
    position: int = 0

    def __post_init__(self) -> None:
        dates, values = to_days(self.dates), np.asarray(self.values, dtype=np.float64)
        if dates.ndim != 1 or dates.shape != values.shape:
            raise ValueError(f"{self.name}: {dates.size} dates but {values.size} values")
        object.__setattr__(self, "dates", frozen(dates))
        object.__setattr__(self, "values", frozen(values))

    @property
    def style(self) -> LineStyle:
        return line_style(self.role, self.position)

    @property
    def last(self) -> float:
        """The last value there is, NaN for an empty line."""
        there = np.flatnonzero(np.isfinite(self.values))
        return float(self.values[there[-1]]) if there.size else float("nan")

    def at(self, positions: np.ndarray) -> Line:
        """The line at some of its positions."""
        return Line(self.role, self.name, self.dates[positions], self.values[positions], self.position)


@dataclass(frozen=True, slots=True)
class EventMark:
    """Something that happened, with the sentence that explains it on hover. ``money_in``: ▲, else ▼."""

    on: np.datetime64
    text: str
    money_in: bool = True
