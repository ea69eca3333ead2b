"""Which lists of members may a page read and keep? The door through which they are written."""

from __future__ import annotations

from datetime import date

import streamlit as st

from core.index.constituents import ConstituentList
from data.importers.index.constituents_csv import ConstituentReading, read_constituents
from data.store.index.constituents import delete_constituents, save_constituents
from ui.reads.portfolio import engine

__all__ = ["ConstituentReading"]

FILE_ENDINGS = ["csv", "xlsx", "txt", "gz"]


@st.cache_data(max_entries=8, show_spinner="Reading the file …")
def read_constituent_file(content: bytes, file_name: str) -> ConstituentReading:
    """The members that a file lists; raises the errors of ``data.importers.errors``."""
    return read_constituents(content, file_name)


def keep_constituents(index: str, reading: ConstituentReading, as_of: date | None, source: str) -> int:
    """Stores the members over the list that was there, whole or not at all; returns how many."""
    return save_constituents(engine(), ConstituentList(index, as_of, reading.constituents, source))


def forget_constituents(index: str) -> None:
    """Deletes the list of an index and its fund; rules of thumb decide again."""
    delete_constituents(engine(), index)
