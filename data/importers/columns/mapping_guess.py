"""Which column seems to mean what? A guess for the person to confirm, with everything that is not sure said aloud."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core.ledger.transaction import TransactionKind
from data.importers.columns.dates import OrderFound, date_order, is_date
from data.importers.columns.field_values import Cell, DateOrder, DecimalSign, number_or_none
from data.importers.columns.mapping import COLUMN_FIELDS, ColumnMapping, MappingDraft, SignMeaning
from data.importers.columns.numbers import currency_sign, decimal_sign, is_numeric
from data.importers.columns.words import HEADERS, kind_of, plain_word
from data.importers.errors import UnreadableFileError
from data.importers.files.rows import HEADER_SEARCH_ROWS, Table
from data.importers.files.table import HeadedTable, headed, read_table

SAMPLE_ROWS = 8
LOOKED_AT = 2_000
NUMBER_FIELDS = ("quantity", "price", "amount", "fees", "taxes")
_BRACKETED_CURRENCY = re.compile(r"[(\[]\s*([A-Z]{2}[A-Zacpx])\s*[)\]]|\b(INR|USD|EUR|GBP|CHF|CAD|AUD|JPY)\b")


@dataclass(frozen=True, slots=True)
class MappingGuess:
    """A mapping to confirm, beside the file's headers and first rows. ``unsure`` names fields of the mapping to look at."""

    mapping: MappingDraft
    headers: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


def guess_mapping(content: bytes, file_name: str, sheet: str | None = None) -> MappingGuess:
    """What the columns of a CSV or XLSX file seem to mean.

    A guess without dates or without amounts is a draft, which a person completes. Raises the errors of :func:`read_table`, and
    UnreadableFileError when no row looks like a header.
    """
    table = read_table(content, file_name, sheet=sheet)
    part = _with_header(table, file_name)
    columns = _columns(part)
    doubts: dict[str, str] = {}
    facts: dict[str, Any] = {
        "date_order": _dates(part, columns, doubts),
        "decimal_sign": _decimals(part, columns, table.delimiter, doubts),
    }
    facts |= _signs(part, columns, facts["decimal_sign"], doubts)
    facts["default_currency"] = _currency(part, columns, doubts)
    facts["amount_includes_costs"] = _includes_costs(part, columns, facts["decimal_sign"])
    if "fx_rate" in columns:
        doubts["fx_rate"] = (
            "Exchange rates are taken as portfolio currency per unit of the row's currency. If they go the other way, choose no column."
        )
    mapping = (ColumnMapping if _is_enough(columns) else MappingDraft)(
        **{**columns, **facts},
        header_line=part.header_line,
        delimiter=table.delimiter,
        encoding=table.encoding,
        sheet=table.sheet,
    )
    shown = tuple(tuple(str(cell) for cell in row.cells) for row in part.rows[:SAMPLE_ROWS])
    return MappingGuess(mapping, part.columns, shown, tuple(doubts.values()), tuple(doubts), table.sheets)


def _is_enough(columns: Mapping[str, str]) -> bool:
    """Whether dates and amounts were found."""
    return "date" in columns and (
        "amount" in columns or ("quantity" in columns and bool({"price", "kind"} & set(columns)))
    )


def _with_header(table: Table, file_name: str) -> HeadedTable:
    """The table below the row with the most known headers (two at least), else below the first row that looks like one."""
    known = {word for words in HEADERS.values() for word in words}
    scores = [len({_bare(str(cell)) for cell in row.cells} & known) for row in table.rows[:HEADER_SEARCH_ROWS]]
    if scores and max(scores) >= 2:
        return headed(table, scores.index(max(scores)))
    for at, row in enumerate(table.rows[:HEADER_SEARCH_ROWS]):
        filled = [cell for cell in row.cells if cell != ""]
        if len(filled) >= 2 and not any(is_numeric(cell) or is_date(cell) for cell in filled):
            return headed(table, at)
    raise UnreadableFileError(file_name, "no row looks like a header. Add a first row that names the columns.")


def _columns(table: HeadedTable) -> dict[str, str]:
    """Meaning -> header, by name first (the surest name of all columns wins), then by what the cells hold."""
    found: dict[str, str] = {}
    bare = {column: _bare(column) for column in table.columns if column}
    ranked = sorted(
        (words.index(name), COLUMN_FIELDS.index(meaning), meaning, "(" in column, -len(_cells(table, column)), column)
        for meaning, words in HEADERS.items()
        for column, name in bare.items()
        if name in words
    )
    for _, _, meaning, _, _, column in ranked:
        if meaning not in found and column not in found.values() and _plausible(table, meaning, column):
            found[meaning] = column
    for meaning, test in (("date", is_date), ("kind", _is_kind)):
        free = (column for column in table.columns if column and column not in found.values())
        if meaning not in found and (fits := next((one for one in free if _share(table, one, test) > 0.8), None)):
            found[meaning] = fits
    if "symbol" not in found and "name" in found:
        found["symbol"] = found.pop("name")
    return found


def _plausible(table: HeadedTable, meaning: str, column: str) -> bool:
    """Whether a column's cells fit the meaning its header suggests; an empty column fits none."""
    if meaning == "date":
        return _share(table, column, lambda cell: is_date(cell) or _is_day_count(cell)) > 0.5
    if meaning in NUMBER_FIELDS or meaning in ("fx_rate", "fair_market_value"):
        return _share(table, column, is_numeric) > 0.5
    if meaning == "kind":
        return _share(table, column, _is_kind) > 0.3
    return any(cell != "" for cell in _cells(table, column))


