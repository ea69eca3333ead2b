"""Why can a number not be given? Every error keeps its facts, writes its own sentence and says what to do next.

BenchmarkingError                   everything raised on purpose
├── InvalidSpecification            the question contradicts itself (HTTP 400)
├── InsufficientData                the data does not reach (HTTP 422)
│   ├── MissingLevelsError          a series has no level near a date
│   ├── InsufficientHistoryError    too few observations for a statistic
│   ├── MissingExchangeRateError    no series of rates joins two currencies
│   ├── MissingComponentData        a part of a blend has no data (core.benchmark.sources)
│   └── NoCommonDates               the parts of a blend never meet (core.benchmark.common_dates)
├── NotFound                        a named thing does not exist (HTTP 404)
└── Conflict                        the change would break something that is there (HTTP 409)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from core.wording import did_you_mean, spoken_date


class BenchmarkingError(Exception):
    """Base of everything this project raises on purpose.

    ``code`` is the stable name a program can test for; ``details`` holds the facts as plain values. ``needs_data``: whether what the
    owner can bring, prices above all, would answer it.
    """

    code: ClassVar[str] = "benchmarking_error"

    def __init__(self, message: str, *, needs_data: bool = False, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.needs_data = needs_data
        self.details: Mapping[str, Any] = details


class InvalidSpecification(BenchmarkingError):
    """What was asked for contradicts itself or names something unknown (HTTP 400). ``field``: which part of it, where there is one."""

    code = "invalid_specification"

    def __init__(self, message: str, *, field: str = "", **details: Any) -> None:
        super().__init__(message, **details)
        self.field = field


class InsufficientData(BenchmarkingError):
    """The question is sound but the data does not reach (HTTP 422)."""

    code = "insufficient_data"


class NotFound(BenchmarkingError):
    """A named thing does not exist (HTTP 404)."""

    code = "not_found"

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        self.kind = kind
        self.name = name
        self.hint = did_you_mean(name, known)
        super().__init__(f"There is no {kind} “{name}”.{self.hint}", kind=kind, name=name)


class Conflict(BenchmarkingError):
    """The change would overwrite or break something that is there (HTTP 409)."""

    code = "conflict"


class MissingLevelsError(InsufficientData):
    """A series has no level on or within seven days before a date."""

    code = "missing_levels"

    def __init__(self, name: str, on: date, last_known: date | None, max_age_days: int) -> None:
        if last_known is None:
            why = "its data begins later"
        else:
            why = f"the last one is of {spoken_date(last_known)}, more than {max_age_days} days before"
        super().__init__(
            f"{name} has no level for {spoken_date(on)}: {why}. Choose a range inside its data, or add the missing prices.",
            name=name,
            on=on.isoformat(),
            last_known=last_known.isoformat() if last_known else None,
        )
        self.name = name
        self.on = on
        self.last_known = last_known
        self.max_age_days = max_age_days

    def reworded(self, message: str, *, needs_data: bool = False) -> MissingLevelsError:
        """This error with the same facts, in words that fit where it matters."""
        error = MissingLevelsError(self.name, self.on, self.last_known, self.max_age_days)
        error.message, error.args, error.needs_data = message, (message,), needs_data
        return error


class InsufficientHistoryError(InsufficientData):
    """Too few observations for a statistic to mean anything."""

    code = "insufficient_history"

    def __init__(self, what: str, observations: int, needed: int) -> None:
        super().__init__(
            f"{what} needs at least {needed} observations, but there are {observations}. Choose a longer range.",
            observations=observations,
            needed=needed,
        )
        self.observations = observations
        self.needed = needed


class MissingExchangeRateError(InsufficientData):
    """Two currencies meet and no exchange-rate series joins them; a rate is never assumed to be 1."""

    code = "missing_exchange_rate"

    def __init__(self, base: str, quote: str, instead: str = "choose a benchmark in the portfolio's currency") -> None:
        super().__init__(
            f"There is no exchange rate between {base} and {quote}. Add a {base}{quote} series on “Your Data”, or {instead}.",
            needs_data=True,
            base=base,
            quote=quote,
        )
        self.base = base
        self.quote = quote
