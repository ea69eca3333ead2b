"""What surrounds every page? The browser title, the measure of the page, and the few styles that Streamlit's theme does not reach."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_HERE = Path(__file__).parent


def page_frame(title: str) -> None:
    """Sets title, layout and styles; called once a run, before the page."""
    st.set_page_config(page_title=f"{title} · Yardstick", page_icon=str(_HERE / "yardstick.svg"), layout="wide")
    st.logo(_HERE / "yardstick_wordmark.svg", size="medium", icon_image=_HERE / "yardstick.svg")
    st.html(_HERE / "frame.css")
