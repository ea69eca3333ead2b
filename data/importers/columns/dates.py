"""Day first or month first? Found out from all dates of a column together, and said where the column cannot tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.importers.columns.field_values import Cell, DateOrder, parse_date

_NUMERIC = re.compile(r"\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{2}|\d{4})\b")


def is_date(cell: Cell) -> bool:
    """Whether a cell is a date in some order; a bare number, which could be a count of days, is none."""
    if isinstance(cell, float):
        return False
    for order in DateOrder:
        try:
            parse_date(cell, order)
        except ValueError:
            continue
        return True
    return False


@dataclass(frozen=True, slots=True)
class OrderFound:
    """The order that the dates have. ``sure`` is False where both day first and month first would fit every row."""

    order: DateOrder
    sure: bool
    reason: str

    @property
    def first_part(self) -> str:
        """Whether the ``day`` or the ``month`` is taken to stand first."""
        return "day" if self.order is DateOrder.DMY else "month"

    @property
    def warning(self) -> str:
        """What is said of an order that is not sure."""
        return (
            f"The dates could be day first or month first; they are read {self.first_part} first. Check one you know."
        )


def date_order(cells: Iterable[Cell], usual: DateOrder = DateOrder.DMY) -> OrderFound:
    """The one order in which all dates of a column exist; ``usual`` where several do.

    Also looks at the sequence: statements run forward or backward in time, so the order in which dates go one way wins.
    """
    parts = [(int(m[1]), int(m[2]), m[3]) for cell in cells if isinstance(cell, str) and (m := _NUMERIC.match(cell))]
    if not parts:
        return OrderFound(DateOrder.YMD, True, "the year stands first")
    day_first = all(month <= 12 and day <= 31 for day, month, _ in parts)
    month_first = all(month <= 12 and day <= 31 for month, day, _ in parts)
    if day_first != month_first:
        order = DateOrder.DMY if day_first else DateOrder.MDY
        return OrderFound(order, True, "only so does every date exist")
    if not day_first and all(len(year) == 2 and 1 <= month <= 12 for _, month, year in parts):
        return OrderFound(DateOrder.YMD, True, "only so does every date exist")
    return _by_sequence(parts, usual) if day_first else OrderFound(usual, False, "no single order fits every date")


def _by_sequence(parts: list[tuple[int, int, str]], usual: DateOrder) -> OrderFound:
    """Which reading makes the dates run one way; the usual one, unsure, when both or neither do."""
    forward = [(year, second, first) for first, second, year in parts]  # day first
    swapped = [(year, first, second) for first, second, year in parts]
    runs = _runs_one_way(forward), _runs_one_way(swapped)
    if len(set(parts)) >= 5 and runs[0] != runs[1]:
        order = DateOrder.DMY if runs[0] else DateOrder.MDY
        return OrderFound(order, True, "only so do the dates run one way")
    return OrderFound(usual, False, "days up to 12 fit both ways")


def _runs_one_way(keys: list[tuple[str, int, int]]) -> bool:
    return keys in (sorted(keys), sorted(keys, reverse=True))
