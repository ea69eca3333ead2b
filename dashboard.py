"""Which pages are there? The list, the shared frame, and the page that was asked for."""

from __future__ import annotations

import importlib.util

import streamlit as st

from pages import portfolio_vs_benchmark
from ui.frame import page_frame


def _pages() -> dict[str, list[st.Page]]:
    return {
        "Compare": [
            st.Page(
                portfolio_vs_benchmark.page,
                title="Portfolio vs Benchmark",
                url_path="portfolio-vs-benchmark",
                default=True,
            )
        ],
        "Data": _data_pages(),
    }


def _data_pages() -> list[st.Page]:
    if importlib.util.find_spec("pages.your_data") is None:
        return []
    from pages import your_data

    return [st.Page(your_data.page, title="Your Data", url_path="your-data")]


chosen = st.navigation(_pages())
page_frame(chosen.title)
chosen.run()
