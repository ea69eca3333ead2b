"""Are portfolios stored as they were sent, shown again, and gone when deleted?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.app import create_api
from core.ledger.deposits import DepositKind, Payout
from core.ledger.transaction import TransactionKind
from data.store.portfolios.portfolios import load_portfolio
from tests.api.conftest import LOCAL

BUY = {"date": "2024-01-02", "type": "BUY", "symbol": "INFY.NS", "quantity": 10, "price": 1542.5}
FULL = {
    "date": "2024-03-04",
    "type": "espp_purchase",
    "symbol": "ACME",
    "name": "Acme Incorporated",
    "asset_type": "espp",
    "quantity": 12.5,
    "price": 85.0,
    "amount": 1062.5,
    "fees": 1.25,
    "taxes": 0.5,
    "currency": "usd",
    "fx_rate": 83.1,
    "fair_market_value": 100.0,
    "reference": "ESPP-7",
}
DEPOSIT = {
    "kind": "FIXED_DEPOSIT",
    "name": "Bank A",
    "principal": 100_000,
    "rate": 7.0,
    "start": "2023-01-01",
    "maturity": "2028-01-01",
}


def body(**changes: Any) -> dict[str, Any]:
    return {"name": "Mine", "base_currency": "INR", "transactions": [BUY], **changes}


def created(client: TestClient, **changes: Any) -> dict[str, Any]:
    answered = client.post("/v1/portfolios", json=body(**changes))
    assert answered.status_code == 201, answered.text
    portfolio: dict[str, Any] = answered.json()
    return portfolio


def test_a_portfolio_is_created_listed_shown_and_deleted(client: TestClient) -> None:
    new = created(client, transactions=[BUY, FULL], deposits=[DEPOSIT])
    head = {
        "id": new["id"],
        "name": "Mine",
        "base_currency": "INR",
        "simulated": False,
        "version": 1,
        "transaction_count": 2,
        "deposit_count": 1,
        "first_date": "2023-01-01",
        "last_date": "2024-03-04",
    }
    links = {
        "self": f"/v1/portfolios/{new['id']}",
        "benchmark_comparison": f"/v1/portfolios/{new['id']}/benchmark-comparison",
    }
    assert new == head | {"links": links}
    assert client.get("/v1/portfolios").json() == {"portfolios": [head]}
    shown = client.get(f"/v1/portfolios/{new['id']}").json()
    assert {name: shown[name] for name in head} == head
    assert shown["transactions"][1] == FULL | {"type": "ESPP_PURCHASE", "asset_type": "ESPP", "currency": "USD"}
    assert client.delete(f"/v1/portfolios/{new['id']}").status_code == 204
    assert client.get(f"/v1/portfolios/{new['id']}").status_code == 404
    assert client.get("/v1/portfolios").json() == {"portfolios": []}


def test_the_answer_names_the_new_address(client: TestClient) -> None:
    answered = client.post("/v1/portfolios", json=body())
    assert client.get(answered.headers["Location"]).json()["id"] == answered.json()["id"]


def test_what_is_stored_is_what_core_computes_with(client: TestClient, engine: Engine) -> None:
    stored = load_portfolio(engine, created(client, transactions=[FULL, BUY], deposits=[DEPOSIT])["id"])
    first, second = stored.transactions
    assert (first.kind, first.gross, first.currency) == (TransactionKind.BUY, 15_425.0, "INR")
    assert (second.kind, second.gross) == (TransactionKind.ESPP_PURCHASE, 1_250.0)
    (deposit,) = stored.deposits
    assert (deposit.kind, deposit.amount, deposit.rate) == (DepositKind.FIXED_DEPOSIT, 100_000, 0.07)
    assert (deposit.currency, deposit.compounding, deposit.payout) == ("INR", Payout.QUARTERLY, Payout.NONE)
    assert stored.simulated is False


@pytest.mark.parametrize("word", ["principal", "instalment", "amount"])
def test_a_deposits_money_has_three_names_and_a_ppf_compounds_yearly(client: TestClient, word: str) -> None:
    terms = {name: value for name, value in DEPOSIT.items() if name != "principal"}
    ppf = terms | {"kind": "ppf", word: 5_000, "rate": 7.1}
    shown = client.get(f"/v1/portfolios/{created(client, deposits=[ppf])['id']}").json()["deposits"]
    assert [(one["amount"], one["rate"], one["compounding"]) for one in shown] == [(5_000, 7.1, "ANNUALLY")]


def test_an_amount_alone_is_enough_where_no_units_change_hands(client: TestClient) -> None:
    rows = [
        {"date": "2024-01-02", "type": kind, "amount": 1_000}
        for kind in ("DEPOSIT", "WITHDRAWAL", "CONTRIBUTION", "FEE")
    ]
    assert created(client, transactions=rows)["transaction_count"] == 4


def test_an_empty_portfolio_is_one_too(client: TestClient) -> None:
    new = created(client, transactions=[])
    assert (new["transaction_count"], new["first_date"], new["last_date"]) == (0, None, None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({**BUY, "quantity": 0}, "a quantity above 0"),
        ({**BUY, "symbol": ""}, "a symbol is needed"),
        ({"date": "2024-01-02", "type": "BUY", "symbol": "A", "quantity": 1}, "an amount, or a quantity and a price"),
        ({**BUY, "fx_rate": 0}, "fx_rate must be above 0"),
    ],
)
def test_a_row_that_cannot_be_is_named_with_its_place(client: TestClient, row: dict[str, Any], why: str) -> None:
    answered = client.post("/v1/portfolios", json=body(transactions=[BUY, row, row]))
    error = answered.json()["error"]
    assert (answered.status_code, error["code"], error["details"]["count"]) == (400, "invalid_request", 2)
    assert [fault["field"] for fault in error["details"]["fields"]] == ["transactions[1]", "transactions[2]"]
    assert why in error["details"]["fields"][0]["message"]
    assert client.get("/v1/portfolios").json() == {"portfolios": []}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 201},
        {"name": "a\u0000b"},
        {"base_currency": "rupees"},
        {"base_currency": "₹₹₹"},
        {"base_currency": None},
        {"colour": "blue"},
        {"cash_tracked": "yes"},
        {"transactions": [{**BUY, "date": "02-01-2024"}]},
        {"transactions": [{**BUY, "date": "2024-02-30"}]},
        {"transactions": [{**BUY, "date": "2024-01-02T00:00:00"}]},
        {"transactions": [{**BUY, "date": 1_704_153_600}]},
        {"transactions": [{**BUY, "date": "1024-01-02"}]},
        {"transactions": [{**BUY, "date": "２０２４-01-02"}]},
        {"transactions": [{**BUY, "quantity": "10"}]},
        {"transactions": [{**BUY, "quantity": True}]},
        {"transactions": [{**BUY, "quantity": -1}]},
        {"transactions": [{**BUY, "price": 1e300}]},
        {"transactions": [{**BUY, "fee": 1}]},
        {"transactions": [{**BUY, "type": "BORROW"}]},
        {"transactions": [{**BUY, "currency": "RUPEE"}]},
        {"transactions": [BUY] * 50_001},
        {"deposits": [{**DEPOSIT, "maturity": "2022-01-01"}]},
        {"deposits": [{**DEPOSIT, "amount": 1}]},
        {"deposits": [{name: value for name, value in DEPOSIT.items() if name != "principal"}]},
        {"deposits": [{**DEPOSIT, "rate": -1}]},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_what_cannot_be_meant_is_refused_and_nothing_stored(client: TestClient, changes: dict[str, Any]) -> None:
    answered = client.post("/v1/portfolios", json=body(**changes))
    assert answered.status_code == 400
    assert answered.json()["error"]["code"] == "invalid_request"
    assert client.get("/v1/portfolios").json() == {"portfolios": []}


def test_a_taken_name_is_a_conflict(client: TestClient) -> None:
    created(client)
    answered = client.post("/v1/portfolios", json=body())
    assert (answered.status_code, answered.json()["error"]["code"]) == (409, "conflict")
    assert len(client.get("/v1/portfolios").json()["portfolios"]) == 1


@pytest.mark.parametrize(
    "portfolio_id", ["unknown", "a'; drop table portfolios; --", "%00", "..%2f..", "\N{GRINNING FACE}"]
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_portfolio_is_not_found(client: TestClient, method: str, portfolio_id: str) -> None:
    answered = client.request(method, f"/v1/portfolios/{portfolio_id}")
    assert (answered.status_code, answered.json()["error"]["code"]) == (404, "not_found")


def test_a_misspelt_id_gets_a_hint(client: TestClient) -> None:
    portfolio_id = created(client)["id"]
    message = client.get(f"/v1/portfolios/{portfolio_id[:-1]}").json()["error"]["message"]
    assert f"Did you mean {portfolio_id}?" in message


def test_the_sample_says_that_it_is_simulated(sample_engine: Engine) -> None:
    client = TestClient(create_api(sample_engine), base_url="http://localhost", client=LOCAL)
    listed = client.get("/v1/portfolios").json()["portfolios"]
    assert {one["id"] for one in listed} == {"sample-household", "sample-us-growth", "sample-60-40"}
    assert all(one["simulated"] for one in listed)
    assert client.get("/v1/portfolios/sample-household").json()["simulated"] is True


def test_both_kinds_of_database_answer_alike(any_engine: Engine) -> None:
    client = TestClient(create_api(any_engine), base_url="http://localhost", client=LOCAL)
    portfolio_id = created(client, name="☂ Пенсия", transactions=[BUY, FULL], deposits=[DEPOSIT])["id"]
    days = [f"2024-01-{day:02}" for day in range(2, 12)]
    prices = [{"symbol": "INFY.NS", "date": on, "close": 1542.5, "currency": "INR"} for on in days]
    assert client.post("/v1/prices", json={"prices": prices}).json() == {"saved": 10, "symbols": ["INFY.NS"]}
    shown = client.get(f"/v1/portfolios/{portfolio_id}").json()
    assert (shown["name"], shown["transactions"][1]["quantity"]) == ("☂ Пенсия", 12.5)
    question = {"benchmark_ticker": "^NSEI", "as_of": "2024-01-11"}
    answer = client.get(f"/v1/portfolios/{portfolio_id}/benchmark-comparison", params=question).json()
    assert answer["closing"]["portfolio_value"] > 100_000
    assert client.post("/v1/portfolios", json=body(name="☂ Пенсия")).status_code == 409
    assert client.delete(f"/v1/portfolios/{portfolio_id}").status_code == 204
    assert client.get("/v1/portfolios").json() == {"portfolios": []}
