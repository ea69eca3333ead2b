"""Are prices read long and wide, plain and adjusted, in pence and in percent, and is what cannot be known asked?"""

from __future__ import annotations

import csv
import gzip
from datetime import date

import pytest

from core.errors import InvalidSpecification
from data.importers.columns.field_values import DateOrder, DecimalSign
from data.importers.errors import UnreadableFileError
from data.importers.prices.files import read_prices
from data.importers.prices.options import PriceOptions, PriceValues, currency_guess, currency_pair, stem
from data.importers.reading import PriceReading
from tests.data.importers.invented_files import gzipped, text, workbook
from tests.real_data import real_file

USD = PriceOptions(currency="USD")


def prices(lines: str, options: PriceOptions | None = USD, file_name: str = "prices.csv") -> PriceReading:
    return read_prices(text(lines), file_name, options)


def records(reading: PriceReading) -> list[str]:
    """Symbol, day, close, adjusted close (- where there is none) and currency of each price."""
    return [
        f"{one.symbol} {one.on} {one.close:.8g} {'-' if one.adjusted_close is None else one.adjusted_close} {one.currency}"
        for one in reading.records
    ]


def test_wide_with_series_that_begin_late() -> None:
    reading = prices("Date,VTI,BND,\n2024-01-02,237.2,,\n2024-01-03,235,72.5,\n2024-01-04,null,N/A,")
    assert records(reading) == ["VTI 2024-01-02 237.2 - USD", "VTI 2024-01-03 235 - USD", "BND 2024-01-03 72.5 - USD"]
    assert reading.problems == ()
    assert "BND 2, VTI 1" in reading.notes[0]


def test_yahoos_file_of_one_symbol_takes_it_from_the_file_name() -> None:
    reading = prices(
        "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,1,3,1,2,1.9,5\n2024-01-03,null,null,null,null,null,null",
        None,
        "RELIANCE.NS.csv.gz",
    )
    assert (reading.symbol_guess, reading.currency_guess, reading.questions) == ("RELIANCE.NS", "INR", ())
    assert records(reading) == ["RELIANCE.NS 2024-01-02 2 1.9 INR"]
    named = prices("Date,Close\n2024-01-02,2", PriceOptions(symbol="TCS.NS", currency="INR"), "download (3).csv")
    assert named.records[0].symbol == "TCS.NS"


def test_what_cannot_be_known_is_asked_and_nothing_is_made_up() -> None:
    reading = prices("Date,Close\n2024-01-02,2", None, "SPY.csv")
    assert (reading.records, reading.questions) == ((), ("currency",))
    assert (reading.symbol_guess, reading.currency_guess) == ("SPY", "")
    assert prices("Date,Close\n2024-01-02,2", None, ".csv").questions == ("symbol", "currency")
    assert prices("Date,Close\n2024-01-02,7250", None, "AAL.L.csv").questions == ("currency",)  # pence or pounds?


NAVS = """
    Scheme Code;ISIN Div Payout/ ISIN Growth;ISIN Div Reinvestment;Scheme Name;Net Asset Value;Date

    Open Ended Schemes(Debt Scheme - Banking and PSU Fund)

    119551;INF209KA12Z1;INF209KA13Z9;Banking Fund;107.2345;28-Jun-2024
    119552;INF209K01YM2;-;Other Fund;N.A.;28-Jun-2024
    """
PORTAL = """
    "Date","Price","Open","High","Low","Vol.","Change %"
    "12/31/2024","1,234.50","1","1","1","2.5M","0.4%"
    "01/02/2024","999.00","1","1","1","1M","-1%"
    """
LONG = """
    date,symbol,close,adjusted_close,currency
    2024-01-02,VTI,237.2,230.1,USD
    2024-01-02,RELIANCE.NS,2611.5,,INR
    """
EUR = PriceOptions(symbol="X", currency="EUR")


