"""Where does each answer stand? A tile with its question, its sentence, its small picture, and the way to its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.views.home.answers import Answer
from ui.widgets.destinations import lead_to
from ui.widgets.notices import guarded

_NARROWEST = 225


@dataclass(frozen=True, slots=True)
class Tile:
    """``address`` and ``way``: the page that tells the rest, and its link's words. ``ask``: computes the answer when the tile is drawn."""

    question: str
    ask: Callable[[], Answer]
    address: str
    way: str


def draw_tiles(tiles: list[Tile]) -> DeltaGenerator:
    """Side by side, as many as fit; each appears as soon as it is known, and one that cannot be answered says why.

    Returns the last place, which is free for what can be taken along.
    """
    grid = st.grid(len(tiles) + 1, min_column_width=_NARROWEST, gap="small", border=True, key="ys-tiles")
    places = [grid.cell() for _ in range(len(tiles) + 1)]
    for place, tile in zip(places, tiles, strict=False):
        with place:
            _draw(tile)
    return places[-1]


def _draw(tile: Tile) -> None:
    st.markdown(f"## {tile.question}")
    with guarded(tile.question):
        answer = tile.ask()
        st.markdown(answer.sentence)
        if answer.picture:
            st.html(answer.picture)
        if answer.note:
            st.caption(answer.note)
    lead_to(tile.address, tile.way, ":material/arrow_forward:")
