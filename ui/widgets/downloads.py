"""How does what is on the screen leave it? Tables as CSV, the view with its inputs as JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson
import streamlit as st

from ui.wording.plain_text import file_name

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers and all else stay."""
    if isinstance(value, str) and value.lstrip().startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def as_csv(header: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """UTF-8 with a byte-order mark, so that spreadsheets read ₹ and é; unknown is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([["" if cell is None else safe_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def as_json(content: Mapping[str, Any]) -> bytes:
    """Indented JSON; NumPy arrays, dates and enumerations allowed (these as keys too), numbers that are none become null."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_NON_STR_KEYS
    return orjson.dumps(content, option=options, default=str)


def csv_button(label: str, name: str, header: Sequence[str], rows: Sequence[Sequence[object]], key: str) -> None:
    """A quiet button that saves a table."""
    _button(label, lambda: as_csv(header, rows), f"{file_name(name)}.csv", "text/csv", key)


def json_button(label: str, name: str, what: str, content: Callable[[], Mapping[str, Any]], key: str) -> None:
    """A quiet button that saves the view with its inputs, as ``name``-``what``.json."""
    _button(label, lambda: as_json(content()), f"{file_name(name)}-{what}.json", "application/json", key)


def _button(label: str, content: Callable[[], bytes], file: str, kind: str, key: str) -> None:
    """Saves what is made when it is asked for; nothing reruns.

    Made beforehand it would lie at an address that the browser tries at once, in vain where the view has moved on meanwhile.
    """
    st.download_button(
        label,
        content,
        file,
        kind,
        key=key,
        on_click="ignore",
        type="tertiary",
        icon=":material/download:",
    )
