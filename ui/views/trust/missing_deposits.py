"""Does the cash plainly lack deposits? Told, with the button that adds them."""

from __future__ import annotations

import streamlit as st

from core.valuation.cash_account import missing_note
from core.valuation.portfolio_value import Valuation
from ui.widgets.notices import guarded
from ui.wording.number_format import count
from ui.wording.plain_text import escaped
from ui.writes.portfolio import keep_missing_deposits


def missing_deposits(valued: Valuation) -> None:
    """Nothing where none is missing."""
    missing = valued.cash_account.missing
    if not missing:
        return
    with st.container(key="ys-notice-warning-deposits", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(escaped(missing_note(missing), longest=600), width="content")
        label = "Add it" if len(missing) == 1 else f"Add these {len(missing)}"
        if st.button(label, key="ys-add-missing-deposits"):
            with guarded("Adding the deposits"):
                added = keep_missing_deposits(valued.portfolio_id, missing)
                st.toast(f"Added {count(added, 'deposit')} to your transactions.")
                st.rerun()
