"""How is one brokerage table described? Its name, the header that gives it away, and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from data.importers.columns.dates import date_order
from data.importers.columns.field_values import DateOrder
from data.importers.files.table import HeadedTable
from data.importers.reading import ImportReading


def any_table(_: HeadedTable) -> bool:
    """The header alone decides."""
    return True


@dataclass(frozen=True, slots=True)
class TableFormat:
    """One format of CSV or XLSX. ``fits`` sees the header's names in one spelling, ``holds`` the rows below it."""

    name: str
    title: str
    fits: Callable[[frozenset[str]], bool]
    read: Callable[[HeadedTable], ImportReading]
    holds: Callable[[HeadedTable], bool] = any_table


def order_of(table: HeadedTable, column: str, usual: DateOrder) -> tuple[DateOrder, tuple[str, ...]]:
    """The date order of a column, with a note where days and months could be exchanged without anyone noticing."""
    found = date_order(table.values(column), usual)
    if found.sure:
        return found.order, ()
    first = "day" if found.order is DateOrder.DMY else "month"
    return found.order, (
        f"The dates could be day first or month first; they are read {first} first. Check one you know.",
    )
