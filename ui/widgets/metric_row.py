"""Which few numbers matter first? Cards of equal height: label, value, difference, what it is measured against, and a definition."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.wording.plain_text import as_markdown

_NARROWEST_CARD = 160


@dataclass(frozen=True, slots=True)
class Card:
    """One number. ``delta`` is already in words ("+1.2 pp"), ``delta_sign`` decides arrow and colour (0: neither).

    ``reference`` says what the difference is measured against, ``meaning`` defines the number on hover, ``picture`` is an SVG of
    :func:`ui.charts.still.sparkline.sparkline`.
    """

    label: str
    value: str
    meaning: str
    delta: str | None = None
    delta_sign: float = 0.0
    reference: str | None = None
    picture: str = ""


def metric_row(cards: Sequence[Card], key: str) -> None:
    """The cards side by side, as many as fit; two beside each other on a phone."""
    for place, card in zip(card_places(len(cards), key), cards, strict=True):
        with place:
            draw_card(card)


def card_places(number: int, key: str) -> tuple[DeltaGenerator, ...]:
    """Places for so many cards, to be filled later or by different parts of the page."""
    grid = st.grid(number, min_column_width=_NARROWEST_CARD, gap="small", border=True, key=f"ys-cards-{key}")
    return tuple(grid.cell() for _ in range(number))


def draw_card(card: Card) -> None:
    """One card where the caller stands."""
    sign = card.delta_sign if card.delta and any(digit in "123456789" for digit in card.delta) else 0.0
    st.metric(
        as_markdown(card.label),
        as_markdown(card.value),
        as_markdown(card.delta) if card.delta else None,
        delta_color="green" if sign > 0 else "red" if sign < 0 else "off",
        delta_arrow="up" if sign > 0 else "down" if sign < 0 else "off",
        delta_description=as_markdown(card.reference) if card.reference else None,
        help=as_markdown(card.meaning),
    )
    if card.picture:
        st.html(
            f'<img class="ys-spark" alt="" src="data:image/svg+xml;base64,{b64encode(card.picture.encode()).decode()}">'
        )
