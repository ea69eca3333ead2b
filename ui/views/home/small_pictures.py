"""What does an answer look like at a glance? Lines over time as a drawing, amounts as bars with their figures beside them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from core.errors import InvalidSpecification
from core.market.levels import Floats
from ui.charts.still.sparkline import overlaid_lines
from ui.charts.theme import LineStyle

_MOST_NAME = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: ``value`` gives its length and side, ``text`` is what stands beside it. ``mark``: a second value, drawn as a tick."""

    name: str
    value: float
    text: str
    colour: str
    mark: float | None = None

    def __post_init__(self) -> None:
        if not np.isfinite([self.value, self.mark or 0.0]).all():
            raise InvalidSpecification(f"The bar “{self.name}” has no length.")


def lines_html(values: Floats, styles: Sequence[LineStyle], spoken: str) -> str:
    """Series (lines, n) on one scale, in their roles' colours and dashes. ``spoken``: what is drawn, for who does not see it."""
    drawn = overlaid_lines(values, styles)
    if not drawn:
        return ""
    source = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    return f'<img class="ys-lines" alt="{escape(spoken)}" src="{source}">'


def bars_html(bars: Sequence[Bar], whole: float = 0.0) -> str:
    """Bars from a common zero, which stands at the left where none is negative; a table, so that it is read out as one.

    ``whole``: the value of a full bar, where the longest is not it.
    """
    values = [value for one in bars for value in (one.value, one.mark or 0.0)]
    low, high = min(0.0, *values), max(0.0, whole, *values)
    span = (high - low) or 1.0
    return f'<table class="ys-bars">{"".join(_row(one, low, span) for one in bars)}</table>'


def _row(bar: Bar, low: float, span: float) -> str:
    start = (min(0.0, bar.value) - low) / span * 100
    width = abs(bar.value) / span * 100
    tick = "" if bar.mark is None else f'<b style="left:{(bar.mark - low) / span * 100:.2f}%"></b>'
    name = bar.name if len(bar.name) <= _MOST_NAME else f"{bar.name[: _MOST_NAME - 1]}…"
    return (
        f'<tr><th scope="row" title="{escape(bar.name)}">{escape(name)}</th>'
        f'<td><span class="ys-track"><i style="left:{start:.2f}%;width:{width:.2f}%;background:{escape(bar.colour)}"></i>{tick}</span></td>'
        f"<td>{escape(bar.text)}</td></tr>"
    )
