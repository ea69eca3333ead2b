"""Does any file at all make the importers fail other than by a named error? Random bytes, cut files, changed files."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BenchmarkingError
from data.importers import (
    FORMATS,
    PriceOptions,
    export_transactions,
    guess_mapping,
    read_prices,
    read_transactions,
    recognise,
    suggested_symbols,
)
from tests.data.importers.invented_files import gzipped, text, workbook
from tests.data.importers.mutations import HARD, spoilt
from tests.real_data import real_file

ZERODHA = text(
    """
    symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id
    TCS,INE4,2024-01-02,NSE,EQ,EQ,buy,false,1,3500.5,9
    """
)
SMALL = {
    "zerodha": ZERODHA,
    "coin": ZERODHA.replace(b"EQ,EQ", b"MF,"),
    "ghostfolio": text(
        """
        Date,Code,DataSource,Currency,Price,Quantity,Action,Fee,Note
        01-09-2021,MSFT,YAHOO,USD,298.58,5,buy,19,x
        """
    ),
    "json": text(
        """
        {"activities": [{"type": "BUY", "date": "2024-01-02", "symbol": "VTI", "dataSource": "YAHOO", "currency": "USD",
          "quantity": 1, "unitPrice": 2}]}
        """
    ),
    "wealthfolio": text(
        """
        date,symbol,instrumentType,quantity,activityType,unitPrice,currency,fee,amount,fxRate,subtype
        2024-01-02,VOO,ETF,1,DIVIDEND,1.5,USD,0,1.5,,DRIP
        """
    ),
    "trading212": text(
        """
        Action,Time,Ticker,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,Currency (Total),ID
        Market buy,2024-01-02 10:00,FOO,1,2,GBX,100,0.02,GBP,e
        """
    ),
    "financetoolkit": text("Date,Identifier,Currency,Volume,Price,Costs,\n2000-01-07,ASML,USD,-9.00,30.82,-3.00,"),
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
    "yardstick": text("date,kind,symbol,quantity,price,currency\n2024-01-02,BUY,VTI,1,200,USD"),
    "deposits": text("kind,name,amount,rate,start,maturity\nfd,SBI,1000,7.1%,2020-01-01,2025-01-01"),
    "generic": text("Datum;Art;Wertpapier;Stück;Kurs;Währung\n15.01.2024;Kauf;Siemens;1.200,5;150,25;EUR"),
    "prices": text("Date,VTI,BND\n2024-01-02,237.2,72.5\n2024-01-03,235,"),
    "gzip": gzipped(ZERODHA),
    "workbook": workbook([["Date", "Symbol", "Qty", "Price", "Currency"], ["2024-01-02", "VTI", 1, 200, "USD"]]),
}
REAL = (
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
)


def through_everything(content: bytes, file_name: str = "file.csv") -> None:
    """Every door of the package; only a named error may come out, and what is read must be fit to leave again."""
    doors: tuple[Callable[[], object], ...] = (
        lambda: recognise(content, file_name),
        lambda: read_transactions(content, file_name),
        lambda: read_transactions(content, file_name, mapping=guess_mapping(content, file_name).mapping.completed()),
        lambda: read_prices(content, file_name),
        lambda: read_prices(content, file_name, PriceOptions(symbol="X", currency="USD")),
    )
    for door in doors:
        try:
            found = door()
        except BenchmarkingError:
            continue
        if hasattr(found, "transactions"):
            export_transactions(found.transactions)
            suggested_symbols(found)  # type: ignore[arg-type]
            assert all(problem.line >= 1 and problem.message for problem in found.problems)  # type: ignore[attr-defined]


@settings(max_examples=100)
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_random_bytes(content: bytes) -> None:
    through_everything(content)


@pytest.mark.parametrize("name", sorted(SMALL))
def test_small_files_are_what_they_should_be_before_they_are_spoilt(name: str) -> None:
    if name in ("generic", "workbook"):
        assert (
            read_transactions(SMALL[name], name, mapping=guess_mapping(SMALL[name], name).mapping.completed()).problems
            == ()
        )
    elif name == "prices":
        assert len(read_prices(SMALL[name], name, PriceOptions(currency="USD")).records) == 3
    else:
        reading = read_transactions(SMALL[name], name)
        assert reading.problems == ()
        assert len(reading.transactions) + len(reading.deposits) >= 1
        assert reading.format in FORMATS


@pytest.mark.parametrize("name", sorted(SMALL))
@settings(max_examples=40)
@given(data=st.data())
def test_damaged_small_files(name: str, data: st.DataObject) -> None:
    through_everything(data.draw(spoilt(SMALL[name])))


@pytest.mark.parametrize("name", REAL)
@settings(max_examples=10)
@given(data=st.data())
def test_damaged_real_files(name: str, data: st.DataObject) -> None:
    through_everything(data.draw(spoilt(real_file(name).read_bytes()[:40_000])), name)


@settings(max_examples=100)
@given(
    st.lists(
        st.lists(st.sampled_from([*HARD, b"2024-01-02", b"Date", b"Amount", b"Qty", b"Price", b"1.5"]), max_size=8),
        max_size=12,
    )
)
def test_tables_of_hard_cells(rows: list[list[bytes]]) -> None:
    through_everything(b"Date,Type,Symbol,Qty,Price,Amount,Currency\n" + b"\n".join(b",".join(row) for row in rows))
