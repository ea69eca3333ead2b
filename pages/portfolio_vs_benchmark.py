"""What would the same money have become in the benchmark, and in a deposit?"""

from __future__ import annotations

import streamlit as st


def page() -> None:
    """The page; drawn only when the dashboard asks for it."""
    st.title("Portfolio vs Benchmark")
