"""Which portfolios are mine, and what may I do with one? Rename, decide about its cash, take it out as CSV, delete it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from core.ledger.portfolio import Portfolio
from ui.reads.portfolio import portfolio, portfolios
from ui.views.your_data.new_portfolio import new_portfolio
from ui.widgets.destinations import lead_to_comparison
from ui.widgets.notices import empty_state, guarded
from ui.wording.number_format import count, day
from ui.wording.plain_text import escaped, file_name
from ui.writes.portfolio import deposits_csv, keep_portfolio, remove_portfolio, transactions_csv

_CASH = {
    "Let the rows decide": None,
    "Yes, the cash account belongs to it": True,
    "No, only the investments": False,
}


def portfolio_settings() -> None:
    """The list, and what can be done with the chosen one."""
    summaries = portfolios()
    if not summaries:
        empty_state("No portfolio yet", "Bring a transaction file under *Transactions*, or name a portfolio here.")
        new_portfolio()
        return
    st.dataframe(
        {
            "Name": [one.name for one in summaries],
            "Currency": [one.base_currency for one in summaries],
            "Transactions": [one.transactions for one in summaries],
            "Deposits": [one.deposits for one in summaries],
            "From": [day(one.first) for one in summaries],
            "To": [day(one.last) for one in summaries],
            "Kind": ["Sample" if one.simulated else "Yours" for one in summaries],
        },
        hide_index=True,
        width="stretch",
        key="ys-portfolio-list",
    )
    names = {one.id: one.name for one in summaries}
    chosen = st.selectbox(
        "Portfolio to change or take out", list(names), format_func=names.__getitem__, key="ys-settings-of"
    )
    with guarded("The portfolio"):
        _portfolio(portfolio(chosen))


def _portfolio(chosen: Portfolio) -> None:
    _take_out(chosen)
    if chosen.simulated:
        st.caption("The sample cannot be changed. It can be deleted, and does not come back.")
    else:
        _change(chosen)
    _delete(chosen)


def _take_out(chosen: Portfolio) -> None:
    columns = st.columns([1, 1, 2], vertical_alignment="center")
    kinds = (("Transactions", chosen.transactions, transactions_csv), ("Deposits", chosen.deposits, deposits_csv))
    for column, (kind, rows, content) in zip(columns, kinds, strict=False):
        column.download_button(
            f"{kind} as CSV ({len(rows)})",
            partial(content, chosen.id),
            f"{file_name(chosen.name)}-{kind.lower()}.csv",
            "text/csv",
            on_click="ignore",
            disabled=not rows,
            icon=":material/download:",
            width="stretch",
        )
    with columns[2]:
        lead_to_comparison(chosen.id)


def _change(chosen: Portfolio) -> None:
    with st.form("ys-portfolio-settings", border=True):
        name = st.text_input("Name", chosen.name, max_chars=120)
        answers = list(_CASH)
        current = next(answer for answer, tracked in _CASH.items() if tracked is chosen.cash_tracked)
        answer = st.radio(
            "Does the cash between deposits and purchases belong to this portfolio?",
            answers,
            index=answers.index(current),
            help="If it does, only deposits and withdrawals are money in and out, and idle cash counts in the value. If not, every "
            "purchase is money in and every sale is money out, and deposits and withdrawals are left out beside them.",
        )
        if st.form_submit_button("Save", type="primary"):
            with guarded("Saving"):
                keep_portfolio(chosen, name=name.strip(), cash_tracked=_CASH[answer])
                st.toast("Saved.")
                st.rerun()


def _delete(chosen: Portfolio) -> None:
    if st.button("Delete this portfolio …", type="tertiary", icon=":material/delete:", key="ys-delete"):
        _confirm_delete(chosen)


@st.dialog("Delete this portfolio?")
def _confirm_delete(chosen: Portfolio) -> None:
    st.markdown(
        f"**{escaped(chosen.name)}** with {count(len(chosen.transactions), 'transaction')} and "
        f"{count(len(chosen.deposits), 'deposit')} will be gone. Prices stay. Take the CSV files out first if you may need them."
    )
    left, right = st.columns(2)
    if left.button("Keep it", width="stretch"):
        st.rerun()
    if right.button("Delete", type="primary", width="stretch"):
        with guarded("Deleting"):
            remove_portfolio(chosen.id)
            st.toast("Deleted.")
            st.rerun()
