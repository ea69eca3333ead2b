"""Are portfolios stored as they were sent, shown again, and gone when deleted?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from core.ledger.deposits import DepositKind, Payout
from core.ledger.transaction import TransactionKind
from data.store.portfolios.portfolios import load_portfolio
from tests.api.conftest import answered, client_of

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


def new(client: TestClient, **changes: Any) -> dict[str, Any]:
    head: dict[str, Any] = answered(client.post("/v1/portfolios", json=body(**changes)))
    return head


def test_a_portfolio_is_created_listed_shown_and_deleted(client: TestClient) -> None:
    """How much it holds is recorded: ``answers/portfolios``."""
    made = new(client, transactions=[BUY, FULL], deposits=[DEPOSIT])
    address, links = f"/v1/portfolios/{made['id']}", made.pop("links")
    assert links == {"self": address, "benchmark_comparison": f"{address}/benchmark-comparison"}
    assert client.get("/v1/portfolios").json() == {"portfolios": [made]}
    shown = client.get(address).json()
    assert made.items() <= shown.items()
    assert shown["transactions"][1] == FULL | {"type": "ESPP_PURCHASE", "asset_type": "ESPP", "currency": "USD"}
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_the_answer_names_the_new_address(client: TestClient) -> None:
    response = client.post("/v1/portfolios", json=body())
    assert client.get(response.headers["Location"]).json()["id"] == response.json()["id"]


def test_what_is_stored_is_what_core_computes_with(client: TestClient, engine: Engine) -> None:
    stored = load_portfolio(engine, new(client, transactions=[FULL, BUY], deposits=[DEPOSIT])["id"])
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
    shown = client.get(f"/v1/portfolios/{new(client, deposits=[ppf])['id']}").json()["deposits"]
    assert [(one["amount"], one["rate"], one["compounding"]) for one in shown] == [(5_000, 7.1, "ANNUALLY")]


def test_provident_funds_have_a_rhythm_and_a_ppf_the_maturity_of_the_law(client: TestClient) -> None:
    terms = {"name": "Fund", "instalment": 12_500, "rate": 7.1, "start": "2020-10-10"}
    funds = [
        terms | {"kind": "ppf"},
        terms | {"kind": "PPF", "instalments": "monthly"},
        terms | {"kind": "epf", "maturity": "2050-01-01"},
    ]
    shown = client.get(f"/v1/portfolios/{new(client, deposits=funds)['id']}").json()["deposits"]
    assert [(one["maturity"], one["instalments"], one["compounding"]) for one in shown] == [
        ("2036-04-01", "ANNUALLY", "ANNUALLY"),
        ("2036-04-01", "MONTHLY", "ANNUALLY"),
        ("2050-01-01", "MONTHLY", "ANNUALLY"),
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kind": "SCSS"}, "deposits[0].kind: a Senior Citizens' Savings Scheme (SCSS) is not valued by its terms"),
        ({"kind": "sovereign gold bond"}, "deposits[0].kind: a Sovereign Gold Bond (SGB) is not valued by its terms"),
        ({"kind": "EPF", "maturity": None}, "the maturity is needed"),
        ({"instalments": "MONTHLY"}, "only a PPF and an EPF"),
    ],
)
def test_what_is_not_valued_by_its_terms_is_refused_with_what_to_do(
    client: TestClient, change: dict[str, Any], words: str
) -> None:
    response = client.post("/v1/portfolios", json=body(deposits=[DEPOSIT | change]))
    assert response.status_code == 400
    assert words in response.json()["error"]["message"]


def test_rates_below_nothing_changed_ones_and_an_early_closing_come_back_in_percent(client: TestClient) -> None:
    changes = [{"date": "2024-04-01", "rate": -0.1}, {"date": "2025-04-01", "rate": 7.15}]
    news = {"rate": -0.5, "rate_changes": changes, "closed_on": "2026-03-31", "closed_rate": 6.8, "penalty": 0.5}
    made = new(client, deposits=[DEPOSIT | news, DEPOSIT])["id"]
    first, second = client.get(f"/v1/portfolios/{made}").json()["deposits"]
    assert {name: first[name] for name in news} == news
    assert [second[name] for name in news] == [7.0, [], None, None, 0.0]


def test_36_months_at_12_percent_earn_twelve_quarters(client: TestClient) -> None:
    terms = DEPOSIT | {"rate": 12, "start": "2021-01-31", "maturity": "2024-01-31"}
    made = new(client, transactions=[], deposits=[terms])["id"]
    question = {"benchmark_ticker": "^NSEI", "as_of": "2024-06-28"}
    answer = client.get(f"/v1/portfolios/{made}/benchmark-comparison", params=question).json()
    assert answer["portfolio_xirr"] == pytest.approx(12.550881, abs=1e-7)  # 1.03⁴, the 1,095 days being three years


def test_an_amount_alone_is_enough_where_no_units_change_hands(client: TestClient) -> None:
    rows = [
        {"date": "2024-01-02", "type": kind, "amount": 1_000}
        for kind in ("DEPOSIT", "WITHDRAWAL", "CONTRIBUTION", "FEE")
    ]
    assert new(client, transactions=rows)["transaction_count"] == 4


def test_too_many_rows_are_refused_and_nothing_stored(client: TestClient) -> None:
    response = client.post("/v1/portfolios", json=body(transactions=[BUY] * 50_001))
    assert (response.status_code, response.json()["error"]["code"]) == (400, "invalid_request")
    assert client.get("/v1/portfolios").json() == {"portfolios": []}


@pytest.mark.parametrize(
    "portfolio_id", ["unknown", "a'; drop table portfolios; --", "%00", "..%2f..", "\N{GRINNING FACE}"]
)
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_an_unknown_portfolio_is_not_found(client: TestClient, method: str, portfolio_id: str) -> None:
    response = client.request(method, f"/v1/portfolios/{portfolio_id}")
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_a_misspelt_id_gets_a_hint(client: TestClient) -> None:
    portfolio_id = new(client)["id"]
    message = client.get(f"/v1/portfolios/{portfolio_id[:-1]}").json()["error"]["message"]
    assert f"Did you mean {portfolio_id}?" in message


def test_both_kinds_of_database_answer_alike(any_engine: Engine) -> None:
    client = client_of(any_engine)
    portfolio_id = new(client, name="☂ Пенсия", transactions=[BUY, FULL], deposits=[DEPOSIT])["id"]
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
