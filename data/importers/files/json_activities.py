"""Where in a JSON file does each element of a list stand? A JSON object read key by key, so that every element keeps its line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from data.importers.errors import FileTooLargeError, UnreadableFileError
from data.importers.files.file_content import MAX_ROWS
from data.importers.files.rows import MAX_CELLS

MAX_CONTAINERS = 1_000_000
_SPACE = re.compile(r"\s*")
_DECODER = json.JSONDecoder()


def _check_extent(text: str, file_name: str) -> None:
    """Counts what would be made of the text before it is made: an empty object takes two characters there and 64 bytes here."""
    if text.count("{") + text.count("[") > MAX_CONTAINERS or text.count(",") > MAX_CELLS:
        raise FileTooLargeError(file_name, "has too many values", f"{MAX_CELLS:,} values in {MAX_CONTAINERS:,} objects")


class JsonObject:
    """The outermost object of a JSON text: ``members`` as parsed, one of them a list whose elements keep their lines."""

    __slots__ = ("_at", "_file_name", "_text", "lines", "members")

    def __init__(self, text: str, file_name: str, listed: str) -> None:
        """Reads the whole text; ``listed`` names the member whose elements' lines are kept. Raises UnreadableFileError."""
        _check_extent(text, file_name)
        self._text, self._file_name, self._at = text, file_name, 0
        self.members: dict[str, Any] = {}
        self.lines: tuple[int, ...] = ()
        try:
            self._read(listed)
        except (ValueError, IndexError, RecursionError) as error:
            line = text.count("\n", 0, self._at) + 1
            raise UnreadableFileError(file_name, "from here on it is no valid JSON. Export it again.", line) from error

    def _read(self, listed: str) -> None:
        self._expect("{")
        while self._next() != "}":
            name = self._value()
            if not isinstance(name, str):
                raise ValueError("a name was expected")
            self._expect(":")
            if name == listed and self._next() == "[":
                elements = list(self._elements())
                self.members[name] = [value for value, _ in elements]
                self.lines = self._line_numbers([start for _, start in elements])
            else:
                self.members[name] = self._value()
            self._separated("}")
        self._expect("}")
        if _SPACE.sub("", self._text[self._at :]):
            raise ValueError("something follows the object")

    def _elements(self) -> Iterator[tuple[Any, int]]:
        self._expect("[")
        count = 0
        while self._next() != "]":
            count += 1
            if count > MAX_ROWS:
                raise FileTooLargeError(self._file_name, f"has more than {MAX_ROWS:,} activities", f"{MAX_ROWS:,}")
            start = self._at
            yield self._value(), start
            self._separated("]")
        self._expect("]")

    def _line_numbers(self, starts: list[int]) -> tuple[int, ...]:
        """The line of each position, counted in one pass."""
        lines, at, line = [], 0, 1
        for start in starts:
            line += self._text.count("\n", at, start)
            at = start
            lines.append(line)
        return tuple(lines)

    def _next(self) -> str:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at
        return self._text[self._at]

    def _expect(self, sign: str) -> None:
        if self._next() != sign:
            raise ValueError(f"{sign} was expected")
        self._at += 1

    def _separated(self, end: str) -> None:
        """Steps over the comma behind a value; without one, the end must follow."""
        if self._next() == ",":
            self._at += 1
        elif self._text[self._at] != end:
            raise ValueError("a comma was expected")

    def _value(self) -> Any:
        self._next()
        value, self._at = _DECODER.raw_decode(self._text, self._at)
        return value
