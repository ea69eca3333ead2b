"""Which members does my file list? Read, previewed with its bad rows, held against what is usual, and then stored whole or not at all."""

from __future__ import annotations

import streamlit as st

from core.index.constituents import ConstituentList
from ui.reads.index_fit.members import usual_members
from ui.widgets.metric_row import Card, metric_row
from ui.widgets.notices import guarded, warning_line
from ui.widgets.upload import bad_rows, finish, upload_turn
from ui.wording.number_format import UNKNOWN, count, day, percent
from ui.wording.plain_text import escaped
from ui.writes.members import (
    FILE_ENDINGS,
    ConstituentReading,
    forget_constituents,
    keep_constituents,
    read_constituent_file,
)

PLACE = "members"
_MOST_PREVIEWED, _LONGEST_SOURCE = 2_000, 120
_FAR_FROM_USUAL, _FAR_FROM_WHOLE = 0.25, 0.05


def member_file(index: str, name: str, listed: ConstituentList | None) -> None:
    """The upload, and the button that forgets the stored list. ``name``: of the index."""
    upload = st.file_uploader(
        f"List of the members of {escaped(name)}",
        FILE_ENDINGS,
        key=f"ys-members-file-{index}-{upload_turn(PLACE)}",
        help="CSV or Excel, at most 25 MB, as it is published: text around the table, cash and derivatives are left out.",
    )
    if upload is not None:
        with guarded("The file"):
            _preview(index, name, read_constituent_file(upload.getvalue(), upload.name), upload.name)
    if listed is not None:
        _forget(name, listed)


def _preview(index: str, name: str, reading: ConstituentReading, file_name: str) -> None:
    metric_row(_cards(reading), "members-file")
    for at, doubt in enumerate(doubts(index, name, reading)):
        warning_line(doubt, f"members-file-{at}")
    shown, bad = st.tabs(["Preview", f"Bad rows ({len(reading.problems)})"])
    with shown:
        _rows(reading)
    with bad:
        bad_rows(reading.problems, "ys-members-problems")
    if reading.constituents:
        _store(index, name, reading, file_name)
    else:
        warning_line("No row of this file could be understood, so there is nothing to store.", "members-nothing")


def _cards(reading: ConstituentReading) -> list[Card]:
    total = weight_sum(reading)
    return [
        Card("Members", f"{len(reading.constituents):,}", "Rows understood as members."),
        Card(
            "Weights add up to",
            percent(total),
            "The sum of all weights; just below 100\u202f% is usual, for a fund holds some cash. — where a member has none.",
        ),
        Card("Left out", f"{reading.left_out:,}", "Rows of cash, futures and currencies, which are no members."),
        Card(
            "Bad rows", f"{len(reading.problems):,}", "Rows that could not be understood, with line and reason below."
        ),
    ]


def weight_sum(reading: ConstituentReading) -> float | None:
    """The sum of the weights as a fraction; None where one is not told."""
    weights = [one.weight for one in reading.constituents if one.removed is None]
    return None if not weights or None in weights else sum(one for one in weights if one is not None)


def doubts(index: str, name: str, reading: ConstituentReading) -> list[str]:
    """Markdown: what speaks against the file being a whole list of this index."""
    members = sum(one.removed is None for one in reading.constituents)
    usual, total = usual_members(index), weight_sum(reading)
    found = []
    if usual and abs(members - usual) > _FAR_FROM_USUAL * usual:
        found.append(
            f"**{escaped(name)} has about {count(usual, 'member')}, this list has {members:,}.** Is it the list of another index, or "
            "only a part?"
        )
    if total is not None and abs(total - 1.0) > _FAR_FROM_WHOLE:
        found.append(f"**The weights add up to {percent(total)}.** Is a part of the list missing?")
    return found


def _rows(reading: ConstituentReading) -> None:
    rows = reading.constituents[:_MOST_PREVIEWED]
    dates = {"Added": [day(one.added) for one in rows], "Removed": [day(one.removed) for one in rows]}
    st.dataframe(
        {
            "Symbol": [one.symbol for one in rows],
            "Name": [one.name or UNKNOWN for one in rows],
            "Weight (%)": [None if one.weight is None else one.weight * 100 for one in rows],
            "Sector": [one.sector or UNKNOWN for one in rows],
            **{title: days for title, days in dates.items() if {*days} != {UNKNOWN}},
        },
        hide_index=True,
        width="stretch",
        height=320 if len(rows) > 8 else "content",
        key="ys-members-preview",
        column_config={"Weight (%)": st.column_config.NumberColumn(format="%.2f")},
        placeholder=UNKNOWN,
    )
    if len(reading.constituents) > len(rows):
        st.caption(f"The first {len(rows):,} of {len(reading.constituents):,}; the rest is stored too.")


def _store(index: str, name: str, reading: ConstituentReading, file_name: str) -> None:
    """A list with holes would call a member no member, so bad rows are left out only when that is wanted."""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    as_of = left.date_input(
        "As of", reading.as_of, key=f"ys-members-as-of-{file_name}", help="The day for which the list holds."
    )
    bad = len(reading.problems)
    agreed = not bad or right.checkbox(
        f"Store the list without {'the bad row' if bad == 1 else f'the {bad:,} bad rows'}",
        key=f"ys-members-agreed-{file_name}",
        help="Better: correct the file. A member that is missing in the list would be called no member.",
    )
    number = len(reading.constituents)
    if st.button(f"Store {count(number, 'member')}", type="primary", disabled=not agreed, key="ys-members-store"):
        source = _source(file_name) + (f" ({count(bad, 'bad row')} left out)" if bad else "")
        kept = keep_constituents(index, reading, as_of, source)
        finish(PLACE, f"The list of {escaped(name)} is stored: {count(kept, 'member')}. It decides from now on.")


def _source(file_name: str) -> str:
    """A file's name as a column can keep it."""
    return "".join(letter if letter.isprintable() else " " for letter in file_name)[:_LONGEST_SOURCE].strip() or "file"


def _forget(name: str, listed: ConstituentList) -> None:
    with st.popover("Forget the stored list", type="tertiary"):
        st.markdown(f"Rules of thumb, where there are any, decide again about {escaped(name)}.")
        if st.button("Forget it", key="ys-members-forget"):
            forget_constituents(listed.index)
            finish(PLACE, f"The list of {escaped(name)} is forgotten.")
