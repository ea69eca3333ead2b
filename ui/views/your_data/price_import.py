"""Which prices, NAVs and exchange rates do I bring myself? Read, checked, shown, and then stored."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from ui.reads.category import stored_yields
from ui.reads.portfolio import stored_prices
from ui.views.your_data.new_portfolio import CURRENCIES
from ui.views.your_data.outcome import PRICE_OUTCOME, forget_outcome
from ui.widgets.notices import empty_state, guarded, note_line, warning_line
from ui.widgets.upload import bad_rows
from ui.wording.number_format import count, day, percent
from ui.wording.plain_text import escaped
from ui.writes.portfolio import (
    PriceOptions,
    PriceReading,
    PriceValues,
    keep_prices,
    keep_yields,
    price_findings,
    read_price_file,
    remove_prices,
    remove_yields,
    yields_of,
)


def price_import() -> None:
    """Upload, the questions that only a person can answer, the checks, and the button that stores."""
    upload = st.file_uploader(
        "Price file",
        type=["csv", "xlsx", "gz", "txt"],
        key="ys-price-file",
        on_change=forget_outcome,
        help="One row per date and symbol (date, symbol, close, adjusted close, currency), or one column per symbol, or the history "
        "of one symbol as Yahoo saves it. At most 25 MB.",
    )
    if upload is None:
        empty_state(
            "Bring prices, NAVs or exchange rates",
            "CSV or Excel, long or wide. An exchange rate is a column named by its pair, such as USDINR: rupees per dollar.",
        )
        return
    with guarded("The file"):
        _show(_reading(upload.getvalue(), upload.name))


_VALUES = {
    PriceValues.CLOSE: "Prices or NAVs as they were",
    PriceValues.ADJUSTED: "Prices with dividends reinvested",
    PriceValues.YIELD: "Yields in percent a year",
}


def _reading(content: bytes, file_name: str) -> PriceReading:
    """The file read; what it does not say itself is asked."""
    options = PriceOptions()
    reading = read_price_file(content, file_name, options)
    if reading.looks_like_yields:
        warning_line(
            "These values look like **yields in percent**, not prices, and are read so. As prices they would be wrong.",
            "yields",
        )
    columns = st.columns(3)
    values = columns[0].selectbox(
        "The values are",
        list(_VALUES),
        index=list(_VALUES).index(PriceValues.YIELD) if reading.looks_like_yields else 0,
        format_func=_VALUES.__getitem__,
        key=f"ys-price-values-{file_name}",
    )
    options = replace(options, values=values if values is not PriceValues.CLOSE else None)
    reading = read_price_file(content, file_name, options)
    if reading.symbol_guess or "symbol" in reading.questions:
        options = replace(
            options, symbol=columns[1].text_input("Symbol", reading.symbol_guess, key="ys-price-symbol").strip()
        )
    if "currency" in reading.questions:
        guesses = tuple(dict.fromkeys((reading.currency_guess, "", *CURRENCIES)))
        options = replace(
            options, currency=columns[2].selectbox("Currency of the prices", guesses, key="ys-price-currency")
        )
    return read_price_file(content, file_name, options)


def _show(reading: PriceReading) -> None:
    for number, note in enumerate(reading.notes):
        note_line(escaped(note, longest=600), f"price-{number}")
    symbols = dict.fromkeys(record.symbol for record in reading.records)
    if reading.records:
        first, last = min(one.on for one in reading.records), max(one.on for one in reading.records)
        st.markdown(
            f"**{len(reading.records):,} prices** of **{count(len(symbols), 'symbol')}** from **{day(first)}** to **{day(last)}**."
        )
    _findings(reading)
    if reading.problems:
        with st.expander(f"{count(len(reading.problems), 'bad row')}, left out"):
            bad_rows(reading.problems, "ys-price-problems")
    if reading.yields:
        _yields(reading)
    if reading.records and st.button(
        f"Store {len(reading.records):,} prices", type="primary", icon=":material/upload:", key="ys-store-prices"
    ):
        stored = keep_prices(reading)
        st.session_state[PRICE_OUTCOME] = f"Stored {stored:,} prices of {count(len(symbols), 'symbol')}."
        st.rerun(scope="app")


def _yields(reading: PriceReading) -> None:
    """What the yields are, and the button that stores them."""
    several = yields_of(reading)
    for one in several:
        st.markdown(
            f"**{one.dates.size:,} yields** of **{escaped(one.name)}** from **{day(one.dates[0])}** to **{day(one.dates[-1])}**, "
            f"the last one {percent(float(one.yields[-1]), 2)} a year."
        )
    number = len(reading.yields)
    if st.button(f"Store {number:,} yields", type="primary", icon=":material/upload:", key="ys-store-yields"):
        stored = keep_yields(reading)
        st.session_state[PRICE_OUTCOME] = f"Stored {stored:,} yields. Choose them on **Category** as a benchmark."
        st.rerun(scope="app")


def yield_list() -> None:
    """Which yields are stored; a series can be taken out again."""
    for one in stored_yields():
        text, button = st.columns([6, 1], vertical_alignment="center")
        text.markdown(
            f"**{escaped(one.symbol)}**: {one.count:,} yields, {day(one.first)} – {day(one.last)}, the last one {percent(one.latest, 2)}"
        )
        if button.button("Remove", key=f"ys-remove-yield-{one.symbol}", width="stretch"):
            with guarded("Removing"):
                remove_yields(one.symbol)
                st.rerun(scope="app")


def _findings(reading: PriceReading) -> None:
    findings = price_findings(reading)
    if not findings:
        return
    warning_line(
        f"**{count(len(findings), 'price')} to look at.** They are stored as they are; correct the file first if they are wrong.",
        "prices",
    )
    st.dataframe(
        {
            "Symbol": [one.symbol for one in findings],
            "Date": [day(one.on) for one in findings],
            "What": [one.message for one in findings],
        },
        hide_index=True,
        width="stretch",
        column_config={"What": st.column_config.TextColumn(width="large")},
    )


SOURCES = {"upload": "your file", "yahoo": "Yahoo"}


def price_list() -> None:
    """What is stored, from when to when and from where; a series can be taken out again."""
    stored = stored_prices()
    if not stored:
        st.caption("No prices of your own yet. The sample's simulated prices are not listed here.")
        return
    st.dataframe(
        {
            "Symbol": [one.symbol for one in stored],
            "Currency": [one.currency for one in stored],
            "From": [day(one.first) for one in stored],
            "To": [day(one.last) for one in stored],
            "Prices": [f"{one.count:,}" for one in stored],
            "Source": [SOURCES.get(one.source, one.source) for one in stored],
            "In use": ["yes" if one.in_use else "no, another source reaches further" for one in stored],
            "Note": [one.note for one in stored],
        },
        hide_index=True,
        width="stretch",
        column_config={"Prices": st.column_config.TextColumn(alignment="right")},
    )
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    chosen = left.selectbox(
        "Remove a series",
        [None, *stored],
        format_func=lambda one: f"{one.symbol} ({SOURCES.get(one.source, one.source)})" if one else "",
        key="ys-remove-series",
    )
    if right.button("Remove", disabled=chosen is None, width="stretch") and chosen is not None:
        with guarded("Removing"):
            remove_prices(chosen)
            st.rerun(scope="app")
