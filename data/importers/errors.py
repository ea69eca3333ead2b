"""Why can this file not be read at all? Bad rows are values; only a whole file that makes no sense raises one of these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from core.errors import InvalidSpecification


def in_megabytes(size: int) -> str:
    """Bytes as people say them: ``25 MB``; a little more than a round number stays visible."""
    return f"{size / 2**20:.4g} MB"


class UnreadableFileError(InvalidSpecification):
    """The bytes are not what they should be: broken, binary, cut off, or of a kind this software does not open."""

    code = "unreadable_file"

    def __init__(self, file_name: str, why: str, line: int | None = None) -> None:
        where = "" if line is None else f" (line {line})"
        super().__init__(f"“{shown_name(file_name)}” cannot be read{where}: {why}", file_name=file_name, line=line)
        self.file_name = file_name
        self.line = line


class UnknownFormatError(InvalidSpecification):
    """The file can be opened, but it is none of the formats known; its columns have to be mapped."""

    code = "unknown_format"

    def __init__(self, file_name: str, formats: Iterable[str]) -> None:
        known = ", ".join(formats)
        super().__init__(
            f"“{shown_name(file_name)}” is none of the formats known ({known}). Say which column means what, "
            "or export the file again without changing its header.",
            file_name=file_name,
        )
        self.file_name = file_name


class FileTooLargeError(InvalidSpecification):
    """More bytes, rows or cells than one upload may have (HTTP 413)."""

    code = "file_too_large"

    def __init__(self, file_name: str, what: str, limit: str) -> None:
        super().__init__(
            f"“{shown_name(file_name)}” {what}; at most {limit} can be read at once. Split it, for example by year.",
            file_name=file_name,
            limit=limit,
        )
        self.file_name = file_name
        self.limit = limit


class ProtectedFileError(InvalidSpecification):
    """The file is encrypted, or of the old Excel kind that looks the same from outside."""

    code = "protected_file"

    def __init__(self, file_name: str, what_to_do: str) -> None:
        super().__init__(f"“{shown_name(file_name)}” is protected or encrypted. {what_to_do}", file_name=file_name)
        self.file_name = file_name


class ArchiveBombError(InvalidSpecification):
    """The compressed file would unpack to far more than a statement can hold."""

    code = "archive_bomb"
    hint: ClassVar[str] = "Save it again with the program that made it, or as CSV."

    def __init__(self, file_name: str, unpacked: int, limit: int) -> None:
        super().__init__(
            f"“{shown_name(file_name)}” would unpack to more than {in_megabytes(min(unpacked, limit))}, "
            f"which no statement needs. {self.hint}",
            file_name=file_name,
            limit=limit,
        )
        self.file_name = file_name


def shown_name(file_name: str) -> str:
    """A file name fit to stand in a sentence: one line, at most 80 characters, nothing invisible."""
    visible = "".join(character if character.isprintable() else " " for character in file_name)
    return visible if len(visible) <= 80 else f"{visible[:79]}…"
