"""What did a person's file bring, and what was done with it? Bad rows with their reasons; the outcome, said once on the next turn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

import streamlit as st

from ui.writes.portfolio import RowProblem

MOST_ROWS = 500


def upload_turn(place: str) -> int:
    """How often something was done at this place; in the key of an upload it puts the last file away."""
    return int(st.session_state.get(f"ys-{place}-turn", 0))


def finish(place: str, text: str) -> NoReturn:
    """Runs the page anew, with what was done to be said there. ``text``: Markdown, with names already escaped."""
    st.session_state[f"ys-{place}-outcome"] = text
    st.session_state[f"ys-{place}-turn"] = upload_turn(place) + 1
    st.rerun()


def show_outcome(place: str) -> None:
    """What the last change at this place did, said once."""
    if (text := st.session_state.pop(f"ys-{place}-outcome", None)) is not None:
        st.success(text)


def bad_rows(problems: Sequence[RowProblem], key: str) -> None:
    """Line, column and reason of every row that is left out."""
    if not problems:
        st.caption("Every row was understood.")
        return
    rows = problems[:MOST_ROWS]
    st.dataframe(
        {
            "Line": [one.line for one in rows],
            "Column": [one.column or "whole row" for one in rows],
            "Reason": [one.message for one in rows],
        },
        hide_index=True,
        width="stretch",
        key=key,
        column_config={
            "Line": st.column_config.NumberColumn(width="small"),
            "Reason": st.column_config.TextColumn(width="large"),
        },
    )
    if len(rows) < len(problems):
        st.caption(f"The first {len(rows):,} of {len(problems):,}.")
