"""Does every Trading 212 row move exactly the money that its total says, across currencies and pence?"""

from __future__ import annotations

import csv

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from data.importers import read_transactions
from tests.data.importers.invented_files import kinds, only, read
from tests.real_data import real_file

HEADER = (
    "Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,Currency (Total),"
    "Withholding tax,Currency (Withholding tax),Stamp duty reserve tax,Currency (Stamp duty reserve tax),Notes,ID,"
    "Currency conversion fee,Currency (Currency conversion fee)"
)


def test_the_real_file_moves_the_money_of_its_totals() -> None:
    content = real_file("transactions/trading212.csv").read_bytes()
    reading = read_transactions(content, "x.csv")
    rows = list(csv.DictReader(content.decode().splitlines()))
    assert (reading.format, reading.base_currency, reading.problems) == ("trading212", "GBP", ())
    assert [str(kind) for kind in kinds(reading)] == [
        "DEPOSIT",
        "BUY",
        "INTEREST",
        "INTEREST",
        "DIVIDEND",
        "SELL",
        "WITHDRAWAL",
    ]
    for one, row in zip(reading.transactions, rows, strict=True):
        money_in = one.kind in (TransactionKind.DEPOSIT, TransactionKind.BUY)
        moved = one.external_amount * (one.fx_rate or 1.0)
        assert moved == pytest.approx(abs(float(row["Total"])) * (1 if money_in else -1), abs=1e-9)
    bought = reading.transactions[1]
    assert (bought.quantity, bought.price, bought.currency) == (24.0, 124.01, "USD")
    assert bought.fx_rate == pytest.approx(1 / 1.25229, rel=1e-5)  # pounds per dollar, as settled
    assert bought.fees * (bought.fx_rate or 0) == pytest.approx(4.71)
    assert {reading.transactions[1].reference, reading.transactions[5].reference} == {
        "trading212:buy:EOF999999099",
        "trading212:sell:EOF999999099",
    }
    assert "Tax withheld in another currency" in reading.notes[0]


def test_pence_become_pounds_and_stamp_duty_is_a_tax() -> None:
    reading = read(
        f"{HEADER}\nMarket buy,2024-01-02 10:00:00,GB00B1XZS820,AAL,Anglo American,100,1234.50,GBX,100,1240.67,GBP,,,6.17,GBP,,EOF1,,"
    )
    one = only(reading)
    assert (one.currency, one.price, one.fx_rate) == ("GBP", 12.345, None)
    assert (one.taxes, one.gross, one.external_amount) == (6.17, 1234.5, pytest.approx(1240.67))
    assert reading.securities[0].currency == "GBX"


def test_pence_in_a_euro_account_use_the_rate_as_settled() -> None:
    one = only(
        read(
            f"{HEADER}\nLimit buy,2024-01-02 10:00:00,GB1,AAL,Anglo,100,1234.50,GBX,85.4,1450.00,EUR,,,,,,EOF1,4.50,EUR"
        )
    )
    assert one.currency == "GBP"
    assert one.external_amount * (one.fx_rate or 0) == pytest.approx(1450.0)
    assert one.fx_rate == pytest.approx(1445.5 / 1234.5)


def test_without_a_total_the_stated_rate_counts() -> None:
    one = only(read(f"{HEADER}\nStop sell,2024-01-02 10:00:00,US1,FOO,Foo,10,100,USD,1.25,,GBP,,,,,,EOF1,,"))
    assert (one.fx_rate, one.gross) == (0.8, 1000.0)


def test_tax_withheld_is_added_back_where_its_worth_is_known() -> None:
    dividend = "Dividend (Ordinary),2024-01-02 10:00:00,US1,FOO,Foo,10,0.5,USD"
    known = only(read(f"{HEADER}\n{dividend},1.25,3.40,GBP,0.75,USD,,,,,,"))
    assert (known.gross, known.taxes, known.external_amount) == (
        pytest.approx(4.0),
        pytest.approx(0.6),
        pytest.approx(-3.4),
    )
    same = only(read(f"{HEADER}\n{dividend},,3.40,GBP,0.60,GBP,,,,,,"))
    assert (same.gross, same.taxes) == (4.0, 0.6)
    unknown = only(read(f"{HEADER}\n{dividend},Not available,3.40,GBP,0.75,USD,,,,,,"))
    assert (unknown.gross, unknown.taxes) == (3.4, 0.0)


@pytest.mark.parametrize(
    ("action", "total", "kind"),
    [
        ("Deposit", "100", TransactionKind.DEPOSIT),
        ("Deposit", "-100", TransactionKind.WITHDRAWAL),  # a deposit charged back
        ("Withdrawal", "-100", TransactionKind.WITHDRAWAL),
        ("Card debit", "-100", TransactionKind.WITHDRAWAL),
        ("Interest on cash", "100", TransactionKind.INTEREST),
        ("Lending interest", "100", TransactionKind.INTEREST),
        ("Result adjustment", "-100", TransactionKind.FEE),
        ("Spending cashback", "100", TransactionKind.INTEREST),
    ],
)
def test_cash_actions(action: str, total: str, kind: TransactionKind) -> None:
    one = only(read(f"{HEADER}\n{action},2024-01-02 10:00:00,,,,,,,,{total},GBP,,,,,,x1,,"))
    assert (one.kind, one.amount, one.currency, one.asset_type) == (kind, 100.0, "GBP", AssetType.CASH)


def test_older_exports_name_the_currency_in_the_header() -> None:
    header = (
        "Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,"
        "Total (GBP),Charge amount (GBP),Stamp duty reserve tax (GBP),Notes,ID"
    )
    one = only(read(f"{header}\nMarket buy,2021-01-02 10:00:00,GB1,AAL,Anglo,100,1234.50,GBX,100,1240.67,,6.17,,EOF1"))
    assert (one.currency, one.taxes, one.external_amount) == ("GBP", 6.17, pytest.approx(1240.67))


def test_a_conversion_inside_the_account_is_left_out_and_said() -> None:
    reading = read(f"{HEADER}\nCurrency conversion,2024-01-02 10:00:00,,,,,,,,0,GBP,,,,,,x1,,")
    assert (reading.transactions, reading.problems) == ((), ())
    assert "left out" in reading.notes[0]


def test_problems_name_column_and_line() -> None:
    reading = read(
        f"""
        {HEADER}
        Stock split,2024-01-02 10:00:00,US1,FOO,Foo,10,1,USD,1,1,GBP,,,,,,1,,
        Market buy,2024-01-02 10:00:00,US1,FOO,Foo,ten,1,USD,1,1,GBP,,,,,,1,,
        Market buy,2024-01-02 10:00:00,US1,FOO,Foo,10,1,USD,1.25,9,GBP,,,,,,1,1,EUR
        Deposit,2024-01-02 10:00:00,,,,,,,,,GBP,,,,,,1,,
        Market buy,2024-01-02 10:00:00,US1,FOO,Foo,0,1,USD,1,1,GBP,,,,,,1,,
        Market buy,2024-01-02 10:00:00,US1,FOO,Foo,10,1,USD,,,GBP,,,,,,1,0.1,GBP
        """
    )
    assert reading.transactions == ()
    assert [(one.line, one.column) for one in reading.problems] == [
        (2, "Action"),
        (3, "No. of shares"),
        (4, "Currency (Currency conversion fee)"),
        (5, "Total"),
        (6, "No. of shares"),
        (7, "Exchange rate"),
    ]
