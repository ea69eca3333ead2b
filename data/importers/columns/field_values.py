"""Which number, which date is meant? One cell's text read by a stated decimal sign and date order, or refused in words."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

Cell = str | float | date

LARGEST = 1e15
MISSING = frozenset({"", "null", "nan", "n/a", "na", "n.a.", "-", "—", ".", "#n/a", "none", "nil", "not available"})
_LONGEST_VALUE = 80
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


class DecimalSign(StrEnum):
    """Which sign stands before the decimals."""

    POINT = "."
    COMMA = ","


class DateOrder(StrEnum):
    """In which order day, month and year stand where a date is written in numbers only."""

    DMY = "DMY"
    MDY = "MDY"
    YMD = "YMD"


_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_MONEY_WORDS = re.compile(
    r"^(?:rs\.?|inr|usd|eur|gbp|chf|cad|aud|jpy|us\$|[₹$€£¥])|(?:inr|usd|eur|gbp|chf|cad|aud|jpy|[₹$€£¥%])$", re.I
)
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,20})?")  # as nearly every number is written
_POINT_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})?(?:\.\d*)?(?:[eE][+-]?\d{1,3})?")
_COMMA_NUMBER = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)?(?:,\d*)?(?:[eE][+-]?\d{1,3})?")
_MINUS = str.maketrans({"−": "-", "–": "-", "’": "'"})


def is_missing(cell: Cell) -> bool:
    """Whether a cell says that there is no value."""
    return isinstance(cell, str) and cell.strip().casefold() in MISSING


def parse_number(cell: Cell, sign: DecimalSign = DecimalSign.POINT) -> float:
    """A cell as a number. Takes thousands groups (also Indian 1,23,456), currency signs, %, (12) and 12- for negatives.

    A percent sign is dropped, not applied. Raises ValueError with a sentence for anything else: ``1,5`` is no number where the
    decimal sign is a point, because guessing there would be wrong by a factor of ten.
    """
    if isinstance(cell, date):
        raise ValueError(f"“{cell}” is a date, not a number")
    if isinstance(cell, str):
        cell = _number_of_text(cell, sign)
    if math.isnan(cell):
        raise ValueError("this is not a number")
    if abs(cell) > LARGEST:
        raise ValueError(f"{cell:g} is larger than any amount can be")
    return float(cell)


def number_or_none(cell: Cell, sign: DecimalSign = DecimalSign.POINT) -> float | None:
    """A cell as a number, None for anything else."""
    try:
        return parse_number(cell, sign)
    except ValueError:
        return None


def _number_of_text(text: str, sign: DecimalSign) -> float:
    if sign is DecimalSign.POINT and _PLAIN.fullmatch(text):
        return float(text)
    plain = _SPACES.sub("", text[:_LONGEST_VALUE]).translate(_MINUS)
    negative, plain = _without_sign(plain)
    plain = plain.replace("'", "")
    pattern = _POINT_NUMBER if sign is DecimalSign.POINT else _COMMA_NUMBER
    if not plain.isascii() or not re.search(r"\d", plain) or not pattern.fullmatch(plain):
        word = "point" if sign is DecimalSign.POINT else "comma"
        raise ValueError(f"“{_short(text)}” is not a number with a decimal {word}")
    group, decimal = (",", ".") if sign is DecimalSign.POINT else (".", ",")
    value = float(plain.replace(group, "").replace(decimal, "."))
    return -value if negative else value


def _without_sign(text: str) -> tuple[bool, str]:
    """Whether a number is negative, and its digits: signs, brackets and currency words taken off in any order."""
    if len(text) > 1 and text[0] == "(" and text[-1] == ")":
        return True, _MONEY_WORDS.sub("", text[1:-1])
    text = _MONEY_WORDS.sub("", text)
    negative = text.startswith("-") or text.endswith("-")
    text = text[1:] if text[:1] in ("-", "+") else text.removesuffix("-")
    return negative, _MONEY_WORDS.sub("", text)


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar jän jänner janvier enero",
            "feb february februar février fév febrero",
            "mar march mär märz mars mrz marzo",
            "apr april avril avr abril",
            "may mai mayo",
            "jun june juni juin junio",
            "jul july juli juillet julio",
            "aug august août aou agosto",
            "sep sept september septembre septiembre",
            "oct october okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dez dezember décembre déc diciembre",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME = re.compile(r"[T\s;,]+\d{1,2}:\d{2}.*$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:;\d{6})?")
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\.?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{2}|\d{4})\.?")
_DAY_WORD = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s.\-/]*([^\W\d_]+)[\s.\-/,]*(\d{4}|\d{2})")
_WORD_DAY = re.compile(r"([^\W\d_]+)[\s.\-/]*(\d{1,2})(?:st|nd|rd|th)?[\s.\-/,]+(\d{4})")


def parse_date(cell: Cell, order: DateOrder | None = None) -> date:
    """A cell as a calendar date; the time of day is dropped, a number is Excel's day count.

    Year first and months in words need no ``order``; 03/04/2024 without one raises ValueError, as does any impossible date.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        return _excel_date(cell)
    return _date_of_text(cell.strip()[:_LONGEST_VALUE], order)


