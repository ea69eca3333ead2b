"""Which splits do users' own portfolios lack? Read through one door, cached by revision."""

from __future__ import annotations

import streamlit as st

from data.missing_splits import SuggestedSplit, suggested_splits
from ui.loading import engine, portfolio, portfolios, stored_revision

__all__ = ["SuggestedSplit", "splits_missing"]


def splits_missing() -> tuple[SuggestedSplit, ...]:
    """Splits that the stored prices know of and the transactions lack, by date."""
    return _splits_missing(stored_revision())


@st.cache_resource(max_entries=2, show_spinner=False)
def _splits_missing(revision: int) -> tuple[SuggestedSplit, ...]:
    held = [portfolio(one.id) for one in portfolios() if not one.simulated]
    return tuple(sorted(suggested_splits(engine(), held), key=lambda one: (one.row.on, one.row.symbol)))
