"""Is that number high or low? The words that go with a tracking error, an information ratio, a Sharpe ratio and a correlation."""

from __future__ import annotations

import math
from collections.abc import Mapping

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


def reading(name: str, value: float | None) -> str:
    """The word that goes with a number of this name; an empty string where the number is undefined or has no bands."""
    if value is None:
        return ""
    return next((word for limit, word in READING_BANDS.get(name, ()) if value >= limit), "")
