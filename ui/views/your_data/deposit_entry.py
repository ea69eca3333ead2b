"""Which deposits and bonds do I hold by their terms? A form for one, checked before it is stored."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.ledger.deposits import Deposit, DepositKind, Payout
from core.ledger.portfolio import Portfolio
from ui.reads.portfolio import portfolio, portfolios
from ui.views.your_data.deposit_table import KINDS, PAYOUTS, deposit_table
from ui.views.your_data.new_portfolio import new_portfolio
from ui.widgets.notices import empty_state, guarded
from ui.writes.portfolio import current_date, keep_deposit

_AMOUNTS = {
    DepositKind.FIXED_DEPOSIT: "Principal",
    DepositKind.RECURRING_DEPOSIT: "Instalment a month",
    DepositKind.PPF: "Payment a year",
    DepositKind.BOND: "Face value",
}
_ADDED = "ys-deposits-added"


def deposit_entry() -> None:
    """What is there, and a form for one more."""
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
        _table(held)
        _form(held)


def _table(held: Portfolio) -> None:
    if held.deposits:
        deposit_table(held.deposits)
    else:
        st.caption("No deposit in this portfolio yet.")


def _form(held: Portfolio) -> None:
    kind = st.segmented_control(
        "Kind",
        list(DepositKind),
        format_func=KINDS.__getitem__,
        default=DepositKind.FIXED_DEPOSIT,
        required=True,
        key="ys-kind",
    )
    # A form of another name is an empty one: what was typed is kept until it has been stored.
    with st.form(f"ys-deposit-{st.session_state.get(_ADDED, 0)}", border=True):
        name = st.text_input("Name", placeholder="For example: 5-year deposit at my bank", max_chars=120)
        left, middle, right = st.columns(3)
        amount = left.number_input(f"{_AMOUNTS[kind]} ({held.base_currency})", min_value=0.0, step=1_000.0)
        percent = middle.number_input("Rate, % a year", min_value=0.0, max_value=100.0, value=7.0, step=0.1)
        pays = kind in (DepositKind.FIXED_DEPOSIT, DepositKind.BOND)
        payout = right.selectbox("Interest paid", list(Payout), format_func=PAYOUTS.__getitem__, disabled=not pays)
        left, middle, _ = st.columns(3)
        start = left.date_input("Start", current_date(), min_value=date(1970, 1, 1), format="YYYY-MM-DD")
        maturity = middle.date_input(
            "Maturity", None, min_value=date(1970, 1, 2), max_value=date(2120, 1, 1), format="YYYY-MM-DD"
        )
        if st.form_submit_button("Add", type="primary"):
            if not name.strip() or not amount or maturity is None:
                st.warning("A name, an amount above 0 and a maturity are needed.")
                return
            compounding = Payout.ANNUALLY if kind is DepositKind.PPF else Payout.QUARTERLY
            terms = (name.strip(), amount, percent / 100, start, maturity, held.base_currency)
            with guarded("Adding the deposit"):
                _add_deposit(held.id, Deposit(kind, *terms, compounding, payout if pays else Payout.NONE))


def _add_deposit(portfolio_id: str, deposit: Deposit) -> None:
    added = keep_deposit(portfolio_id, deposit)
    st.session_state[_ADDED] = st.session_state.get(_ADDED, 0) + 1
    st.toast("Added." if added else "It was there already.")
    st.rerun()
