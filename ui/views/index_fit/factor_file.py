"""Which factor files do I bring? Read as published, shown as understood, and then stored, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.errors import BenchmarkingError
from core.index.factor_words import title_of
from core.index.factors import FactorTable, Frequency
from ui.widgets.notices import guarded, warning_line
from ui.widgets.tables import Column, Kind, table
from ui.widgets.upload import finish, upload_turn
from ui.wording.number_format import count, listed
from ui.wording.plain_text import escaped
from ui.writes.factors import (
    CURRENCIES,
    FILE_ENDINGS,
    FactorSummary,
    StoredFactors,
    forget_factors,
    keep_factors,
    read_factor_file,
    suggested_name,
)

LIBRARY = "https://mba.tuck.dartmouth.edu/pages/faculty/ken.french/data_library.html"
HOW = (
    f"1. Open [Kenneth French’s data library]({LIBRARY}).\n"
    "2. Under *U.S. Research Returns Data* take **Fama/French 5 Factors (2x3)** or **3 Factors**, and the **Momentum Factor** if you like: "
    "the link *CSV*, monthly, or the same with *Daily*.\n"
    "3. Upload the ZIP, or the CSV in it, as it is. Text around the table and the annual block are left out."
)
PLACE = "factors"
_MOST_FILES = 6


def factor_upload(stored: Sequence[FactorSummary]) -> None:
    """The upload, what each file is understood as, and the button that stores."""
    uploads = st.file_uploader(
        "Factor files",
        FILE_ENDINGS,
        accept_multiple_files=True,
        key=f"ys-factor-files-{upload_turn(PLACE)}",
        help="Fama–French files as published, monthly or daily, at most 25 MB each.",
    )
    read = [one for at, upload in enumerate(uploads[:_MOST_FILES]) if (one := _one_file(at, upload, stored))]
    if len(uploads) > _MOST_FILES:
        st.caption(f"The first {_MOST_FILES} files are read; store them and bring the rest then.")
    if read and st.button(f"Store {count(len(read), 'table')}", type="primary", key="ys-factors-store"):
        with guarded("Storing"):
            keep_factors(read)
            finish(
                PLACE, f"{escaped(listed([one.name for one in read]), 300)} {'is' if len(read) == 1 else 'are'} stored."
            )


def _one_file(at: int, upload: Any, stored: Sequence[FactorSummary]) -> StoredFactors | None:
    try:
        found = read_factor_file(upload.getvalue(), upload.name)
    except BenchmarkingError as error:
        warning_line(f"**A file is left out.** {escaped(error.message, longest=600)}", f"factor-file-{at}")
        return None
    with st.container(border=True, key=f"ys-factor-file-{at}"):
        st.markdown(table_sentence(found))
        left, right = st.columns([3, 1], gap="medium")
        name = left.text_input(
            "Name", suggested_name(upload.name), key=f"ys-factor-name-{upload.file_id}", max_chars=100
        )
        currency = right.selectbox(
            "Currency",
            CURRENCIES,
            key=f"ys-factor-currency-{upload.file_id}",
            help="In which its returns are earned. All files of Kenneth French’s library are in US dollars.",
        )
        if any(one.name == name.strip() for one in stored):
            st.caption("It replaces the stored table of that name, whole.")
    return StoredFactors(name.strip() or suggested_name(upload.name), str(currency), found)


def table_sentence(found: FactorTable) -> str:
    """Markdown: which table was found in a file, from when to when, and with or without a risk-free rate."""
    named = listed([title_of(one) for one in found.names], most=9)
    rate = (
        "with the risk-free rate"
        if found.risk_free is not None
        else "**without a risk-free rate**: join it to a file that has one"
    )
    noun = "month" if found.frequency is Frequency.MONTHLY else "day"
    first, last = (factor_date(one, found.frequency) for one in (found.dates[0], found.dates[-1]))
    return (
        f"**{count(len(found.names), 'factor')}, {found.frequency}**, {first} – {last}, {count(found.dates.size, noun)}: "
        f"{escaped(named, 400)}, {rate}."
    )


def factor_date(on: Any, frequency: Frequency) -> str:
    """A factor's date: ``Jul 1963`` of monthly ones, else the day."""
    day = on.item() if hasattr(on, "item") else on
    return f"{day:%b %Y}" if frequency is Frequency.MONTHLY else f"{day.day} {day:%b %Y}"


def factor_list(stored: Sequence[FactorSummary]) -> None:
    """What is stored, and the way to forget it."""
    columns = [
        Column("Table", Kind.TEXT, [one.name for one in stored], pinned=True),
        Column("Factors", Kind.TEXT, [", ".join(one.factors) for one in stored]),
        Column("Risk-free rate", Kind.TEXT, ["yes" if one.has_risk_free else "no" for one in stored]),
        Column("Every", Kind.TEXT, ["month" if one.frequency is Frequency.MONTHLY else "day" for one in stored]),
        Column("From", Kind.TEXT, [factor_date(one.first, one.frequency) for one in stored]),
        Column("To", Kind.TEXT, [factor_date(one.last, one.frequency) for one in stored]),
        Column("Rows", Kind.TEXT, [f"{one.observations:,}" for one in stored]),
        Column("Currency", Kind.TEXT, [one.currency for one in stored]),
    ]
    table(columns, key="fit-factor-tables", file_name="factor-tables", caption="The stored factor tables.")
    with st.popover("Forget a table", type="tertiary"):
        name = st.selectbox("Table", [one.name for one in stored], key="ys-factor-forget-name")
        if st.button("Forget it", key="ys-factor-forget"):
            with guarded("Forgetting"):
                forget_factors(name)
                finish(PLACE, f"{escaped(name)} is forgotten.")
