"""Why can this file not be read at all? Bad rows are values; only a whole file that makes no sense raises one of these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from core.errors import InvalidSpecification


def in_megabytes(size: int) -> str:
    """Bytes as people say them: ``25 MB``; a little more than a round number stays visible."""
    return f"{size / 2**20:.4g} MB"


class FileError(InvalidSpecification):
    """A file that cannot be read as it is."""

    def __init__(self, file_name: str, what: str, **facts: Any) -> None:
        super().__init__(f"“{shown_name(file_name)}” {what}", file_name=file_name, **facts)
        self.file_name = file_name


class UnreadableFileError(FileError):
    """The bytes are not what they should be: broken, binary, cut off, or of a kind this software does not open."""

    code = "unreadable_file"

    def __init__(self, file_name: str, why: str, line: int | None = None) -> None:
        where = "" if line is None else f" (line {line})"
        super().__init__(file_name, f"cannot be read{where}: {why}", line=line)
        self.line = line


class UnknownFormatError(FileError):
    """The file can be opened, but it is none of the formats known; its columns have to be mapped."""

    code = "unknown_format"

    def __init__(self, file_name: str, formats: Iterable[str]) -> None:
        meant = "Say which column means what, or export the file again without changing its header."
        super().__init__(file_name, f"is none of the formats known ({', '.join(formats)}). {meant}")


class FileTooLargeError(FileError):
    """More bytes, rows or cells than one upload may have (HTTP 413)."""

    code = "file_too_large"

    def __init__(self, file_name: str, what: str, limit: str) -> None:
        advice = f"at most {limit} can be read at once. Split it, for example by year."
        super().__init__(file_name, f"{what}; {advice}", limit=limit)
        self.limit = limit


class ProtectedFileError(FileError):
    """The file is encrypted, or of the old Excel kind that looks the same from outside."""

    code = "protected_file"

    def __init__(self, file_name: str, what_to_do: str) -> None:
        super().__init__(file_name, f"is protected or encrypted. {what_to_do}")


class ArchiveBombError(FileError):
    """The compressed file would unpack to far more than a statement can hold."""

    code = "archive_bomb"
    hint: ClassVar[str] = "Save it again with the program that made it, or as CSV."

    def __init__(self, file_name: str, unpacked: int, limit: int) -> None:
        size = in_megabytes(min(unpacked, limit))
        super().__init__(
            file_name, f"would unpack to more than {size}, which no statement needs. {self.hint}", limit=limit
        )


def shown_name(file_name: str) -> str:
    """A file name fit to stand in a sentence: one line, at most 80 characters, nothing invisible."""
    visible = "".join(character if character.isprintable() else " " for character in file_name)
    return visible if len(visible) <= 80 else f"{visible[:79]}…"
