"""How do my own transactions, deposits and prices come in, and how do they leave again?"""

from __future__ import annotations

import streamlit as st

from ui.views.your_data.deposit_entry import deposit_entry
from ui.views.your_data.missing_splits import missing_splits
from ui.views.your_data.outcome import IMPORT_OUTCOME, PRICE_OUTCOME
from ui.views.your_data.portfolio_settings import portfolio_settings
from ui.views.your_data.price_import import price_import, price_list, yield_list
from ui.views.your_data.price_refresh import price_refresh
from ui.views.your_data.transaction_import import transaction_import
from ui.widgets.destinations import lead_to_comparison
from ui.widgets.notices import guarded
from ui.wording.number_format import count
from ui.wording.plain_text import escaped


def page() -> None:
    """Four tabs; only the open one runs."""
    st.title("Your Data")
    st.caption(
        "Bring transactions, deposits and prices; take everything out again. It stays in this Yardstick's own database."
    )
    _outcome()
    transactions, deposits, prices, portfolios = st.tabs(
        ["Transactions", "Deposits and bonds", "Prices", "Portfolios"],
        key="data",
        on_change="rerun",
        bind="query-params",
    )
    for tab, part in (
        (transactions, transaction_import),
        (deposits, deposit_entry),
        (prices, _prices),
        (portfolios, portfolio_settings),
    ):
        if tab.open:
            with tab, guarded("This part"):
                part()


def _prices() -> None:
    price_refresh()
    with guarded("The check for missing splits"):
        missing_splits()
    price_import()
    st.header("Stored prices", anchor=False)
    price_list()
    yield_list()


def _outcome() -> None:
    """What the last import did, until another file is chosen, with the way to its answer."""
    stored, landed = st.session_state.get(PRICE_OUTCOME), st.session_state.get(IMPORT_OUTCOME)
    if stored is not None:
        st.success(stored)
    if landed is not None:
        there = landed.outcome.already_there
        already = f" {count(there, 'row')} stood there already." if there else ""
        st.success(f"Imported {count(landed.outcome.added, 'row')} into **{escaped(landed.name)}**.{already}")
    if stored is not None or landed is not None:
        lead_to_comparison("" if landed is None else landed.portfolio_id)
