"""Which rows of a request cannot be? All of them are named at once, each with its place and the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from core.errors import BenchmarkingError, InvalidSpecification

Row = TypeVar("Row")
Thing = TypeVar("Thing")

MOST_NAMED = 20


class BadRows(InvalidSpecification):
    """Rows that contradict themselves or each other; nothing was stored."""

    code = "invalid_request"

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        fields = [{"field": field, "message": message} for field, message in faults[:MOST_NAMED]]
        super().__init__(f"{faults[0][0]}: {faults[0][1]}{more}", fields=fields, count=len(faults))


def read_each(
    field: str, rows: Sequence[Row], read: Callable[[Row], Thing], faults: list[tuple[str, str]]
) -> tuple[Thing, ...]:
    """Every row read; the ones that cannot be go to ``faults`` with their place, such as ``transactions[3]``."""
    things = []
    for index, row in enumerate(rows):
        try:
            things.append(read(row))
        except BenchmarkingError as error:
            faults.append((f"{field}[{index}]", error.message))
    return tuple(things)
