"""How does a table become the same bytes everywhere? CSV and JSON for an audit pack, numbers in their shortest exact spelling."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from core.market.levels import Days

_LIVE_IN_A_SPREADSHEET = tuple("=+-@\t\r\n'＝＋－＠")


def text_cell(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet could take it for a formula; the first apostrophe comes off again."""
    return (
        f"'{text}"
        if text.startswith(_LIVE_IN_A_SPREADSHEET) or text.lstrip().startswith(_LIVE_IN_A_SPREADSHEET)
        else text
    )


def cell(value: object) -> str:
    """A value as it stands in a file: unknown is empty, a float is its shortest spelling that reads back as itself."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if value != value else repr(float(value))
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else text_cell(str(value))


def csv_file(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8, comma, one line feed after each line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([text_cell(name) for name in header])
    writer.writerows([[cell(value) for value in row] for row in rows])
    return text.getvalue().encode()


def json_file(content: Mapping[str, Any]) -> bytes:
    """UTF-8, indented, keys in the order given; raises ValueError for a number that is none."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False, default=str).encode() + b"\n"


def day_texts(days: Days) -> list[str]:
    """ISO dates, shape (n,)."""
    return [str(day) for day in np.datetime_as_string(days, unit="D")]
