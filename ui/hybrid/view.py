"""What does the page show of one mix? The answer, the cards, the picture, the lab and the break-even, run again when the mix changes."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.benchmark import BenchmarkKind
from core.blend import Blend
from core.blend_comparison import fallback_sentence
from ui import benchmark_storing
from ui.benchmark_loading import HybridComparison, compared_with_blend, library, measured_by
from ui.headline import headline
from ui.hybrid.break_even import break_even_finder
from ui.hybrid.choices import CUSTOM, HybridChoice, starting_blend
from ui.hybrid.deposit import DepositPlaces, deposit_what_if
from ui.hybrid.lab import blend_lab
from ui.hybrid.mix import mix_controls
from ui.metric_row import card_places, draw_card
from ui.notices import guarded, warning_line
from ui.plain_text import escaped
from ui.same_money import cards, explanations, pictures, return_tables
from ui.same_money.sentence import alternative_of, name_in_sentence, outcome_of
from ui.selection import HYBRID_VIEW


@st.fragment
def hybrid_view(choice: HybridChoice, deposit_place: DeltaGenerator) -> None:
    """Everything below the bar; only this runs again when the mix changes."""
    with guarded("The mix"):
        blend = _mix(choice)
        with guarded("The comparison"):
            _show(compared_with_blend(choice.portfolio.id, blend, choice.range), choice, deposit_place)


def _mix(choice: HybridChoice) -> Blend:
    """The blend to compare with: the chosen one, changed by its controls; a single index has none."""
    start = starting_blend(choice)
    record = library().find(choice.benchmark_id)
    if choice.benchmark_id != CUSTOM and (record is None or record.kind is not BenchmarkKind.BLENDED):
        return start
    custom = choice.benchmark_id == CUSTOM
    with st.expander("The mix: weights, rule, policy dates", expanded=custom, icon=":material/tune:"):
        scope = f"{choice.benchmark_id} {choice.portfolio.currency if custom else ''}"
        blend = mix_controls(start, scope, _names(), free=custom)
        if custom or blend != start:
            _save(blend)
    return blend


def _names() -> Mapping[str, str]:
    """What a mix can be made of: everything but portfolios."""
    known = library()
    return {one: known.records[one].name for one in known.ids if known.records[one].kind is not BenchmarkKind.PORTFOLIO}


def _save(blend: Blend) -> None:
    """A name and a button."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    name = left.text_input(
        "Name in your library", placeholder=blend.mix_in_words(_names()), key="ys-save-name", max_chars=120
    )
    if right.button("Save to the library", key="ys-save-blend", width="stretch", icon=":material/bookmark_add:"):
        with guarded("Saving"):
            benchmark_storing.keep_blend(name.strip() or blend.mix_in_words(_names()), blend)
            st.toast("Saved to the benchmark library.")
            st.rerun()


def _show(hybrid: HybridComparison, choice: HybridChoice, deposit_place: DeltaGenerator) -> None:
    comparisons, pictured, same = hybrid.comparisons, hybrid.pictured, hybrid.same_money
    begins_later = same.period.start != comparisons.valuation.begins
    revision = f"{choice.portfolio.id} {choice.range} {same.period.start}"
    explanations.trust_notices(comparisons)
    with st.container(key="ys-headline"):
        name = _in_sentence(choice, same.benchmark_name, len(hybrid.beside.path.ids))
        st.markdown(headline(outcome_of(same, begins_later), alternative_of(same.benchmark, name)))
        sentence = st.container()
    for note in hybrid.beside.fallbacks:
        warning_line(
            f"**A fixed rate stands in.** {escaped(fallback_sentence(note, hybrid.sources.names))}", note.component
        )
    places = card_places(4, key="hybrid")
    steady = (cards.portfolio_card(same), cards.benchmark_card(same), cards.difference_card(same))
    for place, card in zip(places, steady, strict=False):
        with place:
            draw_card(card)
    explanations.notes_beside_numbers(comparisons)
    value, growth, drawdown = st.tabs(["Value", "Growth of 100", "Drawdown"], key=HYBRID_VIEW, bind="query-params")
    parts = DepositPlaces(deposit_place, sentence, places[3], value if value.open else None)
    deposit_what_if(parts, pictured, begins_later, revision)
    with growth, guarded("Growth of 100"):
        if growth.open:
            pictures.growth_picture(pictured, revision)
    with drawdown, guarded("The drawdown"):
        if drawdown.open:
            pictures.drawdown_picture(pictured, revision)
    _below(hybrid, choice)


def _in_sentence(choice: HybridChoice, name: str, parts: int) -> str:
    """An index with its article, a mix as what it is."""
    return name_in_sentence(choice.benchmark_id, name) if parts == 1 else f"a mix of {name}" if "%" in name else name


def _below(hybrid: HybridComparison, choice: HybridChoice) -> None:
    if len(hybrid.beside.path.ids) > 1:
        with guarded("The blend lab"):
            blend_lab(hybrid.beside.path, hybrid.sources.names)
    with guarded("The break-even finder"):
        break_even_finder(hybrid)
    st.subheader("Returns by period", anchor=False)
    with guarded("The table of periods"):
        return_tables.returns_by_period(hybrid.pictured)
    explanations.about_the_numbers(hybrid.comparisons)
    explanations.view_download(hybrid.comparisons)
    _measure(choice)


def _measure(choice: HybridChoice) -> None:
    """Whether this is what the portfolio is measured by from now on."""
    if choice.benchmark_id == CUSTOM:
        return
    mine = measured_by(choice.portfolio.id) == choice.benchmark_id
    text = "No longer this portfolio's benchmark" if mine else "Make this the portfolio's benchmark"
    if st.button(text, key="ys-measure", type="tertiary", icon=":material/flag:"):
        with guarded("Saving"):
            benchmark_storing.measure(choice.portfolio.id, None if mine else choice.benchmark_id)
            st.toast("Saved.")
            st.rerun()
