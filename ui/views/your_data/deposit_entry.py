"""Which deposits and bonds do I hold by their terms? A form for one more, or for what became of one, checked before it is stored."""

from __future__ import annotations

import streamlit as st

from core.ledger.deposits import Deposit
from core.ledger.portfolio import Portfolio
from ui.reads.portfolio import portfolio, portfolios
from ui.views.your_data.deposit_form import deposit_form
from ui.views.your_data.deposit_table import deposit_table
from ui.views.your_data.new_portfolio import new_portfolio
from ui.widgets.notices import empty_state, guarded
from ui.wording.plain_text import escaped
from ui.writes.portfolio import change_deposit, keep_deposit, remove_deposit

_STORED = "ys-deposits-stored"
_NEW = -1


def deposit_entry() -> None:
    """What is there, and a form for one more or for one of them."""
    own = {one.id: one.name for one in portfolios() if not one.simulated}
    if not own:
        empty_state(
            "First a portfolio",
            "Deposits belong to a portfolio. Name one here, or bring a file of transactions or deposits under *Transactions*.",
        )
        new_portfolio()
        return
    chosen = st.selectbox("Portfolio", list(own), format_func=own.__getitem__, key="ys-deposits-of")
    with guarded("The deposits"):
        held = portfolio(chosen)
        if held.deposits:
            deposit_table(held.deposits)
        else:
            st.caption("No deposit in this portfolio yet.")
        st.caption(
            "A running deposit is worth what its terms make of it if held to maturity; what closing early would pay is less. Senior "
            "Citizens’ Savings Scheme (SCSS) and Sovereign Gold Bonds (SGB) are not valued by their terms: leave them out, or bring the "
            "gold bond’s purchases and prices under *Transactions*."
        )
        _form(held)


def _form(held: Portfolio) -> None:
    # A form of another name is filled in anew: what was typed is kept until it has been stored.
    key = f"ys-deposit-{held.id}-{st.session_state.get(_STORED, 0)}"
    chosen = _chosen(held, key)
    known = None if chosen == _NEW else held.deposits[chosen]
    with guarded("Saving the deposit" if known else "Adding the deposit"):
        terms = deposit_form(known.currency if known else held.base_currency, known, f"{key}-{chosen}")
        if terms is not None and known is not None:
            change_deposit(held.id, known, terms)
            _stored("Saved.")
        elif terms is not None:
            _stored("Added." if keep_deposit(held.id, terms) else "It was there already.")
    if known is not None and st.button("Remove this deposit …", type="tertiary", icon=":material/delete:"):
        _confirm_removal(held.id, known)


def _chosen(held: Portfolio, key: str) -> int:
    """The place of the deposit to be changed, or that of a new one."""
    if not held.deposits:
        return _NEW
    names = {_NEW: "A new one", **{at: one.name for at, one in enumerate(held.deposits)}}
    return st.selectbox("Enter or change", list(names), format_func=names.__getitem__, key=f"{key}-of")


@st.dialog("Remove this deposit?")
def _confirm_removal(portfolio_id: str, known: Deposit) -> None:
    st.markdown(f"**{escaped(known.name)}** will be gone from this portfolio, as if it had never been held.")
    left, right = st.columns(2)
    if left.button("Keep it", width="stretch"):
        st.rerun()
    if right.button("Remove", type="primary", width="stretch"):
        with guarded("Removing"):
            remove_deposit(portfolio_id, known)
            _stored("Removed.")


def _stored(word: str) -> None:
    st.session_state[_STORED] = st.session_state.get(_STORED, 0) + 1
    st.toast(word)
    st.rerun()
