"""Are lists of members read as they are published: fund holdings with text around them, and plain tables?"""

from __future__ import annotations

from datetime import date

import pytest

from core.index.constituents import ConstituentList, sector_weights
from data.importers.errors import UnknownFormatError
from data.importers.index.constituents_csv import read_constituents
from tests.real_data import real_file

HOLDINGS = """\ufeffSome Fund
Fund Holdings as of,"Mar 24, 2023"
Shares Outstanding,"745,900,000.00"
\u00a0

Ticker,Name,Sector,Asset Class,Market Value,Weight (%),Notional Value
"AAPL","APPLE INC","Information Technology","Equity","21,247,127,324.50","7.16","1,000"
"BRKB","BERKSHIRE","Financials","Equity","100.00","0.50","1,000"
"USD","USD CASH","Cash and/or Derivatives","Cash","100.00","0.20","1,000"
"BAD","WRONG","Energy","Equity","100.00","seven","1,000"
"AAPL","APPLE INC","Information Technology","Equity","1.00","7.16","1,000"

This material is strictly for illustrative, educational, or informational purposes.
"""


def test_fund_holdings_with_text_around_them() -> None:
    found = read_constituents(HOLDINGS.encode(), "holdings.csv")
    assert found.as_of == date(2023, 3, 24)
    assert [(one.symbol, one.weight, one.sector) for one in found.constituents] == [
        ("AAPL", pytest.approx(0.0716), "Information Technology"),
        ("BRKB", pytest.approx(0.005), "Financials"),
    ]
    assert found.left_out == 1
    assert [(one.line, one.column) for one in found.problems] == [(10, "weight"), (11, "symbol")]


@pytest.mark.parametrize(("header", "values"), [("weight", "0.6 0.4"), ("weight", "60 40"), ("Weight (%)", "60 40")])
def test_a_plain_table_in_fractions_or_percent(header: str, values: str) -> None:
    first, second = values.split()
    text = (
        f"symbol,name,sector,{header},added,removed\nA,Alpha,Energy,{first},2020-01-02,\nB,Beta,,{second},,2024-05-06\n"
    )
    found = read_constituents(text.encode(), "list.csv").constituents
    assert [one.weight for one in found] == pytest.approx([0.6, 0.4])
    assert (found[0].added, found[0].removed, found[1].removed) == (date(2020, 1, 2), None, date(2024, 5, 6))


def test_a_list_of_an_index_provider_without_weights() -> None:
    text = "Company Name,Industry,Symbol,Series,ISIN Code\nInfosys Ltd.,Information Technology,INFY,EQ,INE009A01021\n"
    (found,) = read_constituents(text.encode(), "ind_nifty50list.csv").constituents
    assert (found.symbol, found.name, found.sector) == ("INFY", "Infosys Ltd.", "Information Technology")
    assert found.weight is None


def test_holdings_whose_first_column_is_the_fund_itself() -> None:
    text = (
        "Fund Ticker,Security Identifier,Holding Ticker,Shares/Par Value,MarketValue,Weight,Name,Class of Shares,Sector,Date\n"
        'QQQ,037833100,AAPL    ,"1,000","150,000.00",8.9,Apple Inc,Common Stock,Information Technology,03/24/2023\n'
        'QQQ,594918104,MSFT    ,"1,000","280,000.00",12.4,Microsoft Corp,Common Stock,Information Technology,03/24/2023\n'
    )
    found = read_constituents(text.encode(), "holdings.csv").constituents
    assert [(one.symbol, one.weight) for one in found] == [
        ("AAPL", pytest.approx(0.089)),
        ("MSFT", pytest.approx(0.124)),
    ]


def test_of_two_columns_the_sector_is_taken_and_not_the_industry() -> None:
    text = "Symbol,Name,GICS Sector,Industry\nMMM,3M,Industrials,Conglomerates\n"
    assert read_constituents(text.encode(), "list.csv").constituents[0].sector == "Industrials"


def test_the_date_where_it_follows_as_of() -> None:
    text = (
        "Fund Name:,A Trust,\nTicker Symbol:,SPY,\nHoldings:,As of 09-Jan-2024,\n\n"
        "Name,Ticker,Weight\nAPPLE INC,AAPL,60\nMICROSOFT,MSFT,40\n"
    )
    found = read_constituents(text.encode(), "holdings.csv")
    assert (found.as_of, len(found.constituents)) == (date(2024, 1, 9), 2)


def test_another_file_is_refused() -> None:
    with pytest.raises(UnknownFormatError):
        read_constituents(b"date,close\n2020-01-01,3\n2020-01-02,4\n", "prices.csv")


def test_the_real_holdings_of_an_sp500_fund() -> None:
    """Facts of 24 March 2023: 503 share classes, Apple first with 7.16 %, technology the largest sector; weights are whole."""
    path = real_file("constituents/IVV_SP500_holdings_2023-03-24.csv")
    found = read_constituents(path.read_bytes(), path.name)
    assert (found.as_of, found.problems) == (date(2023, 3, 24), ())
    assert found.constituents[0].symbol == "AAPL"
    assert 500 <= len(found.constituents) <= 506
    listed = ConstituentList("^GSPC", found.as_of, found.constituents)
    weights = sector_weights(listed)
    assert next(iter(weights)) == "Information Technology"
    assert weights["Information Technology"] == pytest.approx(0.266, abs=0.01)
    assert sum(weights.values()) == pytest.approx(1.0, abs=0.01)
    assert listed.find("BRK-B") is not None


def test_the_real_list_of_the_sp500() -> None:
    path = real_file("constituents/sp500_constituents.csv")
    found = read_constituents(path.read_bytes(), path.name)
    by_symbol = {one.symbol: one for one in found.constituents}
    assert 500 <= len(by_symbol) <= 506
    assert (by_symbol["MMM"].name, by_symbol["MMM"].sector) == ("3M", "Industrials")
    assert by_symbol["MMM"].added == date(1957, 3, 4)
    assert by_symbol["MMM"].weight is None
