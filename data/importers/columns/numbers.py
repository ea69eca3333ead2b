"""Decimal point or decimal comma? Found out from all numbers of a table together, and said where they cannot tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from data.importers.columns.field_values import Cell, DecimalSign, number_or_none

_CURRENCY_SIGNS = {"₹": "INR", "€": "EUR", "£": "GBP", "¥": "JPY", "rs": "INR"}
_CURRENCY_SIGNS |= {code.casefold(): code for code in ("INR", "EUR", "USD", "GBP")}


@dataclass(frozen=True, slots=True)
class SignFound:
    """The decimal sign that the numbers have. ``sure`` is False where no number shows it, or numbers show both."""

    sign: DecimalSign
    sure: bool
    reason: str


def decimal_sign(cells: Iterable[Cell], usual: DecimalSign = DecimalSign.POINT) -> SignFound:
    """The sign that stands before the decimals in the cells that are numbers written as text.

    1.234,56 and 12,5 show a comma; 1,234.56, 0.5, 12.50 and 1,23,456 a point. 1.234 and 1,234 show nothing by themselves.
    """
    votes: Counter[DecimalSign] = Counter()
    silent = 0
    for cell in cells:
        if isinstance(cell, str) and (vote := _vote(cell)) is not None:
            votes[vote] += 1
        elif isinstance(cell, str) and re.search(r"\d[.,]\d", cell):
            silent += 1
    if not votes:
        return SignFound(
            usual, silent == 0, "no number has decimals" if silent == 0 else "every number could be read both ways"
        )
    (first, count), *others = votes.most_common()
    if others and others[0][1] * 20 > count:
        return SignFound(first, False, "the numbers are not all written alike")
    return SignFound(first, True, "the decimals show it")


def currency_sign(cells: Iterable[Cell]) -> str:
    """The currency whose sign stands at the numbers, if it is always the same one; the dollar sign names no single currency."""
    found = set()
    for cell in cells:
        if isinstance(cell, str):
            letters = re.sub(r"[\d.,'\s()+\-−%]", "", cell).casefold()
            found |= {_CURRENCY_SIGNS[letters]} if letters in _CURRENCY_SIGNS else set()
    return found.pop() if len(found) == 1 else ""


def is_numeric(cell: Cell) -> bool:
    """Whether a cell is a number, in either way of writing it."""
    return any(number_or_none(cell, sign) is not None for sign in DecimalSign)


def _vote(text: str) -> DecimalSign | None:
    """Which sign one number shows as its decimal sign, None for none."""
    if not is_numeric(text):
        return None
    digits = re.sub(r"[^\d.,]", "", text).strip(".,")
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return DecimalSign.POINT if digits.rfind(".") > digits.rfind(",") else DecimalSign.COMMA
    if points + commas == 0:
        return None
    if points > 1 or commas > 1:
        return DecimalSign.COMMA if points else DecimalSign.POINT  # several of one sign are thousands groups
    before, after = re.split(r"[.,]", digits)
    if len(after) == 3 and 1 <= len(before) <= 3 and before != "0":
        return None
    return DecimalSign.POINT if points else DecimalSign.COMMA
