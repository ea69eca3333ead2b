"""How is a price file laid out? One row per symbol and day, one column per symbol, or one symbol with its daily columns."""

from __future__ import annotations

from dataclasses import dataclass

from data.importers.columns.dates import is_date
from data.importers.columns.field_values import is_missing
from data.importers.columns.numbers import is_numeric
from data.importers.columns.words import HEADERS, plain_word
from data.importers.errors import UnreadableFileError
from data.importers.files.rows import HEADER_SEARCH_ROWS, Table
from data.importers.files.table import HeadedTable, headed

DATES = frozenset((*HEADERS["date"], "as_of", "asof", "period", "month", "observation_date"))
_CLOSE_WORDS = (
    "close closing_price close_price price last last_price nav net_asset_value value level index_value closing_value close_last rate "
    "yield schlusskurs kurs schluss cours_de_cloture"
)
_ADJUSTED_WORDS = "adj_close adjusted_close adjclose adj_close_price adjusted total_return tri"
_SYMBOL_WORDS = "symbol ticker ticker_symbol scheme_code isin code wkn security fund scheme_name name"
_BESIDE_WORDS = (
    "open high low volume vol turnover change change_ change_percent chg percent_change dividends dividend stock_splits splits "
    "capital_gains prev_close previous_close trades no_of_trades shares_traded turnover_rs_cr repurchase_price sale_price "
    "isin_div_payout_isin_growth isin_div_reinvestment market_cap open_interest bid ask vwap currency ccy series"
)
CLOSES, ADJUSTED, SYMBOLS, BESIDE = (
    words.split() for words in (_CLOSE_WORDS, _ADJUSTED_WORDS, _SYMBOL_WORDS, _BESIDE_WORDS)
)


@dataclass(frozen=True, slots=True)
class PriceLayout:
    """Where in the table things stand, as column numbers. ``wide``: (column, symbol) of each series of its own."""

    table: HeadedTable
    date: int
    close: int | None = None
    adjusted: int | None = None
    symbol: int | None = None
    currency: int | None = None
    wide: tuple[tuple[int, str], ...] = ()

    @property
    def value_columns(self) -> tuple[int, ...]:
        """All columns that hold prices."""
        return tuple(at for at in (self.close, self.adjusted) if at is not None) + tuple(at for at, _ in self.wide)


def find_layout(table: Table, file_name: str) -> PriceLayout:
    """The layout of a price file; raises UnreadableFileError where no column holds dates or none holds prices."""
    part = _with_header(table, file_name)
    names = [plain_word(column) for column in part.columns]
    date_at = _date_column(part, names, file_name)
    close = _first(names, CLOSES, date_at)
    adjusted, symbol = _first(names, ADJUSTED, date_at), _first(names, SYMBOLS, date_at)
    currency = _first(names, ["currency", "ccy"], date_at)
    known = {at for at in (date_at, close, adjusted, symbol, currency) if at is not None}
    others = tuple(
        (at, part.columns[at])
        for at in range(len(names))
        if at not in known
        and names[at]
        and names[at] not in BESIDE
        and names[at] not in DATES
        and _has_numbers(part, at)
    )
    if close is None and adjusted is None:
        if not others:
            raise UnreadableFileError(file_name, "no column holds prices. It needs a date column and one of prices.")
        return PriceLayout(part, date_at, currency=currency, wide=others)
    return PriceLayout(part, date_at, close, adjusted, symbol, currency)


def _with_header(table: Table, file_name: str) -> HeadedTable:
    """The table below the row that names a date column; a file without any header gets one."""
    first = table.rows[:HEADER_SEARCH_ROWS]
    for at, row in enumerate(first):
        filled = [cell for cell in row.cells if cell != ""]
        if any(plain_word(str(cell)) in DATES for cell in filled) and len(filled) >= 2:
            return headed(table, at)
        if is_date(row.cell(0)) and any(is_numeric(cell) for cell in row.cells[1:]):
            return _without_header(table, at)
    for at, row in enumerate(first[:-1]):
        if len(row.cells) >= 2 and is_date(first[at + 1].cell(0)):
            return headed(table, at)
    raise UnreadableFileError(file_name, "no column of dates is found. Name one “date” in the first row.")


def _without_header(table: Table, at: int) -> HeadedTable:
    """Dates first, then the close: the only reading of a file that names nothing."""
    width = len(table.rows[at].cells)
    columns = ("date", "close", *(f"column {n}" for n in range(3, width + 1)))[:width]
    return HeadedTable(columns, columns, tuple(row for row in table.rows[at:] if not row.blank), table.rows[at].line)


def _date_column(table: HeadedTable, names: list[str], file_name: str) -> int:
    """The column named as a date, else the first whose cells are dates."""
    named = [at for at, name in enumerate(names) if name in DATES]
    for at in [*named, *range(len(names))]:
        cells = [row.cell(at) for row in table.rows[:50]]
        if cells and sum(is_date(cell) for cell in cells) > len(cells) / 2:
            return int(at)
    raise UnreadableFileError(file_name, "no column of dates is found. Name one “date” in the first row.")


def _first(names: list[str], words: list[str], but_not: int) -> int | None:
    """The column with the surest of some names."""
    return next((names.index(word) for word in words if word in names and names.index(word) != but_not), None)


def _has_numbers(table: HeadedTable, at: int) -> bool:
    """Whether a column has numbers, judged by its first filled cells (a series may begin late)."""
    cells = (row.cell(at) for row in table.rows)
    filled = [cell for _, cell in zip(range(20), (one for one in cells if not is_missing(one)), strict=False)]
    return bool(filled) and sum(is_numeric(cell) for cell in filled) > len(filled) / 2
