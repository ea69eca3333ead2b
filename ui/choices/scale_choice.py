"""Shall a picture of growth have an axis on which equal heights are equal percentages? One switch, the same on every page."""

from __future__ import annotations

import streamlit as st

from ui.charts.drawing.line import Line
from ui.charts.growth import can_be_logarithmic
from ui.choices.selection import SCALE


def on_a_log_scale(lines: list[Line]) -> bool:
    """The switch; none where something fell to nothing, which has no place on such an axis."""
    return can_be_logarithmic(lines) and st.toggle(
        "Log scale",
        key=SCALE,
        bind="query-params",
        help="Equal heights are equal percentages: from 100 to 200 is as far as from 200 to 400.",
    )
