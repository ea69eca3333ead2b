"""How does a portfolio begin that has no file? With a name and a currency; deposits and files come after."""

from __future__ import annotations

import streamlit as st

from ui.widgets.notices import guarded
from ui.writes.portfolio import begin_portfolio

CURRENCIES = ("INR", "USD", "EUR", "GBP", "JPY", "HKD", "CHF", "CAD", "AUD", "SGD")


def new_portfolio() -> None:
    """A form that stores an empty portfolio."""
    with st.form("ys-new-portfolio", border=True):
        left, right = st.columns([3, 1])
        name = left.text_input("Name of a new portfolio", max_chars=120, placeholder="For example: Our household")
        currency = right.selectbox("Reported in", CURRENCIES)
        if st.form_submit_button("Create it"):
            with guarded("The new portfolio"):
                begin_portfolio(name, currency)
                st.rerun()
