"""How is the deposit's rate meant, and is a tax taken off it? Beside the rate on every page, and in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from core.market.deposit_rate import HIGHEST_TAX, DepositRate, Quotation, tax_text
from ui.choices.kept_choices import QUOTED, TAX, choice, keep, later_choice, misread, share, show

QUOTATIONS = {
    Quotation.EFFECTIVE: "Effective: what a year brings",
    Quotation.BANK: "As a bank quotes it, quarterly",
}
_QUOTED_HELP = (
    "A bank’s 7\u202f% compounds quarterly and comes to 7.19\u202f% a year. As a bank quotes it, each payment is a fixed deposit of "
    "its own: whole quarters from its day, simple interest for the days after them, and the oldest is withdrawn first."
)
_TAX_HELP = (
    "A what-if: the deposit’s interest after this marginal tax, r × (1 − tax). Your portfolio and the benchmark stay before tax, "
    "for what you owe on them depends on what you sell."
)
_HIGHEST = HIGHEST_TAX * 100.0


def choose_deposit_terms(stated: float) -> DepositRate:
    """The rate with its two choices, behind a button that says what is in force. ``stated``: a fraction a year."""
    rate = DepositRate(stated, *_terms(choice(QUOTED), choice(TAX)))
    bank = "bank quote, " if rate.quotation is Quotation.BANK else ""
    with st.popover(
        f"{bank}{tax_text(rate)}", type="tertiary", key="ys-deposit-terms", help="How the rate is meant, and tax."
    ):
        show(QUOTED, rate.quotation)
        st.selectbox(
            "The rate is",
            list(Quotation),
            format_func=QUOTATIONS.__getitem__,
            key=QUOTED,
            on_change=_take,
            args=(QUOTED,),
            help=_QUOTED_HELP,
        )
        show(TAX, round(rate.tax * 100.0, 6))
        st.number_input(
            "Tax on its interest, percent",
            0.0,
            _HIGHEST,
            step=1.0,
            key=TAX,
            on_change=_take,
            args=(TAX,),
            help=_TAX_HELP,
        )
    return rate


def terms_at_the_click() -> Callable[[], tuple[Quotation, float]]:
    """The two choices that count by then, for files that are made apart from the session."""
    quoted, tax = later_choice(QUOTED), later_choice(TAX)
    return lambda: _terms(quoted(), tax())


def say_misread_terms() -> None:
    """Marks what the address asks for and nobody knows."""
    for key, known in ((QUOTED, _quotation), (TAX, _tax)):
        for said in choice(key):
            if known(said) is None:
                misread(key, said)


def _terms(quoted: Sequence[str], tax: Sequence[str]) -> tuple[Quotation, float]:
    quotation = next((one for said in quoted if (one := _quotation(said)) is not None), Quotation.EFFECTIVE)
    return quotation, next((one for said in tax if (one := _tax(said)) is not None), 0.0)


def _quotation(said: str) -> Quotation | None:
    return Quotation(said) if said in list(Quotation) else None


def _tax(said: str) -> float | None:
    """As a fraction; None for what is no tax."""
    try:
        percent = float(said)
    except ValueError:
        return None
    return percent / 100.0 if 0.0 <= percent <= _HIGHEST else None


def _take(key: str) -> None:
    value = st.session_state[key]
    keep(key, f"{value:g}" if isinstance(value, float) else str(value))
    share()
