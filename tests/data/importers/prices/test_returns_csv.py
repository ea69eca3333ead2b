"""Are a benchmark's own returns read as they were meant, or refused by their line?"""

from __future__ import annotations

from datetime import date

import pytest

from core.errors import InvalidSpecification
from data.importers.prices.returns_csv import read_returns
from tests.data.importers.invented_files import gzipped, workbook

SECOND, THIRD = date(2024, 1, 2), date(2024, 1, 3)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"date,return\n",
        b"2024-01-02,x\n",
        b"2024-01-02\n",
        b"2024-01-02,1\n2024-01-02,2\n",
        b"2024-01-02,nan\n",
        b"2024-01-02,0,0042\n",
        b"03/04/2024,0.1\n",
        b'2024-01-02,"1' + b"0" * 200_000,
    ],
)
def test_a_file_of_returns_that_is_none(content: bytes) -> None:
    with pytest.raises(InvalidSpecification):
        read_returns(content, "returns.csv", percent=False)


def test_the_line_is_named() -> None:
    with pytest.raises(InvalidSpecification, match="Line 4 is not a date and a return"):
        read_returns(b"date,return\n\n2024-01-02,0.1\n2024-01-03,0.1.2\n", "returns.csv", percent=False)


def test_marks_and_empty_lines() -> None:
    content = "\ufeffdate,return\n2024-01-02, −1.5 %\n\n2024-01-03,2\n".encode()
    assert read_returns(content, "returns.csv", percent=True) == {SECOND: -0.015, THIRD: 0.02}


def test_a_percent_sign_is_believed_without_being_asked() -> None:
    assert read_returns(b"2024-01-02,0.42%\n2024-01-03,0.5\n", "returns.csv", percent=False) == {
        SECOND: pytest.approx(0.0042),
        THIRD: 0.5,
    }


@pytest.mark.parametrize(
    "content",
    [
        b"2024-01-02;0,0125\n2024-01-03;-0,25\n",
        gzipped(b"2024-01-02,0.0125\n2024-01-03,-0.25\n"),
        workbook([["Date", "Return"], [SECOND, 0.0125], [THIRD, -0.25]]),
        "Datum;Rendite\n02.01.2024;0,0125\n03.01.2024;-0,25\n31.01.2024;0\n".encode("utf-16"),
    ],
)
def test_other_ways_to_write_the_same(content: bytes) -> None:
    found = read_returns(content, "returns", percent=False)
    assert (found[SECOND], found[THIRD]) == (0.0125, -0.25)
