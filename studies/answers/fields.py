"""How does a number, a day or a reason stand in an answer? Percent, basis points, and what is read from core's results by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AliasChoices, AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.market.deposit_rate import DepositRate
from core.market.levels import to_date
from core.statistics.periods import frequency_of


def percent(fraction: float) -> float:
    """0.125 → 12.5."""
    return fraction * 100


def stated_percent(fraction: float) -> float:
    """A rate as it was asked for, a deposit's as it was stated: 0.07 as a float is 7.000000000000001 percent."""
    return round((fraction.stated if isinstance(fraction, DepositRate) else fraction) * 100, 10)


def basis_points(fraction: float) -> float:
    """0.0001 → 1."""
    return fraction * 1e4


def rounded(value: float) -> float:
    """Without what a float adds: 0.1 + 0.2 is 0.30000000000000004."""
    return round(value, 12)


def day(value: Any) -> date:
    """A date, also where core has it as an entry of its arrays."""
    return value if isinstance(value, date) else to_date(value)


def frequency(value: Any) -> str:
    """The word for so many observations a year."""
    return value if isinstance(value, str) else frequency_of(value)


def origin(path: str) -> Any:
    """Where core keeps what a field answers: ``period.start``, ``dates.0``. What hangs from a null is null."""
    steps = [int(step) if step.lstrip("-").isdigit() else step for step in path.split(".")]
    first, *rest = steps
    return Field(
        validation_alias=AliasChoices(*(AliasPath(str(first), *rest[:end]) for end in range(len(rest), -1, -1)))
    )


Finite = Annotated[float, Field(allow_inf_nan=False)]
Statistic = Finite | None
Percent = Annotated[Finite, BeforeValidator(percent)]
StatedPercent = Annotated[Finite, BeforeValidator(stated_percent)]
InPercent = Annotated[Percent | None, Field(description="Percent.")]
Rounded = Annotated[Finite, BeforeValidator(rounded)]
BasisPoints = Annotated[Finite, BeforeValidator(basis_points)]
Day = Annotated[date, BeforeValidator(day)]
FirstDay = Annotated[Day, origin("dates.0")]
LastDay = Annotated[Day, origin("dates.-1")]
Frequency = Annotated[
    str,
    origin("periods_per_year"),
    BeforeValidator(frequency),
    Field(
        description="Of the returns that risk and fit are measured on: `daily`, `weekly`, `monthly` … Weeks in place of days where the "
        "exchanges close more than two hours apart or a fund of foreign shares is involved; a note says why."
    ),
]


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
