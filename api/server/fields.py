"""Which dates, numbers and texts does the API take? Strict ones, so that a typing error is an error and never a number."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from core.market.minor_units import pair_in_whole_units, quoted_unit, why_no_currency, why_no_unit

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
LARGEST, SMALLEST = 1e15, 1e-18

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def iso_date(value: Any) -> date:
    """A calendar date from ``YYYY-MM-DD`` and nothing else: no time, no number, no other order."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise ValueError("should be a date written as 2025-12-31")
    try:
        on = date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day in the calendar") from None
    if not FIRST_DAY <= on <= LAST_DAY:
        raise ValueError("should lie between 1900-01-01 and 2199-12-31")
    return on


def upper_case(value: Any) -> Any:
    """Enumerations and codes are taken in either case."""
    return value.strip().upper() if isinstance(value, str) else value


def currency_code(value: Any) -> Any:
    """A currency in either case; minor units are refused, for they would be taken for a hundred times as much."""
    if isinstance(value, str) and (why := why_no_currency(value.strip())) is not None:
        raise ValueError(why)
    return upper_case(value)


def unit_code(value: Any) -> Any:
    """A currency in either case, or a minor unit (``GBp``, ``GBX``), which whoever asks brings to the whole one."""
    if not isinstance(value, str):
        return value
    code = quoted_unit(value)
    if (why := why_no_unit(code)) is not None:
        raise ValueError(why)
    return code


def currency_pair(value: Any) -> Any:
    """Two currencies in either case; a pair with a minor unit is refused."""
    if isinstance(value, str) and (whole := pair_in_whole_units(value)) is not None:
        raise ValueError(f"“{value}” is the rate of a minor unit: give {whole}, in whole units, instead")
    return upper_case(value)


def lower_case(value: Any) -> Any:
    """Words of a fixed list are taken in either case."""
    return value.strip().lower() if isinstance(value, str) else value


def printable(value: str) -> str:
    """Text without control characters, which neither a screen nor every database can hold."""
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in value):
        raise ValueError("should not contain control characters")
    return value.strip()


def not_vanishing(value: float) -> float:
    """0 or at least ``SMALLEST``: what lies between is a slip of the exponent and cannot be divided by."""
    if 0 < value < SMALLEST:
        raise ValueError(f"should be 0 or at least {SMALLEST:g}")
    return value


IsoDate = Annotated[date, BeforeValidator(iso_date), WithJsonSchema({"type": "string", "format": "date"})]
Text = Annotated[str, Field(max_length=200), AfterValidator(printable)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(printable), Field(min_length=1)]
Symbol = Annotated[str, Field(max_length=64), AfterValidator(printable)]
Currency = Annotated[str, BeforeValidator(currency_code), Field(pattern=r"^[A-Z]{3}$")]
QuotedUnit = Annotated[str, BeforeValidator(unit_code), Field(pattern=r"^[A-Z]{2}[A-Za-z]$")]

Money = Annotated[float, Field(strict=True, ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(strict=True, ge=0, le=LARGEST, allow_inf_nan=False), AfterValidator(not_vanishing)]
Positive = Annotated[float, Field(strict=True, ge=1e-9, le=LARGEST, allow_inf_nan=False)]
Return = Annotated[float, Field(strict=True, ge=-1, le=1_000, allow_inf_nan=False)]
PercentRate = Annotated[float, Field(strict=True, gt=-100, le=500, allow_inf_nan=False)]
QueryPercentRate = Annotated[float, Field(gt=-100, le=500, allow_inf_nan=False)]


class Question(BaseModel):
    """A request body: a field that nobody knows is an error, for a misspelt one would change a number in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Query(BaseModel):
    """What an address is asked after its question mark; what nobody knows there is passed over."""

    model_config = ConfigDict(frozen=True)
