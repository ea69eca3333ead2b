"""Do signed volumes become purchases and sales, and negative costs costs?"""

from __future__ import annotations

import csv
from datetime import date

import pytest

from core.ledger.transaction import TransactionKind
from data.importers import read_transactions
from tests.data.importers.invented_files import kinds, read
from tests.real_data import real_file


def test_the_sign_of_the_volume_is_the_direction() -> None:
    reading = read(
        "\ufeffDate,Identifier,Currency,Volume,Price,Costs,\n2000-01-07,ASML,USD,9.00,30.82,-3.00,\n2000-06-07,ASML,USD,-1.00,14.04,-1.00,"
    )
    bought, sold = reading.transactions
    assert (reading.format, reading.problems) == ("financetoolkit", ())
    assert (bought.kind, bought.quantity, bought.fees, bought.external_amount) == (
        TransactionKind.BUY,
        9.0,
        3.0,
        pytest.approx(280.38),
    )
    assert (sold.kind, sold.quantity, sold.fees, sold.external_amount) == (
        TransactionKind.SELL,
        1.0,
        1.0,
        pytest.approx(-13.04),
    )


def test_rows_without_direction_or_currency_are_refused() -> None:
    reading = read(
        "Date,Identifier,Currency,Volume,Price,Costs\n2000-01-07,A,USD,0,1,0\n2000-01-07,B,,1,1,0\n2000-01-07,,USD,1,1,0\n01/07/2000,D,EUR,1,1,"
    )
    assert [(one.line, one.column) for one in reading.problems] == [(2, "Volume"), (3, "Currency"), (4, "Identifier")]
    assert [one.on for one in reading.transactions] == [date(2000, 1, 7)]  # month first, as its authors write


def test_the_real_portfolio() -> None:
    content = real_file("transactions/financetoolkit_example_portfolio.csv").read_bytes()
    reading = read_transactions(content, "x.csv")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    assert (reading.format, len(reading.transactions), reading.problems, reading.notes) == (
        "financetoolkit",
        392,
        (),
        (),
    )
    assert kinds(reading).count(TransactionKind.SELL) == sum(float(row["Volume"]) < 0 for row in rows) == 92
    paid = sum(float(row["Volume"]) * float(row["Price"]) - float(row["Costs"]) for row in rows)
    assert sum(one.external_amount for one in reading.transactions) == pytest.approx(paid, abs=1e-6)
    assert len({one.symbol for one in reading.transactions}) == 26
    assert (min(t.on for t in reading.transactions), max(t.on for t in reading.transactions)) == (
        date(2000, 1, 7),
        date(2024, 12, 5),
    )
