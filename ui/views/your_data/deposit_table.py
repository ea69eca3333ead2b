"""What are the terms of these deposits? One row each, in words."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.ledger.deposits import Deposit, DepositKind, Payout
from ui.wording.number_format import amount_in_full, day, rate

KINDS = {
    DepositKind.FIXED_DEPOSIT: "Fixed deposit",
    DepositKind.RECURRING_DEPOSIT: "Recurring deposit",
    DepositKind.PPF: "Public Provident Fund",
    DepositKind.EPF: "Employees’ Provident Fund",
    DepositKind.BOND: "Bond",
}
PAYOUTS = {
    Payout.NONE: "At maturity",
    Payout.MONTHLY: "Every month",
    Payout.QUARTERLY: "Every quarter",
    Payout.SEMI_ANNUALLY: "Every half-year",
    Payout.ANNUALLY: "Every year",
}
INSTALMENTS = {
    Payout.MONTHLY: "Every month",
    Payout.QUARTERLY: "Every quarter",
    Payout.SEMI_ANNUALLY: "Every half-year",
    Payout.ANNUALLY: "Every year",
    Payout.NONE: "Once, at the start",
}
COMPOUNDINGS = {
    Payout.MONTHLY: "Every month",
    Payout.QUARTERLY: "Every quarter",
    Payout.SEMI_ANNUALLY: "Every half-year",
    Payout.ANNUALLY: "Every year",
    Payout.NONE: "Never (simple interest)",
}


def deposit_table(deposits: Sequence[Deposit]) -> None:
    """Deposits and bonds in the order given."""
    st.dataframe(
        {
            "Name": [one.name for one in deposits],
            "Kind": [KINDS[one.kind] for one in deposits],
            "Amount": [amount_in_full(one.amount, one.currency) for one in deposits],
            "Rate a year": [_rates(one) for one in deposits],
            "Interest paid": [PAYOUTS[one.payout] for one in deposits],
            "Start": [day(one.start) for one in deposits],
            "Maturity": [_end(one) for one in deposits],
        },
        hide_index=True,
        width="stretch",
        column_config={
            "Amount": st.column_config.TextColumn(alignment="right"),
            "Rate a year": st.column_config.TextColumn(alignment="right"),
        },
    )


def _rates(deposit: Deposit) -> str:
    """The first rate, and the last one where it changed."""
    changes = deposit.rate_changes
    return f"{rate(deposit.rate)} → {rate(changes[-1].rate)}" if changes else rate(deposit.rate)


def _end(deposit: Deposit) -> str:
    """The day of an early closing where there was one: the maturity counts no longer."""
    return day(deposit.maturity) if deposit.closed_on is None else f"closed {day(deposit.closed_on)}"
