"""What does the page show of one mix? The answer, the cards, the picture, the lab and the break-even, run again when the mix changes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.benchmark.blend import Blend
from core.errors import InvalidSpecification
from core.market.home import home_of
from core.same_money.blend_comparison import fallback_sentence
from ui.choices.kept_choices import BENCHMARK, MIX, announce, keep, share
from ui.choices.selection import HYBRID_VIEW, rate_after_all
from ui.reads.benchmarks import (
    CUSTOM,
    HybridComparison,
    blend_of,
    compared_with,
    library,
    measured_by,
    mix_in_sentence,
)
from ui.views.hybrid.break_even import break_even_finder
from ui.views.hybrid.choices import HybridChoice, starting_blend
from ui.views.hybrid.deposit import DepositPlaces, deposit_what_if
from ui.views.hybrid.lab import blend_lab
from ui.views.hybrid.mix import mix_controls
from ui.views.hybrid.mix_entry import enter
from ui.views.hybrid.mix_in_address import mix_from_address, mix_to_address
from ui.views.same_money import cards, explanations, pictures, return_tables
from ui.views.same_money.sentence import alternative_of, outcome_of
from ui.views.trust.self_check import mix_line
from ui.widgets.metric_row import card_places, draw_card
from ui.widgets.notices import guarded, warning_line
from ui.wording.headline import headline
from ui.wording.plain_text import escaped
from ui.writes import benchmarks as benchmark_storing


@st.fragment
def hybrid_view(choice: HybridChoice, slider: DeltaGenerator, line: DeltaGenerator) -> None:
    """Everything below the bar; only this runs again when the mix changes. ``slider``, ``line``: where the deposit's controls stand."""
    with guarded("The mix"):
        blend = _mix(choice)
        with guarded("The comparison"):
            hybrid = HybridComparison(compared_with(choice.portfolio.id, (blend,), choice.range, choice.currency))
            _show(hybrid, choice, slider, line)
    rate_after_all(slider, choice.currency)
    share()


def _mix(choice: HybridChoice) -> Blend:
    """The blend to compare with: the chosen one, changed by its controls; a single index has none."""
    start = starting_blend(choice)
    if not choice.mixed:
        announce(MIX)
        return start
    with st.expander("The mix: weights, rule, policy dates", expanded=choice.custom, icon=":material/tune:"):
        entry = enter(f"{choice.benchmark_id} {choice.portfolio.currency if choice.custom else ''}")
        asked = _asked_mix(entry.text, start, choice)
        made = mix_controls(asked, entry.scope, library().component_names(), free=choice.custom)
        blend = start if replace(made, name=start.name) == start and not choice.custom else made
        entry.follow(mix_to_address(blend) if choice.custom or blend != start else "")
        if choice.custom or blend != start:
            _save(blend)
    return blend


def _asked_mix(text: str, start: Blend, choice: HybridChoice) -> Blend:
    """The mix of the address, or the usual one beneath a line that says why it cannot be read."""
    if not text:
        return start
    try:
        mix = mix_from_address(text, start, library().component_names(), choice.custom)
    except InvalidSpecification as error:
        warning_line(
            f"**The mix in the address cannot be read.** {escaped(error.message, 300)} The usual one stands in its place.",
            "mix",
        )
        return start
    return replace(mix, name=mix.mix_in_words(library().component_names()))


def _offer_mixes(choice: HybridChoice) -> None:
    """Beside a single index: the way to a mix in one click."""
    ready = (*home_of(choice.portfolio.currency).mixes, CUSTOM)
    with st.container(key="ys-notice-note-mixes", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("One benchmark alone is chosen. Compare with a mix:", width="content")
        for one in ready:
            name = "A mix of your own" if one == CUSTOM else blend_of(one, choice.currency).label
            if st.button(name, key=f"ys-take-{one}"):
                keep(BENCHMARK, one)
                st.rerun()


def _save(blend: Blend) -> None:
    """A name and a button."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    name = left.text_input(
        "Name in your library",
        placeholder=blend.mix_in_words(library().component_names()),
        key="ys-save-name",
        max_chars=120,
    )
    if right.button("Save to the library", key="ys-save-blend", width="stretch", icon=":material/bookmark_add:"):
        with guarded("Saving"):
            benchmark_storing.keep_blend(name.strip() or blend.mix_in_words(library().component_names()), blend)
            st.toast("Saved to the benchmark library.")
            st.rerun()


def _show(hybrid: HybridComparison, choice: HybridChoice, slider: DeltaGenerator, line: DeltaGenerator) -> None:
    comparisons, pictured, same = hybrid.comparisons, hybrid.with_short_name, hybrid.same_money
    begins_later = same.period.start != comparisons.valuation.begins
    revision = f"{choice.portfolio.id} {choice.range} {choice.currency} {same.period.start}"
    explanations.trust_notices(comparisons)
    with st.container(key="ys-headline"):
        name = mix_in_sentence(choice.benchmark_id, hybrid.blend_comparison.path.blend)
        st.markdown(headline(outcome_of(same, begins_later), alternative_of(same.benchmark, name)))
        sentence = st.container()
    for note in hybrid.blend_comparison.fallbacks:
        warning_line(
            f"**A fixed rate stands in.** {escaped(fallback_sentence(note, hybrid.blend_comparison.sources.names))}",
            note.component,
        )
    places = card_places(4, key="hybrid")
    steady = (cards.portfolio_card(same), cards.benchmark_card(same), cards.difference_card(same))
    for place, card in zip(places, steady, strict=False):
        with place:
            draw_card(card)
    explanations.notes_beside_numbers(comparisons)
    if not choice.mixed:
        _offer_mixes(choice)
    badge = mix_line(choice.portfolio.id, hybrid.blend_comparison.path.blend, choice.range, choice.currency)
    value, growth, drawdown = st.tabs(["Value", "Growth of 100", "Drawdown"], key=HYBRID_VIEW, bind="query-params")
    parts = DepositPlaces(slider, sentence, places[3], value if value.open else None, badge, line)
    deposit_what_if(parts, pictured, begins_later, revision)
    with growth, guarded("Growth of 100"):
        if growth.open:
            pictures.growth_picture(pictured, revision)
    with drawdown, guarded("The drawdown"):
        if drawdown.open:
            pictures.drawdown_picture(pictured, revision)
    _details(hybrid, choice)


def _details(hybrid: HybridComparison, choice: HybridChoice) -> None:
    if len(hybrid.blend_comparison.path.ids) > 1:
        with guarded("The blend lab"):
            blend_lab(hybrid.blend_comparison.path, hybrid.blend_comparison.sources.names)
    with guarded("The break-even finder"):
        break_even_finder(hybrid)
    st.header("Returns by period", anchor=False)
    with guarded("The table of periods"):
        return_tables.returns_by_period(hybrid.with_short_name)
    explanations.about_the_numbers(hybrid.comparisons)
    explanations.view_download(hybrid.comparisons, [hybrid.blend_comparison.path.blend.id])
    _measure(choice)


def _measure(choice: HybridChoice) -> None:
    """Whether this is what the portfolio is measured by from now on."""
    if library().find(choice.benchmark_id) is None:
        return
    mine = measured_by(choice.portfolio.id) == choice.benchmark_id
    text = "No longer this portfolio's benchmark" if mine else "Make this the portfolio's benchmark"
    if st.button(text, key="ys-measure", type="tertiary", icon=":material/flag:"):
        with guarded("Saving"):
            benchmark_storing.set_measure(choice.portfolio.id, None if mine else choice.benchmark_id)
            st.toast("Saved.")
            st.rerun()
