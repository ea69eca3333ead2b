"""Which dates, numbers and texts does the API take? Strict ones, so that a typing error is an error and never a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    WithJsonSchema,
)

from core.market.levels import to_date

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
Currency = Annotated[str, BeforeValidator(upper_case), Field(pattern=r"^[A-Z]{3}$")]

Money = Annotated[float, Field(strict=True, ge=-LARGEST, le=LARGEST, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(strict=True, ge=0, le=LARGEST, allow_inf_nan=False), AfterValidator(not_vanishing)]
Positive = Annotated[float, Field(strict=True, ge=1e-9, le=LARGEST, allow_inf_nan=False)]
Return = Annotated[float, Field(strict=True, ge=-1, le=1_000, allow_inf_nan=False)]
PercentRate = Annotated[float, Field(strict=True, gt=-100, le=500, allow_inf_nan=False)]
QueryPercentRate = Annotated[float, Field(gt=-100, le=500, allow_inf_nan=False)]


def percent(fraction: float) -> float:
    """0.125 → 12.5."""
    return fraction * 100


def stated_percent(fraction: float) -> float:
    """A rate as it was asked for: 0.07 as a float is 7.000000000000001 percent."""
    return round(fraction * 100, 10)


def basis_points(fraction: float) -> float:
    """0.0001 → 1."""
    return fraction * 1e4


def rounded(value: float) -> float:
    """Without what a float adds: 0.1 + 0.2 is 0.30000000000000004."""
    return round(value, 12)


def day(value: Any) -> date:
    """A date, also where core has it as an entry of its arrays."""
    return value if isinstance(value, date) else to_date(value)


def origin(path: str) -> Any:
    """Where core keeps what a field answers: ``period.start``, ``dates.0``. What hangs from a null is null."""
    steps = [int(step) if step.lstrip("-").isdigit() else step for step in path.split(".")]
    first, *rest = steps
    return Field(
        validation_alias=AliasChoices(*(AliasPath(str(first), *rest[:end]) for end in range(len(rest), -1, -1)))
    )


Finite = Annotated[float, Field(allow_inf_nan=False)]
Percent = Annotated[Finite, BeforeValidator(percent)]
StatedPercent = Annotated[Finite, BeforeValidator(stated_percent)]
Rounded = Annotated[Finite, BeforeValidator(rounded)]
BasisPoints = Annotated[Finite, BeforeValidator(basis_points)]
Day = Annotated[date, BeforeValidator(day)]
FirstDay = Annotated[Day, origin("dates.0")]
LastDay = Annotated[Day, origin("dates.-1")]


class Question(BaseModel):
    """A request body: a field that nobody knows is an error, for a misspelt one would change a number in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Query(BaseModel):
    """What an address is asked after its question mark; what nobody knows there is passed over."""

    model_config = ConfigDict(frozen=True)


class Answer(BaseModel):
    """A response body: every number finite; one that cannot be computed is null, with an entry in ``reasons``.

    It reads core's results by name (``model_validate``); a field that is called otherwise there says so by its ``origin``.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True, validate_by_name=True, validate_by_alias=True)

    @classmethod
    def from_result(cls, result: object, **facts: Any) -> Self:
        """The answer read from core's ``result`` and from ``facts`` that it does not have itself, in core's units too.

        Raises what core raises where a number is worked out only now and is too large.
        """
        source = _WithFacts(result, facts)
        try:
            return cls.model_validate(source)
        except ValidationError:
            if source.failure is not None:
                raise source.failure from None
            raise


class _WithFacts:
    """A result under whose name facts can be asked for that stand beside it; ``failure``: why it could not give one of its own."""

    def __init__(self, result: object, facts: Mapping[str, Any]) -> None:
        self._result, self._facts = result, facts
        self.failure: ArithmeticError | None = None

    def __getattr__(self, name: str) -> Any:
        try:
            return self._facts[name] if name in self._facts else getattr(self._result, name)
        except ArithmeticError as error:
            self.failure = error
            raise
