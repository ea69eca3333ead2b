"""Is that number high or low? The words that go with a tracking error, an information ratio, a Sharpe ratio and a correlation."""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.statistics.record import Certainty, Record

Bands = tuple[tuple[float, str], ...]


def _next_above(limit: float) -> float:
    """The first number above a limit, for a word that does not hold at the limit itself."""
    return math.nextafter(limit, math.inf)


# By the name that Comparison gives the number: each word holds from its limit up to the next higher one.
READING_BANDS: Mapping[str, Bands] = {
    "tracking_error": ((_next_above(0.10), "high"), (0.05, "moderate"), (-math.inf, "low")),
    "correlation": (
        (0.7, "strong"),
        (0.3, "moderate"),
        (_next_above(-0.3), "weak"),
        (_next_above(-0.7), "moderate negative"),
        (-math.inf, "strong negative"),
    ),
    "sharpe": (
        (_next_above(2.0), "excellent"),
        (1.5, "very good"),
        (1.0, "good"),
        (0.5, "fair"),
        (-math.inf, "poor"),
    ),
    "information_ratio": ((_next_above(1.0), "excellent"), (0.5, "good"), (-math.inf, "poor")),
}


RATIOS = frozenset({"sharpe", "information_ratio"})
EXPLAINS = 0.7  # R² from which straying from the benchmark is straying, and not another market


def reading(name: str, value: float | None) -> str:
    """The word that goes with a number of this name; an empty string where the number is undefined or has no bands."""
    if value is None:
        return ""
    return next((word for limit, word in READING_BANDS.get(name, ()) if value >= limit), "")


def word(name: str, value: float | None, record: Record, r_squared: float | None = None) -> str:
    """The same as far as the record allows: of a ratio none under a year or on unlike bases, “…, uncertain” under 36 months; of a
    tracking error none where the benchmark explains less than 0.7 of the movement, for what is another market always strays far.
    """
    if name == "tracking_error" and (r_squared is None or r_squared < EXPLAINS):
        return ""
    if name not in RATIOS:
        return reading(name, value)
    said = "" if record.certainty is Certainty.NONE else reading(name, value)
    return f"{said}, uncertain" if said and record.certainty is Certainty.UNCERTAIN else said
