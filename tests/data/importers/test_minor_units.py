"""Is money in pence told from pounds in every kind of file?"""

from __future__ import annotations

import pytest

from core.market.minor_units import MINOR_UNITS
from data.importers.formats.recognise import read_transactions
from data.importers.prices.files import read_prices

WRITTEN_LIKE_ONE = ("USd", "EUc")


def transactions(currency: str) -> bytes:
    return f"date,kind,symbol,quantity,price,fees,currency\n2024-01-02,BUY,X,10,1250,50,{currency}\n".encode()


def prices(currency: str) -> bytes:
    return f"date,symbol,close,currency\n2024-01-02,X,1300,{currency}\n".encode()


def deposits(currency: str) -> bytes:
    head = "kind,name,amount,rate,start,maturity,currency,compounding,payout"
    return f"{head}\nFD,Bank,1000,7%,2020-01-01,2025-01-01,{currency},,\n".encode()


@pytest.mark.parametrize("unit", MINOR_UNITS)
def test_prices_and_transactions_are_brought_to_the_whole_unit(unit: str) -> None:
    major, units = MINOR_UNITS[unit]
    (row,) = read_transactions(transactions(unit), "mine.csv").transactions
    assert (row.currency, row.price, row.fees) == (major, 1250 / units, 50 / units)
    (price,) = read_prices(prices(unit), "prices.csv").records
    assert (price.currency, price.close) == (major, 1300 / units)


@pytest.mark.parametrize("unit", [*MINOR_UNITS, *WRITTEN_LIKE_ONE])
def test_money_that_is_held_in_a_minor_unit_is_refused(unit: str) -> None:
    reading = read_transactions(deposits(unit), "deposits.csv")
    assert reading.deposits == ()
    assert "minor unit" in reading.problems[0].message


@pytest.mark.parametrize("unit", WRITTEN_LIKE_ONE)
def test_a_code_that_is_written_like_a_minor_unit_is_no_currency(unit: str) -> None:
    for problems in (
        read_transactions(transactions(unit), "mine.csv").problems,
        read_prices(prices(unit), "prices.csv").problems,
    ):
        assert f"write {unit.upper()} and give numbers in whole units" in problems[0].message
