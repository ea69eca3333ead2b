"""What does a price file say? Prices and NAVs, long or wide, as records; yields as yields where they are said to be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from core.market.minor_units import MINOR_UNITS, why_no_unit
from data.importers.columns.dates import date_order
from data.importers.columns.field_values import (
    Cell,
    DateOrder,
    DecimalSign,
    is_missing,
    number_or_none,
    parse_date,
    parse_number,
)
from data.importers.columns.numbers import decimal_sign
from data.importers.columns.row_fields import overflow, visible
from data.importers.errors import FileTooLargeError, UnreadableFileError
from data.importers.files.rows import Row
from data.importers.files.table import read_table
from data.importers.prices.layout import PriceLayout, find_layout
from data.importers.prices.options import PriceOptions, PriceValues, currency_guess, currency_pair, stem
from data.importers.reading import PriceReading, RowProblem, YieldRecord, listed
from data.price_record import LONGEST_SYMBOL, PriceRecord
from data.sources.currency import why_minor_pair

_YIELD_WORDS = re.compile(r"yield|ytm|g.?sec|t.?bill|treasury|interest.?rate|10y|repo|libor|euribor|sofr|dtb3", re.I)
_ADJUSTED_WORDS = re.compile(r"adj", re.I)
_GENERIC_HEADERS = {"price", "close", "nav", "value", "rate", "last", "level", "yield"}
HIGHEST_YIELD = 25.0
LOOKED_AT = 5_000
MAX_PRICES = 1_000_000
MAX_PROBLEMS = 100_000


def read_prices(content: bytes, file_name: str, options: PriceOptions | None = None) -> PriceReading:
    """All prices of a CSV (perhaps gzipped) or XLSX file. ``questions`` in the answer name what has to be said first.

    Raises the errors of :func:`read_table`, and UnreadableFileError where there is no column of dates or none of prices.
    """
    options = options or PriceOptions()
    layout = find_layout(read_table(content, file_name), file_name)
    symbol = options.symbol or _symbol_guess(layout, file_name)
    guess = PriceReading(
        symbol_guess=symbol,
        currency_guess=options.currency or currency_guess(symbol),
        looks_like_yields=options.values is None and _looks_like_yields(layout, file_name),
    )
    values = options.values or _values_guess(layout, file_name)
    questions = _questions(layout, replace(options, values=values), guess)
    if questions:
        return replace(guess, questions=questions)
    reader = _Reader(layout, replace(options, symbol=symbol, values=values), guess.currency_guess, file_name)
    reader.read()
    notes = (*reader.notes(), *_doubts(layout, options, values, guess, file_name))
    return replace(
        guess,
        records=tuple(reader.records.values()),
        yields=tuple(reader.yields.values()),
        problems=tuple(reader.problems),
        notes=notes,
    )


def _questions(layout: PriceLayout, options: PriceOptions, guess: PriceReading) -> tuple[str, ...]:
    """What must be said before anything can be read."""
    single = layout.symbol is None and not layout.wide
    asked = ["symbol"] if single and not guess.symbol_guess else []
    if options.values is PriceValues.YIELD or layout.currency is not None or options.currency:
        return tuple(asked)
    if layout.symbol is not None:
        at = layout.symbol
        symbols = {str(row.cells[at]).strip() for row in layout.table.rows if at < len(row.cells)}
    else:
        symbols = {symbol for _, symbol in _series(layout, guess.symbol_guess)}
    return (*asked, *(() if all(currency_guess(symbol) for symbol in symbols) else ("currency",)))


def _symbol_guess(layout: PriceLayout, file_name: str) -> str:
    """For a file of one symbol: a currency pair in the file's name, else its one header, else the file's name."""
    name = visible(stem(file_name))[:LONGEST_SYMBOL]
    if layout.symbol is not None or len(layout.wide) > 1:
        return ""
    if pair := currency_pair(name):
        return pair
    if layout.wide and layout.wide[0][1].casefold() not in _GENERIC_HEADERS:
        return layout.wide[0][1][:LONGEST_SYMBOL]
    return name


def _series(layout: PriceLayout, symbol: str) -> tuple[tuple[int, str], ...]:
    """The value columns with their symbols; the single one takes the symbol that was said or guessed."""
    if len(layout.wide) == 1 and symbol:
        return ((layout.wide[0][0], symbol),)
    return layout.wide or tuple((at, symbol) for at in layout.value_columns[:1])


def _values_guess(layout: PriceLayout, file_name: str) -> PriceValues:
    """Closes, unless file or headers say that the values are adjusted for dividends."""
    named = _ADJUSTED_WORDS.search(stem(file_name)) and layout.wide
    return (
        PriceValues.ADJUSTED if named or (layout.close is None and layout.adjusted is not None) else PriceValues.CLOSE
    )


def _looks_like_yields(layout: PriceLayout, file_name: str) -> bool:
    """Whether a name speaks of yields and the values could be percent a year."""
    columns = [layout.table.columns[at] for at in layout.value_columns]
    if not any(_YIELD_WORDS.search(name) for name in (stem(file_name), *columns)):
        return False
    values = [value for cell in _value_cells(layout) if (value := number_or_none(cell)) is not None]
    return bool(values) and all(-5.0 <= value <= HIGHEST_YIELD for value in values)


def _doubts(
    layout: PriceLayout, options: PriceOptions, values: PriceValues, guess: PriceReading, file_name: str
) -> Iterator[str]:
    """What the reading rests on, in words."""
    if guess.looks_like_yields:
        yield "These values look like yields in percent a year, not prices. If they are, say so: “this is a yield”."
    if values is PriceValues.ADJUSTED and layout.close is None:
        how = "The file gives" if options.values else f"“{visible(stem(file_name))}” seems to give"
        yield f"{how} closes adjusted for dividends only; they stand for the plain closes too."
    order = date_order(_date_cells(layout))
    if options.date_order is None and not order.sure:
        yield order.warning


def _date_cells(layout: PriceLayout) -> Iterator[Cell]:
    return (row.cell(layout.date) for row in layout.table.rows)


def _value_cells(layout: PriceLayout) -> Iterator[Cell]:
    return (row.cell(at) for row in layout.table.rows[:LOOKED_AT] for at in layout.value_columns)


@dataclass(slots=True)
class _Reader:
    """Reads the rows of one price file into records, one per symbol and day."""

    layout: PriceLayout
    options: PriceOptions
    currency: str
    file_name: str
    records: dict[tuple[str, date], PriceRecord] = field(default_factory=dict)
    yields: dict[tuple[str, date], YieldRecord] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    missing: Counter[str] = field(default_factory=Counter)
    _currencies: dict[str, str] = field(default_factory=dict)
    _order: DateOrder = DateOrder.DMY
    _sign: DecimalSign = DecimalSign.POINT

    def read(self) -> None:
        """All rows, in the file's order."""
        self._order = self.options.date_order or date_order(_date_cells(self.layout)).order
        self._sign = self.options.decimal_sign or decimal_sign(_value_cells(self.layout)).sign
        columns = self.layout.table.columns
        for row in self.layout.table.rows:
            if complaint := overflow(row.cells, len(columns)):
                self._refuse(row, None, complaint)
            elif sum(cell != "" for cell in row.cells) > 1 and (on := self._date(row)) is not None:
                self._read_row(row, on)
                self._check_extent()

    def _check_extent(self) -> None:
        """Raises FileTooLargeError where a short cell would become a record or complaint too many."""
        if len(self.records) + len(self.yields) > MAX_PRICES:
            raise FileTooLargeError(self.file_name, f"has more than {MAX_PRICES:,} prices", f"{MAX_PRICES:,} prices")
        if len(self.problems) > MAX_PROBLEMS:
            raise UnreadableFileError(
                self.file_name, f"more than {MAX_PROBLEMS:,} cells of it make no sense. Are these prices?"
            )

    def notes(self) -> Iterator[str]:
        """How many cells had no price."""
        if self.missing:
            rows = [f"{symbol} {count}" for symbol, count in self.missing.most_common()]
            yield f"Days without a price are left out ({listed(rows, 5)})."

    def _read_row(self, row: Row, on: date) -> None:
        if self.layout.symbol is None:
            for at, symbol in _series(self.layout, self.options.symbol):
                self._add(row, on, symbol, at)
            return
        symbol = visible(str(row.cell(self.layout.symbol)))
        if not symbol or len(symbol) > LONGEST_SYMBOL:
            self._refuse(row, self.layout.symbol, "A symbol with 1 to 64 characters is needed.")
            return
        self._add(row, on, symbol, self.layout.value_columns[0])

    def _add(self, row: Row, on: date, symbol: str, at: int) -> None:
        """One value of one symbol, with the adjusted close beside it where there is one."""
        value = self._number(row, at)
        if value is None:
            self.missing[symbol] += is_missing(row.cell(at))
        elif self.options.values is PriceValues.YIELD:
            self._add_yield(row, on, symbol, value, at)
        else:
            self._add_price(row, on, symbol, value, at)

    def _add_yield(self, row: Row, on: date, symbol: str, percent: float, at: int) -> None:
        record = YieldRecord(symbol, on, percent / 100)
        if self.yields.setdefault((symbol, on), record) != record:
            self._refuse(row, at, f"{symbol} has another value for this day already.")

    def _add_price(self, row: Row, on: date, symbol: str, value: float, at: int) -> None:
        adjusted_at = self.layout.adjusted if at == self.layout.close else None
        adjusted = value if self.options.values is PriceValues.ADJUSTED else None
        if adjusted_at is not None:
            adjusted = self._number(row, adjusted_at)
        quoted = self._currency(row, symbol)
        if value <= 0 or (adjusted is not None and adjusted <= 0):
            self._refuse(row, at, f"The price of {symbol} must be above 0, not {min(value, adjusted or value):g}.")
            return
        if quoted not in MINOR_UNITS and not re.fullmatch(r"[A-Za-z]{3}", quoted):
            self._refuse(row, self.layout.currency, f"“{quoted[:20]}” is no currency code such as USD.")
            return
        if (why := why_no_unit(quoted) or why_minor_pair(symbol)) is not None:
            self._refuse(row, self.layout.currency, f"{why}.")
            return
        record = PriceRecord.quoted(symbol, on, value, adjusted, quoted)
        known = self._currencies.setdefault(symbol, record.currency)
        if record.currency != known:
            self._refuse(row, self.layout.currency, f"{symbol} was in {known} before, now in {record.currency}.")
            return
        if self.records.setdefault((symbol, on), record) != record:
            self._refuse(row, at, f"{symbol} has another price for this day already.")

    def _currency(self, row: Row, symbol: str) -> str:
        """What was said, else the row's column, else what the symbol tells."""
        if self.options.currency:
            return self.options.currency
        if self.layout.currency is not None:
            return str(row.cell(self.layout.currency)).strip() or self.currency
        return currency_guess(symbol)

    def _date(self, row: Row) -> date | None:
        """The row's date; one that is missing or impossible is refused."""
        cell = row.cell(self.layout.date)
        try:
            return parse_date(cell, self._order)
        except ValueError as error:
            self._refuse(row, self.layout.date, f"{error}." if cell != "" else "The date is missing.")
            return None

    def _number(self, row: Row, at: int) -> float | None:
        """The value of a cell; None for a missing one and, with a complaint, for what is no number."""
        cell = row.cell(at)
        if is_missing(cell):
            return None
        try:
            return parse_number(cell, self._sign)
        except ValueError as error:
            self._refuse(row, at, f"{error}.")
            return None

    def _refuse(self, row: Row, at: int | None, message: str) -> None:
        column = self.layout.table.columns[at] if at is not None else ""
        self.problems.append(RowProblem(row.line, column, message))
