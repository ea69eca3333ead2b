"""Which colour, dash and width does a role have? One answer, used by every picture, legible in light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

GAIN = "#2E9E5B"
LOSS = "#D64545"
DIVERGING = ("#E8924A", "#F5C79C", "#F7F7F5", "#B4C8F5", "#6B93EC")
"""Below zero orange, at zero white, above zero blue; never red and green, which many cannot tell apart.

Pale enough for dark figures in every cell."""
DIVERGING_SCALE = [[step / (len(DIVERGING) - 1), colour] for step, colour in enumerate(DIVERGING)]


class Role(StrEnum):
    """Role of a line: what does it stand for?"""

    PORTFOLIO = "portfolio"
    BENCHMARK = "benchmark"
    RISK_FREE = "risk-free"
    INVESTED = "invested"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line is drawn: ``dash`` and ``shape`` in Plotly's words, ``width`` in pixels."""

    colour: str
    dash: str = "solid"
    width: float = 2.0
    shape: str = "linear"

    @property
    def dash_array(self) -> str:
        """The dash as an attribute of a line in SVG, with a space before it; empty for a solid line."""
        return _DASH_ARRAYS[self.dash]


_DASH_ARRAYS = {"solid": "", "dash": ' stroke-dasharray="7 5"', "dot": ' stroke-dasharray="1.5 3.5"'}

STYLES: Mapping[Role, LineStyle] = {
    Role.PORTFOLIO: LineStyle("#3B6FE0", width=2.5),
    Role.BENCHMARK: LineStyle("#D9730D"),
    Role.RISK_FREE: LineStyle("#2E9E5B", dash="dash"),
    Role.INVESTED: LineStyle("#7A8394", dash="dot", width=1.5, shape="hv"),
}
FURTHER_COLOURS = ("#9B59D0", "#0E93A8", "#C2456B", "#B0801A", "#5F7F2E", "#6A6FD8")


def line_style(role: Role, position: int = 0) -> LineStyle:
    """The style of a role; ``position`` counts the lines of that role (the second benchmark is 1, and so on).

    Further benchmarks and other lines take the further colours in order and start again when they are used up.
    """
    if role is Role.OTHER:
        position += 1
    if position == 0:
        return STYLES[role]
    return LineStyle(FURTHER_COLOURS[(position - 1) % len(FURTHER_COLOURS)], width=1.5)


def translucent_colour(colour: str, opacity: float) -> str:
    """A ``#RRGGBB`` colour as ``rgba(…)``."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {opacity:g})"
