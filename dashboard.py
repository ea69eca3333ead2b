"""Which pages are there? The list, the shared frame, and the page that was asked for."""

from __future__ import annotations

import streamlit as st

from pages import (
    attribution,
    benchmark_library,
    category,
    conventions,
    diversification,
    home,
    hybrid_and_risk_free,
    index_fit,
    peer_benchmarks,
    portfolio_vs_benchmark,
    your_data,
)
from ui.choices.kept_choices import begin_run, share
from ui.widgets.destinations import know_pages
from ui.widgets.frame import page_frame

PAGES = {
    "": [st.Page(home.page, title="Overview", url_path="overview", default=True)],
    "Compare": [
        st.Page(portfolio_vs_benchmark.page, title="Portfolio vs Benchmark", url_path="portfolio-vs-benchmark"),
        st.Page(hybrid_and_risk_free.page, title="Hybrid and Risk-Free", url_path="hybrid-and-risk-free"),
        st.Page(category.page, title="Category", url_path="category"),
        st.Page(attribution.page, title="Attribution", url_path="attribution"),
        st.Page(index_fit.page, title="Index Fit", url_path="index-fit"),
        st.Page(conventions.page, title="Conventions", url_path="conventions"),
    ],
    "Institutions": [
        st.Page(peer_benchmarks.page, title="Peer Benchmarks", url_path="peer-benchmarks"),
        st.Page(diversification.page, title="Diversification", url_path="diversification"),
    ],
    "Data": [
        st.Page(benchmark_library.page, title="Benchmark Library", url_path="benchmark-library"),
        st.Page(your_data.page, title="Your Data", url_path="your-data"),
    ],
}

chosen = st.navigation(PAGES)
know_pages(page for section in PAGES.values() for page in section)
page_frame(chosen.title)
begin_run()
chosen.run()
share()
