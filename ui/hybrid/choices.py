"""What is the portfolio measured against here? One benchmark of the library, or a mix made on this page."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.blend import Blend, Component
from core.period import NamedRange
from ui.benchmark_loading import OWN, PRESET, Library, library, measured_by, origin_of
from ui.selection import (
    HYBRID,
    Bar,
    PortfolioChoice,
    choose_portfolio,
    choose_range,
    home_benchmark,
)

CUSTOM = "CUSTOM"
PARTNERS = {"INR": "CRISIL_SHORT_TERM_BOND"}
OTHER_PARTNER = "AGG"


@dataclass(frozen=True, slots=True)
class HybridChoice:
    """Portfolio, range, and the id of a library benchmark or ``CUSTOM``."""

    portfolio: PortfolioChoice
    benchmark_id: str
    range: NamedRange


def choose(bar: Bar, portfolios: tuple[PortfolioChoice, ...]) -> HybridChoice:
    """The row of choices but for the rate."""
    with bar.portfolio:
        portfolio = choose_portfolio(portfolios)
    with bar.benchmarks:
        chosen = _choose_benchmark(library(), portfolio)
    with bar.range:
        return HybridChoice(portfolio, chosen, choose_range())


def starting_blend(choice: HybridChoice) -> Blend:
    """The blend that the page begins with: the chosen one, or for a custom one the usual index and a bond index, half and half."""
    known, currency = library(), choice.portfolio.currency
    if choice.benchmark_id != CUSTOM:
        return known.measured(choice.benchmark_id, currency)
    partner = PARTNERS.get(currency, OTHER_PARTNER)
    parts = (home_benchmark(currency, list(known.records)), partner)
    return Blend(CUSTOM, currency, tuple(Component(one, 0.5) for one in parts), name="Your mix")


def _choose_benchmark(known: Library, portfolio: PortfolioChoice) -> str:
    labels = _labels(known)
    ids = list(labels)
    wanted = st.query_params.get(HYBRID)
    if HYBRID not in st.session_state and wanted in labels:
        st.session_state[HYBRID] = wanted
    own = measured_by(portfolio.id)
    return st.selectbox(
        "Compared with",
        ids,
        index=ids.index(own) if own in labels else 0,
        format_func=labels.__getitem__,
        key=HYBRID,
        bind="query-params",
        help="A ready mix, one of your library, a single index, or a mix of your own made on this page.",
    )


def _labels(known: Library) -> dict[str, str]:
    """Presets, the mix made here, the user's own, then indexes; each label once."""
    presets = {one: known.records[one].name for one in known.ids if origin_of(one) == PRESET}
    mine = {one: f"Library: {known.records[one].name}" for one in known.ids if origin_of(one) == OWN}
    indexes = {one: known.records[one].name for one in known.ids if one not in presets and one not in mine}
    return {**presets, CUSTOM: "A mix of your own …", **mine, **indexes}
