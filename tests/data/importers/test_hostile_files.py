"""Does any file at all make a reader fail other than by a named error? Random bytes, spoilt files, hard cells, at every door."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BenchmarkingError
from data.importers.columns.mapping_guess import guess_mapping
from data.importers.export import export_transactions
from data.importers.formats.recognise import FORMATS, read_transactions
from data.importers.formats.symbols import suggested_symbols
from data.importers.index.constituents_csv import read_constituents
from data.importers.index.fama_french import read_factors
from data.importers.peers.peer_csv import read_investors
from data.importers.prices.files import read_prices
from data.importers.prices.options import PriceOptions
from data.importers.prices.returns_csv import read_returns
from data.importers.reading import RowProblem
from tests.data.importers.invented_files import PLAIN, archive, gzipped, parts_of, text, workbook
from tests.data.importers.mutations import spoilt, tables
from tests.real_data import real_file

SMALL = {
    **PLAIN,
    "coin": b"symbol,isin,trade_date,exchange,segment,trade_type,quantity,price,trade_id\nA,INF1,2024-01-02,NSE,MF,buy,1,2,3\n",
    "json": text(
        """
        {"activities": [{"type": "BUY", "date": "2024-01-02", "symbol": "VTI", "dataSource": "YAHOO", "currency": "USD",
          "quantity": 1, "unitPrice": 2}]}
        """
    ),
    "flex": text(
        """
        <FlexQueryResponse><FlexStatements><FlexStatement><AccountInformation currency="EUR"/>
        <Trades><Trade currency="USD" assetCategory="STK" symbol="VTI" tradeDate="20240102" quantity="1" proceeds="-2"
          ibCommission="-1"/></Trades>
        <CorporateActions><CorporateAction symbol="X" description="X(US) SPLIT 2 FOR 1 (X, X, US)" quantity="1" currency="USD"
          reportDate="2024-01-02"/></CorporateActions>
        </FlexStatement></FlexStatements></FlexQueryResponse>
        """
    ),
    "performance": text(
        """
        <client><version>62</version><baseCurrency>EUR</baseCurrency><securities><security><name>F</name>
        <currencyCode>EUR</currencyCode><prices><price t="2024-01-02" v="8150000000"/></prices></security></securities>
        <portfolios><portfolio><transactions><portfolio-transaction><date>2024-01-02</date><currencyCode>EUR</currencyCode>
        <amount>17000</amount><security reference="../../../../../securities/security"/><shares>200000000</shares>
        <type>BUY</type></portfolio-transaction></transactions></portfolio></portfolios></client>
        """
    ),
    "prices": text("Date,VTI,BND\n2024-01-02,237.2,72.5\n2024-01-03,235,"),
    "gzip": gzipped(PLAIN["zerodha"]),
    "workbook": workbook([["Date", "Symbol", "Qty", "Price", "Currency"], ["2024-01-02", "VTI", 1, 200, "USD"]]),
}
TABLES = {
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
    "transactions": (
        b"Date,Type,Symbol,Qty,Price,Amount,Currency",
        (b"2024-01-02", b"Date", b"Amount", b"Qty", b"Price", b"1.5"),
    ),
    "returns": (b"date,return", (b"2024-01-02", b"2024-01-03", b"0.01", b"1%")),
    "constituents": (b"symbol,name,weight,sector,added,removed", (b"AAPL", b"0.5", b"2024-01-02")),
    "factors": (b",Mkt-RF,SMB,HML,RF", (b"202401", b"202402", b"20240102", b"1.5", b"-0.5")),
    "investors": (
        b"name,type,aum,currency,country,year,return,dimension,bucket,weight",
        (b"Alder", b"endowment", b"2024", b"sector", b"Energy", b"1.0", b"0.5", b"USD"),
    ),
}
REAL = {
    "transactions": (
        "transactions/zerodha_tradebook_fy2024_25_pseudonymised.csv",
        "transactions/ghostfolio_sample.csv",
        "transactions/ghostfolio_sample.json",
        "transactions/wealthfolio_sample.csv",
        "transactions/trading212.csv",
        "transactions/financetoolkit_example_portfolio.csv",
        "transactions/ib_flex_2013_year.xml",
        "transactions/portfolio_performance_kommer.xml",
        "india/usdinr.csv",
        "india/TCS.NS.csv.gz",
    ),
    "returns": ("prices/SPY.csv",),
    "constituents": ("constituents/IVV_SP500_holdings_2023-03-24.csv", "constituents/sp500_constituents.csv"),
    "factors": ("factors/ff3_monthly_annual_1926_201812.csv", "factors/ff5_monthly_1963_202602.csv"),
    "investors": ("peers/public_plans_2001_2015.csv",),
}


def _mapped(content: bytes, name: str) -> object:
    return read_transactions(content, name, mapping=guess_mapping(content, name).mapping.completed())


Reader = Callable[[bytes, str], object]
READERS: dict[str, tuple[Reader, ...]] = {
    "transactions": (
        read_transactions,
        _mapped,
        read_prices,
        lambda content, name: read_prices(content, name, PriceOptions(symbol="X", currency="USD")),
    ),
    "returns": tuple(lambda content, name, percent=percent: read_returns(content, name, percent) for percent in (0, 1)),
    "constituents": (read_constituents,),
    "factors": (read_factors,),
    "investors": tuple(lambda content, name, scaled=scaled: read_investors(content, name, scaled) for scaled in (0, 1)),
}
FILES = [("transactions", content) for content in SMALL.values()]
FILES += [(door, content) for door, contents in TABLES.items() for content in contents]
IDS = [*SMALL, *(f"{door} {at}" for door, contents in TABLES.items() for at in range(len(contents)))]


def never_fails(door: str, content: bytes, name: str = "file.csv") -> int:
    """How many readers could read the file; only a named error may come out, and what is read must be fit to leave again."""
    succeeded = 0
    for read in READERS[door]:
        try:
            found = read(content, name)
        except BenchmarkingError:
            continue
        succeeded += 1
        problems: Sequence[RowProblem] = getattr(found, "problems", ())
        assert all(problem.line >= 1 and problem.message for problem in problems)
        if hasattr(found, "transactions"):
            export_transactions(found.transactions)
            suggested_symbols(found)  # type: ignore[arg-type]
    return succeeded


@pytest.mark.parametrize("name", sorted(SMALL))
def test_small_files_are_what_they_should_be_before_they_are_spoilt(name: str) -> None:
    if name == "prices":
        assert len(read_prices(SMALL[name], name, PriceOptions(currency="USD")).records) == 3
        return
    mapped = name in ("mapped", "workbook")
    reading = (
        read_transactions(SMALL[name], name, mapping=guess_mapping(SMALL[name], name).mapping.completed())
        if mapped
        else read_transactions(SMALL[name], name)
    )
    assert reading.problems == ()
    assert len(reading.transactions) + len(reading.deposits) >= 1
    assert mapped or reading.format in FORMATS


@pytest.mark.parametrize("door", sorted(TABLES))
def test_tables_are_read_before_they_are_spoilt(door: str) -> None:
    for content in TABLES[door]:
        assert never_fails(door, content) == never_fails(door, gzipped(content)) == len(READERS[door])


@pytest.mark.parametrize(("door", "content"), FILES, ids=IDS)
@given(data=st.data())
def test_spoilt_small_files(door: str, content: bytes, data: st.DataObject) -> None:
    never_fails(door, data.draw(spoilt(content)))


@pytest.mark.parametrize(("door", "file"), [(door, file) for door, files in REAL.items() for file in files])
@settings(max_examples=settings().max_examples // 5)
@given(data=st.data())
def test_spoilt_real_files(door: str, file: str, data: st.DataObject) -> None:
    never_fails(door, data.draw(spoilt(real_file(file).read_bytes()[:40_000])), file)


@pytest.mark.parametrize("door", sorted(READERS))
@given(content=st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_random_bytes(door: str, content: bytes) -> None:
    never_fails(door, content)


@pytest.mark.parametrize("door", sorted(READERS))
@given(data=st.data())
def test_tables_of_hard_cells(door: str, data: st.DataObject) -> None:
    never_fails(door, data.draw(tables(*HEADERS[door])))


STAND_IN = 8888.25  # replaced in the finished workbook by what openpyxl would not write
CELLS: Sequence[object] = (STAND_IN, 1e308, 1e-320, True, "1" * 30_000, "=1+1", "\u202e", None)
UNWRITABLE = [b"9" * 400, b"-" + b"9" * 400, b"1e999", b"nan", b"x", b"", b"-0"]


def with_cell(book: bytes, replaced: bytes) -> bytes:
    """The workbook with the stand-in's text replaced in its sheet."""
    return archive({name: part.replace(b"8888.25", replaced) for name, part in parts_of(book).items()})


@pytest.mark.parametrize("door", sorted(READERS))
@settings(max_examples=settings().max_examples // 3)
@given(data=st.data())
def test_workbooks_of_hard_cells(door: str, data: st.DataObject) -> None:
    header, words = HEADERS[door]
    cells = st.sampled_from([*CELLS, *(word.decode() for word in words), 2024, 202401, 0.5])
    rows = data.draw(st.lists(st.lists(cells, min_size=2, max_size=header.count(b",") + 1), max_size=5))
    book = workbook([header.decode().split(","), *rows])
    never_fails(door, with_cell(book, data.draw(st.sampled_from(UNWRITABLE))))