@lru_cache(maxsize=20_000)  # files have many rows a day
def _date_of_text(cell: str, order: DateOrder | None) -> date:
    text = _TIME.sub("", cell)
    year, month, day = _date_parts(text, cell, order)
    try:
        found = date(_whole_year(year), month, day)
    except ValueError as error:
        raise ValueError(f"“{_short(cell)}” is no date that exists, read as {_spoken_order(text, order)}") from error
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError(f"“{_short(cell)}” lies outside the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return found


def _whole_year(year: str) -> int:
    """Two digits mean 1970 to 2069."""
    if len(year) > 2:
        return int(year)
    return int(year) + (2000 if int(year) < 70 else 1900)


def _date_parts(text: str, cell: str, order: DateOrder | None) -> tuple[str, int, int]:
    """Year as written, month and day."""
    if found := _COMPACT.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if found := _DAY_WORD.fullmatch(text):
        return found[3], _month(found[2], cell), int(found[1])
    if found := _WORD_DAY.fullmatch(text):
        return found[3], _month(found[1], cell), int(found[2])
    found = _NUMERIC.fullmatch(text)
    if not found:
        raise ValueError(f"“{_short(cell)}” is not a date")
    one, two = int(found[1]), int(found[2])
    if order is None:
        raise ValueError(f"“{_short(cell)}” may be day or month first: say which")
    if order is DateOrder.YMD:
        if len(found[3]) == 4:
            raise ValueError(f"“{_short(cell)}” does not begin with the year")
        return found[1], two, int(found[3])
    return (found[3], two, one) if order is DateOrder.DMY else (found[3], one, two)


def _month(word: str, cell: str) -> int:
    number = _MONTHS.get(word.casefold())
    if number is None:
        raise ValueError(f"“{_short(cell)}” is not a date: “{_short(word)}” is no month")
    return number


def _excel_date(days: float) -> date:
    """Excel's day count (1900 system, valid from 1 March 1900), fraction dropped."""
    if not 61 <= days < 120_000:
        raise ValueError(f"{days:g} is not a date")
    return date(1899, 12, 30) + timedelta(days=int(days))


def _spoken_order(text: str, order: DateOrder | None) -> str:
    if order is None or not _NUMERIC.fullmatch(text):
        return "year, month, day"
    names = {"D": "day", "M": "month", "Y": "year"}
    return ", ".join(names[letter] for letter in order)


def _short(text: str) -> str:
    visible = "".join(character if character.isprintable() else " " for character in text)
    return visible if len(visible) <= 40 else f"{visible[:39]}…"
