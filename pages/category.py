"""How did equity and debt each do against their own benchmark, and what did the mix of them add?"""

from __future__ import annotations

import streamlit as st

from ui.category.settings_editor import settings_editor, suggestions
from ui.category.tabs import Places, by_category
from ui.category_loading import studied
from ui.loading import portfolio_choices, valuation
from ui.notices import empty_state, guarded, incomplete_total, sample_banner
from ui.selection import choose_portfolio, choose_range


def page() -> None:
    """Choices, the strip in which the categories add up, a tab for each, and how they are sorted."""
    st.title("Category", anchor=False)
    st.caption("How did equity and debt each do against their own benchmark, and what did the mix of them add?")
    portfolios = portfolio_choices()
    if not portfolios:
        empty_state(
            "No portfolio yet", "Open **Your Data** in the menu and bring your transactions; it takes a minute."
        )
        return
    with st.container(key="ys-choices-button"):
        st.checkbox("Change what is compared", key="ys-choices-open")
    with st.container(key="ys-choices"):
        which, when, slider, line = st.columns([4, 2, 3, 2], gap="medium", vertical_alignment="top")
    with which:
        chosen = choose_portfolio(portfolios)
    with when:
        period = choose_range()
    with guarded("The portfolio"):
        valued = valuation(chosen.id)
        if valued.simulated:
            sample_banner()
        incomplete_total([(one.name, one.reason) for one in valued.unpriced])
        suggestions(chosen.id)
        with guarded("The comparison"):
            by_category(Places(slider, line), studied(chosen.id, period), f"{chosen.id} {period}")
        settings_editor(chosen.id, valued)
