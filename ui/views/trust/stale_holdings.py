"""Which holdings stand at a price that no longer counts? Told, with the buttons that say what became of each."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.valuation.portfolio_value import Holding, Valuation
from core.valuation.stale import mostly_stale_in_words, without_stale_in_words
from core.valuation.unpriced import BY_CHOICE
from ui.widgets.notices import guarded
from ui.wording.number_format import count, day, listed, percent
from ui.wording.plain_text import escaped
from ui.writes.portfolio import Ending, current_date, keep_ending, keep_stale_price

_MOST_NAMED = 8


def stale_holdings(valued: Valuation) -> None:
    """Nothing where every price counts and nothing is left out by choice."""
    if valued.stale:
        with st.container(key="ys-notice-warning-stale"):
            st.markdown(stale_in_words(valued))
            with st.expander(f"Say what became of {'it' if len(valued.stale) == 1 else 'them'}"):
                for one in valued.stale[:_MOST_NAMED]:
                    _ways_to_end(valued.portfolio_id, one)
    by_choice = [one for one in valued.unpriced if one.reason == BY_CHOICE]
    if by_choice:
        with st.container(key="ys-notice-note-by-choice", horizontal=True, vertical_alignment="center", gap="small"):
            for one in by_choice:
                _button(
                    f"Count {one.name} again", f"counted-{one.symbol}", valued.portfolio_id, one.symbol, Ending.COUNTED
                )


def stale_in_words(valued: Valuation) -> str:
    """Markdown: which holdings stand at a price that no longer counts, of when and with which share, and the value without them."""
    several = valued.stale
    named = listed([_named(one) for one in several], _MOST_NAMED)
    verb = "stands at a price that no longer counts" if len(several) == 1 else "stand at prices that no longer count"
    notes = [note for note in (without_stale_in_words(valued), mostly_stale_in_words(valued)) if note]
    return " ".join([f"**{count(len(several), 'holding')} {verb}**: {named}.", *(escaped(note, 600) for note in notes)])


def _named(one: Holding) -> str:
    last = "none yet" if one.priced_on is None else f"last one {day(one.priced_on)}"
    share = "" if one.weight is None else f", {percent(one.weight)} of the value"
    return f"**{escaped(one.name)}** ({last}{share})"


def _ways_to_end(portfolio_id: str, one: Holding) -> None:
    """One row: the name, the three endings, and a price of one's own."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{escaped(one.name)}**", width="content")
        if one.price is not None and one.priced_on is not None:
            sold = f"Sold at {one.price:,.2f} {one.currency} on {day(one.priced_on)}"
            _button(sold, f"sold-{one.symbol}", portfolio_id, one.symbol, Ending.SOLD)
        _button("Worth nothing", f"written-off-{one.symbol}", portfolio_id, one.symbol, Ending.WRITTEN_OFF)
        _button("Leave it out", f"left-out-{one.symbol}", portfolio_id, one.symbol, Ending.LEFT_OUT)
        with st.popover("A newer price"):
            _newer_price(portfolio_id, one)


def _newer_price(portfolio_id: str, one: Holding) -> None:
    with st.form(f"ys-stale-price-{one.symbol}", border=False):
        price = st.number_input(f"Price in {one.currency}", min_value=0.0, value=one.price or 0.0, format="%0.4f")
        on = st.date_input("On", value=current_date(), max_value=current_date())
        if st.form_submit_button("Store this price"):
            _after(lambda: keep_stale_price(portfolio_id, one.symbol, on, price), "Stored the price.")


def _button(label: str, key: str, portfolio_id: str, symbol: str, ending: Ending) -> None:
    if st.button(escaped(label), key=f"ys-stale-{key}"):
        _after(lambda: keep_ending(portfolio_id, symbol, ending), "Your transactions and choices are changed.")


def _after(change: Callable[[], None], done: str) -> None:
    with guarded("The change"):
        change()
        st.toast(done)
        st.rerun()