@pytest.mark.parametrize(
    ("lines", "options", "name", "told"),
    [
        (LONG, None, "x", ["VTI 2024-01-02 237.2 230.1 USD", "RELIANCE.NS 2024-01-02 2611.5 - INR"]),
        (
            "Date,USD\n28-06-2024,83.4534",
            None,
            "usdinr.csv",
            ["USDINR 2024-06-28 83.4534 - INR"],
        ),  # a rate knows its own
        ("Date,Close,Adj Close\n2024-01-02,7250,7100", PriceOptions("L", "GBX"), "x", ["L 2024-01-02 72.5 71.0 GBP"]),
        ("date,symbol,close,currency\n2024-01-02,L,7250,GBp", None, "x", ["L 2024-01-02 72.5 - GBP"]),
        ("2024-01-02;5,25\n2024-01-03;5,50", EUR, "x", ["X 2024-01-02 5.25 - EUR", "X 2024-01-03 5.5 - EUR"]),
        (
            NAVS,
            PriceOptions(currency="INR"),
            "x",
            ["119551 2024-06-28 107.2345 - INR"],
        ),  # as the Indian association has them
        (PORTAL, EUR, "x", ["X 2024-12-31 1234.5 - EUR", "X 2024-01-02 999 - EUR"]),  # thousands, and month first
    ],
)
def test_ways_to_write_prices(lines: str, options: PriceOptions | None, name: str, told: list[str]) -> None:
    reading = prices(lines, options, name)
    assert (records(reading), reading.problems, reading.questions) == (told, (), ())


@pytest.mark.parametrize(
    "content", [gzipped(b"Date,VTI\n2024-01-02,5\n"), workbook([["Prices"], ["Date", "VTI"], [date(2024, 1, 2), 5]])]
)
def test_gzip_and_workbooks(content: bytes) -> None:
    assert records(read_prices(content, "x", USD)) == ["VTI 2024-01-02 5 - USD"]


def test_bad_rows_are_all_named() -> None:
    reading = prices(
        """
        date,symbol,close,currency
        2024-01-02,VTI,five,USD
        2024-02-30,VTI,5,USD
        ,VTI,5,USD
        2024-01-03,VTI,0,USD
        2024-01-04,VTI,-5,USD
        2024-01-05,VTI,5,dollars
        2024-01-06,VTI,5,USD
        2024-01-06,VTI,6,USD
        2024-01-06,VTI,5,USD
        2024-01-07,,5,USD
        2024-01-08,VTI,5,USD,7
        2024-01-09,VTI,5,EUR
        """,
        None,
    )
    assert records(reading) == ["VTI 2024-01-06 5 - USD"]
    assert " ".join(f"{one.line}:{one.column}" for one in reading.problems) == (
        "2:close 3:date 4:date 5:close 6:close 7:currency 9:close 11:symbol 12: 13:currency"
    )


def test_yields_are_suspected_asked_and_read_as_fractions() -> None:
    lines = "\ufeffDate,Price\r\n28-06-2024,7.008\r\n27-06-2024,7\r\n26-06-2024,-0.5\r\n"
    doubted = prices(lines, PriceOptions(currency="INR"), "gsec_10y_yield.csv")
    assert doubted.looks_like_yields
    assert any("this is a yield" in note for note in doubted.notes)
    reading = prices(lines, PriceOptions(values=PriceValues.YIELD), "gsec_10y_yield.csv")
    assert (reading.records, reading.problems, reading.questions, reading.looks_like_yields) == ((), (), (), False)
    assert [(one.name, one.on, one.rate) for one in reading.yields] == [
        ("gsec_10y_yield", date(2024, 6, 28), pytest.approx(0.07008)),
        ("gsec_10y_yield", date(2024, 6, 27), 0.07),
        ("gsec_10y_yield", date(2024, 6, 26), -0.005),
    ]
    assert not prices("Date,Price\n28-06-2024,7.008", USD, "penny_stock.csv").looks_like_yields
    assert not prices("Date,Price\n28-06-2024,97.008", USD, "treasury_bond_fund.csv").looks_like_yields


