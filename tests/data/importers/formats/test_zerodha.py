"""Are Zerodha's fills read with their series, funds and ids, and is nothing that cannot be valued let through?"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from data.importers import read_transactions, suggested_symbols
from data.importers.formats.symbols import suggested_symbol, without_series
from data.importers.reading import Security
from tests.data.importers.invented_files import kinds, only, read
from tests.real_data import real_file

HEADER = "symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time"


def one_row(row: str) -> str:
    return f"{HEADER}\n{row}"


def test_a_fill_keeps_the_brokers_symbol_and_id() -> None:
    reading = read(
        one_row(
            "HSCL-BE,INE019C01026,2024-04-08,NSE,EQ,BE,sell,false,63.000000,327.000000,900000006,13,2024-04-08T10:59:50"
        )
    )
    one = only(reading)
    assert reading.format == "zerodha-tradebook"
    assert (one.on, one.kind, one.symbol, one.asset_type) == (
        date(2024, 4, 8),
        TransactionKind.SELL,
        "HSCL-BE",
        AssetType.STOCK,
    )
    assert (one.quantity, one.price, one.gross, one.currency) == (63.0, 327.0, 20601.0, "INR")
    assert one.reference == "zerodha:NSE:2024-04-08:900000006"
    assert reading.base_currency == "INR"


@pytest.mark.parametrize(
    ("symbol", "isin", "segment", "series", "asset_type"),
    [
        ("TCS", "INE467B01029", "EQ", "EQ", AssetType.STOCK),
        ("NIFTYBEES", "INF204KB14I2", "EQ", "EQ", AssetType.ETF),
        ("GOLDBEES", "INF204KB17I5", "EQ", "EQ", AssetType.GOLD),
        ("SGBAUG28V-GB", "IN0020200195", "EQ", "GB", AssetType.GOLD),
        ("754KA33-SG", "IN1920230157", "EQ", "SG", AssetType.BOND),
        ("SOME FUND - DIRECT PLAN", "INF179K01XD8", "MF", "", AssetType.MUTUAL_FUND),
    ],
)
def test_the_isin_and_the_segment_tell_what_it_is(
    symbol: str, isin: str, segment: str, series: str, asset_type: AssetType
) -> None:
    row = f"{symbol},{isin},2024-04-08,NSE,{segment},{series},buy,false,1,10,1,1,2024-04-08T10:00:00"
    assert only(read(one_row(row))).asset_type is asset_type


def test_every_bad_row_is_named_at_once_with_line_and_column() -> None:
    reading = read(
        f"""
        {HEADER}
        A,INE1,2024-02-30,NSE,EQ,EQ,buy,false,1,10,1,1,x
        B,INE1,2024-01-02,NSE,EQ,EQ,swap,false,one,ten,2,1,x
        NIFTY24APR,,2024-01-02,NSE,FO,,buy,false,50,10,3,1,x
        C,INE1,2024-01-02,NSE,EQ,EQ,buy,false,0,10,4,1,x
        D,INE1,2024-01-02,NSE,EQ,EQ,buy,false,-5,10,5,1,x

        E,INE1,2024-01-02,NSE,EQ,EQ,buy,false,5,,6,1,x
        G,INE1,2024-01-02,NSE,EQ,EQ,buy,false,5,10,7,1,x
        """
    )
    assert [one.symbol for one in reading.transactions] == ["G"]
    assert [(one.line, one.column) for one in reading.problems] == [
        (2, "trade_date"),
        (3, "trade_type"),
        (3, "quantity"),
        (3, "price"),
        (4, "segment"),
        (5, "quantity"),
        (6, "quantity"),
        (8, "price"),
    ]
    assert "no date that exists" in reading.problems[0].message
    assert "futures, options" in reading.problems[4].message


def test_a_tradebook_saved_again_by_a_spreadsheet_is_read_day_first() -> None:
    rows = "\n".join(f"A,INE1,{day:02d}/04/2024,NSE,EQ,EQ,buy,false,1,10,{day},1,x" for day in (1, 12, 13))
    assert [one.on.day for one in read(f"{HEADER}\n{rows}").transactions] == [1, 12, 13]
    unsure = read(one_row("A,INE1,03/04/2024,NSE,EQ,EQ,buy,false,1,10,1,1,x"))
    assert unsure.transactions[0].on == date(2024, 4, 3)
    assert any("day first" in note for note in unsure.notes)


def test_a_fund_whose_name_is_too_long_goes_by_its_isin() -> None:
    name = "A FUND WITH A VERY LONG NAME " * 3
    one = only(read(one_row(f"{name},INF179K01XD8,2024-04-08,BSE,MF,,buy,false,1,10,1,1,x")))
    assert one.symbol == "INF179K01XD8"
    assert one.name == name.strip()


def test_the_same_bytes_give_the_same_transactions() -> None:
    rows = one_row("A,INE1,2024-01-02,NSE,EQ,EQ,buy,false,1,10,1,1,x")
    assert read(rows).transactions == read(rows, "other name.csv").transactions


def test_the_real_tradebook() -> None:
    content = real_file("transactions/zerodha_tradebook_fy2024_25_pseudonymised.csv").read_bytes()
    reading = read_transactions(content, "tradebook.csv")
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert reading.format == "zerodha-tradebook"
    assert reading.problems == ()
    assert (len(reading.transactions), kinds(reading).count(TransactionKind.BUY)) == (378, 228)
    value = sum(float(row["quantity"]) * float(row["price"]) for row in rows)
    assert sum(one.gross or 0.0 for one in reading.transactions) == pytest.approx(value, rel=1e-12)
    assert len({one.reference for one in reading.transactions}) == 378
    net: dict[str, float] = defaultdict(float)
    for row in rows:
        net[row["symbol"]] += float(row["quantity"]) * (1 if row["trade_type"] == "buy" else -1)
    for one in reading.transactions:
        net[one.symbol] -= one.quantity * (1 if one.kind is TransactionKind.BUY else -1)
    assert set(net.values()) == {0.0}
    assert sum("the same security" in note for note in reading.notes) == 2


def test_the_real_tradebooks_suggestions_join_a_renamed_company() -> None:
    content = real_file("transactions/zerodha_tradebook_fy2024_25_pseudonymised.csv").read_bytes()
    reading = read_transactions(content, "tradebook.csv")
    suggested = suggested_symbols(reading)
    assert (suggested["HSCL-BE"], suggested["SCHNEIDER-BE"], suggested["SCHNEIDER"]) == (
        "HSCL.NS",
        "SCHNEIDER.NS",
        "SCHNEIDER.NS",
    )
    assert suggested["GET&D-BE"] == suggested["GVT&D"] == "GVT&D.NS"  # the company was renamed; the last symbol stays
    assert len({one.symbol for one in reading.renamed(suggested).transactions}) == 78  # 80 symbols, two of them twice


def test_the_real_coin_statement() -> None:
    content = real_file("transactions/india_zerodha_coin_sample.csv").read_bytes()
    reading = read_transactions(content, "x.csv")
    assert (reading.format, len(reading.transactions), reading.problems) == ("zerodha-coin", 5, ())
    assert {one.asset_type for one in reading.transactions} == {AssetType.MUTUAL_FUND}
    # 6237.155 × 32.0643 + 5215.094 × 38.3483 + 2330.587 × 85.811 + 60.317 × 82.891 + 29.265 × 170.8415
    assert sum(one.gross or 0.0 for one in reading.transactions) == pytest.approx(609969.4123082, abs=1e-6)
    assert reading.transactions[0].gross == pytest.approx(199990.0090665, abs=1e-6)


def test_only_a_series_is_taken_off_a_symbol() -> None:
    assert [without_series(one) for one in ("HSCL-BE", "BAJAJ-AUTO", "M&M", "X-SM")] == [
        "HSCL",
        "BAJAJ-AUTO",
        "M&M",
        "X",
    ]
    assert suggested_symbol(Security("TCS", exchange="BSE"), "zerodha-tradebook") == "TCS.BO"
    assert suggested_symbol(Security("TCS"), "zerodha-tradebook") == ""
    assert suggested_symbol(Security("BRK B", exchange="NYSE"), "ib-flex") == "BRK-B"
    assert suggested_symbol(Security("700", exchange="SEHK"), "ib-flex") == "0700.HK"
    assert suggested_symbol(Security("VOD", currency="GBX"), "trading212") == "VOD.L"
