"""Does any file make the other readers fail other than by a named error? Returns, constituents, factors, investors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BenchmarkingError
from data.importers.index.constituents_csv import read_constituents
from data.importers.index.fama_french import read_factors
from data.importers.peers.peer_csv import read_investors
from data.importers.prices.returns_csv import read_returns
from tests.data.importers.invented_files import gzipped, text, workbook
from tests.data.importers.mutations import spoilt, tables
from tests.real_data import real_file

Reader = Callable[[bytes, str], object]


def _returns(content: bytes, name: str) -> object:
    return [read_returns(content, name, percent) for percent in (False, True)]


def _investors(content: bytes, name: str) -> object:
    readings = [read_investors(content, name, normalise) for normalise in (False, True)]
    assert all(problem.line >= 1 and problem.message for reading in readings for problem in reading.problems)
    return readings[0].records


def _constituents(content: bytes, name: str) -> object:
    reading = read_constituents(content, name)
    assert all(problem.line >= 1 and problem.message for problem in reading.problems)
    return reading.constituents


READERS: dict[str, Reader] = {
    "returns": _returns,
    "constituents": _constituents,
    "factors": read_factors,
    "investors": _investors,
}
SMALL = {
    "returns": [text("date,return\n2024-01-02,0.0042\n2024-01-03,−1.5%"), b"02.01.2024;0,004\n31.01.2024;0,5\n"],
    "constituents": [
        text("Ticker,Name,Sector,Asset Class,Weight (%)\nAAPL,Apple,IT,Equity,7.1\nMSFT,Microsoft,IT,Equity,6.2"),
        text(
            "symbol,name,weight,sector,added,removed\nX,Ex,0.5,Energy,2024-01-02,\nY,Why,0.5,IT,2024-01-02,2025-01-02"
        ),
    ],
    "factors": [
        text(
            "This file\n\n,Mkt-RF,SMB,HML,RF\n202401,0.7,-5.1,-2.4,0.47\n202402,5.0,-0.2,-3.5,0.42\n\n Annual\n,Mkt-RF\n"
        ),
        text(",Mkt-RF,SMB,HML,RF\n20240102,0.7,-1.1,-0.4,0.02\n20240103,-0.9,0.9,0.8,0.02\n20240104,0.3,0.4,-0.6,0.02"),
    ],
    "investors": [
        text(
            "name,type,aum,currency,country,state,year,dimension,bucket,weight\n"
            "Alder,endowment,2000000000,USD,US,Ohio,2024,sector,Technology,0.6\n"
            "Alder,endowment,,USD,US,Ohio,2024,sector,Health Care,0.4"
        ),
        text("Investor,Type,Year,Unit,Return,sector:Energy,sector:Utilities\nBirch,SWF,2023,percent,7.5,25,75"),
        text(
            "ppd_id,PlanName,fy,StateName,MktAssets_net,InvestmentReturn_1yr,EQTotal_Actl,FITotal_Actl\n"
            "1,Alabama ERS,2014,Alabama,1000000,0.11,0.6,0.4"
        ),
    ],
}
HEADERS = {
    "returns": (b"date,return", (b"2024-01-02", b"2024-01-03", b"0.01", b"1%")),
    "constituents": (b"symbol,name,weight,sector,added,removed", (b"AAPL", b"0.5", b"2024-01-02")),
    "factors": (b",Mkt-RF,SMB,HML,RF", (b"202401", b"202402", b"20240102", b"1.5", b"-0.5")),
    "investors": (
        b"name,type,aum,currency,country,year,return,dimension,bucket,weight",
        (b"Alder", b"endowment", b"2024", b"sector", b"Energy", b"1.0", b"0.5", b"USD"),
    ),
}
REAL = {
    "returns": ("prices/SPY.csv",),
    "constituents": ("constituents/IVV_SP500_holdings_2023-03-24.csv", "constituents/sp500_constituents.csv"),
    "factors": ("factors/ff3_monthly_annual_1926_201812.csv", "factors/ff5_monthly_1963_202602.csv"),
    "investors": ("peers/public_plans_2001_2015.csv",),
}
PAIRS = [(name, at) for name, files in SMALL.items() for at in range(len(files))]


def never_fails(read: Reader, content: bytes) -> bool:
    """Whether the file was read; only a named error may come out otherwise."""
    try:
        read(content, "file.csv")
    except BenchmarkingError:
        return False
    return True


@pytest.mark.parametrize(("name", "at"), PAIRS)
def test_the_files_are_read_before_they_are_spoilt(name: str, at: int) -> None:
    content = SMALL[name][at]
    assert never_fails(READERS[name], content)
    assert never_fails(READERS[name], gzipped(content))


@pytest.mark.parametrize(("name", "at"), PAIRS)
@settings(max_examples=120)
@given(data=st.data())
def test_spoilt_small_files(name: str, at: int, data: st.DataObject) -> None:
    never_fails(READERS[name], data.draw(spoilt(SMALL[name][at])))


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=150)
@given(data=st.data())
def test_tables_of_hard_cells(name: str, data: st.DataObject) -> None:
    never_fails(READERS[name], data.draw(tables(*HEADERS[name])))


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=60)
@given(content=st.binary(max_size=300))
def test_random_bytes(name: str, content: bytes) -> None:
    never_fails(READERS[name], content)


@pytest.mark.parametrize(("name", "file"), [(name, file) for name, files in REAL.items() for file in files])
@settings(max_examples=10)
@given(data=st.data())
def test_spoilt_real_files(name: str, file: str, data: st.DataObject) -> None:
    never_fails(READERS[name], data.draw(spoilt(real_file(file).read_bytes()[:30_000])))


STAND_IN = 8888.25  # replaced in the finished workbook by what openpyxl would not write
CELLS: Sequence[object] = (STAND_IN, 1e308, 1e-320, True, "1" * 30_000, "=1+1", "\u202e", None)
UNWRITABLE = [b"9" * 400, b"-" + b"9" * 400, b"1e999", b"nan", b"x", b"", b"-0"]


def with_cell(book: bytes, replaced: bytes) -> bytes:
    """The workbook with the stand-in's text replaced in its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b"8888.25", replaced))
    return out.getvalue()


@pytest.mark.parametrize("name", sorted(READERS))
@settings(max_examples=15)
@given(data=st.data())
def test_workbooks_of_hard_cells(name: str, data: st.DataObject) -> None:
    header, words = HEADERS[name]
    cells = st.sampled_from([*CELLS, *(word.decode() for word in words), 2024, 202401, 0.5])
    rows = data.draw(st.lists(st.lists(cells, min_size=2, max_size=header.count(b",") + 1), max_size=5))
    book = workbook([header.decode().split(","), *rows])
    never_fails(READERS[name], with_cell(book, data.draw(st.sampled_from(UNWRITABLE))))
