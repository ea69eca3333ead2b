"""Does the API count money once, debt as debt, and no earlier day anew, and say what to add where deposits are missing?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import compared, created, priced

FIRST, LAST = date(2019, 1, 1), date(2024, 6, 28)


def levels(client: TestClient, symbol: str, level: float, a_day: float, currency: str = "USD") -> None:
    """A price every day, rising evenly."""
    count = (LAST - FIRST).days + 1
    days = [(str(FIRST + timedelta(days=at)), level + a_day * at) for at in range(count)]
    priced(client, [{"symbol": symbol, "date": on, "close": close, "currency": currency} for on, close in days])


def deposit(on: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"date": on, "type": "DEPOSIT", "amount": amount, **more}


def purchase(fees: float) -> dict[str, Any]:
    return {"date": "2019-03-01", "type": "BUY", "symbol": "CA", "quantity": 150, "price": 51.77, "fees": fees}


def asked(client: TestClient, rows: list[dict[str, Any]], currency: str = "USD", **more: Any) -> dict[str, Any]:
    """The account of the rows beside the share itself, at its last day."""
    levels(client, "CA", 50.0, 0.03)
    mine = created(client, rows, base_currency=currency, **more)
    return compared(client, mine, benchmark_ticker="CA", as_of="2024-06-28", risk_free_rate=4)


@pytest.mark.parametrize(("fees", "rate"), [(120.0, 14.88), (60.0, 15.05)])
def test_an_overdraft_that_is_repaid_is_settlement(client: TestClient, fees: float, rate: float) -> None:
    answer = asked(client, [deposit("2019-03-01", 7765.5), purchase(fees), deposit("2019-03-04", fees)])
    assert answer["closing"]["portfolio_value"] == pytest.approx(16_522.50, abs=0.005)
    assert answer["closing"]["invested_amount"] == pytest.approx(7_765.5 + fees)
    assert answer["portfolio_xirr"] == pytest.approx(rate, abs=0.005)


def test_a_loan_is_debt(client: TestClient) -> None:
    answer = asked(client, [deposit("2019-03-01", 5_000.0), purchase(100.0)])
    assert answer["closing"]["portfolio_value"] == pytest.approx(13_657.00, abs=0.005)
    assert answer["portfolio_xirr"] == pytest.approx(20.74, abs=0.005)
    assert any(note.startswith("The cash was below zero from 1 Mar 2019") for note in answer["notes"])


def test_missing_deposits_are_named_and_adding_them_makes_the_cash_count(client: TestClient) -> None:
    rows = [deposit("2019-03-01", 3_000.0), purchase(0.0)]
    without = asked(client, rows)
    assert without["closing"]["portfolio_value"] == pytest.approx(16_522.50, abs=0.005)
    assert without["closing"]["invested_amount"] == pytest.approx(7_765.50)
    assert without["cash"].endswith("Deposits and withdrawals are the same money and are left out.")
    told = "Deposits are missing. Add a deposit of $4,765.50 on 1 Mar 2019, and the cash covers the purchases."
    assert told in without["notes"]
    completed = asked(client, [*rows, deposit("2019-03-01", 4_765.5)], name="Completed")
    assert completed["closing"] == pytest.approx(without["closing"])
    assert completed["portfolio_xirr"] == pytest.approx(without["portfolio_xirr"], abs=1e-9)
    assert not {note for note in completed["notes"] if "deposit" in note.lower()}


def test_a_later_deposit_of_another_currency_rewrites_nothing(client: TestClient) -> None:
    levels(client, "EURUSD=X", 1.12, -0.07 / (LAST - FIRST).days)
    rows = [deposit("2019-03-01", 7_000.0, currency="EUR"), purchase(0.0) | {"currency": "USD"}]
    before = asked(client, rows, "EUR")
    after = asked(client, [*rows, deposit("2024-06-03", 10.0, currency="USD")], "EUR", name="Ten dollars more")
    ten = 10.0 / 1.05
    assert after["closing"]["portfolio_value"] == pytest.approx(before["closing"]["portfolio_value"] + ten, abs=0.005)
    before_it = {
        point["date"]: point["portfolio_value"] for point in before["chart_data"] if point["date"] < "2024-06-03"
    }
    now = {point["date"]: point["portfolio_value"] for point in after["chart_data"]}
    both = before_it.keys() & now.keys()
    assert len(both) > 100
    assert {on: now[on] for on in both} == pytest.approx({on: before_it[on] for on in both}, abs=0.005)
