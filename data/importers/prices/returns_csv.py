"""Which daily returns does this file hold? A date and a return in each row, of CSV or Excel, with or without a header."""

from __future__ import annotations

from datetime import date

from core.errors import InvalidSpecification
from data.importers.columns.dates import date_order, is_date
from data.importers.columns.field_values import Cell, DateOrder, DecimalSign, is_missing, parse_date, parse_number
from data.importers.columns.numbers import decimal_sign
from data.importers.files.rows import Row
from data.importers.files.table import read_table

_LOOKED_AT = 2_000  # rows


def read_returns(content: bytes, file_name: str, percent: bool) -> dict[date, float]:
    """Returns as fractions by date. ``percent``: they are written in percent; one with a % sign always is.

    Raises InvalidSpecification naming the line, and the errors of a file that cannot be opened.
    """
    rows = [row for row in read_table(content, file_name).rows if not row.blank]
    if rows and not is_date(rows[0].cell(0)):
        rows = rows[1:]
    order = date_order(row.cell(0) for row in rows[:_LOOKED_AT])
    if not order.sure:
        raise InvalidSpecification("The dates could be day first or month first. Write them like 2025-12-31.")
    sign = decimal_sign(row.cell(1) for row in rows[:_LOOKED_AT]).sign
    found: dict[date, float] = {}
    for row in rows:
        on, value = _return_of(row, order.order, sign, percent)
        if on in found:
            raise InvalidSpecification(f"Line {row.line}: {on.isoformat()} comes twice. Keep one return for each date.")
        found[on] = value
    if not found:
        raise InvalidSpecification("There is no return in this file. Give a date and a return in each row.")
    return found


def _return_of(row: Row, order: DateOrder, sign: DecimalSign, percent: bool) -> tuple[date, float]:
    try:
        on, value = parse_date(row.cell(0), order), parse_number(row.cell(1), sign)
        if any(not is_missing(cell) for cell in row.cells[2:]):
            raise ValueError("a third value: a decimal comma, or another table")
    except ValueError:
        given = ",".join(map(str, row.cells))[:60]
        raise InvalidSpecification(
            f"Line {row.line} is not a date and a return: “{given}”. Write it like 2025-12-31,0.0042."
        ) from None
    return on, value / 100.0 if percent or _says_percent(row.cell(1)) else value


def _says_percent(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().endswith("%")
