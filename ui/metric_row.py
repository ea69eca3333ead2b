"""Which few numbers matter first? Cards of equal height: label, value, difference, what it is measured against, and a definition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from ui.plain_text import as_markdown

_NARROWEST_CARD = 158


@dataclass(frozen=True, slots=True)
class Card:
    """One number. ``delta`` is already in words ("+1.2 pp"), ``delta_sign`` decides arrow and colour (0: neither).

    ``against`` says what the difference is measured against, ``meaning`` defines the number on hover, ``points`` draw a sparkline.
    """

    label: str
    value: str
    meaning: str
    delta: str | None = None
    delta_sign: float = 0.0
    against: str | None = None
    points: Sequence[float] = ()


def metric_row(cards: Sequence[Card], key: str) -> None:
    """The cards side by side, as many as fit; two beside each other on a phone."""
    grid = st.grid(len(cards), min_column_width=_NARROWEST_CARD, gap="small", key=key)
    for card in cards:
        _draw(grid, card)


def _draw(grid: st.delta_generator.DeltaGenerator, card: Card) -> None:
    grid.metric(
        as_markdown(card.label),
        as_markdown(card.value),
        as_markdown(card.delta) if card.delta else None,
        delta_color=_colour(card.delta_sign),
        delta_arrow=_arrow(card.delta_sign),
        delta_description=as_markdown(card.against) if card.against else None,
        help=as_markdown(card.meaning),
        chart_data=list(card.points) or None,
        border=True,
        height="stretch",
    )


def _colour(sign: float) -> str:
    return "green" if sign > 0 else "red" if sign < 0 else "off"


def _arrow(sign: float) -> str:
    return "up" if sign > 0 else "down" if sign < 0 else "off"
