"""What does one row say? Its cells by column name; whatever cannot be read becomes a RowProblem, never an exception."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from core.errors import InvalidSpecification
from core.ledger.transaction import Transaction
from core.market.minor_units import MINOR_UNITS, NO_CURRENCY, quoted_unit, why_no_currency, why_no_unit
from data.importers.columns.field_values import Cell, DateOrder, DecimalSign, is_missing, parse_date, parse_number
from data.importers.reading import RowProblem

LONGEST_SYMBOL, LONGEST_NAME, LONGEST_REFERENCE = 64, 200, 200
_CURRENCY = re.compile(r"[A-Z]{3}")


class RowFields:
    """One row being read. Methods give a value or None; ``problems`` collects every complaint about the row at once."""

    __slots__ = ("_cells", "_columns", "_order", "_sign", "line", "problems")

    def __init__(
        self,
        line: int,
        cells: Mapping[str, Cell],
        columns: Mapping[str, str] | None = None,
        sign: DecimalSign = DecimalSign.POINT,
        order: DateOrder | None = None,
    ) -> None:
        self.line = line
        self.problems: list[RowProblem] = []
        self._cells, self._columns, self._sign, self._order = cells, columns or {}, sign, order

    def refuse(self, column: str, message: str) -> None:
        """Records a complaint; ``column`` is a name in one spelling and is shown as it stands in the file."""
        problem = RowProblem(self.line, self._columns.get(column, column), message)
        if problem not in self.problems:  # a cell may be asked for twice
            self.problems.append(problem)

    def has(self, *columns: str) -> bool:
        """Whether any of the columns has something in this row."""
        return any(self._cell(column) != "" for column in columns)

    def text(self, *columns: str) -> str:
        """The first non-empty of the columns as one line of visible text; "" where all are empty."""
        cell = self._first(columns)[1]
        return visible(_plain_number(cell) if isinstance(cell, float) else str(cell))

    def known_text(self, column: str) -> str:
        """A text; "" where the cell says that there is none (``-``, ``n/a``)."""
        return "" if is_missing(self._cell(column)) else self.text(column)

    def exact(self, column: str) -> str:
        """A text cell as it stands, spaces included: for files this software wrote itself."""
        cell = self._cells.get(column, "")
        return cell if isinstance(cell, str) else self.text(column)

    def number(self, *columns: str) -> float | None:
        """The first non-empty of the columns as a number; None where all are empty or the value is refused."""
        column, cell = self._first(columns)
        if is_missing(cell):
            return None
        try:
            return parse_number(cell, self._sign)
        except ValueError as error:
            self.refuse(column, f"{error}.")
            return None

    def numbers(self, names: Mapping[str, str]) -> dict[str, float]:
        """The numbers of several columns by the name each has outside; empty cells are left out."""
        return {name: value for column, name in names.items() if (value := self.number(column)) is not None}

    def size(self, *columns: str) -> float | None:
        """As :meth:`number`, without its sign: for files in which the kind already gives the direction."""
        value = self.number(*columns)
        return None if value is None else abs(value)

    def day(self, *columns: str) -> date | None:
        """The first non-empty of the columns as a date; an empty or impossible one is refused."""
        column, cell = self._first(columns)
        if cell == "":
            self.refuse(column, "The date is missing.")
            return None
        return self._date(column, cell)

    def known_day(self, column: str) -> date | None:
        """A date that need not be there; an impossible one is refused."""
        cell = self._cell(column)
        return None if is_missing(cell) else self._date(column, cell)

    def _date(self, column: str, cell: Cell) -> date | None:
        try:
            return parse_date(cell, self._order)
        except ValueError as error:
            self.refuse(column, f"{error}.")
            return None

    def dated_parts(self, column: str, name: str) -> Iterator[RowFields]:
        """A cell such as ``2019-07-01 7.9 %; 2020-04-01 7.1 %`` part by part: its ``date`` and what stands after it as ``name``.

        Complaints about a part are this row's, in the column.
        """
        for part in filter(None, (one.strip() for one in self.text(column).split(";"))):
            day, _, rest = part.replace(" %", "%").rpartition(" ")
            if not day:
                self.refuse(column, f"“{part}” needs a day and a number, as in 2024-07-01 7.1%.")
                continue
            shown = {"date": self._columns.get(column, column), name: self._columns.get(column, column)}
            one = RowFields(self.line, {"date": day, name: rest}, shown, self._sign, self._order)
            one.problems = self.problems
            yield one

    def currency(self, column: str, default: str = "") -> str:
        """A three-letter code; refused where neither the row nor ``default`` has one. Pence stay pence, for
        :func:`core.market.minor_units.major_currency`.
        """
        text = self.text(column)
        code = quoted_unit(text)
        if not code and default:
            return default
        if (why := why_no_unit(code)) is not None:
            self.refuse(column, f"{why}.")
            return NO_CURRENCY
        if _CURRENCY.fullmatch(code) or code in MINOR_UNITS:
            return code
        self.refuse(column, f"“{text}” is no currency code such as USD." if text else "The currency is missing.")
        return NO_CURRENCY

    def whole_currency(self, column: str, default: str = "") -> str:
        """The same where amounts of money stand beside it, and pence are refused."""
        code = self.currency(column, default)
        if code in MINOR_UNITS:
            self.refuse(column, f"{why_no_currency(code)}.")
        return code

    def symbol(self, *columns: str) -> str:
        """A symbol that fits into the store: at most 64 visible characters; a longer one is refused."""
        text = self.text(*columns)
        if len(text) > LONGEST_SYMBOL:
            self.refuse(
                self._first(columns)[0], f"A symbol has at most {LONGEST_SYMBOL} characters, this has {len(text)}."
            )
            return text[:LONGEST_SYMBOL]
        return text

    def name(self, *columns: str) -> str:
        """A name or note, cut at 200 characters."""
        text = self.text(*columns)
        return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"

    def transaction(self, on: date | None, **facts: Any) -> tuple[Transaction, ...]:
        """The transaction with these facts, or nothing when the row has (or now gets) a complaint."""
        if self.problems or on is None:
            return ()
        try:
            return (Transaction.quoted(on=on, **facts),)
        except InvalidSpecification as error:
            self.refuse(error.field, error.message)
            return ()

    def _cell(self, column: str) -> Cell:
        cell = self._cells.get(column, "")
        return cell.strip() if isinstance(cell, str) else cell

    def _first(self, columns: Sequence[str]) -> tuple[str, Cell]:
        for column in columns:
            if (cell := self._cell(column)) != "":
                return column, cell
        known = next((column for column in columns if column in self._columns), columns[0])
        return known, ""


def overflow(cells: Sequence[Cell], width: int) -> str:
    """The complaint where cells stand beyond the header, for then every value may be in the wrong column; else ""."""
    if not any(cell != "" and str(cell).strip() for cell in cells[width:]):
        return ""
    return f"The row has {len(cells)} cells, the header {width}: a delimiter inside a value?"


def visible(text: str) -> str:
    """One line without control characters or half characters; formula-like text stays the text it is."""
    if text.isprintable():
        return " ".join(text.split())
    plain = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text)
    return " ".join(plain.split())


def bounded_reference(text: str) -> str:
    """A broker's id if the store can hold it, else none (the row is then known by its content)."""
    text = visible(text)
    return text if len(text) <= LONGEST_REFERENCE else ""


def _plain_number(value: float) -> str:
    """A number from a spreadsheet as the text a person sees: 900000001.0 is ``900000001``."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