def _dates(table: HeadedTable, columns: Mapping[str, str], doubts: dict[str, str]) -> DateOrder:
    found: OrderFound = date_order(_cells(table, columns.get("date", "")))
    if not found.sure:
        doubts["date_order"] = (
            f"The dates can be read in two ways ({found.reason}); the guess is {found.first_part} first."
        )
    return found.order


def _decimals(table: HeadedTable, columns: Mapping[str, str], delimiter: str, doubts: dict[str, str]) -> DecimalSign:
    usual = DecimalSign.COMMA if delimiter == ";" else DecimalSign.POINT
    found = decimal_sign((cell for name in NUMBER_FIELDS for cell in _cells(table, columns.get(name, ""))), usual)
    if not found.sure:
        word = "comma" if found.sign is DecimalSign.COMMA else "point"
        doubts["decimal_sign"] = f"It is not clear what separates the decimals ({found.reason}); the guess is a {word}."
    return found.sign


def _signs(
    table: HeadedTable, columns: Mapping[str, str], sign: DecimalSign, doubts: dict[str, str]
) -> dict[str, SignMeaning | TransactionKind | None]:
    """What tells purchases from sales: a column, else a minus sign, else nothing, and then all rows are purchases."""
    if "kind" in columns:
        words = {str(cell).strip() for cell in _cells(table, columns["kind"])}
        if unknown := sorted(word for word in words if word and kind_of(word) is None):
            doubts["extra_kinds"] = f"Not understood as a kind of transaction: {', '.join(unknown[:6])[:200]}."
        return {"signs": SignMeaning.NONE, "default_kind": None}
    if _any_negative(table, columns.get("quantity", ""), sign):
        return {"signs": SignMeaning.NEGATIVE_QUANTITY_IS_SALE, "default_kind": TransactionKind.BUY}
    if _any_negative(table, columns.get("amount", ""), sign):
        if "quantity" in columns:
            doubts["signs"] = (
                "No column tells purchases from sales; a negative amount is taken for money spent on a purchase."
            )
            return {"signs": SignMeaning.NEGATIVE_AMOUNT_IS_PURCHASE, "default_kind": None}
        return {"signs": SignMeaning.NEGATIVE_AMOUNT_IS_WITHDRAWAL, "default_kind": TransactionKind.DEPOSIT}
    kind = TransactionKind.BUY if "quantity" in columns else TransactionKind.DEPOSIT
    doubts["default_kind"] = f"No column says what each row is; all are taken for {kind}."
    return {"signs": SignMeaning.NONE, "default_kind": kind}


def _currency(table: HeadedTable, columns: Mapping[str, str], doubts: dict[str, str]) -> str:
    """The currency named in a header or by a sign at the numbers; "" (and a doubt) where nothing names it."""
    if "currency" in columns:
        return ""
    numbers = [columns[name] for name in NUMBER_FIELDS if name in columns]
    named = {next(filter(None, found.groups())) for column in numbers if (found := _BRACKETED_CURRENCY.search(column))}
    if len(named) == 1:
        return str(named.pop())
    isins = [cell for column in table.columns if plain_word(column) == "isin" for cell in _cells(table, column)]
    if isins and all(str(cell).startswith("IN") for cell in isins):
        return "INR"
    if sign := currency_sign(cell for column in numbers for cell in _cells(table, column)):
        return sign
    doubts["default_currency"] = "The file names no currency. Choose one."
    return ""


def _includes_costs(table: HeadedTable, columns: Mapping[str, str], sign: DecimalSign) -> bool:
    """Whether amounts are quantity × price plus or minus the costs, in more rows than they are quantity × price alone."""
    costs = [columns[name] for name in ("fees", "taxes") if name in columns]
    if not costs or not {"quantity", "price", "amount"} <= set(columns):
        return False
    net = gross = 0
    for row in islice(table.rows, LOOKED_AT):
        cells = dict(zip(table.columns, row.cells, strict=False))
        quantity, price, amount = (
            _number(cells.get(columns[name], ""), sign) for name in ("quantity", "price", "amount")
        )
        cost = sum(abs(_number(cells.get(column, ""), sign)) for column in costs)
        product, tolerance = abs(quantity * price), 0.006 + abs(amount) * 1e-6
        if cost > 2 * tolerance and product:
            gross += abs(abs(amount) - product) <= tolerance
            net += min(abs(abs(amount) - product - cost), abs(abs(amount) - product + cost)) <= tolerance
    return net > gross


def _number(cell: Cell, sign: DecimalSign) -> float:
    return number_or_none(cell, sign) or 0.0


def _any_negative(table: HeadedTable, column: str, sign: DecimalSign) -> bool:
    return any(_number(cell, sign) < 0 for cell in _cells(table, column))


def _cells(table: HeadedTable, column: str) -> list[Cell]:
    """The non-empty cells below a header, of the first rows; nothing for a header that is not there."""
    if column not in table.columns:
        return []
    at = table.columns.index(column)
    return [cell for row in islice(table.rows, LOOKED_AT) if (cell := row.cell(at)) != ""]


def _share(table: HeadedTable, column: str, test: Callable[[Cell], bool]) -> float:
    cells = _cells(table, column)
    return sum(test(cell) for cell in cells) / len(cells) if cells else 0.0


def _is_day_count(cell: Cell) -> bool:
    """Whether a number could be Excel's count of a day between 1954 and 2119; only asked below a header that names dates."""
    return isinstance(cell, float) and 20_000 <= cell < 80_000


def _is_kind(cell: Cell) -> bool:
    return isinstance(cell, str) and kind_of(cell) is not None


def _bare(header: str) -> str:
    """A header's plain words without a currency or unit in brackets: ``Amount (INR)`` is ``amount``."""
    return plain_word(re.sub(r"[(\[].*?[)\]]", " ", header)) or plain_word(header)