def test_adjusted_closes_are_said_to_stand_for_both() -> None:
    reading = prices("Date,VTI,BND\n2024-01-02,5,6", USD, "adjclose.csv")
    assert [(one.close, one.adjusted_close) for one in reading.records] == [(5.0, 5.0), (6.0, 6.0)]
    assert "adjusted for dividends" in reading.notes[0]
    plain = prices(
        "Date,VTI,BND\n2024-01-02,5,6", PriceOptions(currency="USD", values=PriceValues.CLOSE), "adjclose.csv"
    )
    assert {one.adjusted_close for one in plain.records} == {None}


def test_order_and_sign_can_be_said() -> None:
    lines = "Date;X\n03/04/2024;1.234"
    guess = prices(lines, PriceOptions(currency="EUR"))
    assert "day first" in guess.notes[-1]
    told = prices(lines, PriceOptions(currency="EUR", date_order=DateOrder.MDY, decimal_sign=DecimalSign.COMMA))
    assert records(told) == ["X 2024-03-04 1234 - EUR"]
    assert told.notes == ()


@pytest.mark.parametrize("lines", ["a,b\nx,y", "date,note\n2024-01-02,hello", "just text", "date,close\nsoon,5"])
def test_files_without_dates_or_prices_are_named(lines: str) -> None:
    with pytest.raises(UnreadableFileError):
        prices(lines)


def test_options_are_checked() -> None:
    with pytest.raises(InvalidSpecification):
        PriceOptions(currency="dollar")
    with pytest.raises(InvalidSpecification):
        PriceOptions(symbol="X" * 65)


def test_file_names_and_symbols_tell_what_they_can() -> None:
    assert [stem(one) for one in ("a/b/TCS.NS.csv.gz", "C:\\x\\SPY.csv", "BRK.B.xlsx")] == ["TCS.NS", "SPY", "BRK.B"]
    pairs = {"usdinr": "USDINR", "EUR_USD": "EURUSD", "USDINR=X": "USDINR", "RELIANCE": "", "GOOGLE": ""}
    assert {one: currency_pair(one) for one in pairs} == pairs
    guesses = {"TCS.BO": "INR", "SAP.DE": "EUR", "7203.T": "JPY", "VOD.L": "", "SPY": "", "USDINR": "INR"}
    assert {one: currency_guess(one) for one in guesses} == guesses


@pytest.mark.parametrize(
    ("name", "symbols", "count"),
    [
        ("prices/SPY.csv", 1, 6779),
        ("prices/NSEI_2007_2023.csv", 1, 3756),
        ("prices/sp500_index_1990_2022.csv.gz", 1, 8313),
        ("prices/us_11_stocks_spy_qqq_adjclose_2000_2024.csv.gz", 13, 74471),
        ("india/TCS.NS.csv.gz", 1, 5075),
        ("india/mutual_fund_nav.csv", 4, 14399),
        ("india/usdinr.csv", 1, 5675),
    ],
)
def test_real_files_against_an_independent_count(name: str, symbols: int, count: int) -> None:
    content = real_file(name).read_bytes()
    reading = read_prices(content, name, USD)
    assert (reading.problems, len({one.symbol for one in reading.records}), len(reading.records)) == (
        (),
        symbols,
        count,
    )
    plain = gzip.decompress(content) if name.endswith(".gz") else content
    header, *rows = csv.reader(plain.decode("utf-8-sig").splitlines())
    single = "close" in [one.casefold() for one in header]
    columns = [[one.casefold() for one in header].index("close")] if single else range(1, len(header))
    values = [float(row[at]) for row in rows for at in columns if row[at]]
    assert len(values) == count
    assert sum(one.close for one in reading.records) == pytest.approx(sum(values), rel=1e-12)


def test_the_real_yield_file() -> None:
    content = real_file("india/gsec_10y_yield.csv").read_bytes()
    assert read_prices(content, "gsec_10y_yield.csv").looks_like_yields
    reading = read_prices(content, "gsec_10y_yield.csv", PriceOptions(values=PriceValues.YIELD))
    assert (len(reading.yields), reading.problems) == (6106, ())
    assert (reading.yields[0].on, reading.yields[0].rate) == (date(2024, 6, 28), pytest.approx(0.07008))
    assert (reading.yields[-1].on, reading.yields[-1].rate) == (date(2001, 1, 1), pytest.approx(0.10803))
