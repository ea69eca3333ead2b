"""Which text does a published ZIP hold? The one CSV or text file inside, as data libraries hand them out."""

from __future__ import annotations

import io
import zipfile
import zlib

from data.importers.errors import ArchiveBombError, ProtectedFileError, UnreadableFileError
from data.importers.files.file_content import MAX_UNPACKED, ZIP, checked_size

WORKBOOK = "xl/workbook.xml"
ENDINGS = (".csv", ".txt")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def text_inside(content: bytes, file_name: str) -> bytes:
    """The bytes of the one CSV or text file in a ZIP; ``content`` itself where it is none, or an Excel workbook.

    Raises UnreadableFileError for a damaged archive or one with several files, ProtectedFileError for an encrypted one,
    ArchiveBombError beyond ``MAX_UNPACKED``.
    """
    if not checked_size(content, file_name).startswith(ZIP):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if WORKBOOK in archive.namelist():
                return content
            return _read(archive, _only_text(archive, file_name), file_name)
    except _BROKEN as error:
        raise UnreadableFileError(file_name, "the archive is damaged. Download it again.") from error


def _only_text(archive: zipfile.ZipFile, file_name: str) -> zipfile.ZipInfo:
    texts = [one for one in archive.infolist() if one.filename.casefold().endswith(ENDINGS)]
    if len(texts) != 1:
        raise UnreadableFileError(
            file_name, f"the archive holds {len(texts)} CSV or text files. Unpack it and upload the one you mean."
        )
    if texts[0].flag_bits & 0x1:
        raise ProtectedFileError(file_name, "Unpack it and upload the file inside.")
    return texts[0]


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, file_name: str) -> bytes:
    """At most one byte more than allowed is ever unpacked, whatever the archive says of its sizes."""
    with archive.open(part) as opened:
        text = opened.read(MAX_UNPACKED + 1)
    if len(text) > MAX_UNPACKED:
        raise ArchiveBombError(file_name, len(text), MAX_UNPACKED)
    return text
