"""Where can a visitor go on from here? The pages by their address, told once a run by dashboard.py, and links that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.navigation.page import Page

COMPARISON = "portfolio-vs-benchmark"
YOUR_DATA = "your-data"
CONVENTIONS = "conventions"
_PAGES = "ys-pages"


def know_pages(pages: Iterable[Page]) -> None:
    """Remembers the pages of this visit."""
    st.session_state[_PAGES] = {page.url_path: page for page in pages}


def lead_to(address: str, label: str, icon: str | None = None, **asked: str) -> None:
    """A link to a page, with what is asked of it; nothing where that page is not served."""
    pages: Mapping[str, Page] = st.session_state.get(_PAGES, {})
    if address in pages:
        st.page_link(pages[address], label=label, icon=icon, query_params=asked)


def lead_to_comparison(portfolio_id: str = "") -> None:
    """A link to a portfolio beside its benchmark; without an id to the one that is chosen there."""
    asked = {"portfolio": portfolio_id} if portfolio_id else {}
    lead_to(COMPARISON, "See how it did", ":material/trending_up:", **asked)


def lead_to_your_data(label: str, tab: str = "Transactions") -> None:
    """A link to one tab of Your Data."""
    lead_to(YOUR_DATA, label, ":material/upload:", data=tab)
