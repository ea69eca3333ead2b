"""What did the last import do? Remembered until another file is chosen, so that the way to its answer stays open."""

from __future__ import annotations

import streamlit as st

IMPORT_OUTCOME = "ys-import-outcome"
PRICE_OUTCOME = "ys-price-outcome"


def forget_outcome() -> None:
    """Another file was chosen, or the last one put away."""
    for key in (IMPORT_OUTCOME, PRICE_OUTCOME):
        st.session_state.pop(key, None)
