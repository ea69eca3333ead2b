"""What is stated, and does it agree? Result files read by their columns, and one line for each number or column that is compared."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

TOLERANCE = 1e-9
Numbers = Sequence[float | None]


@dataclass
class Report:
    """The lines that are printed; ``wrong`` counts the lines that do not agree."""

    lines: list[str] = field(default_factory=list)
    wrong: int = 0

    def say(self, line: str) -> None:
        """A line of its own."""
        self.lines.append(line)

    def fail(self, line: str) -> None:
        """A line about something that is not as it should be."""
        self.wrong += 1
        self.lines.append(line)

    def check(self, name: str, stated: Numbers, found: Numbers) -> None:
        """One line for one number, or for a column of them."""
        size = _size(stated)
        differs = [at for at, pair in enumerate(zip(stated, found, strict=False)) if not _agree(*pair, size)]
        good = not differs and len(stated) == len(found)
        self.wrong += not good
        one = len(stated) == 1
        shown = f"{_spoken(stated[0])}  {_spoken(found[0])}" if one else f"{len(stated):,} numbers"
        if not good and not one:
            shown = f"{len(stated):,} stated, {len(found):,} found, {len(differs):,} differ"
        self.lines.append(f"{'OK     ' if good else 'DIFFERS'}  {name:<58}  {shown}")


def _size(numbers: Numbers) -> float:
    """The size that rounding is measured by: the largest of a column, at least 1 for a single number."""
    largest = max((abs(one) for one in numbers if one is not None), default=0.0)
    return max(largest, 1.0) if len(numbers) == 1 else largest


def _agree(stated: float | None, found: float | None, size: float) -> bool:
    if stated is None or found is None:
        return stated is None and found is None
    return abs(stated - found) <= TOLERANCE * size


def _spoken(number: float | None) -> str:
    return "none".rjust(22) if number is None else f"{number:22.12g}"


def columns(path: Path) -> dict[str, list[str]]:
    """A CSV file by its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))
    return {name.removeprefix("'"): [line[at] for line in lines] for at, name in enumerate(header)}


def numbers(texts: Sequence[str]) -> list[float | None]:
    """Texts as numbers; an empty one is None."""
    return [float(text) if text else None for text in texts]


def ordinals(texts: Sequence[str]) -> list[float | None]:
    """Dates as the number of their day."""
    return [float(date.fromisoformat(text).toordinal()) for text in texts]
