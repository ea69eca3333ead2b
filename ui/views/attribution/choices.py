"""What is taken apart here, against what, since when, and by which method?"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.attribution.brinson import Interaction, Model
from core.attribution.linking import Linking
from core.attribution.portfolio import USUAL, Method
from core.benchmark.blend import Blend
from core.market.period import NamedRange
from ui.choices.selection import INTERACTION, LINKING, MODEL, Bar
from ui.reads.benchmarks import blend_of
from ui.reads.portfolio import OWN
from ui.reads.selection import PortfolioChoice, Selection

MODEL_WORDS = {
    Model.BRINSON_FACHLER: "Brinson–Fachler",
    Model.BRINSON_HOOD_BEEBOWER: "Brinson–Hood–Beebower",
}
LINKING_WORDS = {
    Linking.CARINO: "Carino",
    Linking.MENCHERO: "Menchero",
    Linking.GRAP: "GRAP",
    Linking.FRONGELLO: "Frongello",
    Linking.NONE: "None (leaves a remainder)",
}
INTERACTION_WORDS = {Interaction.SEPARATE: "Shown apart", Interaction.SELECTION: "Part of selection"}


@dataclass(frozen=True, slots=True)
class AttributionChoice:
    """A portfolio, a benchmark as a blend, a range, a method, and the currency in which it is told."""

    portfolio: PortfolioChoice
    blend: Blend
    range: NamedRange
    method: Method
    currency: str = OWN


def choose_how(bar: Bar, chosen: Selection) -> AttributionChoice:
    """The method, beneath the row of choices. ``chosen``: with a benchmark."""
    with bar.page_choices, st.popover(_in_force(), icon=":material/tune:", type="tertiary", key="ys-method"):
        method = _choose_method()
    blend = blend_of(chosen.benchmarks[0], chosen.currency)
    return AttributionChoice(chosen.portfolio, blend, chosen.range, method, chosen.currency)


def _in_force() -> str:
    """The button's own words say which method is used."""
    model = MODEL_WORDS.get(st.session_state.get(MODEL, USUAL.model), MODEL_WORDS[USUAL.model])
    linking = LINKING_WORDS.get(st.session_state.get(LINKING, USUAL.linking), LINKING_WORDS[USUAL.linking])
    return f"Method: {model} · {linking}"


def _choose_method() -> Method:
    model = st.selectbox(
        "Model",
        list(Model),
        format_func=MODEL_WORDS.__getitem__,
        key=MODEL,
        bind="query-params",
        help="Brinson–Fachler asks whether a class did better than the whole benchmark, Brinson–Hood–Beebower whether it rose at all.",
    )
    linking = st.selectbox(
        "Linking over time",
        list(Linking),
        format_func=LINKING_WORDS.__getitem__,
        key=LINKING,
        bind="query-params",
        help="Effects of single days do not add up to the compounded difference; linking scales them so that they do.",
    )
    interaction = st.selectbox(
        "Interaction",
        list(Interaction),
        format_func=INTERACTION_WORDS.__getitem__,
        key=INTERACTION,
        bind="query-params",
        help="What comes of holding more of a class *and* choosing better inside it.",
    )
    return Method(model, linking, interaction)
