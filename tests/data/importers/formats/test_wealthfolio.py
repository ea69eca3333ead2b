"""Are Wealthfolio's activities read with their subtypes, and is what the file leaves open said?"""

from __future__ import annotations

from datetime import date

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from data.importers import read_transactions
from tests.data.importers.invented_files import kinds, only, read
from tests.real_data import real_file

HEADER = "date,symbol,instrumentType,quantity,activityType,unitPrice,currency,fee,amount,fxRate,subtype"


def test_the_real_file_row_by_row() -> None:
    reading = read_transactions(real_file("transactions/wealthfolio_sample.csv").read_bytes(), "x.csv")
    assert reading.format == "wealthfolio"
    assert reading.problems == ()
    expected = [
        ("BUY", "AAPL", 1855.0, 4.95, "USD"),
        ("BUY", "MSFT", 1900.0, 4.95, "USD"),
        ("DIVIDEND", "AAPL", 2.4, 0.0, "USD"),
        ("SELL", "AAPL", 960.0, 4.95, "USD"),
        ("DEPOSIT", "", 5000.0, 0.0, "USD"),
        ("WITHDRAWAL", "", 1000.0, 0.0, "USD"),
        ("INTEREST", "", 12.5, 0.0, "USD"),
        ("FEE", "", 25.0, 0.0, "USD"),
        ("DEPOSIT", "GOOGL", 280.0, 0.0, "USD"),  # two units from another account, at their value
        ("SPLIT", "NVDA", 0.0, 0.0, "USD"),
        ("TAX", "", 150.0, 0.0, "USD"),
        ("INTEREST", "", 50.0, 0.0, "USD"),  # a rebate
        ("BUY", "TD.TO", 1700.0, 9.99, "CAD"),
        ("DIVIDEND", "VTI", 62.5, 0.0, "USD"),
    ]
    assert [(str(t.kind), t.symbol, t.gross, t.fees, t.currency) for t in reading.transactions] == expected
    assert (reading.transactions[8].quantity, reading.transactions[9].quantity) == (2.0, 3.0)
    assert [note.split(",")[0] for note in reading.notes] == [
        "The column fxRate is left out",
        "Units that arrived from elsewhere or went there count at the value given (GOOGL on line 10).",
        "Dividends said to be reinvested are taken as paid out and their purchases are missing",
    ]


def test_a_reinvested_dividend_buys_units_where_the_price_is_the_shares_own() -> None:
    reading = read(
        f"""
        {HEADER}
        2024-01-02,VOO,EQUITY,10,BUY,400,USD,0,,,
        2024-04-01,VOO,EQUITY,0.04,DIVIDEND,410,USD,0,16.40,,DRIP
        2024-07-01,VOO,EQUITY,1,DIVIDEND,1.50,USD,0,1.50,,DRIP
        """
    )
    assert kinds(reading) == [
        TransactionKind.BUY,
        TransactionKind.DIVIDEND,
        TransactionKind.BUY,
        TransactionKind.DIVIDEND,
    ]
    assert reading.transactions[2].quantity == 0.04
    assert reading.transactions[1].external_amount + reading.transactions[2].external_amount == pytest.approx(0.0)
    assert "VOO on line 4" in reading.notes[0]


def test_units_leave_as_they_came() -> None:
    reading = read(
        f"{HEADER}\n2024-01-02,GOOGL,EQUITY,2,TRANSFER_OUT,140,USD,0,,,\n2024-01-02,GOOGL,EQUITY,,TRANSFER_IN,140,USD,0,,,"
    )
    one = reading.transactions[0]
    assert (one.kind, one.symbol, one.quantity, one.external_amount) == (
        TransactionKind.WITHDRAWAL,
        "GOOGL",
        2.0,
        -280.0,
    )
    assert [(p.line, p.column) for p in reading.problems] == [(3, "quantity")]


def test_cash_transfers_are_deposits_and_withdrawals() -> None:
    reading = read(
        f"{HEADER}\n2024-01-02,$CASH-EUR,,1,TRANSFER_IN,1,EUR,0,100,,\n2024-01-03,,,1,TRANSFER_OUT,1,EUR,0,40,,"
    )
    assert [(str(t.kind), t.symbol, t.amount, t.asset_type) for t in reading.transactions] == [
        ("DEPOSIT", "", 100.0, AssetType.CASH),
        ("WITHDRAWAL", "", 40.0, AssetType.CASH),
    ]


def test_a_split_finds_its_currency_and_its_ratio() -> None:
    rows = "2024-01-02,SHOP,EQUITY,1,BUY,100,CAD,0,,,\n2024-02-02,SHOP,EQUITY,,SPLIT,,,,10,,"
    split = read(f"{HEADER}\n{rows}").transactions[1]
    assert (split.kind, split.quantity, split.currency) == (TransactionKind.SPLIT, 10.0, "CAD")


def test_what_cannot_be_taken_over_is_named() -> None:
    reading = read(
        f"""
        {HEADER}
        2024-01-02,AAPL240621C200,OPTION,1,BUY,5,USD,0,,,
        2024-01-02,,,,ADJUSTMENT,,USD,0,5,,
        2024-01-02,,,,DEPOSIT,,USD,0,,,
        2024-01-02,,,,DEPOSIT,,,0,5,,
        2024-01-02,AAPL,EQUITY,1,,5,USD,0,,,
        2024-01-02,BTC,CRYPTO,1,BUY,5,USD,0,,,
        """
    )
    assert [one.asset_type for one in reading.transactions] == [AssetType.CRYPTO]
    assert [(one.line, one.column) for one in reading.problems] == [
        (2, "instrumentType"),
        (3, "activityType"),
        (4, "amount"),
        (5, "currency"),
        (6, "activityType"),
    ]


@pytest.mark.parametrize(
    ("row", "kind", "amount"),
    [
        (",,,FEE,,USD,25,,,", TransactionKind.FEE, 25.0),
        (",,,FEE,,USD,,25,,", TransactionKind.FEE, 25.0),
        ("AAPL,EQUITY,1,DIVIDEND,1,USD,0,7.5,,", TransactionKind.DIVIDEND, 7.5),
        (",,1,CREDIT,1,USD,0,50,,BONUS", TransactionKind.DEPOSIT, 50.0),
        (",,1,CREDIT,1,USD,0,50,,REFUND", TransactionKind.INTEREST, 50.0),
        (",,1,TAX,1,USD,0,-50,,", TransactionKind.TAX, 50.0),
        (',,1,DEPOSIT,1,USD,0,"1,000.00",,', TransactionKind.DEPOSIT, 1000.0),
    ],
)
def test_cash_rows(row: str, kind: TransactionKind, amount: float) -> None:
    one = only(read(f"{HEADER}\n2024-05-01,{row}"))
    assert (one.kind, one.gross, one.fees, one.on) == (kind, amount, 0.0, date(2024, 5, 1))
