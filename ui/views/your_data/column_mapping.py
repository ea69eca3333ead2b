"""Which column is what? The guess, shown with the file's first rows, for a person to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.errors import InvalidSpecification
from core.ledger.transaction import TransactionKind
from core.market.minor_units import quoted_unit
from ui.widgets.notices import error_box, note_line, warning_line
from ui.wording.plain_text import escaped
from ui.writes.portfolio import ColumnMapping, DateOrder, DecimalSign, MappingGuess, SignMeaning, guess_columns

_LABELS: Mapping[str, str] = {
    "date": "Date",
    "kind": "Kind (buy, sell, …)",
    "symbol": "Symbol",
    "name": "Name",
    "quantity": "Quantity",
    "price": "Price",
    "amount": "Amount",
    "fees": "Fees",
    "taxes": "Taxes",
    "currency": "Currency",
    "fx_rate": "Exchange rate",
    "reference": "The broker's number",
}
_DATE_ORDERS = {DateOrder.DMY: "31/12/2025", DateOrder.MDY: "12/31/2025", DateOrder.YMD: "2025-12-31"}
_DECIMALS = {DecimalSign.POINT: "1,234.56", DecimalSign.COMMA: "1.234,56"}
_SIGNS = {
    SignMeaning.NONE: "nothing",
    SignMeaning.NEGATIVE_QUANTITY_IS_SALE: "a negative quantity is a sale",
    SignMeaning.NEGATIVE_AMOUNT_IS_PURCHASE: "a negative amount is a purchase",
    SignMeaning.NEGATIVE_AMOUNT_IS_WITHDRAWAL: "a negative amount is a withdrawal",
}
_NO_COLUMN = "—"


def mapped_columns(content: bytes, file_name: str) -> ColumnMapping | None:
    """The mapping as the user left it, starting from the guess; None, with the reason shown, while it makes no sense."""
    guess = _guess(content, file_name)
    note_line("This file is of no known broker. Say which column is what; the guess is only a guess.", "mapping")
    for number, note in enumerate(guess.notes):
        warning_line(escaped(note, longest=600), f"guess-{number}")
    st.dataframe(
        [dict(zip(_distinct(guess.headers), row, strict=False)) for row in guess.sample],
        hide_index=True,
        width="stretch",
    )
    with st.container(border=True):
        chosen = _columns(guess) | _manner(guess)
    try:
        return guess.mapping.completed(**chosen)
    except InvalidSpecification as error:
        error_box(error)
        return None


def _guess(content: bytes, file_name: str) -> MappingGuess:
    """The guess; a workbook of several sheets asks which one first."""
    guess = guess_columns(content, file_name, None)
    if len(guess.sheets) < 2:
        return guess
    return guess_columns(content, file_name, st.selectbox("Sheet", guess.sheets, key="ys-map-sheet"))


def _columns(guess: MappingGuess) -> dict[str, Any]:
    """One choice per meaning; what the guess is unsure of is marked."""
    grid = st.grid(4, min_column_width=180, gap="small")
    options = [_NO_COLUMN, *dict.fromkeys(header for header in guess.headers if header)]
    chosen: dict[str, Any] = {}
    for meaning, label in _LABELS.items():
        guessed = getattr(guess.mapping, meaning) or _NO_COLUMN
        answer = grid.selectbox(label, options, index=options.index(guessed), key=f"ys-map-{meaning}")
        chosen[meaning] = "" if answer == _NO_COLUMN else answer
    return chosen


def _manner(guess: MappingGuess) -> dict[str, Any]:
    """How dates, decimals, signs and an unnamed currency are to be read."""
    mapping = guess.mapping
    grid = st.grid(4, min_column_width=180, gap="small")
    orders, decimals, signs = list(_DATE_ORDERS), list(_DECIMALS), list(_SIGNS)
    kinds: list[TransactionKind | None] = [None, *TransactionKind]
    return {
        "date_order": grid.selectbox(
            "Dates look like", orders, orders.index(mapping.date_order), _DATE_ORDERS.__getitem__, key="ys-map-dates"
        ),
        "decimal_sign": grid.selectbox(
            "Numbers look like",
            decimals,
            decimals.index(mapping.decimal_sign),
            _DECIMALS.__getitem__,
            key="ys-map-decimals",
        ),
        "signs": grid.selectbox(
            "A minus sign means", signs, signs.index(mapping.signs), _SIGNS.__getitem__, key="ys-map-signs"
        ),
        "default_kind": grid.selectbox(
            "Rows that name no kind are",
            kinds,
            kinds.index(mapping.default_kind),
            lambda one: "refused" if one is None else str(one).replace("_", " ").lower(),
            key="ys-map-kind-default",
        ),
        "default_currency": quoted_unit(
            grid.text_input(
                "Currency, where no column says it",
                mapping.default_currency,
                max_chars=3,
                placeholder="INR",
                key="ys-map-currency-default",
            )
        ),
    }


def _distinct(headers: tuple[str, ...]) -> list[str]:
    """Headers as table columns: none empty, none twice."""
    return [
        header if header and headers.index(header) == at else f"{header or 'column'} ({at + 1})"
        for at, header in enumerate(headers)
    ]
