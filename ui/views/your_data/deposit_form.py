"""What are the terms of this deposit, and what became of them? A form for a new one, or filled in with one that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from core.ledger.dated_rates import RateChange
from core.ledger.deposits import (
    PROVIDENT_FUNDS,
    USUAL_INSTALMENTS,
    Deposit,
    DepositKind,
    Payout,
    usual_compounding,
    usual_maturity,
)
from ui.views.your_data.deposit_table import COMPOUNDINGS, INSTALMENTS, KINDS, PAYOUTS
from ui.writes.portfolio import current_date

_AMOUNTS = {
    DepositKind.FIXED_DEPOSIT: "Principal",
    DepositKind.RECURRING_DEPOSIT: "Instalment a month",
    DepositKind.PPF: "Each payment",
    DepositKind.EPF: "Each payment, yours and your employer’s",
    DepositKind.BOND: "Face value",
}
_MATURITIES = {
    DepositKind.PPF: "Left empty: 1 April after the 15 financial years that follow the one of the opening.",
    DepositKind.EPF: "The day on which it is to be paid out, such as that of your retirement.",
}
_RHYTHM = (
    "From the start on, on the same day of the month. What is paid on other days or in other amounts is a deposit of its "
    "own, paid once. A PPF takes up to ₹1.5 lakh in a financial year; what is above goes back without interest."
)
_FROM, _RATE = "From", "Rate, % a year"
_LOWEST, _HIGHEST, _USUAL = -99.0, 99.0, 0.07
_FIRST, _LAST = date(1970, 1, 1), date(2120, 1, 1)

Terms = dict[str, Any]
"""Some of the terms of a :class:`core.ledger.deposits.Deposit`, by their names."""


def deposit_form(currency: str, known: Deposit | None, key: str) -> Deposit | None:
    """The deposit once it is sent off, else None. Raises InvalidSpecification for terms that contradict each other."""
    kind = _kind(known, key)
    with st.form(f"{key}-terms", border=True):
        name = st.text_input(
            "Name", known.name if known else "", placeholder="For example: 5-year deposit at my bank", max_chars=120
        )
        terms = {
            **_money(kind, currency, known),
            **_term(kind, known),
            **_instalments(kind, known),
            **_later(kind, known),
        }
        if not st.form_submit_button("Save" if known else "Add", type="primary"):
            return None
        if terms["maturity"] is None:
            terms["maturity"] = usual_maturity(kind, terms["start"])
        if not name.strip() or not terms["amount"] or terms["maturity"] is None:
            st.warning("A name, an amount above 0 and a maturity are needed.")
            return None
        return Deposit(kind=kind, name=name.strip(), currency=currency, **terms)


def _kind(known: Deposit | None, key: str) -> DepositKind:
    return st.segmented_control(
        "Kind",
        list(DepositKind),
        format_func=KINDS.__getitem__,
        default=known.kind if known else DepositKind.FIXED_DEPOSIT,
        required=True,
        key=f"{key}-kind",
    )


def _money(kind: DepositKind, currency: str, known: Deposit | None) -> Terms:
    left, middle, right = st.columns(3)
    amount = left.number_input(
        f"{_AMOUNTS[kind]} ({currency})", 0.0, value=known.amount if known else 0.0, step=1_000.0
    )
    rate = middle.number_input(
        _RATE,
        _LOWEST,
        _HIGHEST,
        _percent(known.rate if known else _USUAL),
        0.1,
        format="%g",
        help="From the start on. It may be below 0. Where it changed later, the changes stand below.",
    )
    pays = kind in (DepositKind.FIXED_DEPOSIT, DepositKind.BOND)
    payout = right.selectbox(
        "Interest paid",
        list(Payout),
        list(Payout).index(known.payout) if known else 0,
        format_func=PAYOUTS.__getitem__,
        disabled=not pays,
    )
    return {"amount": amount, "rate": _fraction(rate), "payout": payout if pays else Payout.NONE}


def _term(kind: DepositKind, known: Deposit | None) -> Terms:
    left, middle, right = st.columns(3)
    start = left.date_input("Start", known.start if known else current_date(), _FIRST, _LAST, format="YYYY-MM-DD")
    maturity = middle.date_input(
        "Maturity", known.maturity if known else None, _FIRST, _LAST, format="YYYY-MM-DD", help=_MATURITIES.get(kind)
    )
    fund, usual = kind in PROVIDENT_FUNDS, usual_compounding(kind)
    compounding = right.selectbox(
        "Interest added",
        list(COMPOUNDINGS),
        list(COMPOUNDINGS).index(known.compounding if known else usual),
        format_func=COMPOUNDINGS.__getitem__,
        disabled=fund,
        help="How often interest that is kept inside earns interest itself. Indian banks: every quarter.",
    )
    return {"start": start, "maturity": maturity, "compounding": usual if fund else compounding}


def _instalments(kind: DepositKind, known: Deposit | None) -> Terms:
    """How often a provident fund is paid into; every other kind has its own rhythm."""
    if kind not in PROVIDENT_FUNDS:
        return {}
    usual = known.rhythm if known and known.kind is kind else USUAL_INSTALMENTS[kind]
    every = st.selectbox(
        "Paid in", list(INSTALMENTS), list(INSTALMENTS).index(usual), format_func=INSTALMENTS.__getitem__, help=_RHYTHM
    )
    return {"instalments": every}


def _later(kind: DepositKind, known: Deposit | None) -> Terms:
    """What followed the start: other rates and an early closing."""
    news = known is not None and (known.closed_on is not None or bool(known.rate_changes))
    with st.expander("Changed rates, early closing", expanded=news):
        changes = _rate_table(known.rate_changes if known else ())
        if kind is DepositKind.BOND:
            return {"rate_changes": changes}
        left, middle, right = st.columns(3)
        closed_on = left.date_input(
            "Closed early on", known.closed_on if known else None, _FIRST, _LAST, format="YYYY-MM-DD"
        )
        paid = known.closed_rate if known else None
        rate = middle.number_input(
            "Rate for the time held, % a year",
            _LOWEST,
            _HIGHEST,
            None if paid is None else _percent(paid),
            0.1,
            format="%g",
            placeholder="As agreed",
            help="What the bank offered at the start for as long as it was held, or what it paid in the end (then without a penalty).",
        )
        penalty = right.number_input(
            "Penalty, points", 0.0, _HIGHEST, _percent(known.penalty if known else 0.0), 0.5, format="%g"
        )
    return {
        "rate_changes": changes,
        "closed_on": closed_on,
        "closed_rate": None if rate is None else _fraction(rate),
        "penalty": _fraction(penalty),
    }


def _rate_table(changes: Sequence[RateChange]) -> tuple[RateChange, ...]:
    frame = pd.DataFrame({_FROM: [one.on for one in changes], _RATE: [_percent(one.rate) for one in changes]})
    frame = frame.astype({_FROM: "datetime64[s]", _RATE: "float64"})
    edited = st.data_editor(
        frame,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        column_config={
            _FROM: st.column_config.DateColumn(_FROM, format="D MMM YYYY"),
            _RATE: st.column_config.NumberColumn(_RATE, min_value=_LOWEST, max_value=_HIGHEST),
        },
    )
    st.caption("A row for each day on which the rate changed: a PPF by quarter, a savings account.")
    return changes_of(edited.to_dict("records"))


def changes_of(rows: Sequence[Mapping[Any, Any]]) -> tuple[RateChange, ...]:
    """The table's rows as changes of the rate, by date; a row that is not filled in yet is left out."""
    filled = [row for row in rows if not pd.isna(row[_FROM]) and not pd.isna(row[_RATE])]
    changes = [RateChange(pd.Timestamp(row[_FROM]).date(), _fraction(row[_RATE])) for row in filled]
    return tuple(sorted(changes, key=lambda one: one.on))


def _percent(fraction: float) -> float:
    return round(fraction * 100, 8)


def _fraction(percent: float) -> float:
    return round(float(percent) / 100, 10)
