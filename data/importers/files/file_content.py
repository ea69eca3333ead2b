"""Which text is in these bytes? Size, compression and encoding, all bounded before anything is parsed."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass

from data.importers.errors import (
    ArchiveBombError,
    FileTooLargeError,
    ProtectedFileError,
    UnreadableFileError,
    in_megabytes,
)

MAX_BYTES = 25 * 2**20
MAX_ROWS = 200_000
MAX_UNPACKED = 64 * 2**20
MAX_MEMBERS = 10_000
_BLOCK = 2**16

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text and the encoding it was in."""

    text: str
    encoding: str


def checked_size(content: bytes, file_name: str) -> bytes:
    """The bytes unchanged; raises FileTooLargeError above ``MAX_BYTES`` and UnreadableFileError when there are none."""
    if len(content) > MAX_BYTES:
        raise FileTooLargeError(file_name, f"has {in_megabytes(len(content))}", in_megabytes(MAX_BYTES))
    if not content.strip():
        raise UnreadableFileError(file_name, "it is empty. Export it again.")
    return content


def unpacked(content: bytes, file_name: str) -> bytes:
    """The bytes themselves, or what a gzip file holds (one member after the other), at most ``MAX_UNPACKED``."""
    checked_size(content, file_name)
    if not content.startswith(GZIP):
        return content
    out, members, at = io.BytesIO(), 0, 0
    while content.startswith(GZIP, at):
        members += 1
        at = _unpack_member(content, at, out, file_name)
        if members > MAX_MEMBERS:
            raise UnreadableFileError(
                file_name, f"it is compressed in over {MAX_MEMBERS:,} pieces. Compress it in one."
            )
    return out.getvalue()


def _unpack_member(content: bytes, at: int, out: io.BytesIO, file_name: str) -> int:
    """Unpacks the member that begins at ``at`` and answers where it ends; fed in blocks, because what is left over is copied."""
    stream = zlib.decompressobj(wbits=31)
    while not stream.eof and at < len(content):
        block = content[at : at + _BLOCK]
        try:
            out.write(stream.decompress(block, MAX_UNPACKED + 1 - out.tell()))
        except zlib.error as error:
            raise UnreadableFileError(file_name, "its compression is damaged. Download it again.") from error
        if out.tell() > MAX_UNPACKED:
            raise ArchiveBombError(file_name, out.tell(), MAX_UNPACKED)
        at += len(block) - len(stream.unconsumed_tail) - len(stream.unused_data)
    if not stream.eof:
        raise UnreadableFileError(file_name, "it breaks off in the middle. Download it again.")
    return at


def decoded(content: bytes, file_name: str, encoding: str | None = None) -> DecodedText:
    """The text of the bytes: by byte-order mark, else UTF-8, else Windows' Western European; ``encoding`` overrides.

    Raises ProtectedFileError for Office files that are encrypted or of the old kind, UnreadableFileError for anything binary.
    """
    if content.startswith(OLD_OFFICE):
        raise ProtectedFileError(file_name, "Open it in Excel, remove the password and save it as .xlsx or CSV.")
    used = encoding or _guessed_encoding(content)
    try:
        text = content.decode(used)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFileError(file_name, f"its text is not {used}. Save it as CSV in UTF-8.") from error
    text = text.removeprefix("\ufeff")
    if _CONTROL.search(text):
        raise UnreadableFileError(file_name, "it is not a text file. Export it as CSV, XLSX, XML or JSON.")
    return DecodedText(text, used)


def _guessed_encoding(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding
    sample = content[:4096]
    if len(sample) >= 4 and sample[1::2].count(0) > len(sample) // 4 > sample[0::2].count(0) * 2:
        return "utf-16-le"
    if len(sample) >= 4 and sample[0::2].count(0) > len(sample) // 4 > sample[1::2].count(0) * 2:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1" if re.search(rb"[\x81\x8d\x8f\x90\x9d]", content) else "cp1252"
    return "utf-8"
