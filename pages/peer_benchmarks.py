"""How does an institution stand among its like?"""

from __future__ import annotations

import numpy as np
import streamlit as st

from core.peers.comparison import PeerComparison, compare_with_peers
from core.peers.universe import PeerUniverse
from ui.reads.peers import scores, universe
from ui.views.peers import sections, words
from ui.views.peers.choices import PeerSelection, choose_peers
from ui.views.peers.universe_editor import PLACE, universe_editor
from ui.widgets.metric_row import metric_row
from ui.widgets.notices import empty_state, guarded, note_line, warning_line
from ui.widgets.upload import show_outcome


def page() -> None:
    """Choices, the answer in a sentence, the bands, then trends, gaps in words, benchmarks by type and the peers."""
    st.title("Peer Benchmarks", anchor=False)
    st.caption("How does an institution divide its money, beside others of its type, size and region?")
    show_outcome(PLACE)
    everybody = universe()
    if everybody.telling.any():
        with guarded("The comparison"):
            _show(everybody, choose_peers(everybody))
    else:
        empty_state("No investors yet", "Import **Public Plans Data** or a CSV of your own below.")
    with st.expander(words.EDITOR, expanded=not len(everybody)):
        universe_editor(everybody)


def _show(everybody: PeerUniverse, chosen: PeerSelection) -> None:
    told = compare_with_peers(everybody, chosen.subject, chosen.group)
    if (illustrative := words.simulated_peers(everybody, chosen.group, chosen.subject)) is not None:
        note_line(illustrative, "sample")
    if (wider := words.widened_sentence(chosen.group)) is not None:
        warning_line(wider, "widened")
    with st.container(key="ys-headline"):
        st.markdown(words.answer(told))
    st.caption(words.group_line(chosen.group) + words.few_sentence(chosen.group) + words.unplaced_sentence(everybody))
    metric_row(sections.comparison_cards(told, *_score(chosen)), "peers")
    if told.gaps:
        sections.band_picture(everybody, told)
        sections.gap_table(told)
    _tabs(everybody, chosen, told)
    sections.notes(everybody, chosen, told)


def _score(chosen: PeerSelection) -> tuple[float | None, str | None]:
    """The evenness of the investor's weights, and its place among the peers."""
    every = scores(chosen.year)
    own = float(every[chosen.subject]) if np.isfinite(every[chosen.subject]) else None
    return own, words.place_among(own, every, chosen.group)


def _tabs(everybody: PeerUniverse, chosen: PeerSelection, told: PeerComparison) -> None:
    trend, gaps, best, by_type, members = st.tabs(
        ["Over the years", "Gaps in words", "Best quarter", "By type", "The peers"],
        key="ys-peer-tabs",
        on_change="rerun",
    )
    if trend.open:
        with trend, guarded("The trend"):
            sections.trend_section(everybody, chosen, told)
    for tab, part in (
        (gaps, sections.gap_analysis),
        (best, sections.best_performers),
        (by_type, sections.sector_benchmarks),
        (members, sections.members_table),
    ):
        if tab.open:
            with tab, guarded("This part"):
                part(everybody, chosen)
