"""How is a table shown? Figures right-aligned and formatted, sorted by what matters, with a bar in the cell where it helps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd
import streamlit as st

from ui.widgets.downloads import csv_button
from ui.wording import number_format as nf


class Kind(StrEnum):
    """Kind of a column's values, and so how they are written."""

    TEXT = "text"
    FIGURE = "figure"
    MONEY = "money"
    SIGNED_MONEY = "signed money"
    PERCENT = "percent"
    SIGNED_PERCENT = "signed percent"
    POINTS = "points"
    QUANTITY = "quantity"
    PRICE = "price"
    RATIO = "ratio"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``values``: one per row, None where unknown. ``bar``: drawn as a bar from 0 to the largest value, or to ``bar_limit``.

    ``FIGURE`` holds numbers already written, where each row has a unit of its own; ``saved``: what the CSV has in their place.
    """

    title: str
    kind: Kind
    values: Sequence[Any]
    meaning: str | None = None
    bar: bool = False
    pinned: bool = False
    saved: Sequence[Any] | None = None
    width: int | None = None
    bar_limit: float = 0.0


_ROW_HEIGHT = 35
_MOST_ROWS_SEEN = 14
_BAR_WIDTH = 110
_NAME_WIDTH, _LONG_NAME = 210, 26


def table(columns: Sequence[Column], key: str, *, currency: str = "USD", file_name: str, caption: str) -> None:
    """The table and its CSV; ``caption`` says in words what it holds, for those who cannot see it."""
    frame = pd.DataFrame({column.title: _series(column) for column in columns})
    shown = frame.style.format({column.title: _writer(column.kind, currency) for column in columns if not column.bar})
    rows = min(len(frame), _MOST_ROWS_SEEN)
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        height=(rows + 1) * _ROW_HEIGHT + 2,
        row_height=_ROW_HEIGHT,
        column_config={column.title: _config(column) for column in columns},
        placeholder=nf.UNKNOWN,
        alt=caption,
    )
    rows_to_save = list(zip(*(column.saved or column.values for column in columns), strict=True))
    csv_button("Table as CSV", file_name, [column.title for column in columns], rows_to_save, key=f"{key}-csv")


def cell_texts(column: Column, currency: str) -> list[str]:
    """The cells as they are read, for where no table of Streamlit's stands."""
    write = _writer(column.kind, currency)
    return [nf.UNKNOWN if value is None else write(value) for value in column.values]


def _series(column: Column) -> pd.Series:
    if column.kind in (Kind.TEXT, Kind.FIGURE, Kind.DATE):
        return pd.Series(list(column.values), dtype="object")
    scale = 100.0 if column.bar else 1.0
    return pd.Series([None if value is None else value * scale for value in column.values], dtype="float64")


def _config(column: Column) -> Any:
    if column.bar:
        largest = max((value for value in column.values if value is not None), default=0.0)
        return st.column_config.ProgressColumn(
            help=column.meaning,
            width=_BAR_WIDTH,
            format=f"%.1f{nf.THIN_SPACE}%%",
            min_value=0.0,
            max_value=max(largest * 100.0, column.bar_limit * 100.0, 1e-9),
        )
    side = "left" if column.kind is Kind.TEXT else "right"
    long = column.pinned and max(map(len, map(str, column.values)), default=0) > _LONG_NAME
    width = max(column.width or 0, _NAME_WIDTH if long else 0) or None
    return st.column_config.Column(help=column.meaning, alignment=side, pinned=column.pinned, width=width)


def _writer(kind: Kind, currency: str) -> Callable[[Any], str]:
    write: dict[Kind, Callable[[Any], str]] = {
        Kind.TEXT: lambda value: nf.UNKNOWN if value is None else str(value),
        Kind.FIGURE: lambda value: nf.UNKNOWN if value is None else str(value),
        Kind.MONEY: lambda value: nf.amount_in_full(value, currency),
        Kind.SIGNED_MONEY: lambda value: nf.amount_in_full(value, currency, signed=True),
        Kind.PERCENT: nf.percent,
        Kind.SIGNED_PERCENT: lambda value: nf.percent(value, signed=True),
        Kind.POINTS: nf.percentage_points,
        Kind.QUANTITY: nf.quantity,
        Kind.PRICE: lambda value: nf.UNKNOWN if value is None or value != value else f"{value:,.2f}",
        Kind.RATIO: nf.ratio,
        Kind.DATE: nf.day,
    }
    return write[kind]
