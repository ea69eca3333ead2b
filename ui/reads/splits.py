"""Which splits do users' own portfolios lack, and which were added from the prices? Read through one door, cached by revision."""

from __future__ import annotations

import streamlit as st

from core.ledger.portfolio import Portfolio
from studies.splits import SuggestedSplit, added_splits, suggested_splits
from ui.reads.portfolio import engine, portfolio, portfolios, stored_revision

__all__ = ["SuggestedSplit", "splits_added", "splits_missing"]


def splits_missing() -> tuple[SuggestedSplit, ...]:
    """Splits that the stored prices know of and the transactions lack, by date."""
    return _splits_missing(stored_revision())


def splits_added() -> tuple[SuggestedSplit, ...]:
    """Splits that came into the transactions from the prices."""
    return added_splits(_own())


@st.cache_resource(max_entries=2, show_spinner=False)
def _splits_missing(revision: int) -> tuple[SuggestedSplit, ...]:
    return tuple(sorted(suggested_splits(engine(), _own()), key=lambda one: (one.row.on, one.row.symbol)))


def _own() -> list[Portfolio]:
    return [portfolio(one.id) for one in portfolios() if not one.simulated]
