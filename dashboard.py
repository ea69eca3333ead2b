"""Which pages are there? The list, the shared frame, and the page that was asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import streamlit as st

from ui.destinations import know_pages
from ui.frame import page_frame
from ui.kept_choices import begin_run, share


def _page(name: str) -> Callable[[], None]:
    """The page of ``pages/<name>.py``, found when it is opened; ``app.py`` has imported it before anybody is served."""

    def opened() -> None:
        import_module(f"pages.{name}").page()

    return opened


PAGES = {
    "": [st.Page(_page("home"), title="Overview", url_path="overview", default=True)],
    "Compare": [
        st.Page(_page("portfolio_vs_benchmark"), title="Portfolio vs Benchmark", url_path="portfolio-vs-benchmark"),
        st.Page(_page("hybrid_and_risk_free"), title="Hybrid and Risk-Free", url_path="hybrid-and-risk-free"),
        st.Page(_page("category"), title="Category", url_path="category"),
        st.Page(_page("attribution"), title="Attribution", url_path="attribution"),
        st.Page(_page("index_fit"), title="Index Fit", url_path="index-fit"),
        st.Page(_page("conventions"), title="Conventions", url_path="conventions"),
    ],
    "Institutions": [
        st.Page(_page("peer_benchmarks"), title="Peer Benchmarks", url_path="peer-benchmarks"),
        st.Page(_page("diversification"), title="Diversification", url_path="diversification"),
    ],
    "Data": [
        st.Page(_page("benchmark_library"), title="Benchmark Library", url_path="benchmark-library"),
        st.Page(_page("your_data"), title="Your Data", url_path="your-data"),
    ],
}

chosen = st.navigation(PAGES)
know_pages(page for section in PAGES.values() for page in section)
page_frame(chosen.title)
begin_run()
chosen.run()
share()
