"""What is taken apart here, against what, since when, and by which method?"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.benchmark import BenchmarkKind
from core.blend import Blend, Component
from core.brinson import Interaction, Model
from core.effect_linking import Linking
from core.period import NamedRange
from core.portfolio_attribution import Method
from core.rebalancing import Rebalance, Rule
from ui.benchmark_loading import OWN, PRESET, Library, library, measured_by, origin_of
from ui.number_format import THIN_SPACE
from ui.selection import (
    AGAINST,
    INTERACTION,
    LINKING,
    MODEL,
    PortfolioChoice,
    choose_portfolio,
    choose_range,
    home_benchmark,
)

SIXTY_FORTY = "SPY_60_AGG_40"
_SIXTY_FORTY_NAME = f"60{THIN_SPACE}% SPY + 40{THIN_SPACE}% AGG, every quarter"
_HOME_MIX = {"INR": "CRISIL_HYBRID_AGGRESSIVE_65_35", "USD": SIXTY_FORTY}
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
    """A portfolio, a benchmark as a blend, a range and a method."""

    portfolio: PortfolioChoice
    blend: Blend
    range: NamedRange
    method: Method


def choose(portfolios: tuple[PortfolioChoice, ...]) -> AttributionChoice:
    """The thin row at the top; on a phone it stands behind a button."""
    with st.container(key="ys-choices-button"):
        st.checkbox("Change what is compared", key="ys-choices-open")
    with st.container(key="ys-choices"):
        which, against, when, how = st.columns([3, 4, 2, 2], gap="medium", vertical_alignment="bottom")
    with which:
        portfolio = choose_portfolio(portfolios)
    with against:
        benchmark = _choose_benchmark(library(), portfolio)
    with when:
        period = choose_range()
    with how, st.popover("Method", icon=":material/tune:", width="stretch"):
        method = _choose_method()
    return AttributionChoice(portfolio, blend_of(benchmark, portfolio.currency), period, method)


def blend_of(benchmark_id: str, currency: str) -> Blend:
    """The benchmark as a blend: a single index is a blend of one."""
    if benchmark_id == SIXTY_FORTY:
        parts = (Component("SPY", 0.6), Component("AGG", 0.4))
        return Blend(SIXTY_FORTY, "USD", parts, rebalance=Rebalance(Rule.QUARTERLY), name=_SIXTY_FORTY_NAME)
    return library().measured(benchmark_id, currency)


def _choose_benchmark(known: Library, portfolio: PortfolioChoice) -> str:
    labels = _labels(known)
    ids = list(labels)
    wanted = st.query_params.get(AGAINST)
    if AGAINST not in st.session_state and wanted in labels:
        st.session_state[AGAINST] = wanted
    return st.selectbox(
        "Compared with",
        ids,
        index=ids.index(_usual(ids, portfolio)),
        format_func=labels.__getitem__,
        key=AGAINST,
        bind="query-params",
        help="A mix tells asset classes apart. Against a single index all that you hold besides it counts as a bet of your own.",
    )


def _usual(ids: list[str], portfolio: PortfolioChoice) -> str:
    """What the portfolio is measured by, else the usual mix of its currency, else its index."""
    for one in (measured_by(portfolio.id), _HOME_MIX.get(portfolio.currency)):
        if one in ids:
            return str(one)
    return home_benchmark(portfolio.currency, ids)


def _labels(known: Library) -> dict[str, str]:
    """Presets, the 60/40, the user's own, then indexes; a portfolio cannot be taken apart and is left out."""
    usable = [one for one in known.ids if _can_be_taken_apart(known, one)]
    presets = {one: known.records[one].name for one in usable if origin_of(one) == PRESET}
    mine = {one: f"Library: {known.records[one].name}" for one in usable if origin_of(one) == OWN}
    indexes = {one: known.records[one].name for one in usable if one not in presets and one not in mine}
    return {**presets, SIXTY_FORTY: _SIXTY_FORTY_NAME, **mine, **indexes}


def _can_be_taken_apart(known: Library, benchmark_id: str) -> bool:
    record = known.records[benchmark_id]
    return record.kind is not BenchmarkKind.PORTFOLIO and (
        record.kind is not BenchmarkKind.BLENDED or bool(record.intervals)
    )


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
