"""Which mix of indexes does it behave like? Weights as fractions, over all and over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from core.index.style import Style
from core.market.levels import Floats
from studies.answers.fields import Answer, Finite, FirstDay, Frequency, LastDay, Statistic, origin


class StyleAt(Answer):
    """The mix of the window that ends on a date."""

    date: dt.date
    weights: dict[str, float]


class StyleAnswer(Answer):
    """Fractions. `weights` are none below 0 and sum to 1; undefined is null with an entry in `reasons`."""

    observations: Annotated[int, origin("dates.size")]
    periods_per_year: Finite
    frequency: Frequency
    start: FirstDay
    end: LastDay
    weights: dict[str, float]
    r_squared: Statistic
    out_of_sample_r_squared: Annotated[
        Statistic, Field(description="Over returns after each rolling window, mixed with its weights.")
    ]
    tracking_error: Finite
    window: Annotated[int, origin("mixes.window")]
    rolling: list[StyleAt]
    reasons: dict[str, str]
    notes: list[str]


def style_answer(found: Style, notes: Sequence[str] = ()) -> StyleAnswer:
    """The mix over all returns and window by window."""
    rolling = found.rolling
    days = zip(rolling.dates.tolist(), rolling.weights, strict=True)
    return StyleAnswer.from_result(
        found,
        weights=_weights(found, found.weights),
        mixes=rolling,
        notes=notes,
        rolling=[StyleAt(date=on, weights=_weights(found, row)) for on, row in days],
    )


def _weights(found: Style, row: Floats) -> dict[str, float]:
    return dict(zip(found.indexes, row.tolist(), strict=True))
