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


@pytest.mark.parametrize("pair", ["GBpUSD", "GBXUSD", "USDILA", "KWFUSD=X"])
def test_the_rates_of_a_minor_unit_are_refused(pair: str) -> None:
    content = f"date,symbol,close,currency\n2024-01-02,{pair},1.3,USD\n".encode()
    assert "in whole units, instead" in read_prices(content, "rates.csv").problems[0].message
    named = read_prices(b"date,close,currency\n2024-01-02,1.3,USD\n", f"{pair}.csv")
    assert "in whole units, instead" in named.problems[0].message


def test_a_stated_rate_is_of_the_unit_that_the_row_names() -> None:
    """0.0125 dollars a penny are 1.25 dollars a pound."""
    content = b"date,kind,symbol,quantity,price,currency,fx_rate\n2024-01-02,BUY,X,10,1250,GBX,0.0125\n"
    (row,) = read_transactions(content, "mine.csv").transactions
    assert (row.currency, row.price, row.fx_rate) == ("GBP", 12.5, pytest.approx(1.25))
