"""Is the one text in a published ZIP found, and nothing else read out of an archive?"""

from __future__ import annotations

import pytest

from data.importers.errors import ArchiveBombError, UnreadableFileError
from data.importers.files import published_archive
from data.importers.files.published_archive import text_inside
from data.importers.index.fama_french import read_factors
from tests.data.importers.invented_files import archive

TEXT = b"Head\n\n,Mkt-RF,RF\n202401,2.96,0.22\n202402,-1.64,0.25\n"


def zipped(**parts: bytes) -> bytes:
    return archive({name.replace("__", "/").replace("_", "."): content for name, content in parts.items()})


def test_the_one_text_inside_is_read() -> None:
    assert text_inside(zipped(F_CSV=TEXT, readme_pdf=b"x"), "f.zip") == TEXT
    assert read_factors(zipped(F_csv=TEXT), "F-F_Research_Data_CSV.zip").names == ("Mkt-RF",)


def test_what_is_no_archive_stays() -> None:
    workbook = zipped(xl__workbook_xml=b"<workbook/>", a_csv=TEXT)
    assert text_inside(TEXT, "f.csv") == TEXT
    assert text_inside(workbook, "f.xlsx") == workbook


@pytest.mark.parametrize("content", [zipped(a_csv=TEXT, b_txt=TEXT), zipped(a_pdf=TEXT), zipped(a_csv=TEXT)[:-30]])
def test_several_texts_none_or_a_broken_archive_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError, match="archive"):
        text_inside(content, "f.zip")


def test_no_more_is_unpacked_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_archive, "MAX_UNPACKED", 1_000)
    with pytest.raises(ArchiveBombError):
        text_inside(zipped(a_csv=b"0" * 1_001), "f.zip")
