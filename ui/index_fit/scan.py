"""How does the subject compare?"""

from __future__ import annotations

import streamlit as st

from ui.fit_loading import FitQuestion, comparison


def scan_tab(question: FitQuestion) -> None:
    """The smallest answer."""
    found = comparison(question)
    st.metric("Beta", found.beta)
