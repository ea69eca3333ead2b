"""Do Ghostfolio's CSV and JSON say the same, fees, things kept by hand and dates in every spelling included?"""

from __future__ import annotations

import json
from datetime import date

import pytest

from core.ledger.transaction import AssetType, TransactionKind
from data.importers import read_transactions
from tests.data.importers.invented_files import kinds, only, read
from tests.real_data import real_file

CSV = "Date,Code,DataSource,Currency,Price,Quantity,Action,Fee,Note"
TYPES = [TransactionKind.FEE, TransactionKind.BUY, TransactionKind.DIVIDEND, TransactionKind.BUY]


@pytest.mark.parametrize("name", ["ghostfolio_sample.csv", "ghostfolio_sample.json"])
def test_both_real_files_say_the_same(name: str) -> None:
    reading = read_transactions(real_file(f"transactions/{name}").read_bytes(), "x")
    assert kinds(reading) == TYPES
    fee, bought, paid, flat = reading.transactions
    assert (fee.on, fee.amount, fee.name, fee.symbol) == (date(2021, 9, 1), 49.0, "Account Opening Fee", "")
    assert (bought.on, bought.symbol, bought.quantity, bought.price, bought.fees) == (
        date(2021, 9, 16),
        "MSFT",
        5.0,
        298.58,
        19.0,
    )
    assert (paid.on, paid.gross) == (date(2021, 11, 17), pytest.approx(3.1))
    assert (flat.on, flat.symbol, flat.gross, flat.asset_type) == (
        date(2022, 1, 1),
        "Penthouse Apartment",
        500000.0,
        AssetType.OTHER,
    )
    # the fifth row is a draft of 2050 with nothing in it: 0 units at 0
    assert [one.message for one in reading.problems] == [reading.problems[0].message]
    assert "a quantity above 0, or an amount alone, is needed" in reading.problems[0].message


def test_the_problem_stands_on_its_real_line() -> None:
    csv = read_transactions(real_file("transactions/ghostfolio_sample.csv").read_bytes(), "x").problems[0]
    assert (csv.line, csv.column) == (6, "Quantity")
    content = real_file("transactions/ghostfolio_sample.json").read_bytes()
    found = read_transactions(content, "x").problems[0]
    lines = content.decode().splitlines()
    assert lines[found.line - 1].strip() == "{"
    assert any('"date": "2050-06-06' in one for one in lines[found.line : found.line + 12])


@pytest.mark.parametrize(
    "written", ["09-03-2024", "09/03/2024", "09.03.2024", "2024-03-09", "20240309", "2024-03-09T00:00:00.000Z"]
)
def test_each_row_may_write_its_date_its_own_way(written: str) -> None:
    assert only(read(f"{CSV}\n{written},MSFT,YAHOO,USD,10,1,buy,0,")).on == date(2024, 3, 9)


def test_other_spellings_of_the_columns_are_known() -> None:
    one = only(
        read(
            "Date,Symbol,DataSource,Ccy,Unit Price,Shares,Type,Commission,Comment\n2024-03-09,MSFT,YAHOO,USD,10,2,SELL,1,n"
        )
    )
    assert (one.kind, one.gross, one.fees, one.name) == (TransactionKind.SELL, 20.0, 1.0, "")


def test_pence_become_pounds() -> None:
    one = only(read(f"{CSV}\n2024-03-09,VOD.L,YAHOO,GBp,72.5,100,buy,995,"))
    assert (one.currency, one.price, one.gross, one.fees) == ("GBP", 0.725, 72.5, 9.95)


def test_interest_items_and_liabilities() -> None:
    reading = read(
        f"""
        {CSV}
        2024-03-09,Savings,MANUAL,USD,12.5,1,interest,0,
        2024-03-09,Painting,MANUAL,USD,1000,1,item,0,
        2024-03-09,Mortgage,MANUAL,USD,1000,1,liability,0,
        2024-03-09,MSFT,YAHOO,USD,0,0,dividend,0,
        2024-03-09,MSFT,YAHOO,dollars,1,1,buy,0,
        """
    )
    assert kinds(reading) == [TransactionKind.INTEREST, TransactionKind.BUY]
    assert [(one.line, one.column) for one in reading.problems] == [(4, "Action"), (5, "Price"), (6, "Currency")]


def export(activities: list[object], **more: object) -> bytes:
    return json.dumps({"meta": {"version": "2"}, "activities": activities, **more}, indent=1).encode()


ACTIVITY = {
    "id": "a-1",
    "type": "BUY",
    "date": "2024-03-09T00:00:00.000Z",
    "symbol": "VTI",
    "dataSource": "YAHOO",
    "currency": "USD",
    "quantity": 2,
    "unitPrice": 250.5,
    "fee": 1,
}


def test_json_takes_names_and_kinds_from_the_profiles() -> None:
    profile = {
        "dataSource": "YAHOO",
        "symbol": "VTI",
        "name": "Total Market",
        "assetClass": "EQUITY",
        "assetSubClass": "ETF",
        "isin": "US9229087690",
    }
    reading = read_transactions(
        export([ACTIVITY], assetProfiles=[profile], user={"settings": {"currency": "EUR"}}), "x.json"
    )
    one = only(reading)
    assert (one.name, one.asset_type, one.reference) == ("Total Market", AssetType.ETF, "ghostfolio:a-1")
    assert reading.base_currency == "EUR"
    assert reading.securities[0].isin == "US9229087690"


@pytest.mark.parametrize(
    "strange",
    [None, 7, "text", [], {}, {"type": "BUY"}, {**ACTIVITY, "quantity": "many"}, {**ACTIVITY, "unitPrice": 10**400}],
)
def test_strange_activities_are_problems_beside_the_good_ones(strange: object) -> None:
    reading = read_transactions(export([strange, ACTIVITY]), "x.json")
    assert [one.symbol for one in reading.transactions] == ["VTI"]
    assert reading.problems


@pytest.mark.parametrize("profiles", [None, 7, [7], [{"name": 3}], {"a": 1}])
def test_strange_profiles_are_passed_over(profiles: object) -> None:
    assert only(read_transactions(export([ACTIVITY], assetProfiles=profiles, user=profiles), "x.json")).symbol == "VTI"
